@phase:day5-6
Feature: The memory in the days after
  Runbook, Days 5 to 6: there is no memory leak. The growth of each instance is estimated robustly, with its interval;
  5 % in 48 hours is ours, and may be changed here. A restart hides a leak, so that it is a finding, never "flat".

  Rule: There is no memory leak

    @runbook:D56-3 @needs:monitoring
    Scenario: No instance's memory grows
      Given the canary's metrics
      When its memory is read over the last 48 hours from the roll-out on
      Then no instance grows by more than 5 % in 48 hours, 120 minutes after its start
