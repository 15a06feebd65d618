"""HAProxy's runtime API: one connection per command line, the answer read to its end.

Success of `set` is an empty answer; anything else is the balancer's objection (HAProxy management guide, 9.3)."""

import socket
import time
from typing import Union

from app.weights import Server

Address = Union[str, tuple[str, int]]
RUNNING = 2
READY = 0


class BalancerUnreachable(Exception):
    """The runtime socket did not take or answer the command in time."""


class BalancerRefused(Exception):
    """The balancer answered a command with an objection; its text is the message."""


def parse_address(text: str) -> Address:
    """A unix path (`/run/h.sock`, `unix:/…`) or `host:port` (also `tcp://…`, `ipv4@…`). ValueError otherwise."""
    for prefix in ("unix:", "tcp://", "ipv4@"):
        text = text.removeprefix(prefix)
    if text.startswith("/"):
        return text
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError(f'"{text}" is neither a unix path nor host:port')
    return host, int(port)


def parse_servers_state(answer: str, backend: str) -> list[Server]:
    """The servers in the answer of `show servers state`, by column name. BalancerRefused for any other answer."""
    lines = [line for line in answer.splitlines() if line.strip()]
    if len(lines) < 2 or not lines[1].startswith("# "):
        raise BalancerRefused(answer.strip() or "an empty answer to show servers state")
    columns = lines[1][2:].split()
    rows = [dict(zip(columns, line.split())) for line in lines[2:]]
    return [
        Server(
            name=row["srv_name"],
            weight=int(row["srv_uweight"]),
            is_available=int(row["srv_op_state"]) == RUNNING and int(row["srv_admin_state"]) == READY,
        )
        for row in rows
        if row["be_name"] == backend
    ]


class Balancer:
    """One backend of a running HAProxy. `timeout_seconds` bounds each command as a whole."""

    def __init__(self, address: str, backend: str, timeout_seconds: float = 2.0) -> None:
        self._address = parse_address(address)
        self.backend = backend
        self._timeout_seconds = timeout_seconds

    def servers(self) -> list[Server]:
        """The backend's servers now. Raises BalancerUnreachable, BalancerRefused."""
        return parse_servers_state(self._ask(f"show servers state {self.backend}"), self.backend)

    def command_to_set_weight(self, server: str, weight: int) -> str:
        """The command line that `set_weight` sends."""
        return f"set server {self.backend}/{server} weight {weight}"

    def set_weight(self, server: str, weight: int) -> None:
        """Applies a weight from 0 to 256 at once. Raises BalancerUnreachable, BalancerRefused."""
        objection = self._ask(self.command_to_set_weight(server, weight)).strip()
        if objection:
            raise BalancerRefused(objection)

    def _ask(self, command: str) -> str:
        deadline = time.monotonic() + self._timeout_seconds
        family = socket.AF_UNIX if isinstance(self._address, str) else socket.AF_INET
        answer = b""
        try:
            with socket.socket(family, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._timeout_seconds)
                connection.connect(self._address)
                connection.sendall(command.encode() + b"\n")
                while True:
                    connection.settimeout(max(deadline - time.monotonic(), 0.001))
                    part = connection.recv(65536)
                    if not part:
                        return answer.decode()
                    answer += part
        except OSError as problem:
            raise BalancerUnreachable(f"{type(problem).__name__}: {problem}") from problem
