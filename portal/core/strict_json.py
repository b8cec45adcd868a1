"""JSON that every parser reads alike."""

import json
from typing import Any

from rest_framework import exceptions
from rest_framework.parsers import JSONParser

MAX_DEPTH = 20


class StrictJSONParser(JSONParser):
    """JSON that every parser reads alike: no duplicate keys, no NaN, no deep nesting, no other charset."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            data = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(f"The body is not valid JSON: {_safe(error)}.") from error
        if _is_deep(data):
            raise exceptions.ParseError(f"The body is nested more than {MAX_DEPTH} levels deep.")
        return data


class DuplicateKey(ValueError):
    pass


def _safe(error: Exception) -> str:
    return "a key stands twice" if isinstance(error, DuplicateKey) else "it cannot be parsed"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise DuplicateKey
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _is_deep(data: Any) -> bool:
    """Level by level: a call for each value took as long as reading the text."""
    level = [data]
    for _ in range(MAX_DEPTH):
        inner = [each for each in level if isinstance(each, dict | list)]
        level = [child for each in inner for child in (each.values() if isinstance(each, dict) else each)]
    return bool(level)


def parse_object(text: bytes) -> dict[str, Any]:
    """One JSON object that every parser reads alike. Raises ValueError."""
    try:
        data = json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(data, dict):
        raise ValueError("not an object")
    return data
