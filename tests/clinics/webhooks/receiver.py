"""A real receiver of webhooks on loopback, which remembers what came and answers as it is told."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, tls=None):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests, self.answer = [], answer_with(200)
        self.scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def url(self, path="/in", host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.port}{path}"

    def ids(self):
        return [one.headers["webhook-id"] for one in self.requests]

    def close(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """A sender that went away is what some tests are about."""


class Request:
    def __init__(self, path, headers, body):
        self.path, self.headers, self.body = path, headers, body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = Request(self.path, dict(self.headers.items()), body)
        request.headers = {name.lower(): value for name, value in request.headers.items()}
        self.server.requests.append(request)
        self.server.answer(self, request)

    def log_message(self, *told):
        pass


def answer_with(status, body=b"", after=0, **headers):
    """An answer with this status, headers and body, after so many seconds."""

    def answer(handler, request):
        time.sleep(after)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def answer_in_turn(*answers):
    """These answers one after another; the last one from then on."""
    left = list(answers)

    def answer(handler, request):
        chosen = left.pop(0) if len(left) > 1 else left[0]
        chosen(handler, request)

    return answer


def drip(handler, request):
    """A status line, and then byte after byte of a header that never ends."""
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        handler.connection.sendall(b"a")
        time.sleep(0.05)


def drip_the_body(handler, request):
    """An answer at once, and a body that never ends."""
    handler.connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    while True:
        handler.connection.sendall(b"a")
        time.sleep(0.05)


def say(raw):
    """These bytes, whatever they are, and good-bye."""

    def answer(handler, request):
        handler.connection.sendall(raw)
        handler.close_connection = True

    return answer


def hang_up(handler, request):
    """Nothing at all."""
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def free_port():
    """A port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
