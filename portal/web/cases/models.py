"""A question to the support desk: who asks, about which solution, what has been said, and when it is answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class Case(Scoped):
    """From the portal (`asked_by` is the person) or by telephone (`contact_name` is what the caller said)."""

    person_field = "asked_by"

    class State(models.TextChoices):
        NEW = "new", _("Modtaget")
        WORKING = "working", _("Vi arbejder på den")
        WAITING = "waiting", _("Venter på dit svar")
        THIRD_LEVEL = "third_level", _("Hos tredje niveau")
        SOLVED = "solved", _("Løst")

    class Solution(models.TextChoices):
        PORTAL = "portal", _("Denne portal")
        NEMLOGIN = "nemlogin", "NemLog-in"
        MITID = "mitid", "MitID"
        DIGITAL_POST = "digital_post", "Digital Post"
        NEMKONTO = "nemkonto", "NemKonto"
        VIRK = "virk", "Virk"
        BORGER = "borger", "borger.dk"

    class Channel(models.TextChoices):
        PORTAL = "portal", _("Skrevet i portalen")
        TELEPHONE = "telephone", _("Telefon")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    solution = models.CharField(max_length=15, choices=Solution, default=Solution.PORTAL)
    state = models.CharField(max_length=12, choices=State, default=State.NEW)
    subject = models.TextField()
    # The page somebody stood on when they asked: a path of the portal, without its query.
    page = models.TextField(default="")
    contact_name = models.TextField(default="")
    contact_email = models.TextField(default="")
    contact_phone = models.TextField(default="")
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # When the desk has promised to have answered, counted in opening hours; None while others have the word.
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    solved_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        app_label = "web"
        constraints = (
            models.CheckConstraint(
                name="a_case_is_somebodys", condition=Q(asked_by__isnull=False) | ~Q(contact_name="")
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at", "id"], name="case_waiting_for_us", condition=Q(due_at__isnull=False)
            ),
            models.Index(fields=["-created_at", "id"], name="case_newest"),
            models.Index(fields=["assigned_to", "state"], name="case_of_agent"),
            models.Index(fields=["organisation", "-created_at"], name="case_of_organisation"),
            models.Index(fields=["asked_by", "-created_at"], name="case_of_person"),
        )

    def __str__(self) -> str:
        return self.number

    def organisations(self) -> list[Organisation]:
        return [self.organisation] if self.organisation else []


class Message(Scoped):
    """What was said in a case. An internal one is for the desk alone."""

    tenant_fields = ("case__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_support = models.BooleanField()
    is_internal = models.BooleanField(default=False)
    text = models.TextField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "web"
        constraints = (
            models.CheckConstraint(
                name="only_the_desk_writes_internally", condition=Q(is_internal=False) | Q(from_support=True)
            ),
        )
        indexes = (models.Index(fields=["case", "written_at"], name="message_of_case"),)

    def __str__(self) -> str:
        return str(self.id)


class CaseFile(Scoped):
    """A file of a message: judged by its bytes, under a name of our own, only ever downloaded."""

    tenant_fields = ("message__case__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="files")
    name = models.TextField()
    media_type = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        app_label = "web"

    def __str__(self) -> str:
        return self.name
