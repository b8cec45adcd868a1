"""A service that asks whether somebody may do something: a token, then the question, over HTTP."""

import json
import urllib.parse
import urllib.request

from tests.journeys.live import Portal


class Service:
    """The demo country's service client. `may` gives the whole answer of the evaluation."""

    def __init__(self, portal: Portal):
        self.address = portal.address
        self.client = dict(line.split("=", 1) for line in (portal.demo / "client.txt").read_text().split())
        self.token = ""

    def may(self, subject: str, right: str, cvr: str) -> dict:
        """`subject`: <cvr>:<rid> of the employer; `right`: short name; `cvr`: whom it is done for."""
        self.token = self.token or self._token()
        question = {
            "subject": {"type": "identity", "id": subject},
            "action": {"name": right},
            "resource": {"type": "organisation", "id": cvr},
            "context": {"level": "Substantial"},
        }
        return self._post("/access/v1/evaluation", json.dumps(question), "application/json")

    def _token(self) -> str:
        form = urllib.parse.urlencode({"grant_type": "client_credentials", **self.client})
        return self._post("/oauth2/token", form, "application/x-www-form-urlencoded")["access_token"]

    def _post(self, path: str, body: str, kind: str) -> dict:
        headers = {"Content-Type": kind} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        request = urllib.request.Request(self.address + path, body.encode(), headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)
