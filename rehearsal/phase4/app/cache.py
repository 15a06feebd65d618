"""A best-effort cache on Redis: without Redis every read is computed, and nothing else changes."""

import json
import logging
import time
from typing import Any, Callable, Optional

import redis

TTL_SECONDS = 60
TIMEOUT_SECONDS = 0.2
PAUSE_SECONDS = 5.0

log = logging.getLogger("phase4.cache")


class Cache:
    """JSON values under a key. `client` is None where no Redis is configured.

    After a failure the cache is left alone for 5 seconds: a Redis that hangs costs one timeout, not one a request."""

    def __init__(self, client: Optional[redis.Redis], clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._paused_until = float("-inf")

    def get_or_compute(self, key: str, compute: Callable[[], Any]) -> tuple[Any, str]:
        """The value, and where it came from: hit, miss (computed and stored) or bypass (no usable Redis)."""
        if self._client is None or self._clock() < self._paused_until:
            return compute(), "bypass"
        try:
            stored = self._client.get(key)
        except redis.RedisError as problem:
            return self._pause(problem, compute())
        if stored is not None:
            try:
                return json.loads(stored), "hit"
            except ValueError:
                log.warning("the cached value of %s is not JSON; it is computed anew", key)
        value = compute()
        try:
            self._client.set(key, json.dumps(value), ex=TTL_SECONDS)
        except redis.RedisError as problem:
            return self._pause(problem, value)
        return value, "miss"

    def _pause(self, problem: Exception, value: Any) -> tuple[Any, str]:
        self._paused_until = self._clock() + PAUSE_SECONDS
        log.warning("the cache is left alone for %s s: %s", PAUSE_SECONDS, type(problem).__name__)
        return value, "bypass"


def cache_at(redis_url: Optional[str]) -> Cache:
    """The cache at that address, connected at its first use; one that computes everything for None."""
    if redis_url is None:
        return Cache(None)
    client = redis.Redis.from_url(redis_url, socket_connect_timeout=TIMEOUT_SECONDS, socket_timeout=TIMEOUT_SECONDS)
    return Cache(client)
