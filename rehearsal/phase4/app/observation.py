"""The outermost ASGI layer: every request gets an id, and every answer its headers, its metrics and its log line."""

import logging
import re
import time
import uuid
from typing import Optional, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import SERVICE_NAME, timestamps
from app.access_log import Access, AccessLog
from app.metrics import Metrics

REQUEST_ID_FORM = re.compile(r"[\x21-\x7e]{1,128}")
CLIENT_WENT_AWAY = 499
# The balancer asks it every second, and nobody ever looks for it: an alive answer stays out of the access log.
QUIET_PROBE = ("/livez", 200)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger("phase4")


def request_id_of(headers: Headers) -> str:
    """The caller's X-Request-Id where it is 1 to 128 visible ASCII characters, otherwise a new one."""
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID_FORM.fullmatch(given) else uuid.uuid4().hex


def handler_of(scope: Scope, routes: Sequence[BaseRoute]) -> str:
    """The template of the route that serves the request, or "unmatched": paths that anyone invents are no label."""
    matched: Optional[BaseRoute] = scope.get("route")
    if matched is None:
        matched = next((route for route in routes if route.matches(scope)[0] is not Match.NONE), None)
    return getattr(matched, "path", "unmatched")


class Observation:
    """Wraps the application. An exception that nobody handled is answered here with a 500, so that it counts too."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Sequence[BaseRoute],
        metrics: Metrics,
        access_log: AccessLog,
        track: str,
        version: str,
    ) -> None:
        self._app = app
        self._routes = routes
        self._metrics = metrics
        self._access_log = access_log
        self._headers = {"x-deployment-track": track, "x-served-by": f"{SERVICE_NAME}@{version}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        at, began = timestamps.now(), time.perf_counter()
        request_id = request_id_of(Headers(scope=scope))
        status: Optional[int] = None
        failure: Optional[Exception] = None

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update({**self._headers, "x-request-id": request_id})
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as problem:
            failure = problem
            log.exception("request %s failed: %s %s", request_id, scope["method"], scope["path"])
            if status is None:
                await JSONResponse({"detail": "Internal Server Error"}, 500)(scope, receive, send_with_headers)
        self._keep(scope, at, time.perf_counter() - began, request_id, status, failure)

    def _keep(self, scope, at, duration_seconds, request_id, status, failure) -> None:
        handler = handler_of(scope, self._routes)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        if status is not None:
            self._metrics.record(method, handler, status, duration_seconds)
        said = CLIENT_WENT_AWAY if status is None else status
        access = Access(at, request_id, method, scope["path"], handler, said, duration_seconds * 1000, failure)
        if (handler, said) != QUIET_PROBE:
            self._access_log.write(access)
