@phase:preflight
Feature: The monitoring
  Runbook, Day 3, infrastructure verification: Prometheus scrapes what the canary will be judged by, and Grafana
  shows it. An alert rule that cannot be evaluated, or that a silence hides, is no alert.

  Rule: Prometheus scrapes its targets

    @runbook:D3-I3 @needs:monitoring
    Scenario: Every target is scraped, every alert can reach people
      Given the monitoring
      When its state is asked for
      Then every expected target is up with a scrape within 2 intervals
      And every expected alert rule was evaluated in the last 3 minutes
      And its alerts reach the Alertmanager
      And no silence hides the canary's alerts

  Rule: Grafana loads the canary dashboard

    @runbook:D3-I4 @needs:monitoring
    Scenario: Every panel of the canary dashboard shows data
      Given the canary dashboard
      When it is opened in a browser
      Then the query of every panel gives data
      And every panel is drawn, down to the last one
