"""The settings of a Google Workspace system, and how they say who signs in."""

from dataclasses import dataclass, field

from scanner.connector import Secret, System
from scanner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Options:
    """One of three sign-ins: a service account with domain-wide delegation, one user's consent, or a `token`.

    `service_account` is the JSON of a service account's key file. It acts for each of `users`, or where none are named for
    every user that `admin` (an administrator's address) may list; with `admin`, accounts and groups are read too.
    `client_id`, `client_secret` and `refresh_token` are one user's consent; `users` may then name that one user.
    `file_megabytes` (10^6 bytes) is the largest file that is fetched.
    """

    service_account: Secret | None = field(default=None)
    admin: str = ""
    users: tuple[str, ...] = ()
    client_id: str = ""
    client_secret: Secret | None = field(default=None)
    refresh_token: Secret | None = field(default=None)
    file_megabytes: int = 100


def check(system: System) -> None:
    """Raise ConfigError where the settings do not make exactly one sign-in."""
    options: Options = system.options
    consent = (options.client_id, options.client_secret, options.refresh_token)
    given = [bool(options.service_account), any(consent), bool(system.token)]
    where = f"[systems.{system.name}]"
    if given.count(True) != 1:
        raise ConfigError(
            f"{where} needs one sign-in: service_account, or client_id with client_secret and refresh_token, or token."
        )
    if any(consent) and not all(consent):
        raise ConfigError(f"{where} needs client_id, client_secret and refresh_token together.")
    if options.service_account and not (options.admin or options.users):
        raise ConfigError(f"{where} needs admin (whose address may list the users) or users, beside service_account.")
    if not options.service_account and len(options.users) > 1:
        raise ConfigError(f"{where} names several users; one user's sign-in reads one. Use a service_account for all of them.")
