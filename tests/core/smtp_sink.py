"""A mail server for a test: it keeps what it accepts, and tells at each step of the conversation."""

import re
import socket
import socketserver
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message

STEPS = ("connect", "mail", "rcpt", "data", "accepted")
WORDS = {"mail": b"MAIL", "rcpt": b"RCPT"}


class Sink(socketserver.ThreadingTCPServer):
    """`at(step)` is called before the step is answered, "accepted" after the mail was; `accepted` are the mails."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, at: Callable[[str], None] = lambda step: None):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.at, self.accepted = at, []
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Sink":
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def message_ids(self) -> list[str]:
        return [each["Message-ID"] for each in self.accepted]


class _Conversation(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        try:
            self._talk()
        except (BrokenPipeError, ConnectionResetError):
            pass  # the other side was killed, which is what the test wanted

    def _talk(self) -> None:
        self.server.at("connect")
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line[:4].upper()
            for step, known in WORDS.items():
                if word == known:
                    self.server.at(step)
            if word == b"DATA":
                self._take()
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _take(self) -> None:
        self._say("354 go on")
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(re.sub(rb"^\.", b"", line))
        self.server.at("data")
        self.server.accepted.append(_message(lines))
        self._say("250 taken")
        self.server.at("accepted")

    def _say(self, words: str) -> None:
        self.connection.sendall(words.encode() + b"\r\n")


def _message(lines: list[bytes]) -> Message:
    return message_from_bytes(b"".join(lines))


def refused_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
