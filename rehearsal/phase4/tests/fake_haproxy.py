"""A stand-in for HAProxy's runtime socket: one backend with two servers, one command per connection."""

import re
import socketserver
from pathlib import Path
from threading import Thread

HEADER = "# be_id be_name srv_id srv_name srv_op_state srv_admin_state srv_uweight srv_iweight"


class FakeHaproxy(socketserver.ThreadingUnixStreamServer):
    """`weights` and `running` are what the balancer does; `commands` is what it was told, without the questions.

    `refuses` is a server whose weight it will not change."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.weights = {"legacy": 95, "canary": 5}
        self.running = {"legacy": True, "canary": True}
        self.commands: list[str] = []
        self.questions = 0
        self.refuses = ""
        super().__init__(self.path, _Connection)
        self._thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Closes the socket."""
        self.shutdown()
        self.server_close()
        self._thread.join()

    def answer(self, command: str) -> str:
        """What HAProxy 2.6 answers, of the two commands that the service sends."""
        if command == "show servers state phase4":
            self.questions += 1
            rows = [
                f"3 phase4 {number} {name} {2 if self.running[name] else 0} 0 {weight} {weight}"
                for number, (name, weight) in enumerate(self.weights.items(), 1)
            ]
            return "\n".join(["1", HEADER, *rows, "", ""])
        self.commands.append(command)
        parts = re.fullmatch(r"set server phase4/(\w+) weight (\d+)", command)
        if parts is None or parts[1] not in self.weights or parts[1] == self.refuses:
            return "No such server.\n\n"
        self.weights[parts[1]] = int(parts[2])
        return "\n"


class _Connection(socketserver.StreamRequestHandler):
    server: FakeHaproxy

    def handle(self) -> None:
        command = self.rfile.readline().decode().strip()
        self.wfile.write(self.server.answer(command).encode())
