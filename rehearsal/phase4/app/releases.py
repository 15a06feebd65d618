"""The life of a release: which state may follow which."""

PLANNED = "planned"
CANARY = "canary"
PROMOTED = "promoted"
ROLLED_BACK = "rolled-back"
STATES = (PLANNED, CANARY, PROMOTED, ROLLED_BACK)

FOLLOWS = {
    None: {PLANNED, CANARY},
    PLANNED: {CANARY},
    CANARY: {PROMOTED, ROLLED_BACK},
    PROMOTED: set(),
    ROLLED_BACK: {PLANNED},
}


class TransitionRefused(Exception):
    """The release may not go from its state to the one asked for; the message says what may follow."""


def check_transition(before: "str | None", after: str) -> None:
    """Passes when `after` may follow `before` (None: a new release) or equals it, else raises TransitionRefused."""
    if before == after or after in FOLLOWS[before]:
        return
    allowed = ", ".join(sorted(FOLLOWS[before])) or "nothing"
    raise TransitionRefused(f'a release that is {before or "new"} cannot become {after}; what may follow: {allowed}')
