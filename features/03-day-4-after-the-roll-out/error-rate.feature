@phase:day4
Feature: The error rate after the roll-out
  Runbook, Day 4, every 30 minutes after the roll-out: the error rate stays below 0.5 %. It is looked at since the last
  checkpoint, where trouble shows first, and since the roll-out, where a slow one adds up.

  Rule: The error rate is below 0.5 %

    @runbook:D4-1 @needs:monitoring
    Scenario Outline: The canary's error rate <window>
      Given the canary's metrics
      When its errors are counted <window>
      Then its error rate is below 0.5 %

      Examples:
        | window                    |
        | since the last checkpoint |
        | since the roll-out        |
