@phase:day4
Feature: The canary's share of the traffic after the roll-out
  Runbook, Day 4, every 30 minutes after the roll-out: about 5 % of the traffic reaches the canary. The balancer is
  configured with it, applies it, and counts it; the service counts it too, and all of them must agree.

  Rule: The canary gets about 5 % of the traffic

    @runbook:D4-4 @needs:monitoring
    Scenario: The canary gets 5 % of the traffic by every source
      Given the canary's metrics
      When its share of the traffic is read since the last checkpoint
      Then it gets 5 % of the traffic within 1 percentage point by every source
