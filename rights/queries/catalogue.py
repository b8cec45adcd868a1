"""The catalogue as it is searched and shown."""

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import translation

from rights.models import ITSystem, Right

BASIC = "basis"


def _language() -> str:
    return "en" if translation.get_language() == "en" else "da"


def available() -> QuerySet[Right]:
    """Rights that can still be given."""
    return Right.objects.filter(retired_at__isnull=True, system__retired_at__isnull=True)


def categories() -> list[str]:
    """The categories in the reader's language, in order."""
    name = f"category_{_language()}"
    rows = ITSystem.objects.filter(retired_at__isnull=True).exclude(**{name: ""})
    return list(rows.order_by(name).values_list(name, flat=True).distinct())


def search(text: str = "", category: str = "") -> QuerySet[ITSystem]:
    """Systems with the rights that fit, in the names of both languages; `category` BASIC is the basic
    package.

    A system whose own name fits comes with all its rights. Each row's `.found` holds its rights."""
    rights = available().order_by(f"name_{_language()}", "pk")
    if category == BASIC:
        rights = rights.filter(in_basic_package=True)
    elif category:
        rights = rights.filter(Q(system__category_da=category) | Q(system__category_en=category))
    for word in text.split()[:6]:
        rights = rights.filter(
            Q(name_da__icontains=word)
            | Q(name_en__icontains=word)
            | Q(system__name_da__icontains=word)
            | Q(system__name_en__icontains=word)
            | Q(key__icontains=word)
        )
    systems = ITSystem.objects.filter(pk__in=rights.values("system")).annotate(shown=F(f"name_{_language()}"))
    return systems.prefetch_related(Prefetch("rights", rights, to_attr="found"))
