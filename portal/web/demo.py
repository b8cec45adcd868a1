"""What a newcomer is shown on a machine of their own: nothing here is known to the code that serves the portal."""

import io
import json
from typing import Any

from django.core.management import call_command

from portal.core.runtime import places
from portal.web import gallery

AGENT = "demo-agent"
TEXT = """
What to try (about ten minutes). Log in at {base} with "Log ind med MitID", find the person by name, press Approve.
Everybody and every company is invented.

 1. {director} is the director of {company} (CVR {cvr}) and signs for it alone.
    Log in, choose "Tilslut en organisation", choose the company, appoint yourself, read and sign the agreement.
 2. Open the mailbox {base}/postkasse/, find the mail with your link, open it, and say yes or no to your private MitID.
 3. Set the company up, then "Flyt fra NemID Erhverv": see what the legacy system knew, accept the proposals kind by
    kind (or change some), check, and move. Watch the progress.
 4. The mailbox now holds a mail to each employee: open one as {employee}, log in and answer.
    The fourth activated identity is charged, the first three are free: see "Regninger".
 5. Ask for a decision as a service does (a token first, then the question), withdraw the right, and ask again:
    curl -s {base}/oauth2/token -d grant_type=client_credentials -d client_id={client_id} -d client_secret={client_secret}
    {base}/udvikler/ shows the question and its answer.
 6. Support: {base}/support/ as {agent}, password {password}, code {code} (a new one: manage.py otp_code {agent}).
"""


def things_to_try(address: str) -> str:
    """The text `up` prints: the first journey with its personas, the demo agent and the service client."""
    folder = places.var_dir() / "demo"
    if not (folder / "cast.json").exists():
        return ""
    cast = json.loads((folder / "cast.json").read_text())["thin_line"]
    names = {each["key"]: f"{each['given_name']} {each['family_name']}"
             for each in json.loads((folder / "personas.json").read_text())["personas"]}  # fmt: skip
    facts = {"client_id": "", "client_secret": "", **_pairs((folder / "client.txt").read_text(), "=")}
    return TEXT.format(
        base=address, company=cast["name"], cvr=cast["cvr"], director=names[cast["people"]["director"]],
        employee=names[cast["people"]["employees"][0]], agent=AGENT, **facts, **_agent(),
    )  # fmt: skip


def _agent() -> dict[str, str]:
    told = io.StringIO()
    call_command("create_agent", AGENT, ready=True, stdout=told)
    pairs = _pairs(told.getvalue(), ":")
    return {"password": pairs["password"], "code": pairs["code"]}


def _pairs(text: str, separator: str) -> dict[str, str]:
    lines = (line.partition(separator) for line in text.splitlines() if separator in line)
    return {key.strip(): value.strip() for key, _, value in lines}


def gallery_context() -> dict[str, Any]:
    """Sample rows for the component gallery."""
    return gallery.context()
