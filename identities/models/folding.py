"""One spelling for what sounds or is typed alike, so that a misspelt name is still near. Made in the
database."""

from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Lower, Replace
from django.db.models.lookups import BuiltinLookup

# In this order; `identities.rules.search.fold` does the same to what is searched for (a test compares them).
REPLACED = (
    ("æ", "ae"),
    ("ä", "ae"),
    ("ø", "oe"),
    ("ö", "oe"),
    ("å", "aa"),
    ("é", "e"),
    ("è", "e"),
    ("ê", "e"),
    ("ë", "e"),
    ("á", "a"),
    ("à", "a"),
    ("ü", "y"),
    ("ú", "u"),
    ("í", "i"),
    ("ó", "o"),
    ("ç", "c"),
    ("ñ", "n"),
    ("ß", "ss"),
)


@models.TextField.register_lookup
class Like(BuiltinLookup):
    """`field__like="% pattern%"`: SQL's own LIKE, which the trigram index answers."""

    lookup_name = "like"
    prepare_rhs = False

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return f"LIKE {rhs}"


def folded(*expressions: Any) -> Any:
    """The SQL expression of the words folded, with a blank at both ends so that every word has one on each
    side."""
    found: Any = Lower(Concat(_text(" "), *expressions, _text(" ")))
    for before, after in REPLACED:
        found = Replace(found, _text(before), _text(after))
    return found


def _text(value: str) -> Value:
    return Value(value, output_field=models.TextField())
