"""Stand-ins served on this machine: one server, the first path step is the vendor's host."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from waitress.server import create_server
from waitress.wasyncore import close_all

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

THREADS = 8


@contextmanager
def loopback(apps: Mapping[str, WsgiApp]) -> Iterator[str]:
    """Serve the applications and yield the `endpoint` to configure. `apps` are by the vendor's host name."""

    def dispatch(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        _, host, *rest = environ["PATH_INFO"].split("/")
        # a request target with "//" in front is read as a host by some servers: the raw one is taken apart by hand
        raw = environ.get("REQUEST_URI", "").split("/", 2)
        moved = {**environ, "PATH_INFO": "/" + "/".join(rest), "HTTP_HOST": host, "REQUEST_URI": "/" + raw[-1]}
        return apps[host](moved, start_response)

    # what it says of the requests holds names
    logging.getLogger("waitress").addFilter(lambda _: False)
    logging.getLogger("waitress.queue").addFilter(lambda _: False)
    sockets: dict[int, Any] = {}
    server = create_server(dispatch, map=sockets, host="127.0.0.1", port=0, threads=THREADS)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/{{host}}"
    finally:
        # in the server's own thread, which is at its sockets
        server.trigger.pull_trigger(lambda: close_all(sockets))
        thread.join()
        server.task_dispatcher.shutdown()
