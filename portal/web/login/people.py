"""Who is it? Issuer and subject decide, nothing else; a new subject of somebody known is recognised, never
merged."""

import datetime

from portal.core import crypto
from portal.core.actors import AuthContext
from portal.core.models import User
from portal.web.login.claims import Proof
from portal.web.login.models import LastLogin


def find(auth: AuthContext) -> User | None:
    """The person with this issuer and subject, closed ones too."""
    return User.objects.filter(issuer=auth.issuer, subject=auth.subject).first()


def cpr_index(cpr: str) -> bytes | None:
    """What is kept of a CPR number."""
    return crypto.blind_index(cpr, purpose="cpr") if cpr else None


def predecessor(proof: Proof) -> User | None:
    """Somebody known under another subject of the same provider who, by what was proven, is the same person:

    the same CPR number (private), or the same number in the same organisation (professional: NemLog-in is
    known to give a new identifier when an organisation joins MitID Erhverv). None where a CPR number or a
    birth date speaks against it: organisations use employee numbers again."""
    auth = proof.auth
    logins = LastLogin.objects.filter(population=auth.population, user__issuer=auth.issuer)
    logins = logins.exclude(user__subject=auth.subject).select_related("user")
    if auth.population == LastLogin.Population.PROFESSIONAL:
        logins = logins.filter(cvr=auth.organisation_cvr, rid=auth.rid) if auth.rid else logins.none()
    else:
        logins = logins.filter(user__cpr_index=cpr_index(proof.cpr)) if proof.cpr else logins.none()
    return next((each.user for each in logins.order_by("-at") if _may_be_the_same(each.user, proof)), None)


def _may_be_the_same(user: User, proof: Proof) -> bool:
    return _agree(bytes(user.cpr_index) if user.cpr_index else None, cpr_index(proof.cpr)) and _agree(
        user.birth_date, proof.birth_date
    )


def _agree(known: bytes | datetime.date | None, proven: bytes | datetime.date | None) -> bool:
    return not known or not proven or known == proven
