"""A vendor that enforces its published quota to the letter, and a connector's own gateway at full speed before it.

Of each rate in a connector's table, no stretch of its `seconds` may hold more than its `units`: that is the strictest of the ways in
which vendors count, and whoever keeps within it keeps within a token bucket of that size too. What is over is refused as the
vendor refuses. Time is virtual; the gateway, its limiter and its retries are the real ones, in one thread.
"""

import json
from collections import deque
from dataclasses import dataclass

from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from connectors.kit.http import Gateway
from connectors.testing.wsgi import VirtualClock
from scanner.connector import System

FEW = 100
"""At least so many calls are made."""


@dataclass(frozen=True)
class Measured:
    """What became of one rate: `share` of the quota that was used, `refused` of the calls."""

    entry: str
    rate: str
    units: float
    seconds: float
    calls: int
    share: float
    refused: float


class Policed(HTTPAdapter):
    """The vendor. `spent` says that all of the quota went to somebody else just now."""

    def __init__(self, rate, cost, refuse, *, spent=False):
        super().__init__()
        self.clock = VirtualClock()
        self.calls = self.refused = 0
        self.served = 0.0
        self._rate, self._cost, self._refuse = rate, cost, refuse
        self._recent = deque([(self.clock.monotonic(), rate.units)] if spent else [])
        self._held = rate.units if spent else 0.0

    def send(self, request, *_args, **_options):
        now = self.clock.monotonic()
        # a clock of floats: what is due at this very moment is due
        while self._recent and self._recent[0][0] <= now - self._rate.seconds + 1e-6:
            self._held -= self._recent.popleft()[1]
        self.calls += 1
        status, headers, body = 200, {"Content-Type": "application/json"}, b"{}"
        if self._held + self._cost > self._rate.units:
            self.refused += 1
            status, headers, body = self._refuse(self._recent[0][0] + self._rate.seconds - now, self.clock)
        else:
            self.served += self._cost
            self._held += self._cost
            self._recent.append((now, self._cost))
        answer = HTTPResponse(body=Body(body), headers=HTTPHeaderDict(headers), status=status, preload_content=False)
        return self.build_response(request, answer)


class Body:
    """Bytes that are read once."""

    def __init__(self, content):
        self._content, self.closed = content, False

    def read(self, amount=None):
        taken, self._content = (self._content, b"") if amount is None else (self._content[:amount], self._content[amount:])
        return taken

    read1 = read

    def close(self):
        self.closed = True


def _plain(_wait, _clock):
    return 429, {}, b"{}"


def _seconds(wait, _clock):
    return 429, {"Retry-After": str(int(wait) + 1)}, b"{}"


def _moneybird(wait, clock):
    resets = str(int(clock.now().timestamp() + wait) + 1)
    return 429, {"RateLimit-Limit": "150", "RateLimit-Remaining": "0", "RateLimit-Reset": resets, "Retry-After": resets}, b"{}"


def _google(wait, _clock):
    said = {"error": {"code": 403, "errors": [{"domain": "usageLimits", "reason": "userRateLimitExceeded"}]}}
    return 403, {"Content-Type": "application/json", "Retry-After": str(int(wait) + 1)}, json.dumps(said).encode()


def _zoom(wait, clock):
    until = clock.now().timestamp() + wait
    when = clock.now().fromtimestamp(until + 1, clock.now().tzinfo).isoformat(timespec="seconds").replace("+00:00", "Z")
    limits = {"X-RateLimit-Type": "QPS", "X-RateLimit-Remaining": "0", "Retry-After": when}
    return 429, limits, b'{"code": 429, "message": "You have reached the maximum per-second rate limit for this API."}'


REFUSALS = {
    "google_workspace": _google,
    "microsoft365": _seconds,
    "mollie": _seconds,
    "moneybird": _moneybird,
    "zoom": _zoom,
}
"""How vendors say that it is too much; the others give no hint."""


def tables(platforms):
    """Yield each rate of each connector's table."""
    for entry, one in sorted(platforms.items()):
        for rate in getattr(one.cls, "rates", ()):
            yield entry, rate


def run(one, rate, *, windows=3.0, spent=False):
    """Ask as fast as the connector's own gateway lets us, for so many times the rate's `seconds`; return what was measured."""
    dearest = max((read for read in one.cls.reads if (read.rate or rate.name) == rate.name), key=lambda read: read.cost)
    vendor = Policed(rate, dearest.cost, REFUSALS.get(one.entry, _plain), spent=spent)
    connector = one.cls(System(one.system, one.options, token=one.token, transport=vendor))
    gateway, read = next((found, read) for found in gateways(connector) for read in reads_at(found, rate, dearest))
    address = f"https://{read.host}{filled(read.path)}".replace("*.", "zijsprong.")
    began_at = vendor.clock.monotonic()
    for _ in range(max(FEW, int(windows * rate.units / dearest.cost))):
        gateway.send(read.method, address, account="one", signed=False)
    elapsed = max(vendor.clock.monotonic() - began_at, rate.seconds)
    share = vendor.served / (rate.units * elapsed / rate.seconds)
    return Measured(one.entry, rate.name, rate.units, rate.seconds, vendor.calls, share, vendor.refused / vendor.calls)


def filled(path):
    """Return an address of a template."""
    for step in ("{", "}", "+"):
        path = path.replace(step, "")
    return path


def reads_at(gateway, rate, dearest):
    """Yield a read of this rate at this cost that a gateway allows."""
    for read, _ in gateway._allowed._reads:
        if (read.rate or rate.name) == rate.name and read.cost == dearest.cost:
            yield read


def gateways(thing, depth=5, seen=None):
    """Yield the gateways that a connector holds."""
    seen = set() if seen is None else seen
    if id(thing) in seen or depth < 0:
        return
    seen.add(id(thing))
    if isinstance(thing, Gateway):
        yield thing
    parts = list(getattr(thing, "__dict__", {}).values())
    for kind in type(thing).__mro__:
        parts += [getattr(thing, name, None) for name in getattr(kind, "__slots__", ()) if isinstance(name, str)]
    if isinstance(thing, dict):
        parts += thing.values()
    if isinstance(thing, list | tuple):
        parts += thing
    for part in parts:
        if type(part).__module__.startswith("connectors.") or isinstance(part, dict | list | tuple):
            yield from gateways(part, depth - 1, seen)
