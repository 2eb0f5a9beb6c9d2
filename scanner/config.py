"""`inzage.toml` to frozen settings. The only place that knows pydantic."""

import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

from scanner import secrets
from scanner.connector import Connector, Consentable, Secret, System
from scanner.errors import ConfigError
from scanner.organisation import Organisation, Processing
from scanner.plugins import connector_class, suggestion
from scanner.settings import DetectionSettings

T = TypeVar("T")

RANGES: dict[str, tuple[float, float]] = {
    "workers.threads": (1, 256),
    "workers.detection_processes": (0, 64),
    "limits.file_megabytes": (1, 100_000),
    "limits.text_megabytes": (1, 100_000),
    "limits.seconds": (1, 86_400),
    "limits.depth": (0, 100),
    "pictures.seconds": (0, 86_400),
    "detection.min_score": (0, 1),
    "pace": (0, 1000),
}
CHOICES = {"organisation.language": ("nl", "en"), "detection.prefilter": ("auto", "hyperscan", "re")}
LANGUAGE = re.compile(r"[A-Za-z][A-Za-z_]{2,39}")
COUNTRY = re.compile(r"[A-Z]{2}")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
"""A system's name is typed on the command line and is part of the names of files."""
CONSENT = "refresh_token"
"""The setting of a connector that holds what one user's consent gave."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """`[store]`: the database, and the key that it is useless without. The key is made where there is none."""

    path: Path = Path("~/.local/share/inzage/inzage.db")
    key: Path = Path("~/.config/inzage/inzage.key")


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """`[workers]`: how much is read and looked through side by side. One core is left to what reads."""

    threads: int = 4
    detection_processes: int = field(default_factory=lambda: max(1, min(4, (os.cpu_count() or 1) - 1)))


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """`[limits]`: above these a file is a gap. Megabytes (10^6 bytes), seconds, levels."""

    file_megabytes: int = 100
    text_megabytes: int = 50
    seconds: int = 60
    depth: int = 10


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """`[pictures]`: the languages that tesseract reads in pictures and scans, by its own names; seconds for those of one file."""

    languages: tuple[str, ...] = ("nld", "eng")
    seconds: int = 300


@dataclass(frozen=True, slots=True)
class Configuration:
    """All settings. `systems` are in the order of the file, `connectors` their classes by system; both empty where they were not asked for."""

    organisation: Organisation
    systems: tuple[System, ...]
    connectors: dict[str, type[Connector]]
    processing: dict[str, Processing]
    store: StoreSettings
    workers: WorkerSettings
    limits: LimitSettings
    pictures: PictureSettings
    detection: DetectionSettings
    manual: dict[str, str]


@dataclass(frozen=True, slots=True)
class SystemSettings:
    """`[systems.<name>]`, as far as it is the same for every connector."""

    connector: str
    endpoint: str = ""
    token: Secret | None = field(default=None)
    pace: float = 1.0


def find(given: Path | None) -> Path:
    """Return the configuration file: the given one, `$INZAGE_CONFIG`, `./inzage.toml`, or the XDG place."""
    if given:
        return given
    if os.environ.get("INZAGE_CONFIG"):
        return Path(os.environ["INZAGE_CONFIG"])
    xdg = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "inzage" / "inzage.toml"
    here = Path("inzage.toml")
    if here.exists() or not xdg.exists():
        return here
    return xdg


@dataclass(frozen=True, slots=True)
class Entrance:
    """A system that one user is about to sign in to: it has no token yet. `keep` puts that where the configuration says."""

    system: System
    connector: type[Consentable]
    keep: Callable[[Secret], None]


def entrance(path: Path, name: str) -> Entrance:
    """Return what it takes to sign in to a system of the configuration in `path`. Raises ConfigError."""
    systems, folder = _table(_read(path).get("systems", {}), "systems"), path.resolve().parent
    if name not in systems:
        raise ConfigError(f"There is no system {name!r} in {path}{suggestion(name, tuple(systems))}")
    table, where = _table(systems[name], f"systems.{name}"), f"[systems.{name}] {CONSENT}"
    reference = table.get(CONSENT)
    system, cls = _system(name, {key: value for key, value in table.items() if key != CONSENT}, folder)
    if not issubclass(cls, Consentable):
        raise ConfigError(f"[systems.{name}]: {cls.title} is not signed in to this way; config.example.toml says what it takes.")
    if reference is None:
        raise ConfigError(f'{where} is missing: say where the token is to be kept, such as {{ file = "secrets/{name}" }}.')
    return Entrance(system, cls, secrets.keeper(reference, where, folder))


def load(path: Path, *, systems: bool = True) -> Configuration:
    """Return the settings in `path`, secrets resolved. Raises ConfigError with the setting's name and what to do.

    Without `systems` no connector is loaded and no secret opened: for what asks no platform anything.
    """
    return _configuration(_read(path), path.resolve().parent, systems=systems)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad puts a mark before the first letter
    except FileNotFoundError:
        raise ConfigError(f"There is no configuration at {path}; copy config.example.toml there, or try: inzage demo") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not written in UTF-8; open it in your editor and save it with that encoding.") from None
    except OSError as error:
        raise ConfigError(f"{path} cannot be read ({type(error).__name__}); name the file itself with --config.") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}{_slip(path, str(error))}") from None


def _slip(path: Path, told: str) -> str:
    """Return what is often meant by a line that TOML cannot read; the line itself may hold a secret and is not shown."""
    found = re.search(r"line (\d+)", told)
    line = path.read_text(encoding="utf-8-sig").split("\n")[int(found[1]) - 1] if found else ""
    if "\\" in line:
        return ". A path of Windows goes between single quotes: 'C:\\Users\\…'"
    return '. Quotes are straight ones: "…"' if re.search("[\u201c\u201d\u201e\u2018\u2019]", line) else ""


def _configuration(text: dict[str, Any], folder: Path, *, systems: bool) -> Configuration:
    _refuse_unknown(text, TABLES, "")
    if "organisation" not in text:
        raise ConfigError("[organisation] is missing: say at least its name and contact.")
    tables = {name: _table(text.get(name, {}), name) for name in TABLES}
    known = (*tables["systems"], *tables["manual"])
    for name in tables["systems"]:
        if not NAME.fullmatch(name):
            raise ConfigError(f"[systems.{name}]: a name is letters, digits, dashes and underscores only.")
        if name in tables["manual"]:
            raise ConfigError(f"[manual] {name}: there is a system of that name too; choose another.")
    platforms = {
        name: _system(name, _table(table, f"systems.{name}"), folder) for name, table in tables["systems"].items() if systems
    }
    stray = [name for name in tables["processing"] if name not in known]
    if stray:
        raise ConfigError(f"[processing.{stray[0]}] is about no configured system{suggestion(stray[0], known)}")
    return Configuration(
        organisation=parse(Organisation, tables["organisation"], "organisation", folder),
        systems=tuple(system for system, _ in platforms.values()),
        connectors={name: cls for name, (_, cls) in platforms.items()},
        processing={
            name: parse(Processing, _table(table, f"processing.{name}"), f"processing.{name}", folder)
            for name, table in tables["processing"].items()
        },
        store=parse(StoreSettings, tables["store"], "store", folder),
        workers=parse(WorkerSettings, tables["workers"], "workers", folder),
        limits=parse(LimitSettings, tables["limits"], "limits", folder),
        pictures=parse(PictureSettings, tables["pictures"], "pictures", folder),
        detection=parse(DetectionSettings, tables["detection"], "detection", folder),
        manual={name: _text(value, f"manual.{name}") for name, value in tables["manual"].items()},
    )


TABLES = ("organisation", "systems", "processing", "manual", "store", "workers", "limits", "pictures", "detection")


def _system(name: str, table: dict[str, Any], folder: Path) -> tuple[System, type[Connector]]:
    where = f"systems.{name}"
    shared = {key: value for key, value in table.items() if key in _keys(SystemSettings)}
    if "connector" not in shared:
        raise ConfigError(f'[{where}] needs connector = "..."')
    settings = parse(SystemSettings, shared, where, folder)
    cls = connector_class(settings.connector, f"[{where}] connector")
    own = {key: value for key, value in table.items() if key not in shared}
    _refuse_unknown(own, (*_keys(cls.Options), *_keys(SystemSettings)), where)
    options: Any = parse(cls.Options, own, where, folder)
    return System(name=name, options=options, endpoint=settings.endpoint, token=settings.token, pace=settings.pace), cls


def parse(cls: type[T], table: dict[str, Any], where: str, folder: Path) -> T:
    """Return a `cls` (a dataclass) of the table's values. Unknown keys are refused with a suggestion.

    Secrets are resolved; a path is taken from `folder`, the configuration's own.
    """
    from pydantic import ConfigDict, TypeAdapter, ValidationError  # noqa: PLC0415  80 ms that --help need not wait

    _refuse_unknown(table, _keys(cls), where)
    hints = get_type_hints(cls)
    values: dict[str, Any] = {}
    for one in fields(cls):  # type: ignore[arg-type]
        hint, at = hints[one.name], f"[{where}] {one.name}"
        if one.name not in table:
            if one.default is MISSING and one.default_factory is MISSING:
                raise ConfigError(f"{at} is missing.")
            # a default path is absolute or starts at home: only the user's own are relative to the file
            if isinstance(one.default, Path):
                values[one.name] = one.default.expanduser()
            continue
        value = table[one.name]
        if hint is Secret or Secret in get_args(hint):
            values[one.name] = secrets.resolve(value, at, folder)
            continue
        if isinstance(hint, type) and is_dataclass(hint):
            inner = f"{where}.{one.name}"
            values[one.name] = parse(hint, _table(value, inner), inner, folder)
            continue
        try:
            value = TypeAdapter(hint, config=ConfigDict(arbitrary_types_allowed=True, extra="forbid")).validate_python(value)
        except ValidationError as error:
            # the message without the input: a value in a configuration may be a secret in the wrong place
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(step) for step in first["loc"])
            raise ConfigError(f"{at}{' ' + place if place else ''}: {first['msg']}.") from None
        _check_range(where, one.name, value)
        values[one.name] = _from(folder, value)
    return cls(**values)


def _from(folder: Path, value: Any) -> Any:
    """Return a path, or each path of a table, as it is from the configuration's folder; any other value as it is."""
    if isinstance(value, dict):
        return {key: _from(folder, inner) for key, inner in value.items()}
    return folder / value.expanduser() if isinstance(value, Path) else value


def _check_range(where: str, name: str, value: object) -> None:
    at = f"{where}.{name}"
    low, high = RANGES.get(at) or RANGES.get(name, (0, 0))
    # also false for what is no number at all (nan)
    if isinstance(value, int | float) and high and not low <= value <= high:
        raise ConfigError(f"[{where}] {name}: from {low} to {high}.")
    if at in CHOICES and value not in CHOICES[at]:
        raise ConfigError(f"[{where}] {name}: one of {', '.join(CHOICES[at])}.")
    if at == "pictures.languages" and not all(map(LANGUAGE.fullmatch, value if isinstance(value, tuple) else ())):
        raise ConfigError(f'[{where}] {name}: names of tesseract\'s, such as "nld"; `tesseract --list-langs` shows them.')
    if at == "organisation.country" and not COUNTRY.fullmatch(str(value)):
        raise ConfigError(f'[{where}] {name}: two capitals (ISO 3166-1), such as "NL".')


def _keys(cls: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls))


def _refuse_unknown(table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(
                f"[{where}] {key}: unknown setting{suggestion(key, known)}"
                if where
                else f"[{key}]: unknown table{suggestion(key, known)}"
            )


def _table(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"[{where}] must be a table.")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"[{where}] must be text: how this place is searched by hand.")
    return value
