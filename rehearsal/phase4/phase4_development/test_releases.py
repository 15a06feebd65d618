import pytest

from app.releases import CANARY, PLANNED, PROMOTED, ROLLED_BACK, STATES, TransitionRefused, check_transition


def is_allowed(before, after) -> bool:
    try:
        check_transition(before, after)
    except TransitionRefused:
        return False
    return True


def test_a_new_release_is_planned_or_the_canary():
    assert [state for state in STATES if is_allowed(None, state)] == [PLANNED, CANARY]


def test_every_other_change_is_in_the_table():
    pairs = [(before, after) for before in STATES for after in STATES if before != after]
    assert [pair for pair in pairs if is_allowed(*pair)] == [
        (PLANNED, CANARY),
        (CANARY, PROMOTED),
        (CANARY, ROLLED_BACK),
        (ROLLED_BACK, PLANNED),
    ]


def test_a_refusal_says_what_may_follow_and_repeating_a_state_is_none():
    with pytest.raises(TransitionRefused) as caught:
        check_transition(CANARY, PLANNED)
    assert str(caught.value) == "a release that is canary cannot become planned; what may follow: promoted, rolled-back"
    check_transition(PROMOTED, PROMOTED)
