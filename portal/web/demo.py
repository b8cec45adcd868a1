"""What a newcomer is shown on a machine of their own: nothing here is known to the code that serves the portal."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command

from portal.core.runtime import places
from portal.web import gallery

AGENT = "demo-agent"
TEXT = """
What to try (about ten minutes for 1 to 4). Every person and every company is invented. To log in, press
"Log ind med MitID", find the person by name, choose them, press "Godkend". The pages speak English too: "English".

 1. {director} is the director of {company} (CVR {cvr}) and signs for it alone.
    Open {base}, log in as {director}, press "Begynd tilslutning", then "Vælg" at the company,
    choose yourself ("Jeg selv") as administrator with any address under .example, make the agreement, read it, sign.
 2. Open the mailbox {base}/postkasse/, find the mail with your link, open it, and choose how you log in.
 3. "Sæt organisationen op", then "Flyt fra NemID Erhverv": see what the legacy system knew, use the proposals kind by
    kind or change some, rehearse if you like, check, and move. Watch the progress; then read the access receipt.
 4. The mailbox now holds a mail to each employee: open the one to {employee}, in a private window, and log in as
    {employee}. The fourth user that is activated is charged, the first three are free: see "Regninger".
 5. Ask for a decision as a service does: a token, then the question. Take the right away from {employee}
    ("Brugere", the person, "Se og tildel rettigheder", "Fjern"), and ask again. {base}/udvikler/ explains.
    TOKEN=$(curl -s {base}/oauth2/token -d grant_type=client_credentials -d client_id={client_id} \\
      -d client_secret={client_secret} | python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
    curl -s {base}/access/v1/evaluation -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" -d \\
      '{{"subject": {{"type": "identity", "id": "{cvr}:{rid}"}}, "action": {{"name": "moms-indberet"}},
        "resource": {{"type": "organisation", "id": "{cvr}"}}, "context": {{"level": "Substantial"}}}}'
 6. {accountant} got a mandate from {company} in the legacy system; their director is {accountant_director}. Once both
    have moved, ask the same question with the accountant's employee, then end the mandate under "Fuldmagter".
 7. Support: {base}/support/ as {agent}, password {password}, code {code} (a new code:
    python3 manage.py otp_code {agent}). Find {cvr}, open it with a reason and a case number; {director} sees
    that in the company's history.
"""


def things_to_try(address: str) -> str:
    """The text `up` prints: the first journey with its personas, the demo agent and the service client."""
    folder = places.var_dir() / "demo"
    if not (folder / "cast.json").exists():
        return ""
    cast = json.loads((folder / "cast.json").read_text())
    company, accountant = cast["thin_line"], cast["accountant"]
    names = {each["key"]: f"{each['given_name']} {each['family_name']}"
             for each in json.loads((folder / "personas.json").read_text())["personas"]}  # fmt: skip
    employee = names[company["people"]["employees"][0]]
    facts = {"client_id": "", "client_secret": "", **_pairs((folder / "client.txt").read_text(), "=")}
    return TEXT.format(
        base=address, company=company["name"], cvr=company["cvr"], director=names[company["people"]["director"]],
        employee=employee, rid=_rid(folder, company["cvr"], employee), accountant=accountant["name"],
        accountant_director=names[accountant["people"]["director"]], agent=AGENT, **facts, **_agent(),
    )  # fmt: skip


def _rid(folder: Path, cvr: str, name: str) -> str:
    """The number the legacy delivery knows the employee of the company by."""
    path = next(folder.glob("NEMIDERHV_*_01")) / "medarbejdere.csv"
    rows = (line.split(";") for line in path.read_text(encoding="windows-1252").splitlines())
    return next((row[1] for row in rows if row[0] == cvr and f"{row[2]} {row[3]}" == name), "")


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
