"""All that the routes work with, made once per instance."""

import threading
from dataclasses import dataclass
from typing import Optional

from fastapi import Request

from app.access_log import AccessLog
from app.balancer import Balancer
from app.cache import Cache, cache_at
from app.chaos import Chaos
from app.metrics import Metrics
from app.rollback import Rollback
from app.settings import Settings
from app.store.database import Database
from app.store.experiment_store import ExperimentStore
from app.store.feedback_store import FeedbackStore
from app.store.item_store import ItemStore
from app.store.release_store import ReleaseStore
from app.store.rollback_ledger import RollbackLedger


@dataclass(frozen=True)
class Services:
    """One instance's parts."""

    settings: Settings
    metrics: Metrics
    access_log: AccessLog
    chaos: Chaos
    cache: Cache
    database: Database
    releases: ReleaseStore
    experiments: ExperimentStore
    feedback: FeedbackStore
    items: ItemStore
    ledger: RollbackLedger
    balancer: Optional[Balancer]
    rollback: Rollback


def services_for(settings: Settings) -> Services:
    """The parts of an instance with these settings. Nothing is connected yet."""
    metrics = Metrics(settings.track, settings.version)
    database = Database(settings.database_url)
    releases, ledger = ReleaseStore(database), RollbackLedger(database)
    balancer = Balancer(settings.haproxy_socket, settings.haproxy_backend) if settings.haproxy_socket else None
    return Services(
        settings=settings,
        metrics=metrics,
        access_log=AccessLog(settings.log_file, settings.version, settings.track),
        chaos=Chaos(),
        cache=cache_at(settings.redis_url),
        database=database,
        releases=releases,
        experiments=ExperimentStore(database),
        feedback=FeedbackStore(database),
        items=ItemStore(database),
        ledger=ledger,
        balancer=balancer,
        rollback=Rollback(balancer, ledger, releases, metrics, threading.Lock()),
    )


async def services_of(request: Request) -> Services:
    """The parts of the instance that serves this request (for Depends; async, so that it costs no thread)."""
    return request.app.state.services
