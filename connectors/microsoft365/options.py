"""The settings of a Microsoft 365 system, and how they say who signs in."""

from dataclasses import dataclass, field

from scanner.connector import Secret, System
from scanner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Options:
    """One of three sign-ins: an application of the organisation's own, one user's consent, or a `token`.

    `tenant_id` (the organisation's number or domain) and `client_id` name the application. With `client_secret` it reads
    for all `users`, or where none are named for every user there is. With `refresh_token` it reads for the one user who
    consented; `client_secret` only where the application has one. `sites` are SharePoint site ids, for an application that may not
    list them. `file_megabytes` (10^6 bytes) is the largest file that is fetched.
    """

    tenant_id: str = ""
    client_id: str = ""
    client_secret: Secret | None = field(default=None)
    refresh_token: Secret | None = field(default=None)
    users: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    file_megabytes: int = 100


def check(system: System) -> None:
    """Raise ConfigError where the settings do not make exactly one sign-in."""
    options: Options = system.options
    where = f"[systems.{system.name}]"
    application = bool(options.client_secret or options.refresh_token)
    if application == bool(system.token):
        raise ConfigError(f"{where} needs one sign-in: client_secret, or refresh_token, or token.")
    if application:
        check_application(system)
    if options.refresh_token and len(options.users) > 1:
        raise ConfigError(f"{where} names several users; one user's consent reads one. Use client_secret for all of them.")


def check_application(system: System) -> None:
    """Raise ConfigError where the settings do not name an application."""
    if not (system.options.tenant_id and system.options.client_id):
        raise ConfigError(f"[systems.{system.name}] needs tenant_id and client_id beside client_secret or refresh_token.")


def is_application(system: System) -> bool:
    """Return whether an application signs in for all users, rather than one user. Of a `token` it is not known: False."""
    options: Options = system.options
    return bool(options.client_secret and not options.refresh_token)
