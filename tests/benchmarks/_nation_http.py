"""The portal as a WSGI server calls it, and the bare view beside it: everything but the socket."""

import io
import json
from collections.abc import Callable
from typing import Any

from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Bare(APIView):
    """One indexed SELECT and a small JSON answer: no authentication, no reason, no log."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        from identities.models import Identity

        rows = Identity.objects.across_organisations("benchmark").filter(pk=request.data["subject"]["id"])
        return Response({"decision": rows.values_list("state", flat=True).get() == "active"})


urlpatterns = [path("bare", Bare.as_view()), path("", include("portal.urls"))]


def server() -> Callable[..., bytes]:
    """`call(path, body, **headers)`: the answer's body. Raises AssertionError unless it is 200."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.urls import clear_url_caches

    settings.ROOT_URLCONF = __name__
    clear_url_caches()
    app = WSGIHandler()

    def call(where: str, body: Any = None, **headers: str) -> bytes:
        content = json.dumps(body).encode() if body is not None else b""
        address, _, query = where.partition("?")
        environ = {
            "REQUEST_METHOD": "POST" if body is not None else "GET", "PATH_INFO": address, "QUERY_STRING": query,
            "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(content),
            "wsgi.errors": io.StringIO(), "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(content)),
            **headers,
        }  # fmt: skip
        said: list[str] = []
        answer = app(environ, lambda status, headers, info=None: said.append(status))
        text = b"".join(answer)
        answer.close()
        assert said[0].startswith("200"), (where, said, text[:300])
        return text

    return call
