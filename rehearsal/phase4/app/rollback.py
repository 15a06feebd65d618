"""The rollback: the canary's traffic goes to legacy, at once and only once.

It acts even where the database cannot be used: setting the weights twice does no harm, and not setting them does."""

import logging
import threading
import time
from dataclasses import dataclass
from typing import Callable, Optional, TypeVar

from app import idempotency, timestamps
from app.balancer import Balancer, BalancerRefused
from app.metrics import Metrics
from app.store.database import StoreUnavailable
from app.store.release_store import ReleaseStore
from app.store.rollback_ledger import RollbackLedger
from app.weights import CANARY, LEGACY, Server, Step, find, rollback_steps

log = logging.getLogger("phase4.rollback")
T = TypeVar("T")


class BalancerNotConfigured(Exception):
    """The service was started without PHASE4_HAPROXY_SOCKET."""


class LegacyNotAvailable(Exception):
    """Legacy does not take traffic now: a rollback would leave no server at all."""


@dataclass(frozen=True)
class Rollback:
    """The rollback of one service, with all that it touches."""

    balancer: Optional[Balancer]
    ledger: RollbackLedger
    releases: ReleaseStore
    metrics: Metrics
    lock: threading.Lock

    def plan(self) -> dict:
        """What a rollback would do now; changes nothing.

        Raises BalancerNotConfigured, LegacyNotAvailable, BalancerUnreachable, BalancerRefused."""
        balancer, before, steps = self._look()
        weights = _weights(before)
        after = {**weights, **{step.server: step.weight for step in steps}}
        return _outcome(balancer, "planned" if steps else "already-rolled-back", weights, after, steps)

    def run(self, request: dict, key: Optional[str]) -> tuple[dict, bool]:
        """Carries the rollback out, or repeats the outcome that its key had; says which (True: repeated).

        Raises what `plan` raises, and KeyReused, KeyInProgress."""
        entry = self._best_effort(lambda: self.ledger.begin(key, idempotency.fingerprint(request), timestamps.now()))
        if isinstance(entry, dict):
            return entry, True
        try:
            outcome = {**self._act(), "recorded": entry is not None}
        except Exception:
            if entry is not None:
                self._best_effort(lambda: self.ledger.abandon(entry))
            raise
        if entry is not None:
            self._best_effort(lambda: self.ledger.finish(entry, outcome))
        return outcome, False

    def _act(self) -> dict:
        began = time.perf_counter()
        with self.lock:
            balancer, before, steps = self._look()
            for step in steps:
                balancer.set_weight(step.server, step.weight)
            after = balancer.servers() if steps else before
            if find(after, CANARY).weight != 0:
                raise BalancerRefused(f"the canary still has weight {find(after, CANARY).weight}")
        word = "rolled-back" if steps else "already-rolled-back"
        outcome = _outcome(balancer, word, _weights(before), _weights(after), steps)
        if steps:
            self.metrics.rollbacks.inc()
            self._best_effort(self.releases.mark_canary_rolled_back)
        return {**outcome, "duration_ms": round((time.perf_counter() - began) * 1000, 3)}

    def _look(self) -> tuple[Balancer, list[Server], list[Step]]:
        if self.balancer is None:
            raise BalancerNotConfigured
        servers = self.balancer.servers()
        try:
            steps = rollback_steps(servers)
        except LookupError as problem:
            raise BalancerRefused(f"backend {self.balancer.backend} has no server {problem}") from problem
        if not find(servers, LEGACY).is_available:
            raise LegacyNotAvailable
        return self.balancer, servers, steps

    def _best_effort(self, work: Callable[[], T]) -> Optional[T]:
        try:
            return work()
        except StoreUnavailable as problem:
            log.warning("the rollback goes on without the database: %s", problem)
            return None


def _weights(servers: list[Server]) -> dict[str, int]:
    return {server.name: server.weight for server in servers}


def _outcome(balancer: Balancer, word: str, before: dict, after: dict, steps: list[Step]) -> dict:
    return {
        "outcome": word,
        "at": timestamps.rfc3339(timestamps.now()),
        "before": before,
        "after": after,
        "commands": [balancer.command_to_set_weight(step.server, step.weight) for step in steps],
    }
