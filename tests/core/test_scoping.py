"""The second barrier: what a forgotten narrowing does, and what each opener lets through."""

import pytest
from django.shortcuts import get_object_or_404

from identities.models import Identity, RoleAssignment
from mandates.models import Mandate
from portal.agreements.models import Organisation
from portal.core.actors import Actor
from portal.core.scoping import Scoped, UnscopedQuery
from rights.models import ITSystem, Right

READS = {
    "list": lambda: list(Identity.objects.all()),
    "filter and slice": lambda: list(Identity.objects.filter(surname="x").order_by("pk")[:3]),
    "get": lambda: Identity.objects.get(pk=1),
    "first": lambda: Identity.objects.first(),
    "count": lambda: Identity.objects.count(),
    "exists": lambda: Identity.objects.filter(surname="x").exists(),
    "contains": lambda: Identity.objects.contains(Identity()),
    "values": lambda: list(Identity.objects.values("pk")),
    "values_list": lambda: list(Identity.objects.values_list("pk", flat=True)),
    "dates": lambda: list(Identity.objects.dates("created_at", "day")),
    "aggregate": lambda: Identity.objects.aggregate(),
    "update": lambda: Identity.objects.update(surname="x"),
    "delete": lambda: Identity.objects.all().delete(),
    "iterator": lambda: list(Identity.objects.iterator()),
    "in_bulk": lambda: Identity.objects.in_bulk([1]),
    "shortcut": lambda: get_object_or_404(Identity, pk=1),
    "default manager": lambda: list(Identity._default_manager.all()),
    "get_or_create": lambda: Identity.objects.get_or_create(surname="x"),
    "update_or_create": lambda: Identity.objects.update_or_create(surname="x"),
    "bool": lambda: bool(Identity.objects.all()),
    "len": lambda: len(Identity.objects.all()),
    "union": lambda: list(Identity.objects.all().union(Identity.objects.all())),
    "or": lambda: list(Identity.objects.filter(surname="a") | Identity.objects.filter(surname="b")),
    "explain": lambda: Identity.objects.all().explain(),
    "raw": lambda: Identity.objects.raw("SELECT * FROM identities_identity"),
    "organisation": lambda: Organisation.objects.get(cvr="99000015"),
    "outer of a subquery": lambda: list(RoleAssignment.objects.filter(identity__in=Identity.objects.all())),
    "prefetch": lambda: list(Identity.objects.prefetch_related("role_assignments")),
    "earliest": lambda: Identity.objects.earliest("created_at"),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_a_query_nobody_narrowed_is_refused(db, read):
    with pytest.raises(UnscopedQuery):
        read()


def test_each_administrator_sees_only_their_own(anne, carl):
    assert [each.pk for each in Identity.objects.for_actor(anne.actor)] == [anne.identity.pk]
    assert [each.pk for each in Identity.objects.for_actor(carl.actor)] == [carl.identity.pk]


def test_an_actor_made_for_a_foreign_organisation_sees_nothing(anne, carl):
    """The address barrier failed, the session's memberships still hold."""
    import dataclasses

    smuggled = dataclasses.replace(carl.actor, organisation=anne.organisation)
    assert Identity.objects.for_actor(smuggled).count() == 0


def test_without_the_membership_barrier_the_foreign_rows_would_be_there(anne, carl):
    """The control of the test above: with the membership added, the same actor sees them."""
    import dataclasses

    ids = frozenset({anne.organisation.pk})
    smuggled = dataclasses.replace(carl.actor, organisation=anne.organisation, memberships=ids)
    assert Identity.objects.for_actor(smuggled).count() == 1


def test_somebody_without_an_organisation_sees_no_rows_of_one(anne):
    assert Identity.objects.for_actor(Actor.person(anne.user, None)).count() == 0


def test_a_person_sees_their_own_rows_across_employers(anne, carl):
    assert Identity.objects.for_person(anne.user).count() == 1
    with pytest.raises(UnscopedQuery):
        RoleAssignment.objects.for_person(anne.user)


def test_a_model_says_what_services_may_see(anne):
    with pytest.raises(UnscopedQuery):
        Identity.objects.for_service(anne.organisation)


def test_both_parties_and_nobody_else_see_a_mandate(anne, carl):
    Mandate.objects.create(number="F-1", grantor=anne.organisation, grantee=carl.organisation)
    assert Mandate.objects.for_actor(anne.actor).count() == 1
    assert Mandate.objects.for_actor(carl.actor).count() == 1
    other = Organisation.objects.create(cvr="99000031", name="Tredje")
    assert not Mandate.objects.across_organisations("test").filter(grantor=other).exists()


def test_set_operations_do_not_mix_scopes(anne, carl):
    own, every = Identity.objects.for_actor(anne.actor), Identity.objects.across_organisations("test")
    for mix in (lambda: own | every, lambda: every | own, lambda: own.union(every), lambda: every & own):
        with pytest.raises(UnscopedQuery):
            mix()
    assert (own | Identity.objects.for_actor(anne.actor)).count() == 1


def test_an_opened_queryset_cannot_be_opened_for_somebody_else(anne, carl):
    with pytest.raises(UnscopedQuery):
        Identity.objects.for_actor(anne.actor).for_actor(carl.actor)
    with pytest.raises(UnscopedQuery):
        Identity.objects.for_actor(anne.actor).across_organisations("wider")
    assert Identity.objects.across_organisations("job").for_actor(anne.actor).count() == 1


def test_crossing_organisations_needs_a_reason():
    with pytest.raises(UnscopedQuery):
        Identity.objects.across_organisations("")


def test_a_catalogue_row_is_no_way_into_the_tenants(db):
    system = ITSystem.objects.create(code="s", name_da="s", name_en="s")
    right = Right.objects.create(system=system, key="urn:x", name_da="x", name_en="x")
    assert not any(rel.get_accessor_name() == "grants" for rel in right._meta.related_objects)


def test_rows_reached_from_a_row_one_holds_are_open(anne, django_assert_num_queries):
    assert anne.identity.role_assignments.count() == 3
    with django_assert_num_queries(2):
        [row] = Identity.objects.for_actor(anne.actor).prefetch_related("role_assignments")
        assert len(row.role_assignments.all()) == 3


def test_no_organisation_has_a_reverse_accessor():
    assert [
        rel.get_accessor_name() for rel in Organisation._meta.related_objects if rel.get_accessor_name()
    ] == []


def test_every_row_with_an_organisation_is_scoped():
    from django.apps import apps

    open_models = {"agreements.OrganisationPermission", "rights.ServiceClient"}
    for model in apps.get_models():
        points = any(
            f.is_relation and f.related_model is Organisation for f in model._meta.get_fields() if f.concrete
        )
        if points and model._meta.label not in open_models:
            assert issubclass(model, Scoped), model
