"""A mail server of our own for tests: it speaks enough SMTP over a real socket, and answers as it is told to."""

import email
import email.message
import email.policy
import socketserver
import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Received:
    """What was accepted, and what the next answers are."""

    mails: list[email.message.EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)  # address -> the answer to RCPT
    after_data: Callable[[], str | None] = lambda: None  # gives the answer to the text instead of 250; "" hangs up
    connections: int = 0

    def ids(self) -> list[str]:
        return [mail["X-Filiform-Message"] for mail in self.mails]


class Session(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self) -> None:
        received: Received = self.server.received
        received.connections += 1
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.upper().split(":")[0].split()[0]
            if word == "RCPT":
                self.say(received.refuse.get(line.split("<")[1].split(">")[0], "250 ok"))
            elif word == "DATA":
                self.say("354 go on")
                received.mails.append(self.read_mail())
                answer = received.after_data()
                if answer == "":
                    return
                self.say(answer or "250 kept")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def read_mail(self) -> email.message.EmailMessage:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return email.message_from_bytes(b"".join(lines), policy=email.policy.default)


class Server(socketserver.ThreadingTCPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.received = Received()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A sender that was killed hangs up in the middle; that is what it is here for."""

    @property
    def port(self) -> int:
        return self.server_address[1]
