@phase:decision
Feature: The automatic rollback that decides
  Runbook, success criteria: the automatic rollback was not triggered, at any time since the roll-out. The service's
  counter, the balancer's weights and the journal are asked again.

  Rule: The automatic rollback was not triggered

    @runbook:SC-4 @needs:monitoring
    Scenario: The canary was never rolled back, up to the decision
      Given the canary's metrics
      When the signs of a rollback are read since the roll-out
      Then it was not rolled back
      And no rollback is recorded
