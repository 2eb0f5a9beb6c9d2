"""The sign-in: where a tenant's token endpoint is, and the three grants that are used (RFC 6749, RFC 8628)."""

import json
import secrets
import time
from collections.abc import Mapping

from connectors.sandbox.microsoft365.problems import Answer, Problem, said

LOGIN = "login.microsoftonline.com"


class TokenEndpoint:
    """Issues tokens for one application of one tenant. `tokens` maps each to when it lapses; `interval` is how often, in
    seconds, may be asked whether a code was entered.
    """

    def __init__(self) -> None:
        self.interval = 1
        self.tenant_id = "5f0c3a52-0000-4000-8000-00000000c0de"
        self.client_id = "7b1de9a4-0000-4000-8000-0000000c1e47"
        self.client_secret = secrets.token_urlsafe(12)
        self.tokens: dict[str, float] = {}
        self._refresh: set[str] = set()
        self._delegated: set[str] = set()
        self._codes: dict[str, str] = {}
        self.asked_for: set[str] = set()

    def token(self, seconds: float = 3600, *, delegated: bool = False) -> str:
        """Return a fresh access token, of the application or, `delegated`, of a user who consented."""
        token = "eyJ0eXAi." + secrets.token_urlsafe(24)
        self.tokens[token] = time.time() + seconds
        if delegated:
            self._delegated.add(token)
        return token

    def refresh_token(self) -> str:
        """Return the refresh token that one user's consent gives."""
        token = "0.AX" + secrets.token_urlsafe(24)
        self._refresh.add(token)
        return token

    def revoke(self) -> None:
        """Forget every access token: each is refused from now on."""
        self.tokens.clear()

    def consent(self, *, given: bool = True) -> None:
        """Let the user enter the code that was last asked for, and consent or not."""
        self._codes[next(reversed(self._codes))] = "given" if given else "authorization_declined"

    def check(self, authorization: str) -> bool:
        """Refuse an Authorization header that is unknown or has lapsed; return whether a user consented to its token."""
        token = authorization.removeprefix("Bearer ")
        if self.tokens.get(token, 0) < time.time():
            raise Problem(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.")
        return token in self._delegated

    def answer(self, method: str, path: str, form: Mapping[str, str]) -> Answer:
        """Answer one request to the sign-in."""
        base = f"/{self.tenant_id}"
        if method == "GET" and path == f"{base}/v2.0/.well-known/openid-configuration":
            where = f"https://{LOGIN}{base}"
            return said(
                {
                    "token_endpoint": f"{where}/oauth2/v2.0/token",
                    "authorization_endpoint": f"{where}/oauth2/v2.0/authorize",
                    "device_authorization_endpoint": f"{where}/oauth2/v2.0/devicecode",
                    "issuer": f"{where}/v2.0",
                }
            )
        if method == "POST" and path == f"{base}/oauth2/v2.0/token":
            return self._exchanged(form)
        if method == "POST" and path == f"{base}/oauth2/v2.0/devicecode":
            return self._device_code(form)
        return _refused(400, "invalid_tenant")

    def _device_code(self, form: Mapping[str, str]) -> Answer:
        """Give a code for somebody to enter (RFC 8628, 3.2); `asked_for` are the scopes."""
        if form.get("client_id") != self.client_id:
            return _refused(400, "unauthorized_client")
        code = secrets.token_urlsafe(24)
        self._codes[code] = "authorization_pending"
        self.asked_for = set(form.get("scope", "").split())
        where = "https://microsoft.com/devicelogin"
        return said(
            {
                "device_code": code,
                "user_code": "FZ7K-2QXN",
                "verification_uri": where,
                "expires_in": 900,
                "interval": self.interval,
            }
        )

    def _entered(self, form: Mapping[str, str]) -> Answer:
        state = self._codes.get(form.get("device_code", ""), "bad_verification_code")
        if state != "given":
            return _refused(400, state)
        body = {"token_type": "Bearer", "expires_in": 3599, "scope": " ".join(self.asked_for)}
        return said(body | {"access_token": self.token(delegated=True), "refresh_token": self.refresh_token()})

    def _exchanged(self, form: Mapping[str, str]) -> Answer:
        if form.get("client_id") != self.client_id:
            return _refused(400, "unauthorized_client")
        if form.get("grant_type") == "urn:ietf:params:oauth:grant-type:device_code":
            return self._entered(form)
        if "https://graph.microsoft.com/.default" not in form.get("scope", "").split():
            return _refused(400, "invalid_scope")
        body = {"token_type": "Bearer", "expires_in": 3599}
        if form.get("grant_type") == "client_credentials":
            if form.get("client_secret") != self.client_secret:
                return _refused(401, "invalid_client")
            return said(body | {"access_token": self.token()})
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") in self._refresh:
            return said(body | {"access_token": self.token(delegated=True), "refresh_token": self.refresh_token()})
        return _refused(400, "invalid_grant")


def _refused(status: int, error: str) -> Answer:
    return Answer(status, json.dumps({"error": error, "error_description": "AADSTS: refused."}).encode())
