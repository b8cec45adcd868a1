"""What the legacy system knew, as delivered (normalised): one table per file of the package.

Rows are older than the organisation, so they name it by CVR. Only the importer writes them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from portal.core.models import Ciphertext
from portal.core.scoping import Scoped


class LegacyRow(Scoped):
    """Where a row came from, and what the reader noticed about it (W and D codes)."""

    tenant_fields: tuple[str, ...] = ("cvr",)
    tenant_key = "cvr"

    id = models.BigAutoField(primary_key=True)
    cvr = models.CharField(max_length=8)
    delivery = models.IntegerField()
    line = models.IntegerField()
    findings = ArrayField(models.CharField(max_length=3), default=list)
    # A full delivery no longer names the row: a finding for the company, never a silent loss.
    gone_since = models.IntegerField(null=True)
    # As a person would say it, where `queries.words` has looked it up; the legacy system's codes without.
    shown = ""

    class Meta:
        abstract = True


class LegacyCompany(LegacyRow):
    name = models.TextField()
    form_code = models.SmallIntegerField(null=True)
    status = models.TextField(default="")
    agreement_number = models.TextField(default="")
    agreement_date = models.DateField(null=True)
    agreement_status = models.TextField(default="")
    pro_package = models.BooleanField(null=True)
    cpr_linked = models.BooleanField(null=True)
    own_rid_allowed = models.BooleanField(null=True)
    lss = models.BooleanField(null=True)
    street = models.TextField(default="")
    house_number = models.TextField(default="")
    postcode = models.TextField(default="")
    city = models.TextField(default="")
    email = models.TextField(default="")
    phone = models.TextField(default="")
    ean = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cvr"], name="legacy_company_key"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.cvr})"


class LegacyUnit(LegacyRow):
    p_number = models.CharField(max_length=10)
    name = models.TextField(default="")
    status = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cvr", "p_number"], name="legacy_unit_key"),)

    def __str__(self) -> str:
        return self.shown or self.p_number


class LegacyEmployee(LegacyRow):
    rid = models.TextField()
    given_name = models.TextField(default="")
    surname = models.TextField(default="")
    cpr = Ciphertext(null=True, purpose="cpr")
    cpr_index = models.BinaryField(max_length=32, null=True)
    birth_date = models.DateField(null=True)
    email = models.TextField(default="")
    phone = models.TextField(default="")
    department = models.TextField(default="")
    employee_group = models.TextField(default="")
    p_number = models.TextField(default="")
    status = models.TextField(default="")
    created_on = models.DateField(null=True)
    last_used_on = models.DateField(null=True)
    # Folded name and e-mail: what makes two rows look like the same person (D01) beside an equal CPR number.
    person_key = models.TextField(default="")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cvr", "rid"], name="legacy_employee_key"),)

    def __str__(self) -> str:
        return f"{self.given_name} {self.surname}".strip()

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.surname}".strip()


class LegacySignature(LegacyRow):
    rid = models.TextField()
    carrier = models.TextField()
    status = models.TextField()
    serial = models.TextField()
    policy_oid = models.TextField(default="")
    subject_dn = models.TextField(default="")
    issuer = models.TextField(default="")
    email = models.TextField(default="")
    in_directory = models.BooleanField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cvr", "rid", "serial"], name="legacy_signature_key"),)

    def __str__(self) -> str:
        return self.serial


class LegacyAdministrator(LegacyRow):
    rid = models.TextField()
    role = models.TextField()
    since = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["cvr", "rid", "role"], name="legacy_administrator_key"),
        )

    def __str__(self) -> str:
        return self.shown or f"{self.rid} {self.role}"


class LegacyRight(LegacyRow):
    rid = models.TextField()
    service = models.TextField()
    right = models.TextField()
    scope_type = models.TextField()
    scope_value = models.TextField()
    given_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cvr", "rid", "service", "right", "scope_type", "scope_value"],
                name="legacy_right_key",
            ),
        )

    def __str__(self) -> str:
        return self.shown or f"{self.rid} {self.service} {self.right}"


class LegacyMandate(LegacyRow):
    """`cvr` is the grantor's; the grantee sees its side through `grantee_cvr`."""

    tenant_fields = ("cvr", "grantee_cvr")

    grantee_cvr = models.CharField(max_length=8)
    grantee_rid = models.TextField(default="")
    service = models.TextField()
    right = models.TextField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cvr", "grantee_cvr", "grantee_rid", "service", "right"], name="legacy_mandate_key"
            ),
        )
        indexes = (models.Index(fields=["grantee_cvr"], name="legacy_mandate_by_grantee"),)

    def __str__(self) -> str:
        return self.shown or f"{self.cvr} → {self.grantee_cvr}"


class LegacyOtherSignature(LegacyRow):
    kind = models.TextField()
    uid_fid = models.TextField()
    name = models.TextField(default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    status = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["cvr", "kind", "uid_fid"], name="legacy_other_signature_key"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
