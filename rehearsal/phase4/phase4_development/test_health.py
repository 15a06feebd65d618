from app.health import health_of
from app.settings import Settings


def faulty(*faults: str, version: str = "2.0.0") -> Settings:
    return Settings(version=version, track="legacy", faults=frozenset(faults))


def test_a_healthy_instance_says_who_it_is():
    assert health_of(faulty()) == (200, {"status": "ok", "version": "2.0.0", "track": "legacy", "service": "phase4"})


def test_unhealthy_and_degraded_differ_in_the_status_code():
    unhealthy, degraded = health_of(faulty("one-server-unhealthy")), health_of(faulty("health-says-200-but-degraded"))
    assert (unhealthy[0], unhealthy[1]["status"]) == (503, "unhealthy")
    assert (degraded[0], degraded[1]["status"]) == (200, "degraded")


def test_a_wrong_version_is_another_one_whatever_the_right_one_is():
    assert health_of(faulty("wrong-version-deployed"))[1]["version"] == "1.9.9"
    status, body = health_of(faulty("wrong-version-deployed", version="1.9.9"))
    assert (status, body["status"]) == (200, "ok")
    assert body["version"] != "1.9.9"
