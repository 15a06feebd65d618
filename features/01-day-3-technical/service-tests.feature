@phase:preflight
Feature: The service's own tests
  Runbook, Day 3, technical verification: nothing is rolled out while one of the service's own tests fails, is
  skipped, or was not found. The counts are read from the test report, not from the console.

  Rule: All unit tests pass

    @runbook:D3-T1
    Scenario: The unit tests give 62 passed, 0 failed
      Given the service's checkout
      When its unit tests are run
      Then the test report counts:
        | passed | failed | errors | skipped |
        | 62     | 0      | 0      | 0       |

  Rule: All integration tests pass

    @runbook:D3-T2
    Scenario: The integration tests give 30 passed, 0 failed
      Given the service's checkout
      When its integration tests are run
      Then the test report counts:
        | passed | failed | errors | skipped |
        | 30     | 0      | 0      | 0       |
