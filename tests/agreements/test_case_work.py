"""Case work: nothing is begun again, nobody signs for anybody, a file is what it is."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.agreements import actions, queries
from portal.agreements.models import Attachment, Connection, Invitation, Signature
from portal.core import crypto
from portal.core.actions import RuleBroken, Stale
from portal.core.actors import Actor
from portal.core.identifiers import is_cvr
from portal.core.opening_hours import add_working_days
from portal.core.templatetags._formats import day
from portal.web.oversight import removing
from tests.agreements.country import FFO, KOM, document, file, in_register, mails, number
from tests.cast import make_auth
from tests.core.upload_samples import picture

S = Connection.State
TEXT = "Der mangler et referat fra generalforsamlingen"


def acting(who):
    return Actor.person(who.user, make_auth(who.user))


@pytest.fixture
def bent(people, register, applicant):
    """Chairman of an association without a representative: his case waits for signature and document."""
    register(document(number(1), "Skovby Idrætsforening", FFO, [in_register(people.bent, "FORMAND")]))
    return applicant(people.bent).start(number(1)).prepare("bent@skovby.example")


@pytest.fixture
def handed_in(bent):
    return bent.sign(position="Formand").say("dokument/", kind="affiliation", file=file()).say("send/")


def test_the_goal_date_is_ten_working_days_away(handed_in):
    goal = add_working_days(timezone.localdate(), 10)
    assert handed_in.case.goal_date == goal
    handed_in.reads(f"Du får svar senest {day(goal)}")


def test_nothing_incomplete_is_sent(bent):
    with pytest.raises(RuleBroken, match="En underskrift med MitID"):
        actions.submit(actor=acting(bent.who), connection=bent.case)
    bent.sign(position="Formand")
    with pytest.raises(RuleBroken, match="Dokumentation"):
        actions.submit(actor=acting(bent.who), connection=bent.case)


def test_support_asks_for_one_thing_and_the_rest_stays(handed_in, agent):
    actions.ask_applicant(actor=agent, connection=handed_in.case, asks_for="document", text=TEXT)
    assert [each.recipient for each in mails("asked")] == ["bent@skovby.example"]
    assert TEXT not in mails("asked")[0].body, "what is written about a person stays in the portal"
    handed_in.reads(TEXT, "Vi mangler noget fra jer", "Dokumentation, der viser")
    with pytest.raises(RuleBroken):
        actions.submit(actor=acting(handed_in.who), connection=handed_in.case)
    handed_in.say("dokument/", kind="affiliation", file=file(picture("PNG"), "foto.png"))
    first = handed_in.case.submitted_at
    handed_in.say("send/")
    assert handed_in.case.state == S.CASE_WORK
    assert handed_in.case.submitted_at == first
    assert handed_in.case.goal_date == add_working_days(timezone.localdate(), 5)
    assert len(queries.standing_signatures(handed_in.case)) == 1


def test_both_write_to_each_other(handed_in, agent):
    handed_in.say("besked/", text="Vi holder generalforsamling på torsdag.")
    actions.write_to_applicant(actor=agent, connection=handed_in.case, text="Tak, så venter vi på referatet.")
    handed_in.reads("Vi holder generalforsamling", "Tak, så venter vi", "Sagsbehandler")
    assert len(mails("message")) == 1


def test_another_administrator_is_another_document_and_a_new_signature(handed_in, agent):
    actions.ask_applicant(
        actor=agent, connection=handed_in.case, asks_for="administrator", text="Er e-mailen rigtig?"
    )
    before = handed_in.case.document.sha256
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "1970"}
    other = {"who": "other", "email": "dan@skovby.example", "own_email": "bent@skovby.example", **born}
    handed_in.say("administrator/", name="Dan Dam", **other)
    assert handed_in.case.document.sha256 != before
    assert handed_in.case.asks == ["signature"]
    assert queries.standing_signatures(handed_in.case) == []
    lost = Signature.objects.across_organisations("test").get(connection=handed_in.case)
    assert lost.lost_because == "document_changed"
    handed_in.sign(position="Formand").say("send/")
    assert handed_in.case.state == S.CASE_WORK


def test_a_corrected_address_costs_no_signature(handed_in, agent):
    actions.ask_applicant(
        actor=agent, connection=handed_in.case, asks_for="administrator", text="Er e-mailen rigtig?"
    )
    before = handed_in.case.document.sha256
    handed_in.say("administrator/", who="self", email="bent@klub.example")
    assert handed_in.case.document.sha256 == before
    assert handed_in.case.asks == []
    assert len(queries.standing_signatures(handed_in.case)) == 1


def test_a_rejected_case_is_taken_up_again_with_every_answer(handed_in, agent):
    actions.reject(actor=agent, connection=handed_in.case, reason="Referatet er fra en anden forening")
    assert "Referatet er fra en anden forening" in mails("rejected")[0].body
    handed_in.reads("Sagen er afvist", "Referatet er fra en anden forening").say("igen/")
    assert handed_in.case.state == S.DRAFT
    assert handed_in.case.administrator_email == "bent@skovby.example"
    handed_in.say("kontrol/")
    assert handed_in.case.state == S.ANSWER_NEEDED


def test_signed_on_paper(bent, agent):
    with pytest.raises(RuleBroken, match="status"):
        actions.approve(actor=agent, connection=bent.case, reason="Alt er i orden her")
    bent.say("dokument/", kind="signed_paper", file=file()).say("dokument/", kind="identity", file=file())
    assert bent.case.asks == []
    bent.say("send/")
    actions.approve(actor=agent, connection=bent.case, reason="Underskrift og pas er set")
    bent.case.refresh_from_db()
    assert bent.case.state == S.CONCLUDED
    assert queries.standing_signatures(bent.case) == []


def test_support_cannot_approve_what_nobody_signed(handed_in, agent):
    Signature.objects.across_organisations("test").update(lost_at=timezone.now())
    with pytest.raises(RuleBroken, match="Ingen har skrevet under"):
        actions.approve(actor=agent, connection=handed_in.case, reason="Alt er i orden her")


def test_support_gives_its_reason_and_cannot_sign(handed_in, agent, anne):
    with pytest.raises(RuleBroken, match="begrundelse"):
        actions.reject(actor=agent, connection=handed_in.case, reason="nej")
    with pytest.raises(PermissionDenied):
        actions.sign_for_case_work(actor=agent, connection=handed_in.case, document_sha256="x", position="x")
    with pytest.raises(PermissionDenied):
        actions.approve(actor=anne.actor, connection=handed_in.case, reason="Jeg godkender mig selv")


def test_the_desk_s_queue(handed_in, agent):
    [row] = queries.cases_for_support()
    assert (row.pk, row.signed, row.documents) == (handed_in.case.pk, 1, 1)
    actions.ask_applicant(actor=agent, connection=handed_in.case, asks_for="explanation", text=TEXT)
    assert not queries.cases_for_support().exists()
    assert queries.cases_for_support(state=S.ANSWER_NEEDED).count() == 1


@pytest.mark.parametrize(("content", "word"), [
    (b"%PDF-1.7 not really", "beskadiget"), (b"MZ\x90\x00", "kan ikke bruges"), (b"", "tom"),
    (b"<html><script>alert(1)</script></html>", "kan ikke bruges"),
])  # fmt: skip
def test_a_file_that_is_not_what_it_says(bent, content, word):
    response = bent.client.post(bent.at("dokument/"), {"kind": "identity", "file": file(content, "pas.pdf")})
    assert response.status_code == 200
    assert word in response.content.decode()
    assert not Attachment.objects.across_organisations("test").exists()


def test_a_file_of_two_hundred_megabytes_is_refused_before_it_is_read(bent):
    class Huge:
        name, size, content_type, charset = "stor.pdf", 200 * 1024 * 1024, "application/pdf", None
        read_bytes = 0

        def seek(self, *place):
            pass

        def read(self, size=-1):
            self.read_bytes += size
            return b"%PDF-" + b"0" * (size - 5)

    huge = Huge()
    with pytest.raises(RuleBroken, match="mere end 10 MB"):
        actions.attach(actor=acting(bent.who), connection=bent.case, kind="identity", file=huge)
    assert huge.read_bytes == 0


def test_a_file_comes_back_as_a_download_under_our_own_name(bent):
    bent.say("dokument/", kind="affiliation", file=file(name="../../evil<script>.pdf"))
    kept = Attachment.objects.across_organisations("test").get()
    assert "evil" not in kept.name
    response = bent.client.get(bent.at(f"dokument/{kept.pk}/"))
    assert response["Content-Disposition"] == f'attachment; filename="{kept.name}"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.content == bytes(kept.content)


def test_a_case_has_room_for_twenty_files(bent):
    for _n in range(20):
        actions.attach(actor=acting(bent.who), connection=bent.case, kind="other", file=file())
    with pytest.raises(RuleBroken, match="højst"):
        actions.attach(actor=acting(bent.who), connection=bent.case, kind="other", file=file())


def test_nobody_else_sees_the_case_or_acts_on_it(handed_in, people, applicant):
    stranger = applicant(people.dan).join(handed_in.case)
    for step in ("", "dokument/", "besked/", "inviter/", "send/", "papir/", "ret/", "igen/", "traek-tilbage/",
                 "administrator/", "organisation/", "kontrol/", "underskrift/", "aftale.pdf", "kvittering/"):  # fmt: skip
        assert stranger.client.get(stranger.at(step)).status_code == 404, step
        assert stranger.client.post(stranger.at(step)).status_code in (404, 405), step
    kept = Attachment.objects.across_organisations("test").get()
    assert stranger.client.get(stranger.at(f"dokument/{kept.pk}/")).status_code == 404
    with pytest.raises(PermissionDenied):
        actions.write(actor=acting(people.dan), connection=handed_in.case, text="Hvem er I?")


def test_a_document_of_another_case_is_not_found(handed_in, people, register, applicant):
    register(document(number(2), "Grønnæs Kommune", KOM))
    dan = applicant(people.dan).start(number(2)).prepare()
    kept = Attachment.objects.across_organisations("test").get()
    assert dan.client.get(dan.at(f"dokument/{kept.pk}/")).status_code == 404


def link_to(case):
    letter = mails("invitation")[-1]
    return crypto.decrypt(bytes(letter.secret), purpose=f"mail:{letter.pk}")


def test_a_link_works_for_one_person_and_not_for_ever(bent, people):
    bent.say("inviter/", email="dan@skovby.example")
    token = link_to(bent.case)
    assert actions.take_invitation(actor=acting(people.dan), token=token) == bent.case
    assert actions.take_invitation(actor=acting(people.dan), token=token) == bent.case, (
        "one's own link stays one's own"
    )
    sentences = set()
    for broken in (token, token[:-1], "x" * 43):
        with pytest.raises(RuleBroken) as refusal:
            actions.take_invitation(actor=acting(people.carla), token=broken)
        sentences.add(str(refusal.value))
    assert len(sentences) == 1, "a used link and one that never was look the same"


def test_an_expired_link_and_one_to_a_closed_case(bent, people):
    bent.say("inviter/", email="dan@skovby.example")
    Invitation.objects.across_organisations("test").update(
        expires_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    with pytest.raises(RuleBroken, match="virker ikke længere"):
        actions.take_invitation(actor=acting(people.dan), token=link_to(bent.case))
    bent.say("inviter/", email="dan@skovby.example")
    bent.say("traek-tilbage/")
    assert bent.case.state == S.WITHDRAWN
    with pytest.raises(RuleBroken, match="virker ikke længere"):
        actions.take_invitation(actor=acting(people.dan), token=link_to(bent.case))


def test_two_people_in_one_case_do_not_overwrite_each_other(bent, people, agent):
    version = bent.case.version
    bent.say("ret/")
    with pytest.raises(Stale):
        actions.name_administrator(actor=acting(bent.who), connection=bent.case, version=version, name="En Anden",
                                   email="x@y.example")  # fmt: skip


def test_a_portal_number_is_never_a_cvr_number():
    assert not any(is_cvr(f"0{n:07d}") for n in range(0, 10**7, 9973))


def test_the_queue_in_the_support_area_shows_no_person(handed_in, sus, rf):
    from django.contrib.admin import site

    from portal.agreements.admin import CaseQueue

    request = rf.get("/")
    request.actor, request.user = sus.actor, sus.user
    page = CaseQueue(Connection, site)
    assert page.has_view_permission(request)
    assert not page.has_view_permission(request, handed_in.case)
    assert not page.has_change_permission(request)
    assert [each.case_number for each in page.get_queryset(request)] == [handed_in.case.case_number]
    assert not {"administrator_name", "started_by"} & set(page.list_display)


def test_papers_and_people_of_a_case_are_kept_no_longer_than_needed(
    handed_in, people, register, applicant, agent
):
    """A case that came to nothing loses its people and papers; the agreement's own answers stay."""
    actions.write_to_applicant(actor=agent, connection=handed_in.case, text="Vi ser på referatet.")
    actions.approve(actor=agent, connection=handed_in.case, reason="Referatet viser det")
    register(document(number(2), "Grønnæs Kommune", KOM))
    dan = applicant(people.dan).start(number(2)).prepare("dan@kommune.example")
    dan.say("dokument/", kind="identity", file=file()).say("traek-tilbage/")
    now = timezone.now()
    assert removing.connection_cases(now - datetime.timedelta(days=180), 10) == 0
    assert removing.connection_cases(now + datetime.timedelta(seconds=1), 10) == 2
    assert removing.connection_cases(now + datetime.timedelta(seconds=1), 10) == 0, "once"
    assert not Attachment.objects.across_organisations("test").exists()
    for each in (handed_in.case, dan.case):
        each.refresh_from_db()
    assert handed_in.case.administrator_email == "bent@skovby.example"
    assert len(queries.standing_signatures(handed_in.case)) == 1
    assert (dan.case.administrator_name, dan.case.administrator_email) == ("", "")
