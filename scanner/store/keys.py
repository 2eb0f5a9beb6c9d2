"""The key outside the database: tokens, sealing, and the signature of a pack all come from it.

HMAC-SHA256 tokens (RFC 2104), AES-256-GCM (NIST SP 800-38D), subkeys by HKDF-SHA256 (RFC 5869), Ed25519 (RFC 8032).
"""

import hashlib
import hmac
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from scanner.errors import ConfigError

KEY_BYTES = 32
TOKEN_BYTES = 16
NONCE_BYTES = 12


class Keys:
    """Everything derived from one 32-byte master key."""

    def __init__(self, master: bytes) -> None:
        self._master = master
        self._token_keys: dict[str, bytes] = {}
        self._ciphers: dict[str, AESGCM] = {}

    def __repr__(self) -> str:
        return "Keys(…)"

    def token(self, domain: str, form: str) -> bytes:
        """Return the 16-byte keyed token of a canonical form. The same text in another domain has another token."""
        key = self._token_keys.get(domain)
        if key is None:
            key = self._token_keys[domain] = self._derive(f"token:{domain}")
        return hmac.digest(key, form.encode("utf-8", "surrogatepass"), hashlib.sha256)[:TOKEN_BYTES]

    def seal(self, purpose: str, data: bytes, binding: bytes = b"") -> bytes:
        """Return nonce and ciphertext. `binding` must be given again to open: it ties the data to its place."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher(purpose).encrypt(nonce, data, binding)

    def open(self, purpose: str, sealed: bytes, binding: bytes = b"") -> bytes:
        """Return what was sealed. Raises ConfigError where the key is another one or the data were changed."""
        try:
            return self._cipher(purpose).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], binding)
        except InvalidTag:
            raise ConfigError(
                "The database cannot be opened with this key, or was changed; restore both from one backup."
            ) from None

    def signing_key(self) -> Ed25519PrivateKey:
        """Return the organisation's key for signing packs: the same every time."""
        return Ed25519PrivateKey.from_private_bytes(self._derive("sign"))

    def _cipher(self, purpose: str) -> AESGCM:
        cipher = self._ciphers.get(purpose)
        if cipher is None:
            cipher = self._ciphers[purpose] = AESGCM(self._derive(f"seal:{purpose}"))
        return cipher

    def _derive(self, info: str) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"inzage 1 {info}".encode()).derive(self._master)


def load(path: Path, *, create: bool) -> Keys:
    """Return the keys in the file at `path` (64 hexadecimal digits, mode 0600); `create` makes one where there is none."""
    if not path.exists() and create:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_new(path)
    try:
        with path.open(encoding="ascii") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise ConfigError(f"[store] key: {path} can be read by others; run: chmod 600 {path}")
            master = bytes.fromhex(file.read().strip())
    except FileNotFoundError:
        raise ConfigError(
            f"[store] key: {path} is missing, and the database is useless without it; restore it from your backup."
        ) from None
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"[store] key: {path} cannot be used ({type(error).__name__}); it should hold 64 hexadecimal digits."
        ) from None
    if len(master) != KEY_BYTES:
        raise ConfigError(f"[store] key: {path} should hold 64 hexadecimal digits.")
    return Keys(master)


def _write_new(path: Path) -> None:
    """Write a fresh key under another name first, so that a cut leaves either no key or a whole one."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, os.urandom(KEY_BYTES).hex().encode() + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process made one a moment ago: that one holds
    finally:
        draft.unlink()
