"""Whether the A/B test that follows the canary may begin: every condition, with its reason."""

from dataclasses import dataclass
from typing import Optional

from app import releases
from app.feedback import Summary

FEEDBACK_NEEDED = 5
POSITIVE_SHARE_NEEDED = 0.6


@dataclass(frozen=True)
class Condition:
    """One condition of the A/B test."""

    name: str
    is_met: bool
    reason: str


def _release(state: Optional[str]) -> Condition:
    good = state in (releases.CANARY, releases.PROMOTED)
    return Condition("release", good, f"the release is {state}" if state else "the release is not registered")


def _experiment(state: Optional[str]) -> Condition:
    reason = f"the experiment is {state}" if state else "there is no such experiment"
    return Condition("experiment", state == "ready", reason)


def _feedback(summary: Summary) -> Condition:
    if summary.answers < FEEDBACK_NEEDED or summary.positive_share is None:
        reason = f"{summary.answers} answers; {FEEDBACK_NEEDED} are needed, some of them taking a side"
        return Condition("feedback", False, reason)
    reason = f"{summary.positive_share:.0%} positive; {POSITIVE_SHARE_NEEDED:.0%} are needed"
    return Condition("feedback", summary.positive_share >= POSITIVE_SHARE_NEEDED, reason)


def conditions(release_state: Optional[str], experiment_state: Optional[str], summary: Summary) -> list[Condition]:
    """All conditions, met or not, in a fixed order. The test may begin when every one is met."""
    return [_release(release_state), _experiment(experiment_state), _feedback(summary)]
