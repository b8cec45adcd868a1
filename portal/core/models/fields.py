"""A column of ciphertexts, which `manage.py rotate_keys` finds by its class."""

from typing import Any

from django.db import models


class Ciphertext(models.BinaryField):
    """What `crypto.encrypt(…, purpose=purpose)` gave, as bytes. In the database a plain bytea: needs no migration."""

    def __init__(self, *args: Any, purpose: str, **kwargs: Any):
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs

    def clone(self) -> "Ciphertext":
        _, _, args, kwargs = self.deconstruct()
        return type(self)(*args, purpose=self.purpose, **kwargs)
