@phase:preflight
Feature: The cache server
  Runbook, Day 3, technical verification: the cache server is ready. PONG alone proves little: a replica and a full
  server say it too, so a marker is written, read back, deleted.

  Rule: The cache server is ready

    @runbook:D3-T6 @changes:cache-marker
    Scenario: The cache server answers PONG and takes values
      Given the service's cache server
      When its readiness is asked for
      Then it answers "PONG"
      And it is a primary with its data loaded
      And it keeps a value
