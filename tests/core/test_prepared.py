"""A prepared query answers for its key and for nobody else's, in every thread, and anew in another epoch."""

import threading
import uuid

import pytest
from django.db import connection

from identities.queries import membership, memberships
from portal.agreements.models import Organisation
from portal.core.models import User
from portal.core.prepared import Prepared
from tests.cast import make_user


@pytest.mark.django_db
def test_each_key_gets_its_own_rows():
    bo, eva = make_user("Bo"), make_user("Eva")
    one = Prepared(lambda key: User.objects.filter(pk=key))
    assert [one.rows(each.pk) for each in (bo, eva, bo)] == [[bo], [eva], [bo]]
    assert one.rows(uuid.uuid4()) == []
    bo.delete()
    assert one.rows(bo.pk) == [], "read anew at each call"


@pytest.mark.django_db
def test_it_is_made_once_and_again_in_another_epoch(django_assert_num_queries):
    bo, made = make_user("Bo"), []
    one = Prepared(
        lambda key: made.append(key) or User.objects.filter(pk=key, name=f"Bo{'' if len(made) < 2 else '!'}")
    )
    assert [one.rows(bo.pk, epoch=epoch) for epoch in ("monday", "monday", "tuesday")] == [[bo], [bo], []]
    assert len(made) == 2
    with django_assert_num_queries(1):
        one.rows(bo.pk, epoch="tuesday")


@pytest.mark.django_db
def test_a_query_without_its_key_is_refused():
    with pytest.raises(ValueError, match="key"):
        Prepared(lambda key: User.objects.all()).rows(uuid.uuid4())


@pytest.mark.django_db
def test_every_thread_asks_over_its_own_connection():
    """What this thread has not committed, another does not see."""
    bo, told = make_user("Bo"), []
    one = Prepared(lambda key: User.objects.filter(pk=key))
    assert one.rows(bo.pk) == [bo]

    def ask():
        told.append(one.rows(bo.pk))
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert told == [[]]


def test_a_membership_is_what_the_query_itself_finds(anne, bo, carl):
    for who in (anne, bo, carl):
        plain = list(membership._made(who.user.pk))
        assert [each.identity for each in memberships(who.user)] == plain == [who.identity]
        assert isinstance(memberships(who.user)[0].organisation, Organisation)
