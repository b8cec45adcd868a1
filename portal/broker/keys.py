"""The keys that sign ID tokens, made on first need and kept in the stand-in's own database."""

from datetime import timedelta

from allauth.idp.oidc.models import PrivateKey
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from .models import SigningKey

KEY_BITS = 2048
PUBLIC_EXPONENT = 65537
OVERLAP = timedelta(hours=1)


def new_pem() -> str:
    """A fresh RSA key."""
    key = rsa.generate_private_key(public_exponent=PUBLIC_EXPONENT, key_size=KEY_BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def live() -> list[PrivateKey]:
    """Every key that is not retired yet, as the provider wants them; the first is made when there is none."""
    now = timezone.now()
    rows = list(SigningKey.objects.filter(Q(retired_at=None) | Q(retired_at__gt=now)))
    if not rows:
        return [as_private_key(first())]
    return [as_private_key(row) for row in rows]


def as_private_key(row: SigningKey) -> PrivateKey:
    """One row in the provider's own form."""
    return PrivateKey(pem=row.pem, issued_at=row.issued_at, expires_at=row.retired_at)


def first() -> SigningKey:
    """Make the first key. Two workers may try at once: the constraint lets one of them."""
    try:
        with transaction.atomic():
            return SigningKey.objects.create(generation=1, pem=new_pem())
    except IntegrityError:
        return SigningKey.objects.get(generation=1)


@transaction.atomic
def rotate(overlap: timedelta = OVERLAP) -> SigningKey:
    """Sign with a new key from now on; the old ones stay published for `overlap` and then disappear."""
    newest = SigningKey.objects.select_for_update().order_by("-generation").first()
    now = timezone.now()
    SigningKey.objects.filter(retired_at=None).update(retired_at=now + overlap)
    generation = newest.generation + 1 if newest else 1
    return SigningKey.objects.create(generation=generation, pem=new_pem(), issued_at=now)
