"""The settings of a Wix site, and how they say who signs in."""

from collections.abc import Collection
from dataclasses import dataclass

from scanner.connector import Secret, System
from scanner.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Options:
    """One site, and one of two sign-ins: an API key (`api_key`, or the system's `token`) with `site_id`, or an app's.

    `client_id`, `client_secret` and `instance_id` are an app that is installed on the site. `without` names streams of Wix
    apps that the site never had: they are not asked for and not in the report.
    """

    site_id: str = ""
    api_key: Secret | None = None
    client_id: str = ""
    client_secret: Secret | None = None
    instance_id: str = ""
    without: tuple[str, ...] = ()


def check(system: System, streams: Collection[str]) -> None:
    """Raise ConfigError where the settings do not make exactly one sign-in, or name a stream that is none."""
    options: Options = system.options
    app = (options.client_id, options.client_secret, options.instance_id)
    where = f"[systems.{system.name}]"
    if [bool(options.api_key), bool(system.token), any(app)].count(True) != 1:
        raise ConfigError(f"{where} needs one sign-in: api_key with site_id, or client_id, client_secret and instance_id.")
    if any(app) and not all(app):
        raise ConfigError(f"{where} needs client_id, client_secret and instance_id together.")
    if not any(app) and not options.site_id:
        raise ConfigError(f"{where} needs site_id beside the API key: the id in the address of the site's dashboard.")
    if unknown := sorted(set(options.without) - set(streams)):
        raise ConfigError(f"{where} without: {unknown[0]!r} is no stream of Wix; known are {', '.join(streams)}.")
