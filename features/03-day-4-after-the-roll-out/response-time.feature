@phase:day4
Feature: The response time after the roll-out
  Runbook, Day 4, every 30 minutes after the roll-out: 95 % of the requests are answered within 100 ms. The share of
  slower requests is counted, which is exact; the interpolated percentile is shown beside it.

  Rule: The P95 response time is below 100 ms

    @runbook:D4-2 @needs:monitoring
    Scenario Outline: The canary's response time <window>
      Given the canary's metrics
      When its response times are counted <window>
      Then its P95 response time is below 100 ms

      Examples:
        | window                    |
        | since the last checkpoint |
        | since the roll-out        |
