"""Stand-ins served on this machine: one server, the first path step is the vendor's host."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


@contextmanager
def loopback(apps: Mapping[str, WsgiApp], *, apart: bool = False) -> Iterator[str]:
    """Serve the applications and yield the `endpoint` to configure. `apps` are by the vendor's host name.

    `apart`: in a process of their own, as platforms are; what becomes of their state is then not seen here. To be asked for
    before this process has threads.
    """

    def dispatch(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        _, host, *rest = environ["PATH_INFO"].split("/")
        # a request target with "//" in front is read as a host by some servers: the raw one is taken apart by hand
        raw = environ.get("REQUEST_URI", "").split("/", 2)
        moved = {**environ, "PATH_INFO": "/" + "/".join(rest), "HTTP_HOST": host, "REQUEST_URI": "/" + raw[-1]}
        return apps[host](moved, start_response)

    server = make_server("127.0.0.1", 0, dispatch, threaded=True, request_handler=_Quiet)
    endpoint = f"http://127.0.0.1:{server.server_port}/{{host}}"
    if apart:
        child = multiprocessing.get_context("fork").Process(target=_serve, args=(server,), daemon=True)
        child.start()
        server.socket.close()
        try:
            yield endpoint
        finally:
            child.kill()
            child.join()
        return
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _serve(server: BaseWSGIServer) -> None:
    # Ctrl-C is the parent's to hear; this process ends with it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.serve_forever()


class _Quiet(WSGIRequestHandler):
    """Says nothing of the requests: they hold names."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  the library's
        """Keep silent."""
