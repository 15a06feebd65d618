@phase:day7
Feature: The automatic rollback at the end
  Runbook, Day 7, final verification: the automatic rollback was not triggered. The service's counter of rollbacks did
  not move, and the balancer never took the canary out, and the journal has none.

  Rule: The automatic rollback was not triggered

    @runbook:D7-6 @needs:monitoring
    Scenario: The canary was never rolled back
      Given the canary's metrics
      When the signs of a rollback are read since the roll-out
      Then it was not rolled back
      And no rollback is recorded
