"""The two faults that stand before every route: a service that is never ready, and a health check that hangs."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class FaultLayer:
    """Lets everything through unless one of its faults is set."""

    def __init__(self, app: ASGIApp, *, faults: frozenset[str]) -> None:
        self._app = app
        self._is_never_ready = "app-never-ready" in faults
        self._is_hanging = "one-server-hangs" in faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_never_ready:
            await JSONResponse({"detail": "not ready"}, 503)(scope, receive, send)
        elif scope["type"] == "http" and self._is_hanging and scope["path"] == "/health":
            while (await receive())["type"] != "http.disconnect":
                pass
        else:
            await self._app(scope, receive, send)
