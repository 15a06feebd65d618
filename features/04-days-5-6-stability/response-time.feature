@phase:day5-6
Feature: The response time in the days after
  Runbook, Days 5 to 6: the response times are stable. The runbook names no number: 20 % between the canary's first and
  last 12 hours is ours, and may be changed here. Legacy's own change over the same time is shown beside it.

  Rule: The response times are stable

    @runbook:D56-2 @needs:monitoring
    Scenario: The canary is as fast in its last 12 hours as in its first
      Given the canary's metrics
      When its response times are counted over its last 12 hours, beside its first
      Then its P95 response time has changed by at most 20 %, staying below 100 ms

    @runbook:D56-2 @needs:monitoring
    Scenario: The canary's response time since the last checkpoint
      Given the canary's metrics
      When its response times are counted since the last checkpoint
      Then its P95 response time is below 100 ms
