"""A stand-in for Clubkaart: what the invented platform answers on the wire."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, unquote

from connectors.sandbox.loopback import Environ, StartResponse
from connectors.testing.clubkaart import HOST, Clubkaart
from connectors.testing.world import Seeded, World
from scanner.connector import Connector
from scanner.entities import EntityType
from scanner.model import DataSubject, Identifier

PAGE = 2
TOKEN = "clubkaart-token-91c4"  # noqa: S105  invented
NAMES = ("Femke Oosterling", "Joris van der Brugge", "Aaltje Wierdsma", "Ömer Yıldızhan", "Noor Bakelandt")
BRANCHES = ("noord", "zuid")
SUBJECT = DataSubject(
    "femke",
    (Identifier(EntityType.EMAIL_ADDRESS, "femke.oosterling@post.example"), Identifier(EntityType.PERSON, "Femke Oosterling")),
)


def email(name: str) -> str:
    """Return the invented address of an invented name."""
    return f"{name.lower().replace(' ', '.').encode('ascii', 'ignore').decode()}@post.example"


class Club:
    """A WSGI application. `changes` remembers, so that a sync token tells what happened since."""

    def __init__(self) -> None:
        self.members = {branch: {f"{branch}-{n}": _member(n, name) for n, name in enumerate(NAMES)} for branch in BRANCHES}
        self.members["noord"]["noord-3"]["status"] = "archived"
        self.members["zuid"]["zuid-1"]["status"] = "archived"
        self.notes = {branch: {f"note-{n}": _note(n, name) for n, name in enumerate(NAMES)} for branch in BRANCHES}
        self.changes: list[tuple[str, str]] = []

    def seeded(self) -> Iterable[Seeded]:
        """Yield the truth as it is now."""
        for branch, members in self.members.items():
            for key, member in members.items():
                hidden = "archived" if member["status"] == "archived" else ""
                yield Seeded("members", key, member["name"], EntityType.PERSON, branch, hidden)
                yield Seeded("members", key, member["emails"][0]["address"], EntityType.EMAIL_ADDRESS, branch, hidden)
                yield Seeded("members", key, member["remark"], None, branch, hidden)
        for branch, notes in self.notes.items():
            for key, note in notes.items():
                yield Seeded("notes", key, note["author"], EntityType.PERSON, branch)
                yield Seeded("notes", key, note["text"], None, branch)

    def change(self) -> None:
        """Add, alter and remove members."""
        self.members["noord"]["noord-9"] = _member(9, "Wubbo Tjallinga")
        self.members["noord"]["noord-0"]["remark"] = "moved to Appingedam"
        del self.members["noord"]["noord-1"]
        del self.members["zuid"]["zuid-4"]
        self.changes += [("noord", "noord-9"), ("noord", "noord-0"), ("noord", "noord-1"), ("zuid", "zuid-4")]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        path, _, asked = environ["REQUEST_URI"].partition("?")
        query = {name: values[0] for name, values in parse_qs(asked).items()}
        code, answer = 401, {"error": "who are you?"}
        if environ.get("HTTP_AUTHORIZATION") == f"Bearer {TOKEN}":
            code, answer = self._answer([unquote(step) for step in path.split("/")[2:]], query)
        body = json.dumps(answer).encode()
        start_response(f"{code} Answer", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, way: list[str], query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        match way:
            case ["branches"]:
                return 200, _paged("branches", [{"id": branch} for branch in BRANCHES], query)
            case ["branches", branch, "members"] if branch in self.members:
                return self._members(branch, query)
            case ["branches", branch, "notes"] if branch in self.notes:
                page = _paged("notes", [{"id": key} for key in self.notes[branch]], query)
                link = f"https://{HOST}/v1/branches/{branch}/notes?page={page['next_page']}" if page["next_page"] else None
                return 200, {"notes": page["notes"], "next": link}
            case ["branches", branch, kind, key] if key in (found := getattr(self, kind, {}).get(branch, {})):
                return 200, {"id": key, **found[key]}
        return 404, {"error": "no such thing"}

    def _members(self, branch: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        members = [{"id": key, **member} for key, member in self.members[branch].items()]
        if "q" in query:
            members = [member for member in members if query["q"] in json.dumps(member, ensure_ascii=False)]
        elif "since" in query:
            changed = dict.fromkeys(key for where, key in self.changes[int(query["since"][1:]) :] if where == branch)
            members = [{"id": key, **self.members[branch].get(key, {"deleted": True})} for key in changed]
        elif query.get("status") != "all":
            members = [member for member in members if member["status"] != "archived"]
        return 200, _paged("members", members, query) | {"sync": f"s{len(self.changes)}"}


def world(connector: type[Connector] = Clubkaart, **changes: Any) -> World:
    """Return Clubkaart with everything planted in it, as its contract test gives it, save for `changes`."""
    club = Club()
    told = World(
        connector,
        {HOST: club},
        tuple(club.seeded()),
        token=TOKEN,
        next_keys=frozenset({"next_page", "next"}),
        links=True,
        change=club.change,
        subject=SUBJECT,
    )
    return replace(told, **changes)


def _member(number: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "emails": [{"address": email(name), "kind": "home"}],
        "born": f"19{70 + number}-03-0{number % 8 + 1}",
        "status": "active",
        "remark": f"prefers row {number} near the door",
        "changed": f"2026-10-0{number % 8 + 1}T10:00:00+02:00",
        "etag": f"W/{number}",
        "sponsor": None,
    }


def _note(number: int, name: str) -> dict[str, Any]:
    return {"author": name, "text": f"Called {email(name)} about evening {number}."}


def _paged(key: str, items: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    start = int(query.get("page", "p0")[1:])
    following = f"p{start + PAGE}" if start + PAGE < len(items) else None
    return {key: items[start : start + PAGE], "next_page": following}
