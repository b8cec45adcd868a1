"""What beat is told to start exists; what an app offers is started by somebody."""

from django.conf import settings

from portal.celery import app


def test_every_scheduled_task_is_registered():
    app.loader.import_default_modules()
    assert {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
