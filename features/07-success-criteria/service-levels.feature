@phase:decision
Feature: The service levels that decide
  Runbook, success criteria, over the last 48 hours: error rate, P95 response time and availability. Each is asked afresh,
  and what Day 7 recorded of it is held against the same hours, asked again: the two must agree. Within 1 % is ours,
  and may be changed here.

  Rule: The error rate is below 0.5 %

    @runbook:SC-1 @needs:monitoring
    Scenario: The canary's error rate, afresh and as it was recorded
      Given the canary's metrics
      When its errors are counted over the last 48 hours, beside what D7-1 recorded
      Then its error rate is below 0.5 %
      And the record has the same error rate, within 1 %

  Rule: The P95 response time is below 100 ms

    @runbook:SC-2 @needs:monitoring
    Scenario: The canary's response time, afresh and as it was recorded
      Given the canary's metrics
      When its response times are counted over the last 48 hours, beside what D7-2 recorded
      Then its P95 response time is below 100 ms
      And the record has the same P95 response time, within 1 %

  Rule: The availability is above 99.95 %

    @runbook:SC-3 @needs:monitoring
    Scenario: The canary's availability, afresh and as it was recorded
      Given the canary's metrics
      When its availability is read over the last 48 hours, beside what D7-3 recorded
      Then its availability by requests is above 99.95 %
      And its availability by time is above 99.95 %
      And the record has the same availability, within 1 %
