"""Writing stored values anew with the key that encrypts now, while everybody works.

Each batch is one statement and commits by itself. A value that somebody changed in the meantime is left alone: what
they wrote carries the new key already. Not here, because they end by themselves: secrets of mails not yet sent and
what a session keeps of a half-typed form.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from portal.core import crypto
from portal.core.models.fields import Ciphertext

_OLD = """
SELECT {pk}, {column} FROM {table}
WHERE {column} IS NOT NULL AND substring({column} FROM 3 FOR get_byte({column}, 1)) <> %s{after}
ORDER BY {pk} LIMIT %s
"""
_WRITE = """
UPDATE {table} t SET {column} = v.fresh
FROM unnest(%s::{type}[], %s::bytea[], %s::bytea[]) AS v(id, old, fresh)
WHERE t.{pk} = v.id AND t.{column} = v.old
"""


def columns() -> Iterator[tuple[type[models.Model], Ciphertext]]:
    """Every column of ciphertexts in the house."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, Ciphertext):
                yield model, field


def rotate(model: type[models.Model], field: Ciphertext, batch: int = 1000) -> int:
    """Bring one column under the key that encrypts now. Returns how many values were written."""
    written, last = 0, None
    while rows := _old(model, field, last, batch):
        fresh = [
            crypto.encrypt(crypto.decrypt(value, purpose=field.purpose), purpose=field.purpose)
            for _, value in rows
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                _WRITE.format(**_names(model, field)),
                [[pk for pk, _ in rows], [bytes(value) for _, value in rows], fresh],
            )
            written += cursor.rowcount
        last = rows[-1][0]
    return written


def remains(model: type[models.Model], field: Ciphertext) -> bool:
    """Whether a value still needs an older key."""
    return bool(_old(model, field, None, 1))


def _old(
    model: type[models.Model], field: Ciphertext, last: object, limit: int
) -> list[tuple[object, bytes]]:
    names = _names(model, field)
    after = "" if last is None else f" AND {names['pk']} > %s"
    with connection.cursor() as cursor:
        params: list[Any] = [crypto.current_key().encode(), *([] if last is None else [last]), limit]
        cursor.execute(_OLD.format(**names, after=after), params)
        return cursor.fetchall()


def _names(model: type[models.Model], field: Ciphertext) -> dict[str, str]:
    quote, pk = connection.ops.quote_name, model._meta.pk
    kind = (pk.rel_db_type(connection) or "").split("(")[0]
    return {"table": quote(model._meta.db_table), "column": quote(str(field.column)), "pk": quote(str(pk.column)),
            "type": kind}  # fmt: skip
