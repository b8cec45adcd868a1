"""A session that enters another organisation gets another key; two tabs never lose each other."""

from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.cast import make_identity


def test_entering_another_organisation_changes_the_key_once(anne, carl, log_in):
    make_identity(carl.organisation, anne.user, email="anne@cycles.example")
    ours, theirs = (reverse("web:overview", args=[each.organisation.cvr]) for each in (anne, carl))
    client = log_in(anne)
    assert client.get(ours).status_code == 200
    first = client.session.session_key
    assert client.get(theirs).status_code == 200
    second = client.session.session_key
    assert second != first
    assert not Session.objects.filter(pk=first).exists()
    for page in (ours, theirs, ours):
        assert client.get(page).status_code == 200
    assert client.session.session_key == second
    assert client.get("/mine-logins/").content.decode().count("Denne browser") == 1


def test_a_stranger_s_try_changes_nothing(anne, carl, log_in):
    client = log_in(carl)
    client.get(reverse("web:overview", args=[carl.organisation.cvr]))
    before = client.session.session_key
    assert client.get(reverse("web:overview", args=[anne.organisation.cvr])).status_code == 404
    assert client.session.session_key == before
