"""Everything an identity may do with one system now, as groups of OIO BPP: its own, and those it acts for."""

import json
import uuid
from collections.abc import Sequence

from django.db.models import Q

from portal.agreements.models import Organisation
from rights.models import Grant, GroupMember, Power, Right
from rights.queries.decision import facts_and_paths
from rights.rules.bpp import PrivilegeGroup, merged
from rights.rules.decision import Facts, Path, Question, usable

# How a constraint of a grant is written: its name behind this prefix, its form as JSON.
CONSTRAINT = "urn:dk:erhvervsadgang:constraint:"


def privileges(
    identity: uuid.UUID, *, system: uuid.UUID, acted_for: Sequence[str] = ()
) -> list[PrivilegeGroup]:
    """The groups for the identity's own organisation ("" in `acted_for`) and the CVR numbers named.

    One statement. The scope of a group is the organisation acted for, or the P- or SE-number its right is
    limited to; acting under a mandate is a group whose scope is the grantor's."""
    keys = Right.objects.filter(system=system).values_list("key", flat=True)
    questions = [
        Question(identity=identity, system=system, right=key, acted_for=cvr)
        for cvr in acted_for
        for key in keys
    ]
    if not questions:
        return []
    found = zip(questions, facts_and_paths(questions), strict=True)
    return merged(
        _group(question, facts, path)
        for question, (facts, paths) in found
        for path in usable(question, facts, paths)
    )


def usable_for(identity: uuid.UUID, client: Organisation) -> list[tuple[Right, Path]]:
    """What the identity may use for one other organisation now, of any system, and through which way.

    Only rights that can reach it are asked about: those of powers the organisation gave, and of groups of
    that organisation that the identity is in."""
    why = "what one organisation may be acted for with"
    given = Power.objects.across_organisations(why).filter(grantor=client)
    groups = GroupMember.objects.across_organisations(why).filter(identity=identity).values("group")
    shared = Grant.objects.across_organisations(why).filter(organisation=client, group__in=groups)
    reach = Q(pk__in=given.values("right")) | Q(pk__in=shared.values("right"))
    rights = list(
        Right.objects.filter(reach).select_related("system").order_by("system__name_da", "name_da", "pk")
    )
    questions = [Question(identity=identity, right=right.key, acted_for=client.cvr) for right in rights]
    found = zip(questions, rights, facts_and_paths(questions), strict=True) if questions else ()
    return [
        (right, path) for question, right, (facts, paths) in found for path in usable(question, facts, paths)
    ]


def _group(question: Question, facts: Facts, path: Path) -> PrivilegeGroup:
    scope = (path.limit_type, path.limit_value) if path.limit_type else ("cvr", facts.acted_for_cvr or "")
    constraints = tuple(
        (CONSTRAINT + name, json.dumps(form, ensure_ascii=False, sort_keys=True))
        for name, form in sorted((path.constraints or {}).items())
    )
    return PrivilegeGroup(*scope, (question.right,), constraints)
