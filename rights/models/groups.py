import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from identities.models.identities import danish_order
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped
from rights.models.catalogue import ITSystem


class Group(Scoped):
    """A user group: its members share its grants and assignments. A default group is all users of a
    P-number."""

    class Kind(models.TextChoices):
        CUSTOMISED = "customised", _("Tilpasset")
        DEFAULT = "default", _("Standard")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CUSTOMISED)
    name = models.TextField()
    description = models.TextField(default="", blank=True)
    p_number = models.CharField(max_length=10, default="", blank=True)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(deleted_at__isnull=True),
                name="one_group_per_name",
            ),
            models.CheckConstraint(
                name="a_default_group_has_its_p_number", condition=Q(kind="customised") | ~Q(p_number="")
            ),
            models.UniqueConstraint(
                fields=["organisation", "p_number"],
                condition=Q(kind="default", deleted_at__isnull=True),
                name="one_default_group_per_p_number",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class GroupMember(Scoped):
    """An identity in a customised group; it may belong to another organisation (an external member)."""

    tenant_fields = ("group__organisation",)

    id = models.BigAutoField(primary_key=True)
    group = models.ForeignKey(Group, models.CASCADE, related_name="members")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (models.UniqueConstraint(fields=["group", "identity"], name="a_member_once_per_group"),)

    def __str__(self) -> str:
        return f"{self.group_id} {self.identity_id}"


class SubjectName(Scoped):
    """What an IT system itself calls one of its users, where it asks by that name instead of the identity's
    uuid."""

    tenant_fields = ("identity__organisation",)

    id = models.BigAutoField(primary_key=True)
    system = models.ForeignKey(ITSystem, models.CASCADE, related_name="subject_names")
    name = models.TextField()
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["system", "name"], name="one_identity_per_name_in_a_system"),
        )

    def __str__(self) -> str:
        return self.name


class ClientGroup(Scoped):
    """A group of organisations that gave us mandates (fuldmagtsgruppe), to be assigned as one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["organisation", "name"], name="one_client_group_per_name"),
        )

    def __str__(self) -> str:
        return self.name

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class ClientGroupMember(Scoped):
    tenant_fields = ("client_group__organisation",)

    id = models.BigAutoField(primary_key=True)
    client_group = models.ForeignKey(ClientGroup, models.CASCADE, related_name="clients")
    client = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    # The name when it was put in; a group of many thousands is sorted and searched by it.
    client_name = models.TextField(db_default="")
    client_key = models.GeneratedField(
        expression=danish_order("client_name"),
        output_field=models.TextField(),
        db_persist=True,  # type: ignore[arg-type]
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["client_group", "client"], name="a_client_once_per_client_group"),
        )
        indexes = (
            models.Index(fields=["client"], name="client_groups_of_client"),
            models.Index(fields=["client_group", "client_key", "id"], name="clients_of_group_by_name"),
        )

    def __str__(self) -> str:
        return f"{self.client_group_id} {self.client_id}"
