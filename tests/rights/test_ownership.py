"""Service owners keep their own systems, and only those."""

import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.actions import RuleBroken
from portal.core.actors import Actor, Kind
from portal.core.models import User
from portal.core.permissions import Role
from rights.actions import ownership as actions
from rights.models import Grant, ITSystem, Right, ServiceClient
from rights.queries.decision import Reason, decide_one
from rights.rules import policy_of


def staff(name, *roles):
    user = User(username=name, name=name.title(), is_staff=True)
    user.set_unusable_password()
    user.save()
    for role in roles:
        user.groups.add(AuthGroup.objects.get_or_create(name=role)[0])
    return user


def acting(user, *roles):
    return Actor(kind=Kind.STAFF, label=user.username, user=user, roles=frozenset(roles))


@pytest.fixture
def owen(tax):
    user = staff("owen", Role.SERVICE_OWNER)
    actions.appoint_owner("owen", tax)
    return acting(user, Role.SERVICE_OWNER)


@pytest.fixture
def olga(db):
    """A service owner of another system."""
    system = ITSystem.objects.create(code="post", name_da="Post", name_en="Post")
    user = staff("olga", Role.SERVICE_OWNER)
    actions.appoint_owner("olga", system)
    return acting(user, Role.SERVICE_OWNER)


def test_an_owner_changes_words_adds_and_retires(owen, tax, vat):
    actions.change_system(actor=owen, system=tax, name_da="Skatten", name_en="The tax")
    right = actions.add_right(
        actor=owen, system=tax, code="told-se", name_da="Se told", name_en="View customs"
    )
    assert right.key == "urn:dk:erhvervsadgang:tax:told-se"
    actions.change_right(actor=owen, right=right, name_da="Se toldangivelser")
    actions.retire_right(actor=owen, right=right)
    with pytest.raises(RuleBroken, match="allerede"):
        actions.retire_right(actor=owen, right=right)
    tax.refresh_from_db()
    assert tax.name_da == "Skatten"


def test_another_systems_owner_and_an_owner_without_the_role_change_nothing(owen, olga, tax, vat):
    colleague = acting(owen.user, Role.SUPPORT_AGENT)
    client, _ = actions.open_own_client(actor=owen, system=tax, name="x")
    for actor in (olga, colleague):
        for change in (
            lambda a: actions.change_system(actor=a, system=tax, name_da="x"),
            lambda a: actions.add_right(actor=a, system=tax, code="x", name_da="x", name_en="x"),
            lambda a: actions.change_right(actor=a, right=vat, name_da="x"),
            lambda a: actions.retire_right(actor=a, right=vat),
            lambda a: actions.open_own_client(actor=a, system=tax, name="y"),
            lambda a: actions.renew_own_secret(actor=a, client=client),
            lambda a: actions.close_own_client(actor=a, client=client),
        ):
            with pytest.raises(PermissionDenied):
                change(actor)


def test_a_change_never_breaks_a_standing_grant(owen, bakery, bo, vat, units):
    Grant.objects.create(
        organisation=bakery, right=vat, identity=bo.identity, limit_type="p", limit_value=units.ours
    )
    actions.change_right(
        actor=owen, right=vat, name_da="Nyt navn", allowed_limits=[], in_basic_package=True, mandate_policy={}
    )
    actions.retire_right(actor=owen, right=vat)
    from portal.core.permissions import Level

    answer = decide_one(
        identity=bo.identity.pk,
        right=vat.key,
        limit_type="p",
        limit_value=units.ours,
        level=Level.SUBSTANTIAL,
    )
    assert answer.reason is Reason.GRANTED_DIRECT


@pytest.mark.parametrize("fields", [{"key": "urn:x:y"}, {"system": None}, {"legacy_right": "X"}])
def test_the_key_and_the_system_never_change(owen, vat, fields):
    with pytest.raises(RuleBroken):
        actions.change_right(actor=owen, right=vat, **fields)


@pytest.mark.parametrize("code", ["", "Moms", "a b", "æøå", "a--b", "-a", "moms"])
def test_a_code_is_small_letters_and_new(owen, tax, vat, code):
    with pytest.raises(RuleBroken):
        actions.add_right(actor=owen, system=tax, code=code, name_da="x", name_en="x")


@pytest.fixture
def at_work(owen, log_in):
    client = Client()
    client.force_login(owen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def where(name, *parts):
    return reverse(f"rights_public:{name}", args=parts)


def test_the_owner_works_on_the_pages(at_work, tax, vat):
    assert b"Skat" in at_work.get(where("systems")).content
    page = at_work.get(where("system", tax.pk)).content.decode()
    assert vat.key in page
    words = {"name_da": "Skatten", "name_en": "Tax", "category_da": "Skat", "category_en": "Tax"}
    assert at_work.post(where("change_system", tax.pk), words).status_code == 302
    fields = {
        "code": "told",
        "name_da": "Se told",
        "name_en": "View customs",
        "required_level": "high",
        "allowed_limits": ["p"],
        "may_be_given": "on",
    }
    assert at_work.post(where("add_right", tax.pk), fields).status_code == 302
    right = Right.objects.get(key="urn:dk:erhvervsadgang:tax:told")
    assert (right.required_level, right.allowed_limits, policy_of(right).may_be_given) == (
        "high",
        ["p"],
        True,
    )
    del fields["may_be_given"], fields["code"]
    assert at_work.post(where("change_right", right.pk), fields).status_code == 302
    right.refresh_from_db()
    assert not policy_of(right).may_be_given
    assert at_work.post(where("retire_right", right.pk)).status_code == 302
    right.refresh_from_db()
    assert right.retired_at <= timezone.now()


def test_a_clients_secret_is_shown_once_and_the_client_is_closed(at_work, tax):
    answer = at_work.post(where("open_client", tax.pk), {"name": "Produktion"})
    client = ServiceClient.objects.get()
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert client.client_id in answer.content.decode()
    assert secret not in at_work.get(where("system", tax.pk)).content.decode()
    renewed = at_work.post(where("renew_secret", client.pk)).context["secret"]
    assert renewed != secret
    assert at_work.post(where("close_client", client.pk)).status_code == 302
    assert at_work.get(where("renew_secret", client.pk)).status_code == 404


def test_another_systems_pages_are_not_there(at_work, olga, owen):
    post = ITSystem.objects.get(code="post")
    right = Right.objects.create(system=post, key="urn:x:post", name_da="x", name_en="x")
    client, _ = actions.open_own_client(actor=olga, system=post, name="x")
    pages = [
        ("system", post.pk),
        ("change_system", post.pk),
        ("add_right", post.pk),
        ("open_client", post.pk),
        ("change_right", right.pk),
        ("retire_right", right.pk),
        ("renew_secret", client.pk),
        ("close_client", client.pk),
    ]
    for name, key in pages:
        assert at_work.get(where(name, key)).status_code == 404, name
        assert at_work.post(where(name, key)).status_code in (404, 405), name


def test_without_the_role_or_without_a_login_there_are_no_pages(log_in, anne, sus, tax):
    support = Client()
    support.force_login(sus.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name, parts in (("systems", ()), ("system", (tax.pk,)), ("change_system", (tax.pk,))):
        assert log_in(anne).get(where(name, *parts)).status_code == 403
        assert support.get(where(name, *parts)).status_code == 403
        assert Client().get(where(name, *parts)).status_code == 302


def test_the_owner_keeps_the_policy_for_mandates(at_work, tax, vat):
    path = reverse("rights_public:change_policy", args=[vat.pk])
    said = {
        "give": ["management_representative"], "withdraw": ["organisation_administrator", "management_representative"],
        "waive": ["rights_administrator"], "sub_delegate": "yes", "longest_months": "24", "level": "high",
        "second_signatory": "on",
    }  # fmt: skip
    assert at_work.post(path, said).status_code == 302
    vat.refresh_from_db()
    policy = policy_of(vat)
    assert (policy.give, policy.request, policy.longest_months) == ({"management_representative"}, False, 24)
    assert (policy.sub_delegate, policy.second_signatory, policy.level.name) == ("yes", True, "HIGH")
    assert 'value="24"' in at_work.get(path).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"longest_months": "61"}, "fra 1 til 60"),
        ({"longest_months": "x"}, "fra 1 til 60"),
        ({"waive": []}, "afslutte"),
    ],
)
def test_a_policy_that_cannot_be_is_refused(at_work, tax, vat, wrong, sentence):
    said = {"give": ["organisation_administrator"], "withdraw": ["organisation_administrator"],
            "waive": ["organisation_administrator"], "sub_delegate": "no", "longest_months": "12",
            "level": "substantial"}  # fmt: skip
    before = vat.mandate_policy
    page = at_work.post(reverse("rights_public:change_policy", args=[vat.pk]), said | wrong)
    assert sentence in page.content.decode()
    vat.refresh_from_db()
    assert vat.mandate_policy == before
