@phase:preflight
Feature: The production servers
  Runbook, Day 3, infrastructure verification: every server of the inventory is healthy by its own word, with a
  version that belongs there. All are asked at once; no answer, asked again once, is a failure.

  Rule: All production servers are healthy

    @runbook:D3-I1
    Scenario: Every server of the inventory is healthy
      Given the production servers
      When every one of them is asked for its health
      Then all of them are healthy with an expected version
