"""Drive v3: files of users and shared drives, exports, changes."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connectors.sandbox.google import query, text
from connectors.sandbox.google.call import Call
from connectors.sandbox.google.opaque import Opaque, Sequence
from connectors.sandbox.google.problems import Answer, Problem, bad, missing
from connectors.sandbox.tenant import DriveFile

NATIVE = "application/vnd.google-apps."
_FIELDS = ("includeItemsFromAllDrives", "supportsAllDrives")


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened to a file, which these users and drives could see before or after."""

    at: int
    file_id: str
    seen_by: frozenset[str]


@dataclass(slots=True)
class Operation:
    """A download being prepared."""

    subject: str
    file_id: str
    media_type: str
    polls: int


@dataclass(slots=True)
class Faults:
    """What can be made to go wrong."""

    incomplete: set[str] = field(default_factory=set)
    encrypted: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)
    hidden: bool = False
    export_limit: int = 10 * 1024 * 1024
    polls: int = 1


class Drive:
    """Every file of the domain. `members` of a shared drive may read it: all users, unless told otherwise."""

    def __init__(
        self, users: Iterable[str], files: Iterable[DriveFile], drives: Mapping[str, str], tokens: Opaque, clock: Sequence
    ) -> None:
        self._tokens, self._clock = tokens, clock
        self.users, self.drives = tuple(users), dict(drives)
        self.members = {drive: set(self.users) for drive in drives}
        self.files: dict[str, tuple[DriveFile, int]] = {}
        self.details: dict[str, dict[str, Any]] = {}
        """More of a file's metadata, by file id: merged into what the platform returns."""
        self.faults = Faults()
        self._changes: list[Change] = []
        self._operations: dict[str, Operation] = {}
        for file in files:
            self.put(file)

    def put(self, file: DriveFile) -> None:
        """Add a file, or replace what it was."""
        before = self._seen_by(self.files[file.file_id][0]) if file.file_id in self.files else frozenset()
        now = self._clock.next()
        self.files[file.file_id] = (file, now)
        self._changes.append(Change(now, file.file_id, before | self._seen_by(file)))

    def remove(self, file_id: str) -> None:
        """Delete a file for good."""
        gone, _ = self.files.pop(file_id)
        self._changes.append(Change(self._clock.next(), file_id, self._seen_by(gone)))

    @staticmethod
    def _seen_by(file: DriveFile) -> frozenset[str]:
        return frozenset({file.drive_id} if file.drive_id else {file.owner, *file.shared_with})

    def _visible(self, subject: str, file: DriveFile) -> bool:
        if file.drive_id:
            return subject in self.members[file.drive_id] or subject in file.shared_with
        return subject in self._seen_by(file)

    def shows(self, subject: str, file_id: str) -> bool:
        """Return whether a file is there and a user may see it."""
        file, _ = self.files.get(file_id, (None, 0))
        return file is not None and self._visible(subject, file)

    def _file(self, call: Call) -> DriveFile:
        file, _ = self.files.get(call.path["fileId"], (None, 0))
        if file is None or not self._visible(call.subject, file):
            raise missing("File")
        handed_out = call.one("source") == "downloadUrl"
        if file.drive_id and call.method == "drive.files.get" and not (call.flag("supportsAllDrives") or handed_out):
            raise missing("File")
        return file

    def _corpus(self, call: Call) -> str:
        drive = call.one("driveId")
        if drive and (drive not in self.drives or call.subject not in self.members[drive]):
            raise missing("Shared drive")
        if drive and not (
            call.flag("supportsAllDrives") and (call.method.endswith("Token") or call.flag("includeItemsFromAllDrives"))
        ):
            raise bad("A shared drive is only read with supportsAllDrives and includeItemsFromAllDrives.")
        if (call.one("corpora") == "drive") != bool(drive) and call.method == "drive.files.list":
            raise bad("corpora=drive and driveId go together.")
        return drive or call.subject

    def list_drives(self, call: Call) -> dict[str, Any]:
        """drive.drives.list."""
        every = call.flag("useDomainAdminAccess")
        if every and call.subject != self.users[0]:
            raise Problem(403, "insufficientPermissions", "The user is not an administrator.")
        seen = [drive for drive in sorted(self.drives) if every or call.subject in self.members[drive]]
        start = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else 0
        size = call.size("pageSize", 10, 100)
        found: dict[str, Any] = {
            "kind": "drive#driveList",
            "drives": [{"kind": "drive#drive", "id": d, "name": self.drives[d]} for d in seen[start : start + size]],
        }
        if len(seen) > start + size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), start + size)
        return found

    def list_files(self, call: Call) -> dict[str, Any]:
        """drive.files.list: trash included, as in the live service."""
        corpus = self._corpus(call)
        after = self._tokens.read(call.bound(), call.one("pageToken")) if call.one("pageToken") else ""
        hits = [
            file
            for _, (file, _) in sorted(self.files.items())
            if corpus in self._seen_by(file)
            and not self.faults.hidden
            and query.answers(call.one("q"), lambda name, operator, value, f=file: self._test(f, name, operator, value))  # type: ignore[misc]
        ]
        hits = [file for file in hits if file.file_id > after]
        size = call.size("pageSize", 100, 1000)
        found: dict[str, Any] = {
            "kind": "drive#fileList",
            "incompleteSearch": corpus in self.faults.incomplete,
            "files": [self.resource(call.subject, file) for file in hits[:size]],
        }
        if len(hits) > size:
            found["nextPageToken"] = self._tokens.issue(call.bound(), hits[size - 1].file_id)
        return found

    def _test(self, file: DriveFile, name: str, operator: str, value: str) -> bool:
        if operator == "in":
            people = {"owners": {file.owner}, "writers": set(file.shared_with), "readers": set(file.shared_with)}
            if name not in people:
                raise bad("Invalid Value: q.")
            return value.casefold() in {person.casefold() for person in people[name]}
        if name == "trashed" and operator == "=":
            return file.trashed == (value == "true")
        if name == "mimeType":
            return (file.media_type == value) == (operator == "=")
        if operator != "contains" or name not in {"fullText", "name"}:
            raise bad("Invalid Value: q.")
        if name == "name":
            return text.holds(file.name, value.strip('"'))
        words = [file.name, str(self.details.get(file.file_id, {}).get("description", "")), text.of_file(file.content)]
        return text.holds(" ".join([*words, *map(text.of_file, file.exports.values())]), value.strip('"'))

    def resource(self, subject: str, file: DriveFile) -> dict[str, Any]:
        """Return a file as one user is shown it."""
        mine = file.owner == subject
        found: dict[str, Any] = {
            "kind": "drive#file",
            "id": file.file_id,
            "name": file.name,
            "mimeType": file.media_type,
            "trashed": file.trashed,
            "createdTime": "2026-03-02T09:00:00.000Z",
            "modifiedTime": "2026-09-14T12:30:00.000Z",
            "version": str(self.files[file.file_id][1]),
            "webViewLink": f"https://drive.google.com/file/d/{file.file_id}/view",
            "capabilities": {"canDownload": file.file_id not in self.faults.locked},
        }
        if file.drive_id:
            found["driveId"] = file.drive_id
        else:
            found |= {"owners": [self._person(file.owner, subject)], "ownedByMe": mine, "shared": bool(file.shared_with)}
        if mine:
            found["permissions"] = [
                {"kind": "drive#permission", "id": str(n), "type": "user", "role": role, "emailAddress": who}
                for n, (who, role) in enumerate([(file.owner, "owner"), *((who, "reader") for who in file.shared_with)])
            ]
        if not file.media_type.startswith(NATIVE):
            found |= {"size": str(len(file.content)), "md5Checksum": hashlib.md5(file.content, usedforsecurity=False).hexdigest()}
        if file.shortcut_to:
            target = self.files.get(file.shortcut_to)
            found["shortcutDetails"] = {"targetId": file.shortcut_to} | (
                {"targetMimeType": target[0].media_type} if target else {}
            )
        if file.file_id in self.faults.encrypted:
            found["clientEncryptionDetails"] = {"encryptionState": "encrypted"}
        return found | self.details.get(file.file_id, {})

    @staticmethod
    def _person(address: str, subject: str) -> dict[str, Any]:
        return {
            "kind": "drive#user",
            "displayName": address.split("@", maxsplit=1)[0],
            "emailAddress": address,
            "me": address == subject,
        }

    def get_file(self, call: Call) -> dict[str, Any] | Answer:
        """drive.files.get, the metadata or with alt=media the content."""
        file = self._file(call)
        if call.one("alt") != "media":
            return self.resource(call.subject, file)
        if call.one("source") == "downloadUrl":
            return Answer(200, self._prepared(call, file), "application/octet-stream")
        self._readable(file)
        if file.media_type.startswith(NATIVE):
            raise Problem(403, "fileNotDownloadable", "Only files with binary content can be downloaded.")
        return Answer(200, file.content, file.media_type)

    def _readable(self, file: DriveFile) -> None:
        if file.file_id in self.faults.locked:
            raise Problem(403, "cannotDownloadFile", "This file cannot be downloaded by the user.")

    def _exported(self, file: DriveFile, media_type: str) -> bytes:
        self._readable(file)
        if not file.media_type.startswith(NATIVE):
            raise Problem(403, "fileNotExportable", "Export only supports Docs Editors files.")
        if media_type not in file.exports:
            raise Problem(400, "badRequest", "The requested conversion is not supported.")
        return file.exports[media_type]

    def export(self, call: Call) -> Answer:
        """drive.files.export: up to 10 MB."""
        content = self._exported(self._file(call), call.one("mimeType"))
        if len(content) > self.faults.export_limit:
            raise Problem(403, "exportSizeLimitExceeded", "This file is too large to be exported.")
        return Answer(200, content, call.one("mimeType"))

    def download(self, call: Call) -> dict[str, Any]:
        """drive.files.download: starts to prepare a download."""
        file = self._file(call)
        self._exported(file, call.one("mimeType"))
        name = self._tokens.issue("operation", file.file_id)
        self._operations[name] = Operation(call.subject, file.file_id, call.one("mimeType"), self.faults.polls)
        return {"name": name, "done": False}

    def get_operation(self, call: Call) -> dict[str, Any]:
        """drive.operations.get."""
        operation = self._operations.get(call.path["name"])
        if operation is None or operation.subject != call.subject:
            raise missing("Operation")
        operation.polls -= 1
        if operation.polls >= 0:
            return {"name": call.path["name"], "done": False}
        address = f"https://www.googleapis.com/drive/v3/files/{operation.file_id}?alt=media&source=downloadUrl"
        return {"name": call.path["name"], "done": True, "response": {"downloadUri": address, "partialDownloadAllowed": True}}

    def _prepared(self, call: Call, file: DriveFile) -> bytes:
        for operation in self._operations.values():
            if (operation.subject, operation.file_id) == (call.subject, file.file_id) and operation.polls < 0:
                return file.exports[operation.media_type]
        raise missing("File")

    def start_token(self, call: Call) -> dict[str, Any]:
        """drive.changes.getStartPageToken."""
        return {"kind": "drive#startPageToken", "startPageToken": self._mark(self._corpus(call), self._clock.now)}

    def _mark(self, corpus: str, at: int) -> str:
        return self._tokens.issue(("changes", corpus), at)

    def list_changes(self, call: Call) -> dict[str, Any]:
        """drive.changes.list: of a user, or with driveId of a shared drive."""
        corpus = self._corpus(call)
        after = self._tokens.read(("changes", corpus), call.one("pageToken"))
        latest = {c.file_id: c for c in self._changes if c.at > after and corpus in c.seen_by}
        hits = sorted(latest.values(), key=lambda change: change.at)
        size = call.size("pageSize", 100, 1000)
        found: dict[str, Any] = {
            "kind": "drive#changeList",
            "changes": [self._change(call.subject, corpus, change) for change in hits[:size]],
        }
        if len(hits) > size:
            found["nextPageToken"] = self._mark(corpus, hits[size - 1].at)
        else:
            found["newStartPageToken"] = self._mark(corpus, self._clock.now)
        return found

    def _change(self, subject: str, corpus: str, change: Change) -> dict[str, Any]:
        file, _ = self.files.get(change.file_id, (None, 0))
        there = file is not None and corpus in self._seen_by(file)
        found: dict[str, Any] = {"kind": "drive#change", "changeType": "file", "fileId": change.file_id, "removed": not there}
        if file is not None and there:
            found["file"] = self.resource(subject, file)
        return found
