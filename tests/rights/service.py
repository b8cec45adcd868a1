"""A service's developer at work: a client with its token, asking."""

import json
from typing import Any

from django.test import Client

from portal.core.api import issue_token
from rights.actions.clients import open_decision_client
from tests.rights.conftest import SYSTEM


class Service:
    """An IT system's client. `ask` and `batch` return the parsed answer, `post` the response."""

    def __init__(self, system: Any) -> None:
        self.row, self.secret = open_decision_client(actor=SYSTEM, system=system, name=f"{system.code} test")
        self.headers = {"Authorization": f"Bearer {issue_token(self.row.client_id)[0]}"}
        self.http = Client(enforce_csrf_checks=True)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        kind = headers.pop("content_type", "application/json")
        return self.http.post(
            f"/access/v1/{path}", data, content_type=kind, headers={**self.headers, **headers}
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.http.get(f"/access/v1/{path}", headers={**self.headers, **headers})

    def ask(
        self, who: Any, right: Any, *, organisation: Any = None, level: str = "Substantial", **more: Any
    ) -> Any:
        answer = self.post(
            "evaluation", evaluation(who, right, organisation=organisation, level=level, **more)
        )
        assert answer.status_code == 200, answer.content
        return answer.json()

    def batch(self, **body: Any) -> Any:
        answer = self.post("evaluations", body)
        assert answer.status_code == 200, answer.content
        return answer.json()["evaluations"]


def evaluation(
    who: Any, right: Any, *, organisation: Any = None, level: str = "Substantial", **more: Any
) -> Any:
    cvr = (organisation or who.organisation).cvr
    return {
        "subject": {"type": "identity", "id": str(who.pk)},
        "action": {"name": getattr(right, "key", right)},
        "resource": {"type": "organisation", "id": cvr},
        "context": {"level": level},
        **more,
    }
