@phase:preflight
Feature: The database migrations
  Runbook, Day 3, technical verification: the database stands at the newest revision. Where the environment permits
  it, the upgrade is run first; an upgrade that ran is believed only when the database says so itself.

  Rule: All migrations are applied

    @runbook:D3-T5 @changes-where-permitted:database-upgrade
    Scenario: The database stands at every head of its migrations
      Given the service's database
      When it is brought to its newest revision
      Then it stands at every head of the migrations
