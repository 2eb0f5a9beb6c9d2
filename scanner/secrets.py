"""Secrets by reference: a file, a systemd credential, the keyring, the environment. Never in the configuration itself."""

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scanner.connector import Secret
from scanner.errors import ConfigError


def resolve(reference: object, where: str, folder: Path) -> Secret:
    """Return the secret that `{ file = ".." }`, `{ credential = ".." }`, `{ keyring = ".." }` or `{ env = ".." }` names.

    `where` is the setting, for the message; relative files start at `folder`. Raises ConfigError.
    """
    kind, name = _named(reference, where)
    value = SOURCES[kind](name, where, folder).strip()
    if not value:
        raise ConfigError(f"{where}: the secret named there is empty.")
    return Secret(value)


def keeper(reference: object, where: str, folder: Path) -> Callable[[Secret], None]:
    """Return what keeps a secret where `{ file = ".." }` (mode 0600) or `{ keyring = ".." }` says. Raises ConfigError."""
    kind, name = _named(reference, where)
    if kind not in PLACES:
        raise ConfigError(f"{where}: {kind} is only read; name a file or the keyring.")
    return lambda secret: PLACES[kind](name, where, folder, secret)


def _named(reference: object, where: str) -> tuple[str, str]:
    if not (isinstance(reference, dict) and len(reference) == 1):
        raise ConfigError(f'{where}: give a secret by reference, such as {{ file = "secrets/token" }}, never as text.')
    ((kind, name),) = reference.items()
    if kind not in SOURCES or not isinstance(name, str):
        raise ConfigError(f"{where}: a secret is named by one of {', '.join(SOURCES)}.")
    return kind, name


def _file(name: str, where: str, folder: Path) -> str:
    path = folder / _home(name, where)
    try:
        with path.open(encoding="utf-8") as file:
            # the mode of the file that is open, not of whatever the name points to a moment later
            mode = os.fstat(file.fileno()).st_mode
            if mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ConfigError(f"{where}: {path} can be read by others; run: chmod 600 {path}")
            return file.read()
    except (OSError, ValueError) as error:
        raise ConfigError(f"{where}: {path} cannot be read ({type(error).__name__}).") from None


def _home(name: str, where: str) -> Path:
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise ConfigError(f"{where}: {name} begins with the home of nobody on this machine; write the path in full.") from None


def _credential(name: str, where: str, folder: Path) -> str:
    """Read a credential that systemd passed on. Source: systemd.exec(5), LoadCredential=."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if not directory:
        raise ConfigError(f"{where}: there are no systemd credentials here; start inzage from a unit with LoadCredential={name}.")
    if "/" in name or name.startswith("."):
        raise ConfigError(f"{where}: a credential is named by its bare name.")
    return _file(str(Path(directory) / name), where, folder)


def _keyring(name: str, where: str, folder: Path) -> str:  # noqa: ARG001  every source is called alike
    service, _, user = name.partition("/")
    keyring = _keyring_module(where)
    try:
        value: str | None = keyring.get_password(service, user or "inzage")
    except Exception as error:  # each desktop's keyring has errors of its own
        raise ConfigError(f"{where}: the keyring cannot be used ({type(error).__name__}); unlock it, or use a file.") from None
    if value is None:
        raise ConfigError(f"{where}: the keyring holds nothing under {service!r}; run: keyring set {service} {user or 'inzage'}")
    return value


def _keyring_module(where: str) -> Any:
    try:
        import keyring  # noqa: PLC0415  an optional extra
    except ImportError:
        raise ConfigError(f"{where}: the keyring needs the package keyring; run: pip install 'inzage[keyring]'") from None
    return keyring


def _environment(name: str, where: str, folder: Path) -> str:  # noqa: ARG001  every source is called alike
    try:
        return os.environ[name]
    except KeyError:
        raise ConfigError(f"{where}: the environment variable {name} is not set.") from None


SOURCES: dict[str, Callable[[str, str, Path], str]] = {
    "file": _file,
    "credential": _credential,
    "keyring": _keyring,
    "env": _environment,
}


def _into_file(name: str, where: str, folder: Path, secret: Secret) -> None:
    path = folder / _home(name, where)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # a file of its own, which only its owner can read, put in place whole: never half a token
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(secret.reveal() + "\n")
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise ConfigError(f"{where}: {path} cannot be written ({type(error).__name__}).") from None


def _into_keyring(name: str, where: str, folder: Path, secret: Secret) -> None:  # noqa: ARG001  every place is called alike
    service, _, user = name.partition("/")
    keyring = _keyring_module(where)
    try:
        keyring.set_password(service, user or "inzage", secret.reveal())
    except Exception as error:  # each desktop's keyring has errors of its own
        raise ConfigError(f"{where}: the keyring cannot be used ({type(error).__name__}); unlock it, or use a file.") from None


PLACES: dict[str, Callable[[str, str, Path, Secret], None]] = {"file": _into_file, "keyring": _into_keyring}
