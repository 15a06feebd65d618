@phase:preflight
Feature: The API documentation
  Runbook, Day 3, technical verification: the Swagger page lists the Phase 4 endpoints. The page is opened in a real
  browser, because its HTML is there even when it draws nothing.

  Rule: The Swagger page shows the Phase 4 endpoints

    @runbook:D3-T4
    Scenario: The Phase 4 section shows 11 endpoints
      Given the service's API documentation
      When its "Phase 4" section is opened in a browser
      Then it shows exactly the 11 endpoints of the OpenAPI document
