@phase:day5-6
Feature: The error rate in the days after
  Runbook, Days 5 to 6: the error rate stays below 0.5 % for 48 hours in a row. The whole time is proven to be below,
  and no half hour in it is proven to be above: a burst in one slice fails, a slice with few requests does not.
  Where the roll-out was less than 48 hours ago, it is the time since then.

  Rule: The error rate is below 0.5 % for 48 hours in a row

    @runbook:D56-1 @needs:monitoring
    Scenario: The canary's error rate over 48 hours, slice by slice
      Given the canary's metrics
      When its errors are counted over the last 48 hours from the roll-out on, in slices of 30 minutes
      Then its error rate is below 0.5 %
      And in no slice it is above 0.5 %

    @runbook:D56-1 @needs:monitoring
    Scenario: The canary's error rate since the last checkpoint
      Given the canary's metrics
      When its errors are counted since the last checkpoint
      Then its error rate is below 0.5 %
