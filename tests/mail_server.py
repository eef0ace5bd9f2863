"""A mail server of our own on a free port: it keeps what it is sent, refuses, or is down."""

import contextlib
import socket
import socketserver
import threading
import time
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message


class _Talk(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self.server.owner.asked += 1
        while self.server.owner.is_silent:
            time.sleep(0.05)
        self._say("220 ready")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "RCPT":
                    address = rest.partition("<")[2].rstrip(">")
                    answer = self.server.owner.refusals.get(address)
                    if answer is None:
                        to.append(address)
                    self._say(answer or "250 ok")
                case "DATA":
                    self._say("354 go on")
                    self.server.owner.take(to, self._message())
                    self._say("250 kept")
                    to = []
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, words: str) -> None:
        with contextlib.suppress(ConnectionError):  # who called was killed
            self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    owner: "MailServer"


class MailServer:
    """`got` holds (recipients, message) of each mail; `refusals` answers for an address.

    `is_silent`: it takes calls (`asked` counts them) and says nothing.
    """

    def __init__(self) -> None:
        self.got: list[tuple[list[str], Message]] = []
        self.refusals: dict[str, str] = {}
        self.is_silent, self.asked = False, 0
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._server: _Server | None = None

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self.port), _Talk)
        self._server.owner = self
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def take(self, to: list[str], message: bytes) -> None:
        self.got.append((to, message_from_bytes(message, policy=default)))

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for _to, message in self.got]

    def body(self, number: int = -1) -> str:
        return str(self.got[number][1].get_content())  # type: ignore[attr-defined]
