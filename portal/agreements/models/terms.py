from django.db import models


class Terms(models.Model):
    """A version of the terms with its annexes; the text is the template named here, in both languages."""

    version = models.CharField(primary_key=True, max_length=20)
    template = models.TextField()
    in_force_from = models.DateField()
    summary_da = models.TextField(default="")
    summary_en = models.TextField(default="")

    def __str__(self) -> str:
        return self.version
