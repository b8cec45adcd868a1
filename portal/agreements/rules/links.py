"""Links to a case: random, stored as hashes, shown once."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is stored of a link: SHA-256, hex."""
    return hashlib.sha256(token.encode()).hexdigest()
