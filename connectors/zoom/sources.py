"""What there is to read: each list is read to its end before anything in it is asked for, and is asked for once."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from connectors.kit.paging import required, text_of
from connectors.kit.tables import Numbers
from connectors.zoom.client import Api
from connectors.zoom.endpoints import step
from connectors.zoom.faults import Absent
from connectors.zoom.months import REPORTED, Month, months
from connectors.zoom.options import Options
from connectors.zoom.parents import Known, Parent
from scanner.errors import AuthFailed, CursorExpired, SourceError, Unavailable

WHOLE = {"page_size": "300"}
STATUSES = ("active", "inactive", "pending")
REGISTERED = ("approved", "pending", "denied")
WEBINAR_TYPES = frozenset({"5", "6", "9"})


class Sources:
    """The lists of one account, kept for as long as the connector lives. Thread-safe."""

    def __init__(self, api: Api, options: Options) -> None:
        self._api, self._options = api, options
        self._lock = threading.Lock()
        self._locks: dict[tuple[str, str], threading.Lock] = {}
        self._kept: dict[tuple[str, str], list[Any]] = {}

    def fresh(self) -> "Sources":
        """Return the same lists, to be asked for again."""
        return Sources(self._api, self._options)

    def months(self, back: int = 0) -> tuple[Month, ...]:
        """Return the months that are asked for."""
        return months(self._options.first_month, back)

    def users(self, _: str) -> list[Known]:
        """Return every user; those who were invited and did not come yet have no id."""
        return list(self._once("users", "", self._users))

    def _users(self) -> list[Known]:
        found: dict[str, Known] = {}
        for status in STATUSES:
            for item in self._api.listed("/users", "users", {"status": status, **WHOLE}):
                key = text_of(item, "id") or required(item, "email")
                found[key] = Parent(key, key, key, seed={"status": status, **item})
        return list(found.values())

    def scheduled(self, user: str) -> list[Known]:
        """Return a user's meetings that are planned, by number."""
        return list(self._once("scheduled", user, lambda: self._meetings(user, "scheduled")))

    def _meetings(self, user: str, kind: str) -> list[Known]:
        items = self._api.listed(f"/users/{step(user)}/meetings", "meetings", {"type": kind, **WHOLE})
        return _parents(items, "id")

    def previous(self, user: str) -> list[Known]:
        """Return a user's meetings that were held, by number."""
        return list(self._once("previous", user, lambda: self._meetings(user, "previous_meetings")))

    def reported(self, user: str) -> list[Any]:
        """Return the meetings and webinars that a user held in the last months, as the report has them."""

        def read() -> list[Any]:
            path = f"/report/users/{step(user)}/meetings"
            return [
                item
                for month in self.months(REPORTED)
                for item in self._api.listed(path, "meetings", {"type": "past", **month.params, **WHOLE})
            ]

        return self._once("reported", user, read)

    def recordings(self, user: str) -> list[Known]:
        """Return a user's recordings month by month, those in the trash among them."""

        def read() -> list[Known]:
            return [parent for month in self.months() for parent in self._recorded(user, month)]

        return list(self._once("recordings", user, read))

    def recordings_in(self, user: str, month_key: str) -> list[Known]:
        """Return the recordings of one month."""
        return [parent for month in self.months() if month.key == month_key for parent in self._recorded(user, month)]

    def _recorded(self, user: str, month: Month) -> list[Known]:
        found: dict[str, Known] = {}
        for trash in ("false", "true"):
            asked = {**month.params, "trash": trash, **WHOLE}
            for item in self._api.listed(f"/users/{step(user)}/recordings", "meetings", asked):
                uuid = required(item, "uuid")
                key = f"{month.key}/{uuid}"
                found.setdefault(key, Parent(key, key, uuid, seed={"in_trash": trash == "true", **item}))
        return list(found.values())

    def meetings(self, user: str) -> list[Known]:
        """Return every meeting of a user that can be seen in some list, by number."""

        def reported() -> list[Known]:
            return _parents([item for item in self.reported(user) if not is_webinar(item)], "id")

        return _union(lambda: self.scheduled(user), lambda: self.previous(user), reported)

    def instances(self, user: str) -> list[Known]:
        """Return every time that a meeting of a user was held, by uuid."""
        return self._once("instances", user, lambda: self._instances(user))

    def _instances(self, user: str) -> list[Known]:
        def reported() -> list[Known]:
            return _parents([item for item in self.reported(user) if not is_webinar(item)], "uuid")

        def held() -> list[Known]:
            return [instance for meeting in self.meetings(user) for instance in self._held(meeting, "past_meetings", "meetings")]

        return _union(reported, held, lambda: self._recorded_instances(user, webinars=False))

    def _recorded_instances(self, user: str, *, webinars: bool) -> list[Known]:
        if "recordings" in self._options.without:
            return []
        seeds = [known.seed for known in self.recordings(user) if isinstance(known, Parent)]
        return _parents([seed for seed in seeds if is_webinar(seed) == webinars], "uuid")

    def _held(self, known: Known, place: str, items: str) -> list[Known]:
        if isinstance(known, SourceError):
            return [known]
        try:
            return _parents(self._api.listed(f"/{place}/{step(known.id)}/instances", items), "uuid")
        except Absent:
            # a meeting that was never held has no instances
            return []

    def webinars(self, user: str) -> list[Known]:
        """Return a user's webinars, by number."""

        def listed() -> list[Known]:
            paging = Numbers("page_number", "page_count")
            return _parents(self._api.listed(f"/users/{step(user)}/webinars", "webinars", WHOLE, paging=paging), "id")

        def reported() -> list[Known]:
            return _parents([item for item in self.reported(user) if is_webinar(item)], "id")

        return self._once("webinars", user, lambda: _union(listed, reported))

    def webinar_instances(self, user: str) -> list[Known]:
        """Return every time that a webinar of a user was held, by uuid."""

        def reported() -> list[Known]:
            return _parents([item for item in self.reported(user) if is_webinar(item)], "uuid")

        def held() -> list[Known]:
            return [known for webinar in self.webinars(user) for known in self._held(webinar, "past_webinars", "webinars")]

        def read() -> list[Known]:
            return _union(reported, held, lambda: self._recorded_instances(user, webinars=True))

        return self._once("webinar_instances", user, read)

    def registrations(self, user: str) -> list[Known]:
        """Return each meeting with each status that someone who registered may have."""
        return _by_status(self.meetings(user))

    def webinar_registrations(self, user: str) -> list[Known]:
        """Return each webinar with each status that someone who registered may have."""
        return _by_status(self.webinars(user))

    def recording_registrations(self, user: str) -> list[Known]:
        """Return each recorded meeting with each status that someone who registered for the recording may have."""
        seeds = [known.seed for known in self.recordings(user) if isinstance(known, Parent)]
        return _by_status(_parents([seed for seed in seeds if not seed["in_trash"]], "id"))

    def summaries(self, _: str) -> list[Known]:
        """Return the summaries of the whole account."""
        found = [
            item
            for month in self.months()
            for item in self._api.listed(
                "/meetings/meeting_summaries",
                "summaries",
                {"from": f"{month.first}T00:00:00Z", "to": f"{month.last}T23:59:59Z", **WHOLE},
            )
        ]
        return _parents(found, "meeting_uuid")

    def voice_mails(self, _: str) -> list[Known]:
        """Return the voicemails of the whole account, those in the trash among them."""
        found = [
            item
            for month in self.months()
            for trashed in ("false", "true")
            for item in self._api.listed("/phone/voice_mails", "voice_mails", {**month.params, "trashed": trashed, **WHOLE})
        ]
        return _parents(found, "id")

    def every_month(self, _: str) -> list[Known]:
        """Return the months themselves."""
        return [Parent(month.key, month.key, params=month.params) for month in self.months()]

    def reported_months(self, _: str) -> list[Known]:
        """Return the months of which reports tell."""
        return [Parent(month.key, month.key, params=month.params) for month in self.months(REPORTED)]

    def chats(self, _: str) -> list[Known]:
        """Return each Team Chat conversation in each month in which something was said."""
        found: list[Known] = []
        for month in self.months(REPORTED):
            for item in self._api.listed("/report/chat/sessions", "sessions", {**month.params, "page_size": "100"}):
                session = required(item, "session_id")
                key = f"{month.key}.{step(session)}"
                found.append(Parent(key, key, session, month.params, item))
        return found

    def text_messages(self, _: str) -> list[Known]:
        """Return each conversation by text messages, to be read from the first month on."""
        every = self.months()
        whole = {"from": f"{every[0].first}T00:00:00Z", "to": f"{every[-1].last}T23:59:59Z"} if every else {}
        found: dict[str, Known] = {}
        for month in every:
            for item in self._api.listed("/phone/sms/sessions", "sms_sessions", {**month.params, "page_size": "100"}):
                session = required(item, "session_id")
                found.setdefault(session, Parent(session, step(session), session, whole))
        return list(found.values())

    def nothing(self, _: str) -> list[Known]:
        """Return one parent: the account itself."""
        return [Parent("account", "")]

    def _once(self, name: str, user: str, read: Callable[[], list[Any]]) -> list[Any]:
        with self._lock:
            lock = self._locks.setdefault((name, user), threading.Lock())
        with lock:
            if (name, user) not in self._kept:
                self._kept[name, user] = read()
            return self._kept[name, user]


def is_webinar(item: Any) -> bool:
    """Return whether what Zoom lists is a webinar: one of its three kinds."""
    return text_of(item, "type") in WEBINAR_TYPES


def _parents(items: Iterable[Any], key: str) -> list[Known]:
    found: dict[str, Known] = {}
    for item in items:
        value = required(item, key)
        found.setdefault(value, Parent(value, value, value, seed=item))
    return list(found.values())


def _by_status(parents: Iterable[Known]) -> list[Known]:
    found: list[Known] = []
    for known in parents:
        if isinstance(known, SourceError):
            found.append(known)
        else:
            found += [Parent(f"{known.id}.{status}", known.id, known.id, {"status": status}) for status in REGISTERED]
    return found


def _union(*reads: Callable[[], list[Known]]) -> list[Known]:
    """Return the parents of several lists, each once, with the errors of those that could not be read. Raises where none could."""
    found: dict[str, Known] = {}
    errors: list[SourceError] = []
    failed = 0
    for read in reads:
        try:
            listed = read()
        except (AuthFailed, CursorExpired, Unavailable):
            raise
        except SourceError as error:
            failed += 1
            errors.append(error)
            continue
        for known in listed:
            if isinstance(known, SourceError):
                errors.append(known)
            else:
                found.setdefault(known.key, known)
    if errors and failed == len(reads):
        raise errors[0]
    unlike = {str(error): error for error in errors}
    return [*unlike.values(), *found.values()]
