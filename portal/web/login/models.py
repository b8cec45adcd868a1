"""How a person last logged in: what recognises them when the provider gives them a new subject."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class LastLogin(models.Model):
    """One row per person who has logged in through MitID. `cvr` and `rid` are the employer's, of
    professionals."""

    class Population(models.TextChoices):
        PRIVATE = "private"
        PROFESSIONAL = "professional"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    population = models.CharField(max_length=12, choices=Population)
    cvr = models.CharField(max_length=8, blank=True)
    rid = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        app_label = "web"
        indexes = (
            models.Index(fields=["cvr", "rid"], condition=~Q(rid=""), name="last_login_by_cvr_and_rid"),
        )
        constraints = (
            models.CheckConstraint(
                name="a_private_login_names_no_employer",
                condition=Q(population="professional") | Q(cvr="", rid=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.population} {self.at}"
