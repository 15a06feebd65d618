"""Ways for a path to misbehave that are more than an error or a delay: POST /chaos puts them on a path and takes them off.

Each is an ASGI application around the service's own. What only reads (GET, HEAD) is never touched by those of an action."""

import asyncio
import json
from typing import Awaitable, Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Manner = Callable[[ASGIApp, Scope, Receive, Send], Awaitable[None]]
READING = ("GET", "HEAD", "OPTIONS")


async def needs_cache(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """503 wherever the route had to do without the cache (header x-cache: bypass)."""
    is_refused = False

    async def send_unless_bypassed(message: Message) -> None:
        nonlocal is_refused
        if message["type"] == "http.response.start":
            is_refused = Headers(raw=message["headers"]).get("x-cache") == "bypass"
            if is_refused:
                await JSONResponse({"detail": "the cache cannot be used"}, 503)(scope, receive, send)
        if not is_refused:
            await send(message)

    await app(scope, receive, send_unless_bypassed)


async def says_without_doing(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Carries out the dry run, and answers as if it had been the rollback."""
    if scope["method"] in READING:
        await app(scope, receive, send)
        return
    parts: list[Message] = []

    async def keep(message: Message) -> None:
        parts.append(message)

    await app({**scope, "query_string": b"dry_run=true"}, receive, keep)
    status = parts[0]["status"]
    body = json.loads(b"".join(part.get("body", b"") for part in parts[1:]))
    if body.get("outcome") == "planned":
        body = {**body, "outcome": "rolled-back", "duration_ms": 2.5, "recorded": True}
    await JSONResponse(body, status)(scope, receive, send)


async def hangs_without_doing(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Takes the request and never answers; nothing is done."""
    if scope["method"] in READING:
        await app(scope, receive, send)
    else:
        await _until_gone(receive)


async def hangs_having_done(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Does what is asked, and never answers."""
    if scope["method"] in READING:
        await app(scope, receive, send)
        return

    async def keep_back(_: Message) -> None:
        await asyncio.sleep(0)

    await app(scope, receive, keep_back)
    await _until_gone(receive)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


MANNERS: dict[str, Manner] = {
    "needs-cache": needs_cache,
    "says-without-doing": says_without_doing,
    "hangs-without-doing": hangs_without_doing,
    "hangs-having-done": hangs_having_done,
}
