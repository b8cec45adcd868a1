"""Many at once: what a move brings, and ordering their activation."""

import pytest

from identities import actions
from identities.models import Activation, Identity
from portal.core.actors import Actor
from portal.core.models import AuditEntry, OutgoingMail

pytestmark = pytest.mark.django_db
SOURCE = """
SELECT 'Mette', 'Hansen' || n, 'mette' || n || '@bageri.example', '', NULL::date, NULL::bytea, NULL::bytea,
       (42630000 + n)::text, '', 'Køkken' FROM generate_series(1, %s) AS n
"""


def insert(bakery, n):
    return actions.insert_moved(
        actor=Actor.system("move"), organisation=bakery, source_sql=SOURCE, params=[n]
    )


def test_moved_identities_are_drafts_with_their_rid_and_each_has_its_trace(bakery, anne):
    assert insert(bakery, 5) == 5
    rows = Identity.objects.for_actor(anne.actor).filter(source="moved")
    assert set(rows.values_list("state", flat=True)) == {"draft"}
    assert set(rows.values_list("rid", flat=True)) == {str(42630000 + n) for n in range(1, 6)}
    traces = AuditEntry.objects.across_organisations("test").filter(event="identities.identity.moved")
    assert set(traces.values_list("subject_id", flat=True)) == {
        str(pk) for pk in rows.values_list("pk", flat=True)
    }


def test_moving_again_changes_nothing(bakery, anne):
    insert(bakery, 3)
    assert insert(bakery, 5) == 2
    assert Identity.objects.for_actor(anne.actor).filter(source="moved").count() == 5


def test_ordering_many_sends_each_a_link_of_their_own(bakery, anne):
    insert(bakery, 4)
    drafts = Identity.objects.for_actor(anne.actor).filter(state="draft")
    assert actions.order_activations(actor=anne.actor, identities=drafts, paths="claim") == 4
    assert OutgoingMail.objects.filter(template="identities/activation").count() == 4
    hashes = Activation.objects.for_actor(anne.actor).values_list("token_hash", flat=True)
    assert len(set(hashes)) == 4
    assert not drafts.exists()


def test_ids_of_another_organisation_are_left_alone(bakery, carl, anne):
    insert(bakery, 2)
    ids = list(Identity.objects.for_actor(anne.actor).filter(state="draft").values_list("pk", flat=True))
    assert actions.order_activations(actor=carl.actor, identities=ids) == 0


def test_the_number_of_statements_does_not_grow_with_the_number_of_identities(
    bakery, anne, django_assert_max_num_queries
):
    insert(bakery, 50)
    drafts = Identity.objects.for_actor(anne.actor).filter(state="draft")
    with django_assert_max_num_queries(12):
        actions.order_activations(actor=anne.actor, identities=drafts)
