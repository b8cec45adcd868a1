"""Links and codes: random, stored as hashes, shown once."""

import hashlib
import secrets

# Crockford's alphabet: no I, L, O, U to be misread from a printed slip.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\u00a0": None})


def new_token() -> str:
    """256 random bits for a link."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """80 random bits to be typed from paper: `7K3M-9QX2-A4TD-0RWE`. It can only be used by somebody logged
    in."""
    signs = [secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)]
    return "-".join("".join(signs[n : n + 4]) for n in range(0, CODE_LENGTH, 4))


def digest(secret: str) -> str:
    """What is stored of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def code_digest(typed: str) -> str:
    """What is stored of a code, however it was typed; "" for what cannot be one."""
    code = typed.upper().translate(_READ_AS)
    return digest(code) if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""
