import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from migration_flow.models.legacy import LegacyRow
from portal.agreements.models import Organisation
from portal.core.models import Document, Job
from portal.core.scoping import Scoped


class Wave(models.Model):
    """A part of the plan: which segments may move when, and how many companies a day the country can carry."""

    number = models.SmallIntegerField(unique=True)
    name_da = models.TextField()
    name_en = models.TextField()
    segments = models.JSONField(default=list)
    opens_on = models.DateField()
    closes_on = models.DateField()
    capacity_per_day = models.IntegerField()
    postponements = models.SmallIntegerField(default=2)
    employee_postponements = models.SmallIntegerField(default=3)

    def __str__(self) -> str:
        return self.name_da


class Move(Scoped):
    """A company's move from NemID Erhverv. Exists from the invitation (or the company's own start) on."""

    tenant_fields = ("cvr",)
    tenant_key = "cvr"

    class State(models.TextChoices):
        PLANNED = "planned", _("Planlagt")
        INVITED = "invited", _("Inviteret")
        DECIDING = "deciding", _("I gang med at beslutte")
        EXECUTING = "executing", _("Flyttes")
        MOVED = "moved", _("Flyttet")
        CONFIRMED = "confirmed", _("Bekræftet")
        UNDOING = "undoing", _("Fortrydes")
        UNDONE = "undone", _("Fortrudt")
        PAUSED = "paused", _("Sat på pause")
        OTHER_PATH = "other_path", _("Anden vej")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cvr = models.CharField(max_length=8, unique=True)
    name = models.TextField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    segment = models.CharField(max_length=3)
    wave = models.ForeignKey(Wave, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    invited_at = models.DateTimeField(null=True)
    # The day the plan gives (spread over the wave's capacity), and the day the company chose instead.
    planned_on = models.DateField(null=True)
    chosen_date = models.DateField(null=True)
    paused_because = models.TextField(db_default="", default="")
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    receipt = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    receipt_facts = models.JSONField(default=dict)
    # Settings decided on step 3: whether private MitID is allowed, LSS path, …
    settings = models.JSONField(default=dict)
    # What undoing must give again: the hash of the organisation before the move, and what the move changed in rows
    # that were there already ({"at": ISO time, "adopted": [identity ids]}) or took from the other side's answers.
    digest_before = models.CharField(max_length=64, default="")
    made = models.JSONField(default=dict, db_default={})
    # Kind of question → {"total", "open", "left", "kept", "hoped"}: counted when an answer is given, so that no page
    # counts a hundred thousand rows. `hoped`: no answer yet, and the proposal is to move.
    counts = models.JSONField(default=dict, db_default={})
    version = models.IntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(fields=["state", "segment"], name="move_by_state"),
            models.Index(fields=["wave", "state"], name="move_by_wave"),
            models.Index(fields=["planned_on"], name="move_to_invite", condition=models.Q(state="planned")),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.cvr})"

    def organisations(self) -> list[Organisation]:
        return [self.organisation] if self.organisation else []


class Decision(Scoped):
    """The company's answer about one thing the legacy system knew; stored as given, one row per thing."""

    tenant_fields = ("move__cvr",)
    tenant_key = "cvr"

    class Item(models.TextChoices):
        EMPLOYEE = "employee", _("Bruger")
        ADMINISTRATOR = "administrator", _("Administrator")
        RIGHT = "right", _("Rettighed")
        MANDATE = "mandate", _("Fuldmagt")
        UNIT = "unit", _("P-enhed")
        OTHER_SIGNATURE = "other", _("Øvrig signatur")
        SETTING = "setting", _("Indstilling")

    class Choice(models.TextChoices):
        MOVE = "move", _("Flyt med")
        CHANGE = "change", _("Flyt med ændring")
        MERGE = "merge", _("Læg sammen")
        LEAVE = "leave", _("Lad blive")

    class Outcome(models.TextChoices):
        YES = "yes", _("Virker")
        LEFT = "left", _("Blev tilbage")
        MISSING = "missing", _("Mangler")

    id = models.BigAutoField(primary_key=True)
    move = models.ForeignKey(Move, models.CASCADE, related_name="decisions")
    item = models.CharField(max_length=15, choices=Item)
    # The id of the legacy row of that item's table, or the setting's name in `key`.
    legacy_id = models.BigIntegerField(null=True)
    key = models.TextField(default="")
    rid = models.TextField(default="")
    proposal = models.CharField(max_length=10, choices=Choice)
    proposal_reason = models.TextField()
    choice = models.CharField(max_length=10, choices=Choice, default="", blank=True)
    change = models.JSONField(default=dict)
    decided_by = models.TextField(default="")
    decided_at = models.DateTimeField(null=True)
    # The access receipt: what the move gave, asked of the rights decision when it was done.
    outcome = models.CharField(max_length=7, choices=Outcome, default="", db_default="", blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["move", "item", "legacy_id", "key"],
                nulls_distinct=False,
                name="one_decision_per_thing",
            ),
        )
        indexes = (
            models.Index(fields=["move", "item", "choice", "id"], name="decisions_of_move"),
            models.Index(fields=["move", "rid"], name="decisions_of_rid"),
            models.Index(fields=["move", "item", "id"], name="decisions_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.legacy_id or self.key}"


class Finding(LegacyRow):
    """Something the company must know or decide on, found over several rows (D codes)."""

    code = models.CharField(max_length=3)
    rids = models.JSONField(default=list)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=["cvr", "code"], name="finding_of_company"),)

    def __str__(self) -> str:
        return f"{self.code} {self.cvr}"
