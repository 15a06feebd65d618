@phase:preflight
Feature: The notifications
  Runbook, Day 3, infrastructure verification: people can be reached. An accepted message is not yet a delivered one,
  so both are read back. The limit is ours.

  Rule: Slack takes a test message

    @runbook:D3-I6 @changes:slack-test-message
    Scenario: A test message stands in the channel once
      Given the Slack channel of the preflight
      When a test message is posted to it
      Then it stands in the channel once

  Rule: PagerDuty takes a test alert

    @runbook:D3-I7 @changes:pagerduty-test-alert
    Scenario: A test alert opens an incident, then is resolved
      Given the PagerDuty service of the release
      When a test alert is given 20 seconds to open an incident
      Then an incident has opened on that service
      And it is resolved again
