@phase:incident
Feature: The decision in a high error rate
  Runbook, scenario 1 (Days 4 to 7): A, mend and deploy anew, where the cause is clear and a human signs the fix;
  otherwise B, roll back at once. Where legacy has the same errors, neither helps.

  Rule: It is decided between a fix and a rollback

    @runbook:INC-5 @needs:monitoring
    Scenario: The recommendation with its reasons
      Given an incident is an error rate above 1 %
      When it is decided what to do
      Then the decision has its reasons
