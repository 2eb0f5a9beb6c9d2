"""Gmail v1: mailboxes with labels, search and history."""

import base64
import email
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.sandbox.google import text
from connectors.sandbox.google.call import Call
from connectors.sandbox.google.opaque import Opaque, Sequence
from connectors.sandbox.google.problems import Problem, bad, missing
from connectors.sandbox.tenant import Mail

_TERM = re.compile(
    r'(?P<group>[{}])|(?P<not>-)?(?:(?P<where>from|to|cc|bcc|deliveredto|subject):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s{}"]+))'
)


@dataclass(slots=True)
class Stored:
    """A message and its place in the mailbox."""

    mail: Mail
    sequence: int
    history_id: int


@dataclass(slots=True)
class Mailbox:
    """One user's mail. History before `floor` is forgotten."""

    messages: dict[str, Stored] = field(default_factory=dict)
    history: list[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=list)
    floor: int = 0


class Gmail:
    """Every mailbox of the domain."""

    def __init__(self, users: Iterable[str], mails: Iterable[Mail], tokens: Opaque, clock: Sequence) -> None:
        self._tokens, self._clock = tokens, clock
        self.boxes = {user: Mailbox() for user in users}
        self.denied: set[str] = set()
        self.without_mailbox: set[str] = set()
        self.hidden: set[str] = set()
        """Messages that are counted and not listed: a listing that the vendor cuts short."""
        for mail in mails:
            self.add(mail)

    def add(self, mail: Mail) -> None:
        """Let a message arrive."""
        now = self._clock.next()
        box = self.boxes[mail.owner]
        box.messages[mail.message_id] = Stored(mail, now, now)
        box.history.append((now, "messagesAdded", mail.message_id, mail.labels))

    def remove(self, owner: str, message_id: str) -> None:
        """Delete a message for good."""
        box = self.boxes[owner]
        gone = box.messages.pop(message_id)
        box.history.append((self._clock.next(), "messagesDeleted", message_id, gone.mail.labels))

    def relabel(self, owner: str, message_id: str, labels: tuple[str, ...]) -> None:
        """Give a message other labels."""
        box, now = self.boxes[owner], self._clock.next()
        held = box.messages[message_id]
        changed = tuple(set(labels) ^ set(held.mail.labels))
        held.mail, held.history_id = replace(held.mail, labels=labels), now
        box.history.append((now, "labelsAdded", message_id, changed))

    def forget_history(self, owner: str) -> None:
        """Let every history id given so far lapse."""
        self.boxes[owner].floor = self._clock.next()

    def _box(self, call: Call) -> Mailbox:
        user = call.subject if call.path["userId"] == "me" else call.path["userId"]
        if user != call.subject or user in self.denied:
            raise Problem(403, "forbidden", "Delegation denied.")
        if user in self.without_mailbox:
            raise Problem(400, "failedPrecondition", "Mail service not enabled")
        return self.boxes[user]

    def get_profile(self, call: Call) -> dict[str, Any]:
        """gmail.users.getProfile."""
        box = self._box(call)
        last = max((entry[0] for entry in box.history), default=self._clock.now)
        return {
            "emailAddress": call.subject,
            "messagesTotal": len(box.messages),
            "threadsTotal": len(box.messages),
            "historyId": str(max(last, box.floor)),
        }

    def list_labels(self, call: Call) -> dict[str, Any]:
        """gmail.users.labels.list."""
        names = sorted({label for held in self._box(call).messages.values() for label in held.mail.labels})
        return {"labels": [{"id": name, "name": name, "type": "system" if name.isupper() else "user"} for name in names]}

    def list_messages(self, call: Call) -> dict[str, Any]:
        """gmail.users.messages.list: newest first."""
        box = self._box(call)
        below = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else float("inf")
        size = call.size("maxResults", 100, 500)
        query, labels = call.one("q"), set(call.query.get("labelIds", ()))
        hits = [
            held
            for held in sorted(box.messages.values(), key=lambda held: -held.sequence)
            if held.sequence < below
            and held.mail.message_id not in self.hidden
            and (call.flag("includeSpamTrash") or not {"SPAM", "TRASH"} & set(held.mail.labels))
            and labels <= set(held.mail.labels)
            and (not query or matches(query, text.parsed(held.mail.raw)))
        ]
        found: dict[str, Any] = {"resultSizeEstimate": len(hits)}
        if hits:
            found["messages"] = [{"id": h.mail.message_id, "threadId": h.mail.message_id} for h in hits[:size]]
        if len(hits) > size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), hits[size - 1].sequence)
        return found

    def get_message(self, call: Call) -> dict[str, Any]:
        """gmail.users.messages.get, in the formats minimal and raw."""
        held = self._box(call).messages.get(call.path["id"])
        if held is None:
            raise missing("Requested entity")
        if call.one("format") not in {"raw", "minimal"}:
            raise bad("The stand-in speaks the formats minimal and raw.")
        # the older policy leaves headers as they are: to take each apart costs more than all else here
        message = email.message_from_bytes(held.mail.raw)
        found = {
            "id": held.mail.message_id,
            "threadId": held.mail.message_id,
            "labelIds": list(held.mail.labels),
            "snippet": text.beginning(message),
            "sizeEstimate": len(held.mail.raw),
            "historyId": str(held.history_id),
            "internalDate": str(_milliseconds(message)),
        }
        if call.one("format") == "raw":
            found["raw"] = base64.urlsafe_b64encode(held.mail.raw).decode().rstrip("=")
        return found

    def list_history(self, call: Call) -> dict[str, Any]:
        """gmail.users.history.list; 404 where the history is no longer kept."""
        box = self._box(call)
        if not call.one("startHistoryId").isdigit():
            raise bad("Required parameter startHistoryId.")
        start = int(call.one("startHistoryId"))
        if start < box.floor:
            raise missing("Requested entity")
        after = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else start
        size = call.size("maxResults", 100, 500)
        kinds = {_PLURAL[kind] for kind in call.query.get("historyTypes", ())} or set(_PLURAL.values())
        entries = [entry for entry in box.history if entry[0] > after and entry[1] in kinds]
        found: dict[str, Any] = {"historyId": self.get_profile(call)["historyId"]}
        if entries:
            found["history"] = [_entry(*entry) for entry in entries[:size]]
        if len(entries) > size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), entries[size - 1][0])
        return found


_PLURAL = {
    "messageAdded": "messagesAdded",
    "messageDeleted": "messagesDeleted",
    "labelAdded": "labelsAdded",
    "labelRemoved": "labelsRemoved",
}


def _entry(at: int, kind: str, message_id: str, labels: tuple[str, ...]) -> dict[str, Any]:
    message = {"id": message_id, "threadId": message_id}
    change: dict[str, Any] = {"message": message}
    if kind.startswith("labels"):
        change["labelIds"] = list(labels)
    return {"id": str(at), "messages": [message], kind: [change]}


def _milliseconds(message: Message) -> int:
    date = message["Date"]
    return int(parsedate_to_datetime(str(date)).timestamp() * 1000) if date else 1_760_000_000_000


def matches(query: str, message: EmailMessage) -> bool:
    """Return whether a message answers a Gmail query: words and phrases, `{a b}` for either, `-` for not, headers by name."""
    either: list[bool] | None = None
    for term in _TERM.finditer(query):
        if term["group"] == "{":
            either = []
            continue
        if term["group"] == "}":
            if not any(either or ()):
                return False
            either = None
            continue
        hit = _hit(term["where"] or "", term["phrase"] if term["phrase"] is not None else term["word"], message)
        hit = hit != bool(term["not"])
        if either is not None:
            either.append(hit)
        elif not hit:
            return False
    return True


def _hit(where: str, phrase: str, message: EmailMessage) -> bool:
    if not where:
        return text.holds(text.of_message(message), phrase)
    header = {"deliveredto": "Delivered-To"}.get(where, where)
    return text.holds(" ".join(str(value) for value in message.get_all(header, [])), phrase)
