@phase:day7
Feature: The people at the end
  Runbook, Day 7, final verification: the users' feedback is positive, no issue is open, and the A/B test is prepared.
  Each source proves first that it can answer at all: silence of the wrong place is no good news.
  Where there is no source, or it cannot tell, a person's sign-off stands in its place; a person's no always counts.

  Rule: The users' feedback is positive

    @runbook:D7-7
    Scenario: Most users like the canary
      Given the users' feedback, or people's word for it
      When it is summed up since the roll-out, beside the sign-offs of D7-7
      Then more than 60 % of at least 10 answers are positive, or it is signed by the product owner or the Phase 4 lead

  Rule: No issue is found

    @runbook:D7-8
    Scenario: No issue of the release is open
      Given the issue tracker
      When the release's open issues are read
      Then none is open

  Rule: The A/B test is prepared

    @runbook:D7-9
    Scenario: The A/B test may begin
      Given the A/B test, or people's word for it
      When it is asked whether it may begin, beside the sign-offs of D7-9
      Then it is ready for the canary's version, or it is signed by the product owner or the Phase 4 lead
