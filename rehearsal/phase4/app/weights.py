"""Routing weights: what each server gets, and the order in which a rollback changes them."""

from dataclasses import dataclass
from typing import Sequence

CANARY = "canary"
LEGACY = "legacy"
ROLLED_BACK_LEGACY_WEIGHT = 100


@dataclass(frozen=True)
class Server:
    """One server as the balancer sees it. `weight` is the one applied now, from 0 to 256."""

    name: str
    weight: int
    is_available: bool


@dataclass(frozen=True)
class Step:
    """One weight to set."""

    server: str
    weight: int


def find(servers: Sequence[Server], name: str) -> Server:
    """The server of that name; LookupError when the balancer has none."""
    for server in servers:
        if server.name == name:
            return server
    raise LookupError(name)


def traffic_share(servers: Sequence[Server], name: str) -> float:
    """The share of new requests, from 0 to 1, that the weights give to a server.

    Unavailable servers get nothing. Raises ZeroDivisionError when no server takes any: there is no share then."""
    weights = {server.name: server.weight for server in servers if server.is_available}
    return weights.get(name, 0) / sum(weights.values())


def rollback_steps(servers: Sequence[Server]) -> list[Step]:
    """The steps to a canary without traffic; none where it has none already and legacy takes some.

    Legacy is raised first, so that there is never a moment without a server."""
    canary, legacy = find(servers, CANARY), find(servers, LEGACY)
    if canary.weight == 0 and legacy.weight > 0:
        return []
    steps = [Step(LEGACY, ROLLED_BACK_LEGACY_WEIGHT), Step(CANARY, 0)]
    return [step for step in steps if find(servers, step.server).weight != step.weight]
