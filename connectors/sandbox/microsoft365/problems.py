"""How Graph answers, and how it says no."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP response."""

    status: int
    body: bytes
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """A refusal with Graph's code (https://learn.microsoft.com/graph/errors)."""

    def __init__(self, status: int, code: str, message: str = "Refused.", headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}

    def answer(self) -> Answer:
        """Return the refusal as a response."""
        inner = {"date": "2026-11-20T09:00:00", "request-id": "00000000-0000-0000-0000-000000000000"}
        error = {"code": self.code, "message": self.message, "innerError": inner}
        return Answer(self.status, json.dumps({"error": error}).encode(), headers=self.headers)


def said(body: Any) -> Answer:
    """Return JSON."""
    return Answer(200, json.dumps(body).encode())


def missing(code: str = "ErrorItemNotFound") -> Problem:
    """Return the refusal of an address where nothing is."""
    return Problem(404, code, "The specified object was not found in the store.")
