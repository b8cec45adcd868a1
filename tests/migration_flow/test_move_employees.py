"""The employees' move: batches, paths, later, who is missing and why, old and new side by side."""

import datetime

import pytest
from django.utils import timezone

from identities.actions import activate
from identities.models import Activation, Identity
from migration_flow import actions
from migration_flow.models import EmployeeMove, LegacyOtherSignature, LegacySignature
from migration_flow.queries import employees, side_by_side
from portal.core import crypto, jobs
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import OutgoingMail
from rights.queries.decision import decide_one
from tests.cast import make_actor, make_auth, make_identity, make_user
from tests.migration_flow.country import FROM, employee, legacy_bakery
from tests.migration_flow.test_move_company import carry_out, decide_everything

CVR = "99000015"
BASE = f"/{CVR}/flytning"


@pytest.fixture
def moved(anne, carl):
    legacy_bakery()
    LegacySignature.objects.create(
        cvr=CVR, rid="42630001", carrier="NOEGLEFIL", status="AKTIV", serial="1", **FROM
    )
    LegacyOtherSignature.objects.create(cvr=CVR, kind="VOCES", uid_fid="1", name="Lønsystem", **FROM)
    employee(CVR, "uden", "Uden Mail")
    from migration_flow.models import LegacyEmployee

    LegacyEmployee.objects.across_organisations("test").filter(rid="uden").update(email="")
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    return EmployeeMove.objects.for_actor(anne.actor)


def of(moved, rid):
    return employees.with_stand(moved).select_related("identity__organisation", "move").get(identity__rid=rid)


def come_in(moved, rid="42630001", cpr="6101701008", name="Dorte Dej"):
    user = make_user(name)
    user.cpr_index = crypto.blind_index(cpr, purpose="cpr")
    user.save()
    rows = Activation.objects.across_organisations("test").select_related("identity__organisation")
    return activate(
        actor=Actor.person(user, make_auth(user)), activation=rows.get(identity__rid=rid), means="private"
    )


def test_each_has_a_path_and_the_first_batch_a_link(moved):
    told = {
        (e.identity.rid, e.batch, e.path, e.invited_at is not None) for e in moved.select_related("identity")
    }
    assert told == {("42630000", 1, "cpr", True), ("42630001", 1, "cpr", True), ("42630002", 1, "claim", True),
                    ("uden", 1, "code", False)}  # fmt: skip
    mail = OutgoingMail.objects.filter(template="migration_flow/employee").first()
    assert "/flytning/senere/%%SECRET%%/" in mail.body


def test_who_is_missing_and_why(moved, anne, log_in):
    assert employees.stand_of(of(moved, "uden")) == "no_mail"
    assert employees.stand_of(of(moved, "42630001")) == "waiting"
    Activation.objects.across_organisations("test").filter(identity__rid="42630002").update(
        expires_at=timezone.now()
    )
    assert employees.stand_of(of(moved, "42630002")) == "expired"
    come_in(moved)
    assert employees.stand_of(of(moved, "42630001")) == "arrived"
    page = log_in(anne).get(f"{BASE}/medarbejdere/?vis=missing").content.decode()
    assert "Uden Mail" in page
    assert "Har ingen e-mailadresse" in page
    assert "Dorte Dej" not in page
    assert "Lønsystem" in page


def test_the_list_comes_as_a_file(moved, anne, log_in):
    body = b"".join(log_in(anne).get(f"{BASE}/medarbejdere/liste/").streaming_content).decode()
    assert body.count("\r\n") == 5


def test_people_are_put_in_batches_and_each_batch_gets_its_links_once(moved, anne, log_in):
    for row in moved.filter(identity__rid="uden").select_related("identity"):
        Identity.objects.for_actor(anne.actor).filter(pk=row.identity_id).update(email="u@aaby.example")
    client = log_in(anne)
    pk = moved.get(identity__rid="uden").pk
    client.post(f"{BASE}/medarbejdere/hold/", {"ids": [pk], "batch": "3"})
    assert moved.get(pk=pk).batch == 3
    answer = client.post(f"{BASE}/medarbejdere/hold/3/")
    assert answer.status_code == 302
    from portal.core.models import Job

    job = Job.objects.for_actor(anne.actor).get(kind="migration_flow.invite")
    jobs.work(job.pk)
    assert moved.get(pk=pk).invited_at
    with pytest.raises(RuleBroken, match="ingen på holdet"):
        actions.invite_batch(actor=anne.actor, batch=3)


def test_another_path_gives_a_new_link(moved, anne):
    row = of(moved, "42630002")
    before = Activation.objects.for_actor(anne.actor).get(identity=row.identity).token_hash
    actions.change_path(actor=anne.actor, employee=row, path="code")
    fresh = Activation.objects.for_actor(anne.actor).get(identity=row.identity, withdrawn_at=None)
    assert (fresh.path, fresh.token_hash != before) == ("code", True)


def test_later_is_counted(moved, anne):
    row = of(moved, "42630001")
    for _n in range(3):
        actions.say_later(actor=Actor.system("link"), employee=row)
    assert employees.stand_of(of(moved, "42630001")) == "later"
    with pytest.raises(RuleBroken, match="ikke vente længere"):
        actions.say_later(actor=Actor.system("link"), employee=row)


def test_when_later_is_spent_the_old_way_gives_nothing_until_the_person_has_moved(moved, anne):
    asked = {"cvr": CVR, "rid": "42630001", "right": "urn:test:TASTSELV:MOMS", "level": 2}
    row = of(moved, "42630001")
    for _n in range(3):
        assert decide_one(**asked).granted
        actions.say_later(actor=Actor.system("link"), employee=row)
    assert decide_one(**asked).granted  # the last week is not over
    moved.filter(pk=row.pk).update(postponed_until=timezone.localdate() - datetime.timedelta(days=1))
    refused = decide_one(**asked)
    assert (refused.granted, refused.reason.value) == (False, "identity_must_move")
    assert employees.stand_of(of(moved, "42630001")) == "late"
    come_in(moved)
    assert decide_one(**asked).granted


def test_a_number_put_together_with_a_late_one_is_late_too(moved, anne):
    from migration_flow.queries import must_move_first

    kept = of(moved, "42630001")
    assert must_move_first([kept.identity_id]) == set()
    moved.filter(pk=kept.pk).update(postponements=3, postponed_until="2020-01-01")
    assert must_move_first([kept.identity_id]) == {kept.identity_id}


def test_two_identities_of_one_person_put_together_keep_the_way(moved, anne):
    from identities.actions import merge

    old = of(moved, "42630001")
    new = make_identity(anne.organisation, make_user("Dorte Dej"), "Dorte Dej")
    merge(actor=anne.actor, kept=new, merged=old.identity, reason="Samme person, set i afdelingen")
    row = employees.with_stand(moved).get(pk=old.pk)
    assert (row.identity_id, employees.stand_of(row)) == (new.pk, "arrived")
    assert [each.rid for each in side_by_side.side_by_side(row)["legacy"]] == ["42630001"]


def test_later_by_the_link_says_nothing_about_anybody(moved, client):
    from identities.rules.secrets import digest

    rows = Activation.objects.across_organisations("test").filter(identity__rid="42630001")
    rows.update(token_hash=digest("hemmelig"))
    assert client.get("/flytning/senere/forkert/").status_code == 404
    page = client.get("/flytning/senere/hemmelig/").content.decode()
    assert "Aaby Bageri" in page
    assert "Dorte" not in page
    assert "Du kan vente" in client.post("/flytning/senere/hemmelig/").content.decode()
    assert of(moved, "42630001").postponements == 1


def test_the_link_used_by_the_wrong_person_moves_nobody(moved):
    with pytest.raises(RuleBroken, match="ikke til dig"):
        come_in(moved, cpr="6202801234", name="En Anden")
    assert of(moved, "42630001").activated_at is None


def test_old_and_new_side_by_side_until_confirmed(moved, anne, log_in):
    identity = come_in(moved)
    who = type(anne)(user=identity.user)
    client = log_in(who)
    page = client.get(f"{BASE}/min/").content.decode()
    assert "Nøglefil, aktiv" in page
    assert "MOMS, TASTSELV" in page
    assert "Sikker e-mail" in page
    assert client.post(f"{BASE}/min/galt/", {"text": "Jeg mangler løn"}).status_code == 302
    assert employees.stand_of(of(moved, "42630001")) == "trouble"
    assert "Jeg mangler løn" in OutgoingMail.objects.get(template="migration_flow/trouble").body
    assert client.post(f"{BASE}/min/bekraeft/").status_code == 302
    assert employees.stand_of(of(moved, "42630001")) == "confirmed"


def test_nobody_confirms_for_another(moved, anne, bo):
    identity = come_in(moved)
    row = of(moved, "42630000")
    with pytest.raises(RuleBroken, match="ikke din"):
        actions.confirm_own(actor=make_actor(identity), employee=row)
    assert side_by_side.own(bo.actor) is None
