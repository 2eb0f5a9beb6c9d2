"""The organisation's signature: Ed25519 (RFC 8032), its public key, and the key's fingerprint."""

import hmac
from collections.abc import Callable
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat


def fingerprint(key: Ed25519PublicKey) -> str:
    """Return the SHA-256 of the raw public key in hexadecimal, in groups of four: to be read aloud over the phone."""
    digest = sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))


def pem(key: Ed25519PublicKey) -> bytes:
    """Return the public key as openssl reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def keyed_digest(key: Ed25519PrivateKey, purpose: str) -> Callable[[bytes], str]:
    """Return a digest that only the holder of the signing key can compute: a phone number cannot be guessed back from it."""
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    derived = hmac.digest(raw, b"inzage " + purpose.encode(), "sha256")
    return lambda value: hmac.digest(derived, value, "sha256").hex()
