"""An organisation's own OpenID provider: set up, tested, approved, logged in with, lapsed. The provider is a real
HTTP server whose answers each test bends (tests/web/forge.py)."""

import datetime
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from identities import actions, queries
from identities.models import Authenticator, Identity, LocalIdp
from identities.queries import local_idp
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail, User
from portal.core.permissions import Level, Role
from portal.web.local_idp.tokens import KEYS
from tests.core.upload_samples import pdf
from tests.identities.people import order, with_channel
from tests.web import forge as forging

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
LOA = "https://data.gov.dk/concept/core/nsis/loa/"


@pytest.fixture
def provider(forge, settings):
    """The organisation's provider; MitID's is another one."""
    settings.FETCH_FROM_LOOPBACK = True
    settings.OIDC_OP_ISSUER = "https://mitid.example"
    forge.claims["sub"] = "dorte.dam"
    KEYS.forget()
    yield forge
    KEYS.forget()


def set_up(anne, provider, **fields):
    return actions.save_local_idp(
        actor=anne.actor, name="Bageriets login", issuer=provider.issuer, client_id=forging.CLIENT,
        client_secret="hemmelig", metadata={**provider.metadata(), **fields},
    )  # fmt: skip


def in_use(anne, bakery, provider, level="SUBSTANTIAL", days=30):
    idp = set_up(anne, provider)
    rows = LocalIdp.objects.across_organisations("test").filter(pk=idp.pk)
    rows.update(state="active", tested_at=timezone.now(), statement=b"%PDF", notified_level=level,
                statement_expires_on=TODAY() + datetime.timedelta(days=days))  # fmt: skip
    return rows.get()


@pytest.fixture
def dorte(anne, bakery, provider):
    """An employee who logs in with the bakery's provider."""
    idp = in_use(anne, bakery, provider)
    identity = order(anne, "Dorte Dam", order=False)
    actions.connect_to_local_idp(actor=anne.actor, identity=identity, subject="dorte.dam")
    identity.refresh_from_db()
    identity.idp = idp
    return identity


class Person:
    """A browser at the portal whose organisation has the forge as its provider."""

    def __init__(self, forge, client=None):
        self.forge, self.client = forge, client or Client()

    def start(self, cvr="99000015", **form):
        response = self.client.post(f"/lokal-login/{cvr}/", form)
        assert response.status_code == 302, response.status_code
        return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}

    def come_back(self, asked, **query):
        told = {"state": asked["state"], "code": self.forge.code_for(asked["nonce"]), **query}
        path = urlsplit(asked["redirect_uri"]).path
        return self.client.get(path, {name: value for name, value in told.items() if value is not None})

    def log_in(self, **form):
        return self.come_back(self.start(**form))

    @property
    def is_in(self):
        return self.client.get("/99000015/").status_code == 200


def test_a_person_of_the_organisation_logs_in_and_acts_there(dorte, provider):
    person = Person(provider)
    assert person.log_in()["Location"] == "/organisationer/"
    assert person.is_in
    exchange = provider.calls("/token")[0]
    assert exchange.form["code_verifier"][0]
    assert exchange.headers["authorization"].startswith("Basic ")
    event = AuditEntry.objects.across_organisations("test").filter(event="web.login.succeeded").latest("at")
    assert event.actor_id.startswith("user:")


def test_an_identity_of_a_local_idp_needs_no_activation_and_is_counted(dorte):
    assert (dorte.state, dorte.kind) == (Identity.State.ACTIVE, Identity.Kind.LOCAL_IDP)
    assert dorte.live_periods.filter(ended_at=None).count() == 1


BENT = {
    "another issuer": lambda f: f.claims.update(iss="https://andre.example"),
    "another audience": lambda f: f.claims.update(aud="somebody-else"),
    "two audiences": lambda f: f.claims.update(aud=[forging.CLIENT, "x"]),
    "another party": lambda f: f.claims.update(azp="x"),
    "another nonce": lambda f: f.claims.update(nonce="x"),
    "no nonce": lambda f: f.drop.add("nonce"),
    "no auth_time": lambda f: f.drop.add("auth_time"),
    "expired": lambda f: f.claims.update(exp=1_600_000_000, iat=1_599_999_000),
    "valid for days": lambda f: f.claims.update(exp=4_000_000_000),
    "from tomorrow": lambda f: f.claims.update(auth_time=4_000_000_000),
    "no subject": lambda f: f.claims.update(sub=""),
    "another access token": lambda f: f.claims.update(at_hash="x"),
    "a logout token": lambda f: f.claims.update(events={}),
    "unsigned": lambda f: setattr(f, "token", lambda g, c: forging.without_signature({"alg": "none"}, c)),
    "another key": lambda f: setattr(f, "key", forging.OTHER_RSA_KEY),
    "an unknown key": lambda f: setattr(f, "kid", "two"),
    "no key id": lambda f: setattr(f, "kid", None),
    "critical header": lambda f: f.header.update(crit=["x"]),
    "another type": lambda f: f.header.update(typ="at+jwt"),
    "no level": lambda f: f.drop.update({"acr", "loa"}),
    "an unknown level": lambda f: f.claims.update(acr="urn:super"),
    "too low a level": lambda f: f.claims.update(acr=f"{LOA}Low"),
    "a stranger": lambda f: f.claims.update(sub="en.anden"),
    "no json": lambda f: f.answers.update({"/token": forging.Raw(body=b"<html>")}),
    "an error": lambda f: f.answers.update({"/token": forging.Raw(500)}),
    "a redirect": lambda f: f.answers.update({"/token": forging.Raw(302, headers={"Location": "/x"})}),
}


@pytest.mark.parametrize("name", BENT)
def test_what_cannot_be_believed_logs_nobody_in(dorte, provider, name):
    BENT[name](provider)
    person = Person(provider)
    assert person.log_in()["Location"] == "/log-ind/problem/"
    assert not person.is_in
    assert User.objects.filter(issuer=dorte.idp.issuer_of_people).count() == 1


def test_nobody_is_linked_by_e_mail_or_name(dorte, anne, provider):
    provider.claims.update(sub="ukendt", email=anne.identity.email, email_verified=True, name="Anne Aagaard")
    person = Person(provider)
    person.log_in()
    assert not person.is_in


def test_the_subject_of_somebody_with_mitid_is_not_that_somebody(dorte, anne, provider):
    """A provider that takes the subject of an administrator's MitID gains nothing: its people are its own."""
    provider.claims.update(sub=anne.user.subject)
    person = Person(provider)
    person.log_in()
    assert not person.is_in


def test_a_state_is_used_once_and_only_with_its_own_provider(dorte, carl, cycles, provider):
    person = Person(provider)
    asked = person.start()
    assert person.come_back(asked, state="x")["Location"] == "/log-ind/problem/"
    assert person.come_back(asked)["Location"] == "/organisationer/"
    assert Person(provider, person.client).come_back(asked)["Location"] == "/log-ind/problem/"
    theirs = in_use(carl, cycles, provider)
    mixed = person.start()
    mixed["redirect_uri"] = reverse("local_idp:callback", args=[theirs.pk])
    assert person.come_back(mixed)["Location"] == "/log-ind/problem/"
    assert person.come_back(person.start(), iss="https://andre.example")["Location"] == "/log-ind/problem/"


def test_a_login_never_counts_for_more_than_was_notified(anne, bakery, provider):
    idp = in_use(anne, bakery, provider, level="SUBSTANTIAL")
    provider.claims["acr"] = f"{LOA}High"
    identity = order(anne, "Dorte Dam", order=False)
    actions.connect_to_local_idp(actor=anne.actor, identity=identity, subject="dorte.dam")
    person = Person(provider)
    person.log_in()
    assert person.client.session["auth_context"]["level"] == "SUBSTANTIAL"
    LocalIdp.objects.across_organisations("test").filter(pk=idp.pk).update(notified_level="LOW")
    other = Person(provider)
    other.log_in()
    assert not other.is_in


def test_the_notification_lapses_in_the_middle_of_a_session(dorte, bakery, provider, anne):
    """Out at the next request, no later; the dedicated MitID of the same employee works on."""
    person = Person(provider)
    person.log_in()
    assert person.is_in
    rows = LocalIdp.objects.across_organisations("test").filter(pk=dorte.idp.pk)
    rows.update(statement_expires_on=TODAY() - datetime.timedelta(days=1))
    assert person.client.get("/99000015/")["Location"].startswith("/log-ind/")
    assert person.client.get("/lokal-login/99000015/").status_code == 404
    local = User.objects.get(issuer=dorte.idp.issuer_of_people)
    assert queries.memberships(local) == []
    from tests.cast import make_user

    mitid = make_user("Dorte Dam, særskilt")
    Authenticator.objects.create(identity=dorte, kind="app", state="active", user=mitid)
    assert [each.identity for each in queries.memberships(mitid)] == [dorte]


def test_the_night_tells_of_the_lapse(dorte, anne):
    from tests.rights.conftest import SYSTEM

    assert actions.lapse_due(actor=SYSTEM) == 0
    rows = LocalIdp.objects.across_organisations("test").filter(pk=dorte.idp.pk)
    rows.update(statement_expires_on=TODAY() - datetime.timedelta(days=1))
    assert actions.lapse_due(actor=SYSTEM) == 1
    assert rows.get().state == LocalIdp.State.LAPSED


def test_the_end_of_the_notification_is_told_of_three_times_and_then_no_more(dorte, anne):
    from tests.rights.conftest import SYSTEM

    rows = LocalIdp.objects.across_organisations("test").filter(pk=dorte.idp.pk)
    told = []
    for days in (61, 60, 59, 30, 8, 7, 6, 0):
        rows.update(statement_expires_on=TODAY() + datetime.timedelta(days=days))
        told.append(actions.remind_of_lapse(actor=SYSTEM))
    assert told == [0, 1, 0, 1, 0, 1, 0, 0]
    mails = OutgoingMail.objects.filter(template="identities/local_idp_lapses_soon")
    assert mails.filter(recipient=anne.identity.email).count() == 3


def test_the_next_statement_follows_without_a_day_between(dorte, anne, bakery, sus, provider, log_in):
    """It is answered while the present one holds; the same logins go on, and no reminder comes while it waits."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.rights.conftest import SYSTEM

    rows = LocalIdp.objects.across_organisations("test").filter(pk=dorte.idp.pk)
    rows.update(statement_expires_on=TODAY() + datetime.timedelta(days=20))
    ends = TODAY() + datetime.timedelta(days=400)
    home = reverse("identities:local_idp", args=[bakery.cvr])
    assert "udløber snart" in log_in(anne).get(home).content.decode()
    statement = {"file": SimpleUploadedFile("e.pdf", pdf()), "level": "HIGH", "expires_on_0": ends.day,
                 "expires_on_1": ends.month, "expires_on_2": ends.year}  # fmt: skip
    assert log_in(anne).post(f"{home}erklaering/", statement)["Location"] == home
    assert (rows.get().state, rows.get().notified_level) == ("active", "SUBSTANTIAL")
    assert actions.remind_of_lapse(actor=SYSTEM) == 0
    rows.update(state="lapsed", statement_expires_on=TODAY() - datetime.timedelta(days=1))
    assert not local_idp.counts(dorte.idp.issuer_of_people)
    agent = replace(sus.actor, memberships=frozenset({bakery.pk}), roles=frozenset({Role.SUPPORT_SUPERVISOR}))
    actions.answer_local_idp(actor=agent, idp=rows.get(), approved=True, reason="den nye er set")
    now = rows.get()
    assert (now.state, now.notified_level, now.statement_expires_on) == ("active", "HIGH", ends)
    assert (now.renewal, now.renewal_sha256) == (None, "")
    person = Person(provider)
    person.log_in()
    assert person.is_in


def test_a_next_statement_that_is_sent_back_leaves_the_present_one(dorte, bakery, sus):
    rows = LocalIdp.objects.across_organisations("test").filter(pk=dorte.idp.pk)
    rows.update(renewal=b"x", renewal_sha256="x", renewal_level="HIGH", renewal_expires_on=TODAY())
    agent = replace(sus.actor, memberships=frozenset({bakery.pk}), roles=frozenset({Role.SUPPORT_SUPERVISOR}))
    actions.answer_local_idp(actor=agent, idp=rows.get(), approved=False, reason="forkert revisor")
    now = rows.get()
    assert (now.state, now.notified_level, now.renewal_sha256) == ("active", "SUBSTANTIAL", "")
    assert "forkert revisor" in now.answer


def test_what_the_organisation_says_of_its_people_proves_nothing_elsewhere(dorte, provider):
    """No signing, no claiming of other identities, no own page across employers."""
    person = Person(provider)
    person.log_in()
    for address in ("/mine-identiteter/", "/tilslutning/"):
        assert person.client.get(address).status_code in (403, 404)


def test_stepping_up_goes_to_the_same_provider(dorte, provider):
    person = Person(provider)
    person.log_in()
    page = person.client.get("/log-ind/bekraeft/?next=/99000015/")
    assert page["Location"].startswith("/lokal-login/99000015/?igen=1")
    asked = person.start(again="1", next="/99000015/")
    assert (asked["prompt"], asked["max_age"]) == ("login", "300")
    provider.claims["auth_time"] = int(timezone.now().timestamp()) + 1
    assert person.come_back(asked)["Location"] == "/99000015/"


def test_logging_out_ends_here(dorte, provider):
    person = Person(provider)
    person.log_in()
    assert person.client.post("/log-af/")["Location"] == "/log-af/faerdig/"
    assert not person.is_in


def test_from_nothing_to_in_use_with_every_step_in_the_pages(anne, bakery, sus, provider, log_in):
    with_channel(bakery)
    client = log_in(anne)
    home = reverse("identities:local_idp", args=[bakery.cvr])
    body = {
        "name": "Bageriets login",
        "issuer": provider.issuer,
        "client_id": forging.CLIENT,
        "client_secret": "x",
    }
    assert client.post(f"{home}opsaet/", body)["Location"] == home
    idp = LocalIdp.objects.for_actor(anne.actor).get()
    assert client.post(reverse("identities:submit_local_idp", args=[bakery.cvr, idp.pk])).status_code == 200
    admin = Person(provider, client)
    assert admin.log_in(proev="1")["Location"] == home
    assert str(client.session["_auth_user_id"]) == str(anne.user.pk)
    from django.core.files.uploadedfile import SimpleUploadedFile

    ends = TODAY() + datetime.timedelta(days=300)
    statement = {"file": SimpleUploadedFile("e.pdf", pdf()), "level": "SUBSTANTIAL", "expires_on_0": ends.day,
                 "expires_on_1": ends.month, "expires_on_2": ends.year}  # fmt: skip
    assert client.post(f"{home}erklaering/", statement)["Location"] == home
    assert client.post(reverse("identities:submit_local_idp", args=[bakery.cvr, idp.pk]))["Location"] == home
    agent = replace(sus.actor, memberships=frozenset({bakery.pk}), roles=frozenset({Role.SUPPORT_SUPERVISOR}))
    idp.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.answer_local_idp(actor=sus.actor, idp=idp, approved=True, reason="erklæringen er set")
    actions.answer_local_idp(actor=agent, idp=idp, approved=True, reason="erklæringen er set")
    identity = order(anne, "Dorte Dam", order=False)
    address = reverse("identities:connect_local_idp", args=[bakery.cvr, identity.pk])
    assert client.post(address, {"subject": "dorte.dam"}).status_code == 302
    person = Person(provider)
    person.log_in()
    assert person.is_in


def test_support_sends_it_back_with_a_reason_the_organisation_reads(anne, bakery, sus, provider, log_in):
    idp = in_use(anne, bakery, provider)
    LocalIdp.objects.across_organisations("test").filter(pk=idp.pk).update(state="submitted")
    idp.refresh_from_db()
    agent = replace(sus.actor, memberships=frozenset({bakery.pk}), roles=frozenset({Role.SUPPORT_SUPERVISOR}))
    actions.answer_local_idp(actor=agent, idp=idp, approved=False, reason="Erklæringen mangler underskrift")
    page = log_in(anne).get(reverse("identities:local_idp", args=[bakery.cvr])).content.decode()
    assert "mangler underskrift" in page


BAD = {
    "another's": {"issuer": "https://andre.example"},
    "an address inside": {"token_endpoint": "http://169.254.169.254/token"},
    "a script": {"authorization_endpoint": "javascript:alert(1)"},
    "no keys": {"jwks_uri": None},
    "a weak signature": {"id_token_signing_alg_values_supported": ["HS256", "none"]},
}


@pytest.mark.parametrize("name", BAD)
def test_metadata_that_cannot_be_used_is_not_kept(anne, provider, settings, name):
    settings.FETCH_FROM_LOOPBACK = name not in ("an address inside",)
    with pytest.raises(RuleBroken):
        set_up(anne, provider, **BAD[name])
    assert not LocalIdp.objects.for_actor(anne.actor).exists()


@pytest.mark.parametrize(
    "issuer", ["http://idp.example", "https://127.0.0.1", "https://10.0.0.1", "x", "https://[::1]"]
)
def test_an_address_we_do_not_fetch_from_gets_a_sentence(anne, bakery, log_in, issuer):
    body = {"name": "x", "issuer": issuer, "client_id": "x", "client_secret": "x"}
    page = log_in(anne).post(reverse("identities:set_up_local_idp", args=[bakery.cvr]), body)
    assert page.status_code == 200
    assert "Intet er gemt" in page.content.decode()


def test_the_secret_is_encrypted_and_never_shown(anne, bakery, provider, log_in):
    idp = set_up(anne, provider)
    assert b"hemmelig" not in bytes(idp.client_secret)
    assert actions.secret_of(idp) == "hemmelig"
    for name in ("local_idp", "set_up_local_idp"):
        assert (
            "hemmelig<"
            not in log_in(anne).get(reverse(f"identities:{name}", args=[bakery.cvr])).content.decode()
        )


def test_only_the_start_page_of_this_provider_may_send_a_form_to_it(dorte, provider):
    assert provider.issuer in Client().get("/lokal-login/99000015/")["Content-Security-Policy"]
    assert provider.issuer not in Client().get("/lokal-login/")["Content-Security-Policy"]


def test_nobody_else_tries_or_changes_it(anne, bo, carl, bakery, provider, log_in):
    idp = set_up(anne, provider)
    for who in (bo, carl):
        assert log_in(who).post("/lokal-login/99000015/", {"proev": "1"}).status_code == 404
        with pytest.raises(PermissionDenied):
            actions.remove_local_idp(actor=who.actor, idp=idp)
    assert Client().post("/lokal-login/99000015/", {"proev": "1"}).status_code == 404


def test_one_name_at_the_provider_is_one_user(dorte, anne, bakery):
    other = order(anne, "Eva Eng", order=False)
    with pytest.raises(RuleBroken, match="allerede"):
        actions.connect_to_local_idp(actor=anne.actor, identity=other, subject="dorte.dam")


def test_the_database_refuses_one_in_use_without_its_statement(anne, provider):
    idp = set_up(anne, provider)
    rows = LocalIdp.objects.across_organisations("test").filter(pk=idp.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="active")


def test_levels_are_named_as_in_the_table():
    assert set(Level.__members__) == {"NONE", "LOW", "SUBSTANTIAL", "HIGH"}
