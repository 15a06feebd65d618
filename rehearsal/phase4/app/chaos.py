"""Trouble on request, for incident drills: an error share, an added latency and a manner per path."""

import asyncio
import math
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Optional

from starlette.types import ASGIApp, Receive, Scope, Send

from app.faults_on_request import MANNERS

NEVER_BY_PATTERN = ("/livez", "/chaos")


class InjectedFault(Exception):
    """The error that the chaos raises in place of an answer."""


@dataclass
class Trouble:
    """`error_share` (0 to 1) of the requests fail, `latency_ms` is added to all, the others go the `manner`'s way."""

    error_share: float
    latency_ms: float
    manner: Optional[str] = None
    _asked: int = field(default=0, repr=False)

    def fails_next(self) -> bool:
        """Whether the next request fails. They are spread evenly: after n requests, floor(n x share) have failed."""
        self._asked += 1
        now, before = self._asked * self.error_share + 1e-9, (self._asked - 1) * self.error_share + 1e-9
        return math.floor(now) > math.floor(before)


class Chaos:
    """The troubles now in force, by path pattern (`*` stands for anything)."""

    def __init__(self) -> None:
        self._troubles: dict[str, Trouble] = {}

    def set(self, path: str, error_share: float, latency_ms: float, manner: Optional[str] = None) -> None:
        """Puts a trouble on a path pattern; one of no errors, no latency and no manner takes it away."""
        self._troubles.pop(path, None)
        if error_share > 0 or latency_ms > 0 or manner is not None:
            self._troubles[path] = Trouble(error_share, latency_ms, manner)

    def trouble_of(self, path: str) -> "Trouble | None":
        """The trouble of a path, the one set last first. /livez and /chaos are spared unless they are named in full."""
        for pattern, trouble in reversed(self._troubles.items()):
            if pattern == path or (path not in NEVER_BY_PATTERN and fnmatchcase(path, pattern)):
                return trouble
        return None

    def in_force(self) -> list[dict]:
        """What is in force, for the answer of POST /chaos."""
        return [
            {
                "path": path,
                "error_share": trouble.error_share,
                "latency_ms": trouble.latency_ms,
                **({"manner": trouble.manner} if trouble.manner is not None else {}),
            }
            for path, trouble in self._troubles.items()
        ]


class ChaosLayer:
    """The ASGI layer that lets the troubles happen."""

    def __init__(self, app: ASGIApp, *, chaos: Chaos) -> None:
        self._app = app
        self._chaos = chaos

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        trouble = self._chaos.trouble_of(scope["path"]) if scope["type"] == "http" else None
        if trouble is not None:
            await asyncio.sleep(trouble.latency_ms / 1000)
            if trouble.fails_next():
                raise InjectedFault(f"injected fault on {scope['path']}")
            if trouble.manner is not None:
                await MANNERS[trouble.manner](self._app, scope, receive, send)
                return
        await self._app(scope, receive, send)
