@phase:preflight
Feature: The load balancer
  Runbook, Day 3, infrastructure verification: the routing rules are 5 % canary and 95 % legacy. What is configured,
  what is applied and what real requests meet are three things, and all must agree. The tolerances are ours.

  Rule: The canary is routed 5 % of the traffic

    @runbook:D3-I2a @exclusive:load-balancer
    Scenario: The canary gets 5 % of the traffic
      Given the load balancer
      When its shares of the traffic are read
      Then the canary gets 5 % of the traffic by each source:
        | source        | tolerance in percentage points |
        | configuration | 0                              |
        | state         | 0                              |
        | counters      | 1                              |
        | answers       | 1                              |

  Rule: Legacy is routed 95 % of the traffic

    @runbook:D3-I2b @exclusive:load-balancer
    Scenario: Legacy gets 95 % of the traffic, nothing goes elsewhere
      Given the load balancer
      When its shares of the traffic are read
      Then legacy gets 95 % of the traffic by each source:
        | source        | tolerance in percentage points |
        | configuration | 0                              |
        | state         | 0                              |
        | counters      | 1                              |
        | answers       | 1                              |
      And nothing is routed elsewhere
