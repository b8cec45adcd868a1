"""Celery: at least once, wake-ups only; truth and leases are in PostgreSQL (portal.core.jobs)."""

import environ

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
}
