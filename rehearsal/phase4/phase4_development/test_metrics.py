from urllib.request import urlopen

from app.metrics import Metrics
from app.metrics_server import MetricsServer


def value(metrics: Metrics, name: str, **labels: str) -> "float | None":
    return metrics.registry.get_sample_value(name, {"track": "canary", "version": "2.0.0", **labels})


def test_an_expected_handler_has_its_error_series_before_the_first_error():
    metrics = Metrics("canary", "2.0.0")
    metrics.expect([("GET", "/a")])
    assert value(metrics, "http_requests_total", method="GET", handler="/a", status="500") == 0
    assert value(metrics, "http_requests_total", method="GET", handler="/b", status="500") is None
    metrics.record("GET", "/a", 500, 0.099)
    metrics.record("GET", "/health", 503, 0.001)
    metrics.record("GET", "/a", 200, 0.101)
    assert value(metrics, "http_requests_total", method="GET", handler="/a", status="500") == 1
    assert value(metrics, "http_request_duration_seconds_bucket", handler="/a", le="0.1") == 1
    assert value(metrics, "http_request_duration_seconds_bucket", handler="/a", le="0.25") == 2
    assert metrics.served() == (2, 1)


def test_the_metrics_are_served_on_a_port_of_their_own():
    metrics = Metrics("legacy", "1.9.4")
    server = MetricsServer(metrics.registry, 0)
    try:
        with urlopen(f"http://127.0.0.1:{server.port}/metrics", timeout=2) as answer:
            text = answer.read().decode()
    finally:
        server.stop()
    lines = text.splitlines()
    assert 'phase4_build_info{track="legacy",version="1.9.4"} 1.0' in lines
    assert "phase4_rollbacks_total 0.0" in lines
    assert any(line.startswith("process_resident_memory_bytes ") for line in lines)
    assert "_created" not in text
