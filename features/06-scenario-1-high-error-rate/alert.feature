@phase:incident
Feature: The symptom of a high error rate
  Runbook, scenario 1 (Days 4 to 7): the canary's error rate rises above 1 %. The alert comes to the channel for critical
  alerts at once; how long its rule takes is the environment's. More requests than prove the rate are waited for.

  Rule: The canary's error rate is not above 1 %

    @runbook:INC-0 @needs:monitoring
    Scenario: The canary's latest errors
      Given an incident is an error rate above 1 %
      When its latest errors are counted
      Then there is no incident

  Rule: The alert reaches the channel at once

    @runbook:INC-1 @needs:monitoring
    Scenario: The alert is read back from its channel
      Given an incident is an error rate above 1 %
      When the alert is looked for in its channel
      Then it stands there in time, if it is due
