"""What Google means when it says no: the reason in the answer counts, the status alone does not tell."""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

from scanner.errors import (
    AccessDenied,
    AuthFailed,
    CursorExpired,
    Gone,
    Malformed,
    SourceError,
    TooLarge,
    Unavailable,
    Unsupported,
)

T = TypeVar("T")


class ExportTooLarge(TooLarge):
    """The document is above the 10 MB that an export gives; a prepared download gives it all the same."""


class NotAccepted(Malformed):
    """The request was not accepted as it stood (400)."""


# https://developers.google.com/workspace/drive/api/guides/handle-errors: a 403 that passes
PASSING = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})

# the first that fits; the names in an ErrorInfo are more precise than those in `errors`
BY_REASON: tuple[tuple[str, type[SourceError], str], ...] = (
    ("EXPIRED_SYNC_TOKEN", CursorExpired, "The place to go on from has lapsed; this part is read again from its start."),
    ("fullSyncRequired", CursorExpired, "The place to go on from has lapsed; this part is read again from its start."),
    (
        "SERVICE_DISABLED",
        AccessDenied,
        "This interface is switched off in the Google Cloud project; switch it on under APIs & Services, Library.",
    ),
    (
        "accessNotConfigured",
        AccessDenied,
        "This interface is switched off in the Google Cloud project; switch it on under APIs & Services, Library.",
    ),
    (
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        AccessDenied,
        "The sign-in lacks the read-only scope for this; grant it in the Admin console or consent again.",
    ),
    (
        "insufficientPermissions",
        AccessDenied,
        "The sign-in lacks the read-only scope or role for this; grant it in the Admin console or consent again.",
    ),
    ("dailyLimitExceeded", Unavailable, "Google's quota for today is used up; run again tomorrow."),
    ("exportSizeLimitExceeded", ExportTooLarge, "This document is too large to be exported at once."),
    ("cannotDownloadAbusiveFile", Unsupported, "Google marks this file as harmful and was not asked for it; look at it by hand."),
    ("cannotDownloadFile", AccessDenied, "Downloading this file is forbidden by its owner; open it by hand."),
    ("fileNotDownloadable", Unsupported, "This file has no content that can be downloaded; open it by hand."),
    (
        "failedPrecondition",
        AccessDenied,
        "This service is not there for this user: suspended, or without a licence; restore the user, or look by hand.",
    ),
    ("domainPolicy", AccessDenied, "A rule of the domain forbids this; an administrator can allow it in the Admin console."),
)

BY_STATUS: dict[int, tuple[type[SourceError], str]] = {
    400: (NotAccepted, "Google did not accept the request; report it to inzage."),
    403: (AccessDenied, "The sign-in may not see this; check who the user is and what they may read."),
    404: (Gone, "This is not there any more."),
    410: (CursorExpired, "The place to go on from has lapsed; this part is read again from its start."),
}

BY_TOKEN_ERROR: dict[str, tuple[type[SourceError], str]] = {
    "unauthorized_client": (
        AccessDenied,
        "The service account may not use the scope {scope}; add it under Domain-wide delegation in the Admin console.",
    ),
    "access_denied": (AccessDenied, "Google refused the scope {scope} for this user; an administrator can allow it."),
    "invalid_scope": (AccessDenied, "The consent does not include the scope {scope}; consent again."),
    "invalid_grant": (
        AuthFailed,
        "Google gave no token: the user is unknown or suspended, or the consent was revoked; check the user, or sign in again.",
    ),
    "invalid_client": (AuthFailed, "Google does not know the client; check client_id and client_secret."),
}


def reasons(body: bytes) -> frozenset[str]:
    """Return the reasons an error answer names, of either of Google's two styles."""
    error = _object(_parsed(body), "error")
    named = [error.get("errors"), error.get("details")]
    return frozenset(
        item["reason"]
        for items in named
        if isinstance(items, list)
        for item in items
        if isinstance(item, dict) and isinstance(item.get("reason"), str)
    )


def retry_after(body: bytes) -> str:
    """Return the moment from which Gmail wants to be asked again, which it writes in the message of a 429; or ""."""
    message = _object(_parsed(body), "error").get("message")
    found = re.search(r"Retry after (\S+?)\.?(?:\s|$)", message) if isinstance(message, str) else None
    return found[1] if found else ""


def passing(status: int, body: bytes) -> bool:
    """Return whether a refusal is a rate limit that passes."""
    return status == 403 and bool(reasons(body) & PASSING)


def refusal(status: int, body: bytes) -> SourceError:
    """Return the error that an answer with a 4xx status is."""
    named = reasons(body)
    for reason, error, sentence in BY_REASON:
        if reason in named:
            return error(sentence)
    error, sentence = BY_STATUS.get(status, (Malformed, "Google gave an answer that is not described; report it to inzage."))
    return error(sentence)


def surely(load: Callable[[], T], otherwise: str) -> T:
    """Return what was listed a moment ago. Raises Malformed with `otherwise` where Google says that it is not there.

    That it is gone would be no loss to anyone; that one interface does not give what another lists is one.
    """
    try:
        return load()
    except Gone:
        raise Malformed(otherwise) from None


def no_token(body: bytes, scope: str) -> SourceError:
    """Return the error that a refused token request is (RFC 6749, 5.2)."""
    parsed = _parsed(body)
    name = parsed.get("error") if isinstance(parsed, dict) else None
    fallback = (AuthFailed, "Google gave no token; check the sign-in in the configuration.")
    error, sentence = BY_TOKEN_ERROR.get(name, fallback) if isinstance(name, str) else fallback
    return error(sentence.format(scope=scope))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        # an error page: the status alone has to do
        return {}


def _object(parsed: Any, key: str) -> dict[str, Any]:
    found = parsed.get(key) if isinstance(parsed, dict) else None
    return found if isinstance(found, dict) else {}
