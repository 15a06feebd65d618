@phase:preparation
Feature: The alert channels and the dashboards, checked again
  Runbook, Day 4, 13:00, meeting of the deployment team: an alert reaches people, and people see the canary. What was
  accepted is read back. The limits are those of Day 3.

  Rule: The alert channels are active

    @runbook:D4-M4 @changes:slack-test-message
    Scenario: Slack takes a test message
      Given the Slack channel of the preflight
      When a test message is posted to it
      Then it stands in the channel once

    @runbook:D4-M4 @changes:pagerduty-test-alert
    Scenario: PagerDuty takes a test alert
      Given the PagerDuty service of the release
      When a test alert is given 20 seconds to open an incident
      Then an incident has opened on that service
      And it is resolved again

    @runbook:D4-M4 @needs:monitoring
    Scenario: Nothing hides the canary's alerts
      Given the monitoring
      When its state is asked for
      Then its alerts reach the Alertmanager
      And no silence hides the canary's alerts

  Rule: The monitoring dashboards are active

    @runbook:D4-M5 @needs:monitoring
    Scenario: Every panel of the canary dashboard shows data
      Given the canary dashboard
      When it is opened in a browser
      Then the query of every panel gives data
      And every panel is drawn, down to the last one
