@phase:incident
Feature: The rollback in a high error rate
  Runbook, scenario 1 (Days 4 to 7): where it was decided, the canary is taken out of the traffic. It is asked for once,
  then verified: the balancer's weights, its answers, the errors of the users; and people are told.

  Rule: The canary can be rolled back

    @runbook:INC-6 @needs:monitoring
    Scenario: What a rollback would do
      Given an incident is an error rate above 1 %
      When the service is asked what a rollback would do
      Then it describes the rollback

  Rule: The canary is rolled back where that was decided

    @runbook:INC-6 @needs:monitoring @changes:roll-back
    Scenario: What was decided is carried out
      Given an incident is an error rate above 1 %
      When the decision is carried out
      Then the canary is rolled back, if that is due
