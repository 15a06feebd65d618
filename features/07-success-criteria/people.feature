@phase:decision
Feature: The people who decide
  Runbook, success criteria: the users' feedback is positive, and there are no further issues. Both are asked again, so
  that what came after Day 7's check counts too.

  Rule: The users' feedback is positive

    @runbook:SC-5
    Scenario: Most users like the canary, up to the decision
      Given the users' feedback, or people's word for it
      When it is summed up since the roll-out, beside the sign-offs of D7-7
      Then more than 60 % of at least 10 answers are positive, or it is signed by the product owner or the Phase 4 lead

  Rule: There are no further issues

    @runbook:SC-6
    Scenario: No issue of the release is open at the decision
      Given the issue tracker
      When the release's open issues are read
      Then none is open
