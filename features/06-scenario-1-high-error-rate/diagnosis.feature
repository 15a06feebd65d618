@phase:incident
Feature: The diagnosis of a high error rate
  Runbook, scenario 1 (Days 4 to 7): within five minutes the error logs are looked at, the endpoint is looked for, and the
  dependencies are asked. What could not be found out is said, and makes the cause an unclear one.

  Rule: The error logs are looked at within five minutes

    @runbook:INC-2 @needs:monitoring
    Scenario: The most frequent error messages
      Given an incident is an error rate above 1 %
      When it is diagnosed
      Then the most frequent error messages are known
      And the diagnosis took at most 5 minutes

  Rule: It is known whether a particular endpoint is concerned

    @runbook:INC-3 @needs:monitoring
    Scenario: The error rate of each endpoint
      Given an incident is an error rate above 1 %
      When it is diagnosed
      Then the endpoints with the errors are known

  Rule: The service's dependencies are well

    @runbook:INC-4 @needs:monitoring
    Scenario: Each dependency is asked by its own client
      Given an incident is an error rate above 1 %
      When it is diagnosed
      Then every dependency is healthy
