"""The access log: one JSON object per line, in the names of the Elastic Common Schema."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Optional, TextIO

from app import SERVICE_NAME, timestamps


@dataclass(frozen=True)
class Access:
    """One answered request. `failure` is what went wrong inside, if anything did."""

    at: datetime
    request_id: str
    method: str
    path: str
    handler: str
    status: int
    duration_ms: float
    failure: Optional[BaseException] = None


def level_of(status: int) -> str:
    """error for the server's faults (5xx), warn for the client's (4xx), info for the rest."""
    return "error" if status >= 500 else "warn" if status >= 400 else "info"


def line_of(access: Access, version: str, track: str) -> str:
    """The JSON text of an access, without a line break inside."""
    message = f"{access.method} {access.path} {access.status}"
    fields: dict[str, object] = {
        "@timestamp": timestamps.rfc3339(access.at),
        "message": f"{message}: {access.failure}" if access.failure else message,
        "log.level": level_of(access.status),
        "service.name": SERVICE_NAME,
        "service.version": version,
        "service.track": track,
        "http.request.id": access.request_id,
        "http.request.method": access.method,
        "http.route": access.handler,
        "url.path": access.path,
        "http.response.status_code": access.status,
        "event.duration_ms": round(access.duration_ms, 3),
    }
    if access.failure:
        fields["error.type"] = type(access.failure).__name__
        fields["error.message"] = str(access.failure)
    return json.dumps(fields)


class AccessLog:
    """Appends lines to a file, each at once and whole; without a file, nothing is kept."""

    def __init__(self, path: Optional[Path], version: str, track: str) -> None:
        self._path = path
        self._version = version
        self._track = track
        self._file: Optional[TextIO] = None

    def open(self) -> None:
        """Opens the file for appending. OSError when that is not possible: the service must not start unlogged."""
        if self._path is not None and self._file is None:
            self._file = self._path.open("a", encoding="utf-8", buffering=1)

    def write(self, access: Access) -> None:
        """Appends one line."""
        if self._file is not None:
            self._file.write(line_of(access, self._version, self._track) + "\n")

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
