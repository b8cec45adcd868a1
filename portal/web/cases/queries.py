"""Which cases there are, for the desk and for the person."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Now

from identities.models import Identity
from portal.core.permissions import Role
from portal.web.cases.models import Case, CaseFile, Message

DESK = "the support desk's own work"
VIEWS = ("mine", "new", "late", "third_level", "all")


def queue(agent: Any, which: str) -> QuerySet[Case]:
    """The desk's list; `which` is one of VIEWS."""
    rows = Case.objects.across_organisations(DESK).select_related("organisation", "assigned_to", "asked_by")
    if which == "mine":
        return rows.filter(assigned_to=agent).exclude(state=Case.State.SOLVED)
    if which == "late":
        return rows.filter(due_at__lt=Now())
    if which in ("new", "third_level"):
        return rows.filter(state=which)
    return rows


def desk_case(pk: Any) -> Case | None:
    rows = Case.objects.across_organisations(DESK).select_related("organisation", "assigned_to", "asked_by")
    return rows.filter(pk=pk).first()


def own_cases(user: Any) -> QuerySet[Case]:
    return Case.objects.for_person(user).select_related("organisation").order_by("-created_at")


def messages_of(case: Case, *, internal: bool) -> list[Message]:
    """The thread with its files' names, without their bytes."""
    why = "of a case already found for its reader"
    files = CaseFile.objects.across_organisations(why).defer("content")
    rows = Message.objects.across_organisations(why).filter(case=case).select_related("author")
    rows = rows if internal else rows.filter(is_internal=False)
    return list(
        rows.prefetch_related(Prefetch("files", queryset=files, to_attr="kept")).order_by("written_at", "pk")
    )


def file_of(case: Case, pk: Any, *, internal: bool) -> CaseFile | None:
    rows = CaseFile.objects.across_organisations("of a case already found for its reader")
    rows = rows if internal else rows.filter(message__is_internal=False)
    return rows.filter(pk=pk, message__case=case).first()


def agents() -> QuerySet[Any]:
    """Everybody at the desk, for handing a case over."""
    names = [Role.SUPPORT_AGENT.value, Role.SUPPORT_SUPERVISOR.value]
    users = get_user_model().objects.filter(is_staff=True, is_active=True, groups__name__in=names)
    return users.distinct().order_by("name", "username")


def identity_in(user: Any, number: str) -> Identity | None:
    """The person's user in the organisation with this number."""
    rows = (
        Identity.objects.for_person(user).exclude(state=Identity.State.CLOSED).select_related("organisation")
    )
    return rows.filter(organisation__cvr=number).first()
