"""How Google says no."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response."""

    status: int
    body: bytes
    media_type: str = "application/json; charset=UTF-8"
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """A refusal, with the reason that Google's clients tell refusals apart by."""

    def __init__(
        self, status: int, reason: str, message: str, *, info: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.reason = reason
        self.message = message
        self.info = info
        self.headers = headers or {}

    def answer(self) -> Answer:
        """Return the error body of the Google APIs (https://cloud.google.com/apis/design/errors)."""
        error: dict[str, object] = {
            "code": self.status,
            "message": self.message,
            "errors": [{"domain": "global", "reason": self.reason, "message": self.message}],
        }
        if self.info:
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": self.info}]
        return Answer(self.status, json.dumps({"error": error}).encode(), headers=self.headers)


class TokenProblem(Exception):
    """A refusal of the token endpoint (RFC 6749 section 5.2)."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def answer(self) -> Answer:
        """Return the error body of the token endpoint."""
        return Answer(self.status, json.dumps({"error": self.error, "error_description": self.description}).encode())


def bad(message: str) -> Problem:
    """Return the refusal of a request that does not follow the description."""
    return Problem(400, "invalidParameter", message)


def missing(what: str) -> Problem:
    """Return the refusal of an address where nothing is."""
    return Problem(404, "notFound", f"{what} was not found.")


def number(value: str | None, default: int, most: int) -> int:
    """Return a page size: the wish, capped at what the vendor allows."""
    wish = int(value) if value else default
    if wish < 1:
        raise bad("A page holds at least one.")
    return min(wish, most)


def first(values: Mapping[str, Sequence[str]], name: str) -> str | None:
    """Return a query parameter that is given once, or None."""
    found = values.get(name)
    return found[0] if found else None
