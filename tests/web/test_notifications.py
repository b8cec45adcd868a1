"""Messages in the portal: mine alone, new until I say so, and mailed too unless I choose otherwise."""

import uuid
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils import timezone

from identities.models import Identity
from portal.core import mailing
from portal.core.models import OutgoingMail
from portal.web.notifications import rules
from tests.house.test_sizes import ROOT

pytestmark = pytest.mark.django_db


def written(who: Any, subject: str = "En fuldmagt udløber", **fields: Any) -> OutgoingMail:
    key = uuid.uuid4()
    told = {
        "template": "mandates/ends_soon",
        "recipient": who.identity.email,
        "organisation": who.organisation.pk,
        **fields,
    }
    return OutgoingMail.objects.create(id=key, language="da", subject=subject, body="Se den her: https://x.example/",
                                       message_id=f"<{key}>", created_at=timezone.now(), **told)  # fmt: skip


def page(client: Any) -> str:
    return str(client.get("/beskeder/").content.decode())


def test_my_messages_are_mine_alone(anne: Any, bo: Any, carl: Any, log_in: Any) -> None:
    written(anne, "Til Anne")
    written(carl, "Til Carl")
    assert "Til Anne" in page(log_in(anne))
    assert "Til Anne" not in page(log_in(bo))
    assert "Til Anne" not in page(log_in(carl))


def test_two_who_share_an_address_read_each_their_own(anne: Any, bo: Any, log_in: Any) -> None:
    """What names no reader, as an invoice, is for both. A choice of one does not keep the other's mail back."""
    Identity.objects.for_actor(anne.actor).update(email="faelles@bageri.example")
    for who in (anne, bo):
        who.identity.refresh_from_db()
        written(who, f"Til {who.identity.name}", reader=who.identity.pk)
    written(anne, "Til begge")
    shown = {who.identity.name: page(log_in(who)) for who in (anne, bo)}
    for mine, other in ((anne, bo), (bo, anne)):
        text = shown[mine.identity.name]
        assert f"Til {mine.identity.name}" in text
        assert "Til begge" in text
        assert f"Til {other.identity.name}" not in text
    assert "Beskeder (2" in log_in(bo).get("/99000015/").content.decode()


def test_a_letter_to_an_employee_names_its_reader(anne: Any, bo: Any) -> None:
    from identities import actions

    actions.suspend(actor=anne.actor, identity=bo.identity)
    row = OutgoingMail.objects.get(template="identities/suspended")
    assert row.reader == bo.identity.pk


def test_the_same_address_at_another_employer_is_another_matter(anne: Any, carl: Any, log_in: Any) -> None:
    written(anne, "Fra et andet sted", organisation=carl.organisation.pk)
    assert "Fra et andet sted" not in page(log_in(anne))


def test_new_until_i_have_said_that_i_have_read_them(anne: Any, log_in: Any) -> None:
    written(anne)
    client = log_in(anne)
    assert "Beskeder (1" in client.get("/99000015/").content.decode()
    page(client)
    assert "Beskeder (1" in client.get("/99000015/").content.decode(), "showing a page writes nothing"
    assert client.post("/beskeder/laest/").status_code == 302
    assert "Beskeder (1" not in client.get("/99000015/").content.decode()
    written(anne)
    assert "Beskeder (1" in client.get("/99000015/").content.decode()


def test_a_secret_is_never_in_the_portal(anne: Any, log_in: Any) -> None:
    row = written(anne)
    row.body, row.secret = "Dit link: %%SECRET%%", b"x"
    row.save()
    shown = page(log_in(anne))
    assert "%%SECRET%%" not in shown
    assert "står kun i mailen" in shown


def test_markup_in_a_message_stays_text(anne: Any, log_in: Any) -> None:
    row = written(anne, "<script>alert(1)</script>")
    row.body = "<img src=x onerror=alert(1)> javascript:alert(1) https://x.example/"
    row.save()
    shown = page(log_in(anne))
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert 'href="javascript' not in shown
    assert 'href="https://x.example/"' in shown


def choose(client: Any, *mailed: str) -> Any:
    return client.post("/beskeder/mail/", {"mailed": mailed})


def test_what_i_do_not_want_as_mail_stays_in_the_portal(anne: Any, log_in: Any) -> None:
    client = log_in(anne)
    assert choose(client, "requests", "answers", "support").status_code == 302
    quiet, loud = written(anne), written(anne, template="mandates/requested")
    mailing.send_waiting()
    quiet.refresh_from_db()
    loud.refresh_from_db()
    assert (quiet.sent_at, quiet.failed_because) == (None, mailing.PORTAL_ONLY)
    assert loud.sent_at is not None
    assert "En fuldmagt udløber" in page(client)
    choose(client, *rules.KINDS)
    again = written(anne)
    mailing.send_waiting()
    again.refresh_from_db()
    assert again.sent_at is not None
    assert outbox is not None


def test_a_colleague_who_shares_the_address_still_gets_the_mail(anne: Any, bo: Any, log_in: Any) -> None:
    bo.identity.email = anne.identity.email
    bo.identity.save()
    choose(log_in(anne))
    row = written(anne)
    mailing.send_waiting()
    row.refresh_from_db()
    assert row.sent_at is not None


@pytest.mark.parametrize("template", ["identities/activation", "identities/suspended", "identities/charge_raised",
                                      "mandates/stopped", "identities/email_corrected"])  # fmt: skip
def test_what_matters_is_always_mailed(template: str, anne: Any, log_in: Any) -> None:
    choose(log_in(anne))
    row = written(anne, template=template)
    mailing.send_waiting()
    row.refresh_from_db()
    assert row.sent_at is not None


def test_every_template_that_may_stay_in_the_portal_exists() -> None:
    for _title, _text, templates in rules.KINDS.values():
        for each in templates:
            assert (ROOT / "templates" / "mail" / f"{each}.txt").exists(), each


@pytest.mark.parametrize("mailed", [["x"], ["reminders", "<script>"]])
def test_an_unknown_choice_is_refused(mailed: list[str], anne: Any, log_in: Any) -> None:
    assert choose(log_in(anne), *mailed).status_code == 200


def test_nobody_is_sent_to_log_in(client: Any) -> None:
    for path in ("/beskeder/", "/beskeder/mail/"):
        assert client.get(path).status_code == 302
