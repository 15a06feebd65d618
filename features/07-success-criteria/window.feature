@phase:decision
Feature: The window that is decided on
  Runbook, success criteria; this one is ours: a decision without its evidence is none. Every checkpoint of the window
  was run, came to a sound end and was GO, and its verdict and evidence are still as they were recorded. A later GO of the
  same checkpoint takes the place of what was not. A person's no that stands fails it, whatever the checkpoint said.

  Rule: Every checkpoint of the window was run and was conclusive

    @runbook:SC-7
    Scenario: No checkpoint of the window is missing
      Given the record of the window
      When its checkpoints are looked up
      Then each of them was run, with the verdict GO, to which nobody objects
