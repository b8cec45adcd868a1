"""OIO Basic Privilege Profile 1.2: what a person may do, as groups of privileges with a scope; XML and
JSON.

Constraints inside a group all apply, groups are alternatives. Whatever is not understood narrows or is
dropped, it never widens: a group with an unknown constraint, an unknown scope or an unknown element gives
nothing. Source: digst.dk OIOSAML Basic Privilege Profile 1.2 (namespace of 1.1 is read too).
"""

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import structlog
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

log = structlog.get_logger(__name__)

NAMESPACE = "http://digst.dk/oiosaml/basic_privilege_profile"
NAMESPACES = (NAMESPACE, "http://itst.dk/oiosaml/basic_privilege_profile")
LONGEST = 1_000_000  # characters of base64

_SCOPES = {
    "cvr": ("cvrNumberIdentifier", 8),
    "p": ("productionUnitIdentifier", 10),
    "se": ("seNumberIdentifier", 8),
}
_PREFIX = "urn:dk:gov:saml:"
_JSON_KEYS = {"cvr": "cvr", "p": "pu", "se": "se"}
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
# Characters XML 1.0 cannot carry, and those it would change on the way.
_UNWRITABLE = re.compile("[^\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BppRefused(ValueError):
    """This is no list of privileges that may be believed."""


@dataclass(frozen=True, order=True)
class PrivilegeGroup:
    """`scope_type` is "cvr", "p" or "se"; `privileges` are URNs; `constraints` pairs of (name URN, text)."""

    scope_type: str
    scope: str
    privileges: tuple[str, ...]
    constraints: tuple[tuple[str, str], ...] = ()


def merged(groups: Iterable[PrivilegeGroup]) -> list[PrivilegeGroup]:
    """One group per scope and constraints, its privileges sorted; groups in order of scope."""
    found: dict[tuple[Any, ...], set[str]] = {}
    for group in groups:
        key = (group.scope_type, group.scope, tuple(sorted(set(group.constraints))))
        found.setdefault(key, set()).update(group.privileges)
    return sorted(
        PrivilegeGroup(kind, scope, tuple(sorted(urns)), extra)
        for (kind, scope, extra), urns in found.items()
    )


def encode(groups: Iterable[PrivilegeGroup]) -> str:
    """The XML as base64 on one line, as the attribute privilegesIntermediate carries it; "" for no
    privileges."""
    written = merged(groups)
    return base64.b64encode(to_xml(written)).decode("ascii") if written else ""


def to_xml(groups: Iterable[PrivilegeGroup]) -> bytes:
    """The document in UTF-8. Raises BppRefused for what the profile cannot carry."""
    ElementTree.register_namespace("bpp", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}PrivilegeList")
    for group in groups:
        _check_writable(group)
        element = ElementTree.SubElement(root, "PrivilegeGroup", Scope=_scope_urn(group))
        for name, value in group.constraints:
            ElementTree.SubElement(element, "Constraint", Name=name).text = value
        for urn in group.privileges:
            ElementTree.SubElement(element, "Privilege").text = urn
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def decode(text: str, *, known_constraints: Collection[str] = ()) -> list[PrivilegeGroup]:
    """The groups of a base64 text. Raises BppRefused for anything but a well-formed list of the profile.

    Groups that are not understood (an unknown scope or constraint) are left out, and the log says so."""
    if not text.strip():
        return []
    if len(text) > LONGEST:
        raise BppRefused("too long")
    try:
        # Senders wrap lines; nothing else than ASCII white space is forgiven.
        document = base64.b64decode(re.sub(r"[ \t\r\n]", "", text), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BppRefused("not base64") from error
    return from_xml(document, known_constraints=known_constraints)


def from_xml(document: bytes, *, known_constraints: Collection[str] = ()) -> list[PrivilegeGroup]:
    """`decode` without base64: no DTD, no entities, no references to anything outside."""
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise BppRefused("not XML that may be read") from error
    if root.tag not in [f"{{{namespace}}}PrivilegeList" for namespace in NAMESPACES]:
        raise BppRefused("not a PrivilegeList of the profile")
    if not len(root):
        raise BppRefused("a PrivilegeList has at least one PrivilegeGroup")
    groups = [_group(element, known_constraints) for element in root]
    return merged(group for group in groups if group is not None)


def to_json(groups: Iterable[PrivilegeGroup]) -> list[dict[str, Any]]:
    """The same as compact JSON: [{"cvr": …, "p": [urn, …], "c": [{name: value}, …]}, …]; keys cvr, pu and
    se."""
    found = []
    for group in groups:
        entry: dict[str, Any] = {_JSON_KEYS[group.scope_type]: group.scope, "p": list(group.privileges)}
        if group.constraints:
            entry["c"] = [{name: value} for name, value in group.constraints]
        found.append(entry)
    return found


def from_json(text: str, *, known_constraints: Collection[str] = ()) -> list[PrivilegeGroup]:
    """The groups of the JSON form; "c" may be an object or a list of objects. Raises BppRefused."""
    if len(text) > LONGEST:
        raise BppRefused("too long")
    try:
        entries = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise BppRefused("not JSON") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BppRefused("not a list of groups")
    groups = [_json_group(entry, known_constraints) for entry in entries]
    return merged(group for group in groups if group is not None)


def _group(element: Any, known: Collection[str]) -> PrivilegeGroup | None:
    if _local(element) != "PrivilegeGroup":
        raise BppRefused("an unknown element in the list")
    children = list(element)
    constraints = tuple(
        (str(child.get("Name", "")), (child.text or "").strip())
        for child in children
        if _local(child) == "Constraint"
    )
    privileges = tuple((child.text or "").strip() for child in children if _local(child) == "Privilege")
    if not privileges or any(not _URI.fullmatch(urn) for urn in privileges):
        raise BppRefused("a group has at least one privilege, and each is a URI")
    understood = len(constraints) + len(privileges) == len(children)
    return _understood(_scope(element.get("Scope", "")), privileges, constraints, known, understood)


def _json_group(entry: dict[str, Any], known: Collection[str]) -> PrivilegeGroup | None:
    privileges = entry.get("p")
    if not isinstance(privileges, list) or not privileges or not all(_is_uri(urn) for urn in privileges):
        raise BppRefused("a group has at least one privilege, and each is a URI")
    kinds = [kind for kind, key in _JSON_KEYS.items() if key in entry]
    scope = _checked(kinds[0], entry[_JSON_KEYS[kinds[0]]]) if len(kinds) == 1 else None
    constraints, understood = _json_constraints(entry.get("c", []))
    understood = understood and not set(entry) - {"p", "c", *_JSON_KEYS.values()}
    return _understood(scope, tuple(privileges), constraints, known, understood)


def _json_constraints(given: Any) -> tuple[tuple[tuple[str, str], ...], bool]:
    objects = [given] if isinstance(given, dict) else given
    if not isinstance(objects, list) or not all(isinstance(each, dict) for each in objects):
        return (), False
    pairs = tuple(pair for each in objects for pair in each.items())
    return pairs, all(isinstance(value, str) for _name, value in pairs)


def _understood(
    scope: tuple[str, str] | None,
    privileges: tuple[str, ...],
    constraints: tuple[tuple[str, str], ...],
    known: Collection[str],
    understood: bool,
) -> PrivilegeGroup | None:
    """The group, or None (and a line in the log) where something about it is not known."""
    if scope is None or not understood or any(name not in known for name, _value in constraints):
        log.warning("bpp.group_left_out", known_scope=scope is not None, privileges=len(privileges))
        return None
    return PrivilegeGroup(*scope, privileges, constraints)


def _scope(urn: str) -> tuple[str, str] | None:
    for kind, (name, _digits) in _SCOPES.items():
        if urn.startswith(f"{_PREFIX}{name}:"):
            return _checked(kind, urn.removeprefix(f"{_PREFIX}{name}:"))
    return None


def _checked(kind: str, value: Any) -> tuple[str, str] | None:
    fits = isinstance(value, str) and re.fullmatch(f"[0-9]{{{_SCOPES[kind][1]}}}", value)
    return (kind, value) if fits else None


def _scope_urn(group: PrivilegeGroup) -> str:
    return f"{_PREFIX}{_SCOPES[group.scope_type][0]}:{group.scope}"


def _check_writable(group: PrivilegeGroup) -> None:
    texts = [text for pair in group.constraints for text in pair]
    wrong = _checked(group.scope_type, group.scope) is None or not group.privileges
    wrong = wrong or any(not _is_uri(urn) for urn in group.privileges)
    if wrong or any(_UNWRITABLE.search(text) or text != text.strip() for text in texts):
        raise BppRefused("the profile cannot carry this group")


def _is_uri(text: Any) -> bool:
    return isinstance(text, str) and bool(_URI.fullmatch(text)) and not _UNWRITABLE.search(text)


def _local(element: Any) -> str:
    """The name without the profile's namespace; some senders put it on every element."""
    tag = str(element.tag)
    for namespace in NAMESPACES:
        tag = tag.removeprefix(f"{{{namespace}}}")
    return tag


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)
