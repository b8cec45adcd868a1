"""The words of OpenID AuthZEN Authorization API 1.0 and ours: from a request to questions. Pure."""

import re
import uuid
from collections.abc import Callable
from typing import Any

from portal.core.permissions import Level
from rights.models.catalogue import LimitType
from rights.rules.decision import Question
from rights.rules.levels import level_named

SEMANTICS = ("execute_all", "deny_on_first_deny", "permit_on_first_permit")
MAX_EVALUATIONS = 1000
MAX_TEXT = 300
UNIT_TYPES = {"production_unit": LimitType.P_NUMBER, "se_number": LimitType.SE_NUMBER}
URN = "urn:dk:erhvervsadgang:{system}:{right}"

_REQUIRED = {"subject": ("type", "id"), "action": ("name",), "resource": ("type", "id")}
_UUID = re.compile(
    r"(?:urn:uuid:|https://data\.gov\.dk/model/core/eid/professional/uuid/)?"
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    re.IGNORECASE,
)
_EMPLOYEE = re.compile(r"([0-9]{8}):(.+)", re.DOTALL)
_CVR = re.compile(r"[0-9]{8}")


class InvalidRequest(ValueError):
    """The request (or one evaluation of it) does not say what it must. The message goes to the developer."""


def question_of(body: dict[str, Any], *, system: Any) -> Question:
    """One evaluation as a question about the rights of `system` (an ITSystem). Raises InvalidRequest.

    Fields that are not ours are left alone, as the specification asks; they become attributes that the
    constraints of a grant may look at."""
    for name, keys in _REQUIRED.items():
        _check_entity(body, name, keys)
    context = _object(body, "context")
    resource = body["resource"]
    acted_for, limit = _organisation(resource, _object(resource, "properties"), context)
    return Question(
        right=right_key(body["action"]["name"], system.code),
        system=system.pk,
        acted_for=acted_for,
        limit_type=limit[0],
        limit_value=limit[1],
        level=_level(context),
        attributes=_attributes(body, context),
        **identity_in(body["subject"]["id"]),
    )


def evaluations_of(body: dict[str, Any]) -> tuple[list[Any], str] | None:
    """The evaluations with the defaults filled in, and the semantic; None where the body is one evaluation.

    Raises InvalidRequest for what is wrong with the whole request."""
    items = body.get("evaluations")
    if items is None or items == []:
        return None
    if not isinstance(items, list):
        raise InvalidRequest("evaluations must be an array.")
    if len(items) > MAX_EVALUATIONS:
        raise InvalidRequest(
            f"At most {MAX_EVALUATIONS} evaluations in one request; this one has {len(items)}."
        )
    semantic = _object(body, "options").get("evaluations_semantic", "execute_all")
    if semantic not in SEMANTICS:
        raise InvalidRequest(f"options.evaluations_semantic must be one of {', '.join(SEMANTICS)}.")
    return [_with_defaults(item, body) for item in items], semantic


def cut(results: list[Any], semantic: str, granted: Callable[[Any], bool]) -> list[Any]:
    """The results up to and including the first that decides, by the semantic asked for."""
    if semantic == "execute_all":
        return results
    last = semantic == "permit_on_first_permit"
    for n, result in enumerate(results, 1):
        if granted(result) is last:
            return results[:n]
    return results


def _level(context: dict[str, Any]) -> Level | None:
    """The level of the login the service tells of. A service that tells nothing vouches for Substantial,
    which is what it must ask the login for; a word that is no level proves nothing."""
    if "level" not in context and "acr" not in context:
        return Level.SUBSTANTIAL
    return level_named(context.get("level", context.get("acr")))


def _with_defaults(item: Any, body: dict[str, Any]) -> Any:
    """An entity of the evaluation replaces the default one, whose required fields still stand in for its
    own."""
    if not isinstance(item, dict):
        return item
    merged = dict(item)
    for name, keys in _REQUIRED.items():
        default = body.get(name)
        if not isinstance(default, dict):
            continue
        own = item.get(name, default)
        fallback = {key: default[key] for key in keys if key in default}
        merged[name] = {**fallback, **own} if isinstance(own, dict) else own
    if "context" not in item and "context" in body:
        merged["context"] = body["context"]
    return merged


def _check_entity(body: dict[str, Any], name: str, keys: tuple[str, ...]) -> None:
    entity = body.get(name)
    if not isinstance(entity, dict):
        raise InvalidRequest(f"{name} is required and must be an object.")
    for key in keys:
        value = entity.get(key)
        if not isinstance(value, str) or not value:
            raise InvalidRequest(f"{name}.{key} is required and must be a string.")
        if len(value) > MAX_TEXT or "\x00" in value:
            raise InvalidRequest(f"{name}.{key} is too long or has a character that cannot be used.")
    _object(entity, "properties")


def _object(holder: dict[str, Any], name: str) -> dict[str, Any]:
    value = holder.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise InvalidRequest(f"{name} must be an object.")
    return value


def identity_in(text: str) -> dict[str, Any]:
    """How a subject's id names an identity, as fields of Question. Raises InvalidRequest for no text at
    all."""
    if not text or len(text) > MAX_TEXT or "\x00" in text:
        raise InvalidRequest("subject is required, and has no more than 300 characters.")
    if found := _UUID.fullmatch(text):
        return {"identity": uuid.UUID(found[1])}
    if found := _EMPLOYEE.fullmatch(text):
        return {"cvr": found[1], "rid": found[2]}
    return {"name": text}


def right_key(name: str, system: str) -> str:
    """The key of a right given by its key or, short, by the last part of it."""
    return name if ":" in name else URN.format(system=system, right=name)


def _organisation(
    resource: dict[str, Any], properties: dict[str, Any], context: dict[str, Any]
) -> tuple[str, tuple[str, str]]:
    """The acted-for CVR ("" the employer's own) and the limit."""
    if resource["type"] == "organisation":
        return _cvr(resource["id"], "resource.id"), ("", "")
    cvr = properties.get("cvr", context.get("acting_for", ""))
    acted_for = _cvr(cvr, "resource.properties.cvr") if cvr else ""
    if resource["type"] in UNIT_TYPES:
        return acted_for, (UNIT_TYPES[resource["type"]].value, resource["id"])
    return acted_for, ("", "")


def _cvr(value: Any, name: str) -> str:
    if not isinstance(value, str) or not _CVR.fullmatch(value):
        raise InvalidRequest(f"{name} must be a CVR number of eight digits.")
    return value


def _attributes(body: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    found = {"resource.type": body["resource"]["type"], "resource.id": body["resource"]["id"]}
    for name in _REQUIRED:
        for key, value in (body[name].get("properties") or {}).items():
            found.setdefault(f"{name}.{key}", value)
    for key, value in context.items():
        found.setdefault(f"context.{key}", value)
    return found
