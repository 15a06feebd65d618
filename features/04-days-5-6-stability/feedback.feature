@phase:day5-6
Feature: The users' feedback in the days after
  Runbook, Days 5 to 6: the users' feedback is collected. The source must have answers on the canary's version in the
  window; five is ours, and may be changed here.

  Rule: The users' feedback is collected

    @runbook:D56-4
    Scenario: Users have said what they think of the canary
      Given the users' feedback
      When it is summed up over the last 48 hours from the roll-out on
      Then at least 5 answers were given
