@phase:preparation
Feature: The communication before the roll-out
  Runbook, Day 4, 13:30, communication: who works with the service knows of the roll-out before it begins. Everything is
  posted once, and found again by later runs; a plan that has changed is announced anew and says what it changes.

  Rule: The deployment plan is shared in the deployment channel

    @runbook:D4-C1 @changes:announcements
    Scenario: The deployment plan stands in its channel once
      Given the people who must know of the roll-out
      When the plan is shared in the deployment channel
      Then that stands once in each channel

  Rule: All teams are notified

    @runbook:D4-C2 @changes:announcements
    Scenario: Every team's channel has the notice once
      Given the people who must know of the roll-out
      When every team that has a channel is notified
      Then that stands once in each channel

    @runbook:D4-C2
    Scenario: Who has no channel was told by a person
      Given the people who must know of the roll-out
      When those without a channel are looked up, beside the sign-offs of D4-C2
      Then there are none, or it is signed by the release owner

  Rule: Customer support stands by

    @runbook:D4-C3 @changes:announcements
    Scenario: Customer support is asked in its channel once
      Given the people who must know of the roll-out
      When customer support is asked to stand by
      Then that stands once in each channel

    @runbook:D4-C3
    Scenario: Customer support confirms
      Given people's sign-offs
      When those of D4-C3 are read
      Then it is signed by the customer support
