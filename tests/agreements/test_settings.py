"""The set-up wizard, and what an organisation decides later; nobody is locked out by their own answer."""

import datetime

import pytest
from django.utils import timezone

from identities.models import Activation, Authenticator, Identity
from portal.agreements import actions
from portal.core.actions import RuleBroken
from portal.core.models import OutgoingMail
from tests.agreements.country import (
    APS,
    ONE_DIRECTOR,
    activated,
    connected,
    document,
    in_register,
    number,
    trail,
)
from tests.cast import make_identity
from tests.identities.people import token_mailed_to


@pytest.fixture
def bent(people, register, applicant):
    """The appointed administrator of a company that is not set up, in with their private MitID."""
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    return activated(connected(applicant, people.bent, 1), people.bent)


def wizard(client, private, *kinds):
    base = f"/{number(1)}/aftale/opsaetning/"
    assert client.post(base, {"private": private})["Location"] == base + "midler/"
    assert client.post(base + "midler/", {"allowed_authenticators": kinds})["Location"] == base + "faerdig/"
    return client.get(base + "faerdig/").content.decode(), base + "faerdig/"


def test_the_wizard_asks_shows_and_is_finished_once(bent, log_in):
    client = log_in(bent)
    assert "Sæt organisationen op" in client.get(f"/{number(1)}/").content.decode()
    page, done = wizard(client, "yes", "audio_reader")
    assert "MitID kodeoplæser" in page
    assert "Som du gør nu" in page
    assert client.get(f"/{number(1)}/aftale/opsaetning/").status_code == 200, "left and taken up again"
    assert client.post(done).status_code == 302
    bent.organisation.refresh_from_db()
    assert bent.organisation.set_up_at is not None
    assert bent.organisation.allowed_authenticators == ["audio_reader"]
    assert bent.organisation.allows_private_mitid
    assert trail(bent.organisation)[-1] == "agreements.organisation.set_up"
    assert "Sæt organisationen op" not in client.get(f"/{number(1)}/").content.decode()
    assert client.post(done)["Location"] == f"/{number(1)}/indstillinger/", "not a second time"
    with pytest.raises(RuleBroken, match="allerede sat op"):
        actions.set_up(actor=bent.actor)


def test_whoever_says_no_to_private_mitid_gets_another_way_in(bent, log_in):
    client = log_in(bent)
    page, done = wizard(client, "no")
    assert "Du skal selv have et særskilt MitID" in page
    assert client.get(f"/{number(1)}/").status_code == 200, "until the wizard is finished"
    client.post(done)
    assert client.get(f"/{number(1)}/").status_code == 404
    means = Authenticator.objects.across_organisations("test").get()
    assert (means.identity_id, means.kind, means.state) == (bent.identity.pk, "app", "ordered")
    assert OutgoingMail.objects.filter(template="identities/enrol", recipient="admin1@firma.example").exists()


def test_settings_are_changed_and_stand_in_the_history(bent, log_in):
    client, page = log_in(bent), f"/{number(1)}/indstillinger/ret/"
    refused = client.post(page, {"asks_for_cpr": "yes"})
    assert "hvad I skal bruge CPR-numrene til" in refused.content.decode()
    chosen = {"asks_for_cpr": "yes", "cpr_purpose": "Indberetning af løn", "allows_pseudonyms": "on", "allows_self_request": "on",
              "allowed_authenticators": ["chip"]}  # fmt: skip
    assert client.post(page, chosen)["Location"] == f"/{number(1)}/indstillinger/"
    bent.organisation.refresh_from_db()
    found = bent.organisation
    assert (found.asks_for_cpr, found.cpr_purpose, found.allows_pseudonyms) == (
        True,
        "Indberetning af løn",
        True,
    )
    assert found.allows_self_request
    shown = client.get(f"/{number(1)}/indstillinger/").content.decode()
    assert "MitID chip" in shown
    assert trail(found)[-1] == "agreements.organisation.settings_changed"
    assert client.get(page).context["form"].initial["asks_for_cpr"] == "yes"


def test_two_pairs_of_eyes_need_two_people(bent, people):
    with pytest.raises(RuleBroken, match="mindst to organisationsadministratorer"):
        actions.change_settings(actor=bent.actor, four_eyes=True)
    other = make_identity(bent.organisation, people.anna.user, roles=("organisation_administrator",))
    Identity.objects.across_organisations("test").filter(pk=other.pk).update(email="anna@firma.example")
    assert actions.change_settings(actor=bent.actor, four_eyes=True).four_eyes


def test_the_set_up_link_lives_sixty_days_and_is_one_person_s(people, register, applicant, log_in):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    connected(applicant, people.bent, 1)
    letter = OutgoingMail.objects.get(template="identities/set_up")
    assert "60 dage" in letter.body
    link = f"/aktivering/{token_mailed_to('admin1@firma.example')}/"
    open_one = Activation.objects.across_organisations("test")
    assert round((open_one.get().expires_at - timezone.now()) / datetime.timedelta(days=1)) == 60
    state = Identity.objects.across_organisations("test").get
    stranger = log_in(people.carla)
    stranger.get(link)
    stranger.post(link, {"means": "private"})
    assert state().state == "pending", "somebody else's link"
    open_one.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    late = log_in(people.bent)
    late.get(link)
    late.post(link, {"means": "private"})
    assert state().state == "pending", "sixty days are over"
    open_one.update(expires_at=timezone.now() + datetime.timedelta(seconds=60))
    late.post(link, {"means": "private"})
    assert state().state == "active"
    assert late.get(f"/{number(1)}/").status_code == 200
    late.post(link, {"means": "private"})
    assert open_one.filter(used_at__isnull=False).count() == 1, "once"
