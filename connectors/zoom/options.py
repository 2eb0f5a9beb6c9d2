"""The settings of a Zoom account."""

import re
from dataclasses import dataclass, field

from scanner.connector import Secret, System
from scanner.errors import ConfigError

PARTS = ("meetings", "recordings", "webinars", "chat", "phone")

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.zoom\.us")
_MONTH = re.compile(r"20\d\d-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Options:
    """Sign-in by a Server-to-Server OAuth app (`account_id`, `client_id`, `client_secret`), or by a `token` that lasts an hour.

    `first_month` (YYYY-MM) is the oldest month whose recordings and phone calls are asked for. `without` names parts that the
    account does not have (of meetings, recordings, webinars, chat, phone): each is then said to be left out. `download_hosts` are
    hosts under zoom.us, beside the usual ones, on which the account's recordings lie. `file_megabytes` (10^6 bytes) is the
    largest transcript that is fetched.
    """

    account_id: str = ""
    client_id: str = ""
    client_secret: Secret | None = field(default=None)
    first_month: str = "2020-01"
    without: tuple[str, ...] = ()
    download_hosts: tuple[str, ...] = ()
    file_megabytes: int = 50


def check(system: System) -> None:
    """Raise ConfigError where the settings do not make one sign-in, or cannot be meant."""
    options: Options = system.options
    where = f"[systems.{system.name}]"
    app = (options.account_id, options.client_id, options.client_secret)
    if any(app) == bool(system.token) or (any(app) and not all(app)):
        raise ConfigError(f"{where} needs one sign-in: account_id with client_id and client_secret, or token.")
    if not _MONTH.fullmatch(options.first_month):
        raise ConfigError(f'{where} first_month is a year and a month, as in "2020-01".')
    if set(options.without) - set(PARTS):
        raise ConfigError(f"{where} without names parts of Zoom: {', '.join(PARTS)}.")
    if not all(_HOST.fullmatch(host) for host in options.download_hosts):
        raise ConfigError(f'{where} download_hosts are names under zoom.us, as in "us02web.zoom.us".')
    if options.file_megabytes < 1:
        raise ConfigError(f"{where} file_megabytes is at least 1.")
