@phase:preparation
Feature: The deployment environment, checked again
  Runbook, Day 4, 13:00, meeting of the deployment team: what Day 3 has found of the infrastructure holds again now.
  Limits and tolerances are those of Day 3.

  Rule: The deployment environment is checked again

    @runbook:D4-M2
    Scenario: Every server of the inventory is healthy again
      Given the production servers
      When every one of them is asked for its health
      Then all of them are healthy with an expected version

    @runbook:D4-M2 @exclusive:load-balancer
    Scenario: The traffic is divided as before the roll-out
      Given the load balancer
      When its shares of the traffic are read
      Then the canary gets 5 % of the traffic by each source:
        | source        | tolerance in percentage points |
        | configuration | 0                              |
        | state         | 0                              |
        | counters      | 1                              |
        | answers       | 1                              |
      And legacy gets 95 % of the traffic by each source:
        | source        | tolerance in percentage points |
        | configuration | 0                              |
        | state         | 0                              |
        | counters      | 1                              |
        | answers       | 1                              |
      And nothing is routed elsewhere

    @runbook:D4-M2 @needs:monitoring
    Scenario: Every target is scraped, every rule is evaluated
      Given the monitoring
      When its state is asked for
      Then every expected target is up with a scrape within 2 intervals
      And every expected alert rule was evaluated in the last 3 minutes
      And its alerts reach the Alertmanager

    @runbook:D4-M2 @changes:log-marker
    Scenario: A marked log line arrives again
      Given the log stores
      When a marked log line is given 20 seconds to arrive
      Then it stands in every log store once
      And its fields are as the service wrote them
