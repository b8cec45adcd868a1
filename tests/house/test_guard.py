"""GET never writes, whatever a page tries; the control shows that it would."""

import pytest
from django.db import connection
from django.http import StreamingHttpResponse

from identities.models import Identity
from portal.core import guard
from portal.core.middleware import ReadOnlyGetMiddleware

WRITES = {
    "insert": "INSERT INTO django_session VALUES ('a', 'b', now())",
    "update": "UPDATE identities_identity SET email = 'x'",
    "delete": "DELETE FROM identities_identity",
    "in a with": "WITH gone AS (DELETE FROM identities_identity RETURNING 1) SELECT * FROM gone",
    "insert in a with": "WITH new AS (INSERT INTO django_session VALUES ('a','b',now()) RETURNING 1) SELECT * FROM new",
    "row lock": "SELECT id FROM identities_identity FOR UPDATE",
    "shared lock": "SELECT id FROM identities_identity FOR SHARE",
    "key lock": "SELECT id FROM identities_identity FOR NO KEY UPDATE",
    "sequence": "SELECT nextval('core_chunk_id_seq')",
    "advisory lock": "SELECT pg_advisory_lock(1)",
    "truncate": "TRUNCATE identities_identity",
    "setting": "SELECT set_config('x.y', '1', false)",
    "do": "DO $$ BEGIN END $$",
}


@pytest.mark.parametrize("statement", WRITES.values(), ids=WRITES.keys())
def test_a_page_that_writes_is_stopped(db, statement):
    with pytest.raises(guard.WriteInGet), guard.reading(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_reading_goes_through(anne):
    with guard.reading():
        assert Identity.objects.for_actor(anne.actor).select_related("organisation").count() == 1


def test_without_the_guard_the_page_would_have_written(anne):
    """The control: the same statement, unguarded, changes the row."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE identities_identity SET phone = '12345678'")
    anne.identity.refresh_from_db()
    assert anne.identity.phone == "12345678"


def through_the_middleware(rf, view, method="get"):
    def get_response(request):
        middleware.process_view(request, view, (), {})
        return view(request)

    middleware = ReadOnlyGetMiddleware(get_response)
    return middleware(getattr(rf, method)("/"))


def touch(request):
    from django.http import HttpResponse

    Identity.objects.across_organisations("test").update(phone="1")
    return HttpResponse()


def test_a_view_is_guarded_on_get(rf, anne):
    with pytest.raises(guard.WriteInGet):
        through_the_middleware(rf, touch)


def test_a_view_is_free_on_post(rf, anne):
    assert through_the_middleware(rf, touch, "post").status_code == 200


def test_a_streamed_answer_is_guarded_while_it_streams(rf, anne):
    def rows():
        yield "a"
        Identity.objects.across_organisations("test").update(phone="1")
        yield "b"

    response = through_the_middleware(rf, lambda request: StreamingHttpResponse(rows()))
    with pytest.raises(guard.WriteInGet):
        list(response.streaming_content)


def test_only_these_views_may_write_on_get():
    from tests.house.routes import routes

    assert {each.name for each in routes() if getattr(each.view, "writes_on_get", False)} == {
        "login:callback",
        "local_idp:callback",
    }
