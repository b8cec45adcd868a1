from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class RegisterCompany(models.Model):
    """A company as the business register (CVR) delivered it; public facts, no tenant."""

    cvr = models.CharField(primary_key=True, max_length=8)
    name = models.TextField()
    form_code = models.SmallIntegerField()
    form_name = models.TextField(default="")
    status = models.TextField(default="NORMAL")
    signing_rule = models.TextField(default="")
    street = models.TextField(default="")
    postcode = models.TextField(default="")
    city = models.TextField(default="")
    industry = models.TextField(default="")
    employees_band = models.TextField(default="")
    founded_on = models.DateField(null=True)
    ceased_on = models.DateField(null=True)
    email = models.TextField(db_default="", default="")
    succeeded_by = models.CharField(max_length=8, default="")
    converted_from = models.CharField(max_length=8, db_default="", default="")
    # The register's number of the merger this company goes into or comes out of, and which of the two.
    merger_unit = models.BigIntegerField(null=True)
    merger_part = models.CharField(max_length=12, db_default="", default="")
    # When management or the signing rule last changed: recovery within 14 days of it goes to case work.
    management_changed_on = models.DateField(null=True)
    updated_at = models.DateTimeField(null=True)
    digest = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = (
            GinIndex(fields=["name"], name="register_name_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(
                fields=["merger_unit"],
                name="company_by_merger",
                condition=models.Q(merger_unit__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.cvr})"


class RegisterUnit(models.Model):
    """A production unit (P-nummer)."""

    p_number = models.CharField(primary_key=True, max_length=10)
    company = models.ForeignKey(RegisterCompany, models.CASCADE, related_name="units", db_column="cvr")
    name = models.TextField(default="")
    ceased_on = models.DateField(null=True)

    def __str__(self) -> str:
        return self.p_number


class RegisterParticipant(models.Model):
    """Somebody in a company's management or ownership: one row per function, current ones have no `until`."""

    class Function(models.TextChoices):
        DIRECTOR = "director", _("Direktør")
        MANAGING_DIRECTOR = "managing_director", _("Administrerende direktør")
        CHAIR = "chair", _("Formand")
        VICE_CHAIR = "vice_chair", _("Næstformand")
        BOARD_MEMBER = "board_member", _("Bestyrelsesmedlem")
        OWNER = "owner", _("Indehaver")
        PARTNER = "partner", _("Fuldt ansvarlig deltager")
        GENERAL_PARTNER = "general_partner", _("Komplementar")
        TREASURER = "treasurer", _("Kasserer")
        BRANCH_MANAGER = "branch_manager", _("Filialbestyrer")
        ASSOCIATION_REPRESENTATIVE = "association_representative", _("Foreningsrepræsentant")
        LIQUIDATOR = "liquidator", _("Likvidator")
        TRUSTEE = "trustee", _("Kurator")

    id = models.BigAutoField(primary_key=True)
    company = models.ForeignKey(RegisterCompany, models.CASCADE, related_name="participants", db_column="cvr")
    unit_number = models.BigIntegerField()
    is_person = models.BooleanField(default=True)
    name = models.TextField()
    cpr_index = models.BinaryField(max_length=32, null=True)
    birth_date = models.DateField(null=True)
    participant_cvr = models.CharField(max_length=8, default="")
    function = models.CharField(max_length=30, choices=Function)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    is_dead = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["company", "unit_number", "function"], name="one_row_per_participant_and_function"
            ),
        )
        indexes = (models.Index(fields=["cpr_index"], name="participant_by_person"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.function}"


class RegisterChange(models.TextChoices):
    """The register events of the product's table; the value is what `register_changed` carries as `event`."""

    BANKRUPTCY = "bankruptcy", _("Konkurs")
    COMPULSORY_DISSOLUTION = "compulsory_dissolution", _("Tvangsopløsning")
    LIQUIDATION = "liquidation", _("Frivillig likvidation")
    RECONSTRUCTION = "reconstruction", _("Rekonstruktion")
    BACK_TO_NORMAL = "back_to_normal", _("Normal drift igen")
    CEASED = "ceased", _("Ophørt")
    OWNER_DEATH = "owner_death", _("Indehaverens død")
    MERGER = "merger", _("Fusion")
    CONVERSION = "conversion", _("Omdannelse")
    NEW_SIGNING_RULE = "new_signing_rule", _("Ny tegningsregel")
    NEW_SIGNATORIES = "new_signatories", _("Nye tegningsberettigede")


class RegisterDelta(models.Model):
    """An event that a delta of the register held, written with the delta and acted on after it: nothing is lost when
    the loader or a worker is killed in between. Public facts, no tenant."""

    id = models.BigAutoField(primary_key=True)
    cvr = models.CharField(max_length=8)
    change = models.CharField(max_length=25, choices=RegisterChange)
    facts = models.JSONField(default=dict)
    noticed_at = models.DateTimeField(db_default=Now())
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["id"], name="delta_to_handle", condition=models.Q(handled_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.cvr} {self.change}"
