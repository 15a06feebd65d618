@phase:preflight
Feature: The log stores
  Runbook, Day 3, infrastructure verification: what the service logs is received. A marked line is written where the
  service writes its logs, so the whole way is tested and not the store alone. The limit is ours.

  Rule: The log stores receive the service's logs

    @runbook:D3-I5 @changes:log-marker
    Scenario: A marked log line arrives once, with its fields
      Given the log stores
      When a marked log line is given 20 seconds to arrive
      Then it stands in every log store once
      And its fields are as the service wrote them
