"""What Graph means when it says no: the code in the answer counts, the status alone does not tell."""

import json
from collections.abc import Mapping

from scanner.errors import AccessDenied, AuthFailed, CursorExpired, Gone, Malformed, SourceError, Unsupported


class NoDrive(Gone):
    """The user has no OneDrive: it was never opened, or the licence does not hold one."""


_LAPSED = (CursorExpired, "the place to go on from has lapsed; this part is read again from its start")
_NO_MAILBOX = (
    Unsupported,
    "this account has no mailbox that Graph can read (no licence, closed, or on a server of your own); look there by hand",
)

# compared in lower case: Graph's services do not agree on theirs
BY_CODE: dict[str, tuple[type[SourceError], str]] = {
    # https://learn.microsoft.com/graph/delta-query-overview: synchronization reset
    "syncstatenotfound": _LAPSED,
    "syncstateinvalid": _LAPSED,
    "resyncrequired": _LAPSED,
    "resyncchangesapplydifferences": _LAPSED,
    "resyncchangesuploaddifferences": _LAPSED,
    "directory_expiredpagetoken": _LAPSED,
    "mailboxnotenabledforrestapi": _NO_MAILBOX,
    "mailboxnotsupportedforrestapi": _NO_MAILBOX,
    "errornonexistentmailbox": _NO_MAILBOX,
    # "User's mysite not found."
    "resourcenotfound": (NoDrive, "this is not there"),
    "malwaredetected": (Unsupported, "Microsoft marks this file as harmful and was not asked for it; look at it by hand"),
    "resourcelocked": (AccessDenied, "this site or file is locked; an administrator can unlock it"),
    "authorization_requestdenied": (
        AccessDenied,
        "the application lacks the read-only permission for this; grant it in the Entra admin center, with admin consent",
    ),
    "erroraccessdenied": (
        AccessDenied,
        "the sign-in may not read this mailbox; grant the permission, or add the mailbox to the application's scope",
    ),
}
BY_STATUS: dict[int, tuple[type[SourceError], str]] = {
    400: (Malformed, "Graph did not accept the request; report it to inzage"),
    404: (Gone, "this is not there any more"),
    423: (AccessDenied, "this site or file is locked; an administrator can unlock it"),
}
BY_TOKEN_ERROR = {
    "invalid_client": "Microsoft does not accept the client_secret; make a new one under Certificates & secrets.",
    "unauthorized_client": "Microsoft does not know this client_id in this tenant; check both.",
    "invalid_grant": "Microsoft no longer accepts the consent: it lapsed or was revoked; sign in again.",
    "interaction_required": "Microsoft wants the user to sign in again.",
    "invalid_scope": "The application has no permissions for Graph yet; grant them in the Entra admin center.",
}
BY_CONSENT_ERROR = BY_TOKEN_ERROR | {
    "invalid_client": "This application may not be signed in to with a code: in the Entra admin center, under Authentication, allow public"
    " client flows.",
    "expired_token": "The code was not entered in time; run the command again.",
    "authorization_pending": "The code was not entered in time; run the command again.",
    "authorization_declined": "The consent was refused at Microsoft; run the command again to try once more.",
    "access_denied": "The consent was refused at Microsoft; an administrator may have to consent first.",
    "bad_verification_code": "Microsoft does not know the code; run the command again.",
}
PASSING = frozenset({"activitylimitreached", "toomanyrequests", "applicationthrottled"})


def code(body: bytes) -> str:
    """Return the code of an error answer in lower case; "" when there is none."""
    try:
        error = json.loads(body)["error"]
        return str(error["code"]).lower()
    except (ValueError, RecursionError, KeyError, TypeError, IndexError):
        # an error page: the status alone has to do
        return ""


def passing(status: int, body: bytes) -> bool:
    """Return whether a 403 is a rate limit that passes."""
    return status == 403 and code(body) in PASSING


def meaning(status: int, body: bytes) -> tuple[type[SourceError], str] | None:
    """Return what a refusal means; None: what its status says. 401, 429 and 5xx are never anything else."""
    if status in {401, 429} or status >= 500:
        return None
    return BY_CODE.get(code(body)) or BY_STATUS.get(status)


def no_token(said: object, known: Mapping[str, str] = BY_TOKEN_ERROR) -> SourceError:
    """Return the error that a refused token request is (RFC 6749, 5.2; RFC 8628, 3.5)."""
    name = said.get("error") if isinstance(said, dict) else None
    return AuthFailed(known.get(str(name), "Microsoft gave no token; check the sign-in in the configuration."))
