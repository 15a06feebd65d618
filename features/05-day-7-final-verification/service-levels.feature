@phase:day7
Feature: The service levels at the end
  Runbook, Day 7, final verification over the last 48 hours: error rate, P95 response time, availability, failures in a
  row, and all of them together. Availability is shown by requests and by time; both must hold.

  Rule: The error rate is below 0.5 %

    @runbook:D7-1 @needs:monitoring
    Scenario: The canary's error rate over the last 48 hours
      Given the canary's metrics
      When its errors are counted over the last 48 hours, beside legacy's
      Then its error rate is below 0.5 %
      And its error rate stands beside legacy's

  Rule: The P95 response time is below 100 ms

    @runbook:D7-2 @needs:monitoring
    Scenario: The canary's response time over the last 48 hours
      Given the canary's metrics
      When its response times are counted over the last 48 hours, beside legacy's
      Then its P95 response time is below 100 ms
      And its share above 100 ms stands beside legacy's

  Rule: The availability is above 99.95 %

    @runbook:D7-3 @needs:monitoring
    Scenario: The canary's availability over the last 48 hours
      Given the canary's metrics
      When its service levels are read over the last 48 hours
      Then its availability by requests is above 99.95 %
      And its availability by time is above 99.95 %

  Rule: There are 0 failures in a row

    @runbook:D7-4 @needs:monitoring
    Scenario: The canary's longest run of failed probes over the last 48 hours
      Given the canary's metrics
      When its probes are read over the last 48 hours
      Then its longest run of failed probes is 0

  Rule: All service levels are met

    @runbook:D7-5 @needs:monitoring
    Scenario: All service levels hold together
      Given the canary's metrics
      When its service levels are read over the last 48 hours
      Then its error rate is below 0.5 %
      And its P95 response time is below 100 ms
      And its availability by requests is above 99.95 %
      And its availability by time is above 99.95 %
      And its longest run of failed probes is 0
