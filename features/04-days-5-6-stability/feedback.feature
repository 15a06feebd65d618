@phase:day5-6
Feature: The users' feedback in the days after
  Runbook, Days 5 to 6: the users' feedback is collected. The source must have answers on the canary's version in the
  window; five is ours, and may be changed here.
  Where there is no such source, or it cannot tell, a person's sign-off stands in its place; a person's no always counts.

  Rule: The users' feedback is collected

    @runbook:D56-4
    Scenario: Users have said what they think of the canary
      Given the users' feedback, or people's word for it
      When it is summed up over the last 48 hours from the roll-out on, beside the sign-offs of D56-4
      Then at least 5 answers were given, or it is signed by the product owner or the Phase 4 lead
