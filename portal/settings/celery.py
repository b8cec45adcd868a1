"""Celery: at least once, wake-ups only; truth and leases are in PostgreSQL (portal.core.jobs)."""

import environ
from celery.schedules import crontab

from portal.core.runtime import places

env = environ.Env()

CELERY_BROKER_URL = places.celery_url(env.str("CELERY_BROKER_URL", env.str("REDIS_URL", places.redis_url(1))))
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 1800,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/Copenhagen"
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {"task": "portal.core.tasks.sweep_jobs", "schedule": 3.0},
    "send-mail": {"task": "portal.core.tasks.send_waiting_mail", "schedule": 5.0},
    "seal-audit": {"task": "portal.core.tasks.seal_audit", "schedule": 30.0},
    "agreements-register": {"task": "portal.agreements.tasks.act_on_register", "schedule": 60.0},
    "agreements-end": {"task": "portal.agreements.tasks.end_due", "schedule": 900.0},
    "agreements-terms": {"task": "portal.agreements.tasks.terms", "schedule": crontab(hour=7, minute=30)},
    "mandates-end": {"task": "mandates.tasks.end_due", "schedule": 900.0},
    "migration-plan": {"task": "migration_flow.tasks.plan_companies", "schedule": crontab(hour=4, minute=30)},
    "migration-invite": {"task": "migration_flow.tasks.invite_due", "schedule": 3600.0},
    "mandates-remind": {"task": "mandates.tasks.remind", "schedule": crontab(hour=6, minute=10)},
    "grants-remind": {"task": "rights.tasks.remind_of_ending_grants", "schedule": crontab(hour=6, minute=20)},
    "grants-ended": {"task": "rights.tasks.tell_ended_grants", "schedule": 900.0},
    "groups-follow-units": {"task": "rights.tasks.follow_units", "schedule": crontab(hour=3, minute=30)},
    "identities-recount": {"task": "identities.tasks.recount", "schedule": crontab(hour=2, minute=0)},
    "identities-dates": {"task": "identities.tasks.dates", "schedule": crontab(hour=0, minute=5)},
    "identities-pseudonymise": {
        "task": "identities.tasks.pseudonymise",
        "schedule": crontab(hour=4, minute=0),
    },
    "usage-close": {
        "task": "identities.tasks.close_usage",
        "schedule": crontab(day_of_month=10, hour=1, minute=0),
    },
    "invoices-send": {
        "task": "identities.tasks.send_invoices",
        "schedule": crontab(day_of_month=15, hour=7, minute=0),
    },
    "retention": {"task": "portal.web.tasks.remove_what_is_old", "schedule": crontab(hour=4, minute=30)},
    "look-up-sample": {
        "task": "portal.web.tasks.draw_look_ups",
        "schedule": crontab(day_of_month=1, hour=5, minute=30),
    },
}
