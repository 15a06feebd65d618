@phase:preparation
Feature: The meeting of the deployment team
  Runbook, Day 4, 13:00, meeting of the deployment team: who carries the roll-out is there, and knows the way back before
  it begins. People sign; the way back is asked what it would do, without going it.

  Rule: The release owner, the on-call engineer, the DevOps engineer and the Phase 4 lead take part

    @runbook:D4-M1
    Scenario: Each of the four roles has signed, by another person
      Given people's sign-offs
      When those of D4-M1 are read
      Then it is signed by the release owner, the on-call engineer, the DevOps engineer, the Phase 4 lead, each another person

  Rule: The rollback plan is reviewed

    @runbook:D4-M3
    Scenario: The rollback endpoint says what it would do
      Given the rollback of the canary
      When its endpoint is asked what it would do
      Then the endpoint describes the rollback

    @runbook:D4-M3
    Scenario: The release owner has reviewed the plan
      Given people's sign-offs
      When those of D4-M3 are read
      Then it is signed by the release owner
