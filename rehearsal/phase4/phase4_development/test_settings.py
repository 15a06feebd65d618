from pathlib import Path

import pytest

from app.settings import Settings, SettingsError, settings_from


def test_nothing_set_gives_an_instance_that_can_start_alone():
    settings = settings_from({})
    assert settings == Settings()
    assert (settings.version, settings.track, settings.metrics_port) == ("2.0.0", "canary", 0)
    assert settings.redis_url is settings.haproxy_socket is settings.log_file is None


def test_every_variable_is_read(tmp_path):
    settings = settings_from(
        {
            "PHASE4_VERSION": "1.9.4",
            "PHASE4_TRACK": "legacy",
            "PHASE4_DATABASE_URL": "sqlite:////data/x.sqlite",
            "PHASE4_REDIS_URL": "redis://cache:6379",
            "PHASE4_LOG_FILE": "/var/log/phase4.json",
            "PHASE4_METRICS_PORT": "9100",
            "PHASE4_HAPROXY_SOCKET": "balancer:9999",
            "PHASE4_HAPROXY_BACKEND": "shop",
            "PHASE4_SWAGGER_DIR": str(tmp_path),
            "PHASE4_FAULTS": "one-server-hangs, swagger-page-broken",
            "PHASE4_CHAOS": "1",
        }
    )
    assert settings == Settings(
        version="1.9.4",
        track="legacy",
        database_url="sqlite:////data/x.sqlite",
        redis_url="redis://cache:6379",
        log_file=Path("/var/log/phase4.json"),
        metrics_port=9100,
        haproxy_socket="balancer:9999",
        haproxy_backend="shop",
        swagger_dir=tmp_path,
        faults=frozenset({"one-server-hangs", "swagger-page-broken"}),
        chaos=True,
    )


def test_an_empty_variable_means_the_default():
    assert settings_from({"PHASE4_TRACK": "", "PHASE4_METRICS_PORT": "  ", "PHASE4_CHAOS": ""}) == Settings()


def test_all_problems_are_reported_together():
    with pytest.raises(SettingsError) as caught:
        settings_from(
            {
                "PHASE4_TRACK": "blue",
                "PHASE4_METRICS_PORT": "70000",
                "PHASE4_HAPROXY_SOCKET": "nowhere",
                "PHASE4_FAULTS": "app-never-ready,coffee",
            }
        )
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "PHASE4_TRACK",
        "PHASE4_METRICS_PORT",
        "PHASE4_HAPROXY_SOCKET",
        "PHASE4_FAULTS",
    ]
    assert "unknown fault coffee; known: one-server-unhealthy, " in caught.value.problems[3]
