"""What Zoom means when it says no: its own code counts, the HTTP status alone does not tell."""

import json
import re
from typing import Any

from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, SourceError


class ScopeMissing(AccessDenied):
    """The app lacks a granular scope: all that needs it is lost, and nothing else."""


class Absent(Gone):
    """Zoom itself says that there is no such thing; a bare 404 says only that an address leads nowhere."""


REFUSALS = (400, 403, 404)
"""Statuses whose body is looked at. Zoom answers a missing scope with 400 and code 4711 (seen in public reports of 2024)."""

_SCOPE = re.compile(r"[a-z_]+(?::[a-z_]+)+")

# 4711 and 300 are verified by public reports and Zoom's own page on errors; the others are from memory
BY_CODE: dict[int, tuple[type[SourceError], str]] = {
    200: (AccessDenied, "Zoom says that the account's plan or the user's role does not allow this; look in the Zoom portal."),
    1010: (AccessDenied, "Zoom says that this belongs to another account; ask that account's owner."),
    12702: (AccessDenied, "Zoom shows who took part for a year and no longer; ask Zoom for what it still holds."),
    2300: (Malformed, "Zoom does not know this request; report it to inzage."),
}

BY_STATUS: dict[int, tuple[type[SourceError], str]] = {
    400: (Malformed, "Zoom did not accept the request; the platform may have changed, report it to inzage."),
    403: (AccessDenied, "The sign-in may not see this; check the scopes of the app and the role of who made it."),
    404: (Gone, "This is not there any more."),
}


def refusal(status: int, body: bytes, *, resumed: bool = False) -> SourceError:
    """Return the error that an answer of 4xx is; `resumed` says that a page token was sent along."""
    code, said = _said(body)
    if code in {4700, 4711} or "does not contain scopes" in said:
        return ScopeMissing(f"The app may not see this: add {_scopes(said)} to its scopes in the Zoom App Marketplace.")
    if status == 400 and resumed:
        # a page token lives for fifteen minutes, and nothing else of the request can have gone wrong since the page before
        return CursorExpired("The place to go on from has lapsed; this part is read again from its start.")
    if status == 404 and code and code not in BY_CODE:
        return Absent(BY_STATUS[404][1])
    error, sentence = BY_CODE.get(code) or BY_STATUS.get(status, BY_STATUS[400])
    return error(sentence)


def no_token(body: bytes) -> SourceError:
    """Return the error that a refused token request is."""
    _, said = _said(body)
    hint = "the app is switched off" if "disabled" in said.lower() else "account_id, client_id or client_secret is wrong"
    return AuthFailed(f"Zoom gave no token: {hint}; look at the app in the Zoom App Marketplace.")


def _scopes(said: str) -> str:
    """Return the scopes that Zoom names, those of a whole account where it names both kinds."""
    named = _SCOPE.findall(said.partition("scopes")[2])
    wanted = [scope for scope in named if scope.endswith(":admin")] or named
    return " or ".join(dict.fromkeys(wanted)) or "the scope for it"


def _said(body: bytes) -> tuple[int, str]:
    try:
        parsed: Any = json.loads(body)
    except (ValueError, RecursionError):
        # an error page: the status alone has to do
        return 0, ""
    if not isinstance(parsed, dict):
        return 0, ""
    code, message = parsed.get("code"), parsed.get("message") or parsed.get("reason")
    return code if isinstance(code, int) else 0, message if isinstance(message, str) else ""
