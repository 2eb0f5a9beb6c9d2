"""The token endpoint: domain-wide delegation (RFC 7523) and refresh tokens (RFC 6749), and who a token speaks for."""

import base64
import functools
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from connectors.sandbox.google.problems import Answer, Problem, TokenProblem

TOKEN_URI = "https://oauth2.googleapis.com/token"  # noqa: S105 - an address
_PREFIX = "https://www.googleapis.com/auth/"
READ_ONLY = frozenset(
    {
        "gmail.readonly",
        "drive.readonly",
        "calendar.readonly",
        "contacts.readonly",
        "contacts.other.readonly",
        "directory.readonly",
        "admin.directory.user.readonly",
        "admin.directory.group.readonly",
        "forms.responses.readonly",
        "chat.spaces.readonly",
        "chat.messages.readonly",
        "tasks.readonly",
        "keep.readonly",
        "meetings.space.readonly",
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token allows."""

    subject: str
    scopes: frozenset[str]
    expires_at: float = field(default=float("inf"))


@functools.cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class TokenEndpoint:
    """Issues tokens for the users of one domain. `delegated` are the scopes allow-listed in the Admin console."""

    def __init__(self, users: tuple[str, ...]) -> None:
        self.users = users
        self.client_email = "inzage@studio-project.iam.gserviceaccount.example"
        self.client_id = "client.apps.googleusercontent.example"
        self.client_secret = secrets.token_urlsafe(12)
        self.delegated = set(READ_ONLY)
        self.issued: list[Grant] = []
        self._grants: dict[str, Grant] = {}
        self._refresh: dict[str, Grant] = {}

    def key_file(self) -> str:
        """Return the JSON key of the service account, as the Cloud console gives it."""
        pem = _key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return json.dumps(
            {
                "type": "service_account",
                "private_key_id": "k1",
                "private_key": pem.decode(),
                "client_email": self.client_email,
                "client_id": "100000000000000000001",
                "token_uri": TOKEN_URI,
            }
        )

    def token(self, subject: str, scopes: frozenset[str] = READ_ONLY, seconds: float = 3600) -> str:
        """Return a fresh access token of one user."""
        token = "ya29." + secrets.token_urlsafe(24)
        self._grants[token] = Grant(subject, scopes, time.time() + seconds)
        self.issued.append(self._grants[token])
        return token

    def refresh_token(self, subject: str, scopes: frozenset[str] = READ_ONLY) -> str:
        """Return the refresh token that the consent screen gives one user."""
        token = "1//" + secrets.token_urlsafe(24)
        self._refresh[token] = Grant(subject, scopes)
        return token

    def revoke(self) -> None:
        """Forget every access token: each is refused from now on."""
        self._grants.clear()

    def grant(self, authorization: str) -> Grant:
        """Return what the Authorization header allows; refuse one that is unknown or has expired."""
        found = self._grants.get(authorization.removeprefix("Bearer "))
        if found is None or found.expires_at < time.time():
            raise Problem(401, "authError", "Request had invalid authentication credentials.")
        return found

    def answer(self, form: Mapping[str, str]) -> Answer:
        """Answer a token request."""
        kind = form.get("grant_type", "")
        if kind == "urn:ietf:params:oauth:grant-type:jwt-bearer":
            subject, scopes = self._assertion(form.get("assertion", ""))
        elif kind == "refresh_token":
            subject, scopes = self._refreshed(form)
        else:
            raise TokenProblem(400, "unsupported_grant_type", "Unknown grant type.")
        body = {"access_token": self.token(subject, scopes), "expires_in": 3599, "token_type": "Bearer"}
        return Answer(200, json.dumps(body | {"scope": " ".join(sorted(_PREFIX + scope for scope in scopes))}).encode())

    def _refreshed(self, form: Mapping[str, str]) -> tuple[str, frozenset[str]]:
        if form.get("client_id") != self.client_id or form.get("client_secret") != self.client_secret:
            raise TokenProblem(401, "invalid_client", "The OAuth client was not found.")
        grant = self._refresh.get(form.get("refresh_token", ""))
        if grant is None:
            raise TokenProblem(400, "invalid_grant", "Token has been expired or revoked.")
        return grant.subject, grant.scopes

    def _assertion(self, assertion: str) -> tuple[str, frozenset[str]]:
        try:
            head, claims, signature = assertion.split(".")
            _key().public_key().verify(_decode(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except (ValueError, InvalidSignature):
            raise TokenProblem(400, "invalid_grant", "Invalid JWT signature.") from None
        said = json.loads(_decode(claims))
        if (
            json.loads(_decode(head)).get("alg") != "RS256"
            or said.get("iss") != self.client_email
            or said.get("aud") != TOKEN_URI
        ):
            raise TokenProblem(400, "invalid_grant", "Invalid JWT.")
        if not said["iat"] <= time.time() + 10 or said["exp"] < time.time() or said["exp"] - said["iat"] > 3600:
            raise TokenProblem(400, "invalid_grant", "Invalid JWT: Token must be a short-lived token.")
        scopes = frozenset(scope.removeprefix(_PREFIX) for scope in said["scope"].split())
        if said.get("sub") not in self.users:
            raise TokenProblem(400, "invalid_grant", "Invalid email or User ID")
        if not scopes <= self.delegated:
            raise TokenProblem(401, "unauthorized_client", "Client is unauthorized for any of the scopes requested.")
        return said["sub"], scopes
