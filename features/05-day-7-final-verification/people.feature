@phase:day7
Feature: The people at the end
  Runbook, Day 7, final verification: the users' feedback is positive, no issue is open, and the A/B test is prepared.
  Each source proves first that it can answer at all: silence of the wrong place is no good news.

  Rule: The users' feedback is positive

    @runbook:D7-7
    Scenario: Most users like the canary
      Given the users' feedback
      When it is summed up since the roll-out
      Then more than 60 % of at least 10 answers are positive

  Rule: No issue is found

    @runbook:D7-8
    Scenario: No issue of the release is open
      Given the issue tracker
      When the release's open issues are read
      Then none is open

  Rule: The A/B test is prepared

    @runbook:D7-9
    Scenario: The A/B test may begin
      Given the A/B test
      When it is asked whether it may begin
      Then it is ready for the canary's version
