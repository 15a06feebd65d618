import pytest

from app.weights import Server, Step, rollback_steps, traffic_share


def servers(legacy: int, canary: int, canary_is_available: bool = True) -> list[Server]:
    return [Server("legacy", legacy, True), Server("canary", canary, canary_is_available)]


def test_the_share_follows_from_the_weights():
    assert traffic_share(servers(legacy=95, canary=5), "canary") == pytest.approx(0.05)
    assert traffic_share(servers(legacy=60, canary=20), "legacy") == pytest.approx(0.75)


def test_a_server_that_is_down_gets_nothing_whatever_its_weight():
    down = servers(legacy=95, canary=5, canary_is_available=False)
    assert traffic_share(down, "canary") == 0
    assert traffic_share(down, "legacy") == 1


def test_without_any_traffic_there_is_no_share():
    with pytest.raises(ZeroDivisionError):
        traffic_share(servers(legacy=0, canary=5, canary_is_available=False), "legacy")


def test_a_rollback_raises_legacy_before_it_lowers_the_canary():
    assert rollback_steps(servers(legacy=0, canary=100)) == [Step("legacy", 100), Step("canary", 0)]


def test_a_rollback_sets_only_what_differs():
    assert rollback_steps(servers(legacy=100, canary=5)) == [Step("canary", 0)]
    assert rollback_steps(servers(legacy=0, canary=0)) == [Step("legacy", 100)]
    assert rollback_steps(servers(legacy=95, canary=0)) == []


def test_a_backend_without_a_canary_cannot_be_rolled_back():
    with pytest.raises(LookupError, match="canary"):
        rollback_steps([Server("legacy", 95, True)])
