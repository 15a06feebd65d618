"""The canary: how it stands, and how to take its traffic away."""

from typing import Literal, Optional

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, Extra

from app import idempotency, rollout
from app.api.releases import Release
from app.api.words import Comment, UserId
from app.balancer import BalancerRefused, BalancerUnreachable
from app.services import Services, services_of
from app.store.database import StoreUnavailable
from app.weights import traffic_share

router = APIRouter(prefix="/canary")


class Routing(BaseModel):
    """What the balancer does. Weights and shares are null where it could not be asked; `problem` says why."""

    weights: Optional[dict[str, int]]
    shares: Optional[dict[str, float]]
    problem: Optional[str]


class RollbackOutcome(BaseModel):
    """A rollback, planned or done. Weights by server, before and after."""

    outcome: Literal["planned", "rolled-back", "already-rolled-back"]
    at: str
    before: dict[str, int]
    after: dict[str, int]
    commands: list[str]
    duration_ms: Optional[float] = None
    recorded: Optional[bool] = None


class CanaryStatus(BaseModel):
    """This instance, the traffic it gets, and what it advises."""

    version: str
    track: str
    requests: int
    errors: int
    advice: Literal["advance", "hold", "roll-back"]
    reason: str
    routing: Routing
    release: Optional[Release]
    last_rollback: Optional[RollbackOutcome]
    store_problem: Optional[str]


class RollbackRequest(BaseModel):
    """Why, and who says so."""

    reason: Comment = Comment("")
    requested_by: Optional[UserId] = None

    class Config:
        extra = Extra.forbid


@router.get("/status", response_model=CanaryStatus, summary="How the canary stands")
def canary_status(services: Services = Depends(services_of)) -> dict:
    """Answers also when the balancer or the database cannot be asked, and then says so."""
    requests, errors = services.metrics.served()
    advice = rollout.advise(requests, errors)
    return {
        "version": services.settings.version,
        "track": services.settings.track,
        "requests": requests,
        "errors": errors,
        "advice": advice.action,
        "reason": advice.reason,
        "routing": _routing(services),
        **_kept(services),
    }


@router.get("/rollback", response_model=RollbackOutcome, summary="What a rollback would do now")
def describe_rollback(services: Services = Depends(services_of)) -> dict:
    """Asks the balancer for its weights and changes nothing."""
    return services.rollback.plan()


@router.post("/rollback", response_model=RollbackOutcome, summary="Roll the canary back")
def roll_back(
    response: Response,
    request: Optional[RollbackRequest] = None,
    dry_run: bool = Query(False, description="only say what would be done"),
    idempotency_key: Optional[str] = Header(None, description="a repeated request with the same key acts once"),
    services: Services = Depends(services_of),
) -> dict:
    """Raises legacy, then takes the canary's traffic away; reads back that it is gone."""
    if idempotency_key is not None:
        idempotency.check_key(idempotency_key)
    if dry_run:
        return services.rollback.plan()
    outcome, is_repeated = services.rollback.run((request or RollbackRequest()).dict(), idempotency_key)
    if is_repeated:
        response.headers["idempotent-replayed"] = "true"
    return outcome


def _routing(services: Services) -> dict:
    if services.balancer is None:
        return {"problem": "no load balancer is configured"}
    try:
        servers = services.balancer.servers()
        shares = {server.name: traffic_share(servers, server.name) for server in servers}
    except (BalancerUnreachable, BalancerRefused) as problem:
        return {"problem": str(problem)}
    except ZeroDivisionError:
        return {"problem": "no server takes any traffic", "weights": {server.name: server.weight for server in servers}}
    return {"weights": {server.name: server.weight for server in servers}, "shares": shares}


def _kept(services: Services) -> dict:
    try:
        release = services.releases.find(services.settings.version)
        last = services.ledger.last()
    except StoreUnavailable as problem:
        return {"store_problem": str(problem)}
    return {"release": dict(release._mapping) if release else None, "last_rollback": last}
