"""Every field that could hold something of a person has its class, or is named as one that cannot."""

from django.apps import apps
from django.db import models

from identities.rules.retention import CLASSES, NATIONAL_ID
from tests.house import personal_data as told

OURS = ("core", "web", "agreements", "identities", "rights", "mandates", "migration_flow")
COULD = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.DateField)


def fields():
    """(model, field) of every field that could hold words, a birth date or bytes; choices and keys cannot."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if (
                    isinstance(field, COULD)
                    and not field.choices
                    and not isinstance(field, models.DateTimeField)
                ):
                    yield model._meta.label, field.name


def classes(label):
    return {name: kind for kind, names in told.PERSONAL.get(label, {}).items() for name in names.split()}


def test_every_field_has_its_class():
    missing = [f"{label}.{name}" for label, name in fields()
               if name not in classes(label) and name not in told.TECHNICAL.get(label, "").split()]  # fmt: skip
    assert " ".join(missing) == "", "add them to tests/house/personal_data.py"


def test_nothing_is_classed_that_is_not_there():
    there = {app_label: {f.name for f in model._meta.concrete_fields} for app in OURS
             for model in apps.get_app_config(app).get_models() for app_label in [model._meta.label]}  # fmt: skip
    for table in (told.PERSONAL, told.TECHNICAL):
        for label in table:
            names = table[label] if isinstance(table[label], str) else " ".join(table[label].values())
            assert set(names.split()) <= there.get(label, set()), label


def test_no_field_has_two_classes():
    for label, kinds in told.PERSONAL.items():
        names = " ".join(kinds.values()).split() + told.TECHNICAL.get(label, "").split()
        assert len(names) == len(set(names)), label


def test_cpr_numbers_are_known_wherever_they_are_and_never_in_the_clear():
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.concrete_fields:
                if field.name.endswith(("cpr", "cpr_index")) and not isinstance(field, models.BooleanField):
                    assert isinstance(field, models.BinaryField), field
                    assert classes(model._meta.label)[field.name] == told.NATIONAL_ID, field


def test_it_agrees_with_the_classes_that_decide_what_is_forgotten():
    by_lower = {label.lower(): label for label in told.PERSONAL}
    for model, names in CLASSES.items():
        for name, kind in names.items():
            ours = classes(by_lower[model]).get(name)
            if ours is not None:
                assert (kind == NATIONAL_ID) == (ours == told.NATIONAL_ID) or model.endswith("uploadrow"), (
                    model,
                    name,
                )
