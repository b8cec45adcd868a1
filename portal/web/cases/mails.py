"""Mail about a case says that there is an answer and where; never what it says."""

from portal.core.mail import Letter, Recipient, mail
from portal.web.cases.models import Case


def _to(case: Case) -> list[Recipient]:
    if not case.contact_email:
        return []
    person = case.asked_by
    return [Recipient(address=case.contact_email, name=person.name if person else case.contact_name,
                      language=person.language if person else "da")]  # fmt: skip


@mail("web/case_received")
def received(case: Case) -> Letter:
    return Letter(to=_to(case), context={"case": case}, organisation=case.organisation)


@mail("web/case_answered")
def answered(case: Case) -> Letter:
    return Letter(to=_to(case), context={"case": case}, organisation=case.organisation)
