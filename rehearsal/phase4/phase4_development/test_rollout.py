import pytest

from app.rollout import advise, requests_needed


def test_598_clean_requests_prove_an_error_share_below_half_a_percent():
    assert requests_needed(0.005) == 598
    assert advise(requests=597, errors=0).action == "hold"
    assert advise(requests=598, errors=0).action == "advance"


def test_a_limit_that_is_no_share_is_refused():
    for limit in (0, 1, -0.1):
        with pytest.raises(ValueError):
            requests_needed(limit)


def test_no_traffic_is_no_reason_to_advance():
    advice = advise(requests=0, errors=0)
    assert (advice.action, advice.reason) == ("hold", "0 requests were served; 598 are needed to judge")


def test_exactly_the_limit_is_not_below_it():
    assert advise(requests=1000, errors=5).action == "hold"
    assert advise(requests=1000, errors=4).action == "advance"


def test_more_than_one_percent_of_errors_calls_for_a_rollback():
    assert advise(requests=1000, errors=10).action == "hold"
    advice = advise(requests=1000, errors=11)
    assert (advice.action, advice.reason) == ("roll-back", "1.10% of 1000 requests failed, more than 1%")


def test_counts_that_cannot_be_are_refused():
    with pytest.raises(ValueError):
        advise(requests=3, errors=4)
    with pytest.raises(ValueError):
        advise(requests=3, errors=-1)
