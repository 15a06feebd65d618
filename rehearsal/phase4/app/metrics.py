"""What an instance tells Prometheus about itself."""

import os
from typing import Iterable

os.environ.setdefault("PROMETHEUS_DISABLE_CREATED_SERIES", "true")

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector  # noqa: E402

BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
PROBES = ("/health", "/livez")


class Metrics:
    """One instance's metrics in a registry of their own."""

    def __init__(self, track: str, version: str) -> None:
        self.registry = CollectorRegistry()
        self._own = {"track": track, "version": version}
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "http_requests_total",
            "Requests answered, by route template.",
            ("method", "handler", "status", "track", "version"),
            registry=self.registry,
        )
        self._durations = Histogram(
            "http_request_duration_seconds",
            "Time from the request to the end of its answer, by route template.",
            ("handler", "track", "version"),
            buckets=BUCKETS_SECONDS,
            registry=self.registry,
        )
        self.rollbacks = Counter(
            "phase4_rollbacks_total", "Rollbacks that moved the canary's traffic.", registry=self.registry
        )
        build = Gauge(
            "phase4_build_info", "1, labelled with what is deployed.", ("version", "track"), registry=self.registry
        )
        build.labels(**self._own).set(1)

    def expect(self, handlers: Iterable[tuple[str, str]]) -> None:
        """Creates the series of each (method, route template) at zero, for 200 and for 500.

        A series that begins with its first error hides that error from rate() and increase()."""
        for method, handler in handlers:
            self._durations.labels(handler=handler, **self._own)
            for status in ("200", "500"):
                self._requests.labels(method=method, handler=handler, status=status, **self._own)

    def record(self, method: str, handler: str, status: int, duration_seconds: float) -> None:
        """Counts one answered request."""
        self._requests.labels(method=method, handler=handler, status=str(status), **self._own).inc()
        self._durations.labels(handler=handler, **self._own).observe(duration_seconds)

    def served(self) -> tuple[int, int]:
        """Requests and server errors (5xx) since the start, without the probes /health and /livez."""
        requests = errors = 0
        for sample in next(iter(self._requests.collect())).samples:
            if sample.labels["handler"] not in PROBES:
                requests += int(sample.value)
                errors += int(sample.value) if sample.labels["status"].startswith("5") else 0
        return requests, errors
