@phase:preflight
Feature: The main application
  Runbook, Day 3, technical verification: the main application starts from the release's checkout. Its own
  announcement is not enough: it must complete its start-up and answer with the canary's version.

  Rule: The main application starts

    @runbook:D3-T3 @changes:app-start
    Scenario: The application announces its routes, completes its start-up, answers
      Given the service's checkout
      When its main application is started until it says "Phase 4 API v2 routes registered successfully"
      Then it is up with the canary's version
