"""How Celery works here, in Celery's own names. Losing its broker loses no data: what must happen is in the outbox."""

import os

from celery.schedules import crontab
from django.conf import settings


def name_broker(redis_url: str) -> str:
    """Give a Redis address in Celery's words: a Unix socket has another scheme and another name for its database."""
    if not redis_url.startswith("unix://"):
        return redis_url
    path, _, options = redis_url.removeprefix("unix://").partition("?")
    database = dict(option.split("=", 1) for option in options.split("&") if "=" in option).get("db", "0")
    return f"redis+socket://{path}?virtual_host={database}"


broker_url = name_broker(settings.REDIS_URL)
broker_connection_retry_on_startup = True
broker_connection_max_retries = None  # a worker waits for its broker for as long as it takes
broker_transport_options = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    # A web request that wakes the sender must not wait for a broker that is away. Without these it waits for six
    # seconds in spite of task_publish_retry; the worker, which waits for its broker, is told so above.
    "connect_retries_timeout": 0.5,
    "interval_start": 0.2,
    "interval_step": 0.2,
}
task_publish_retry = False
task_ignore_result = True
# Every task may be repeated; a worker that dies leaves its task to another.
task_acks_late = True
worker_prefetch_multiplier = 1
# A turn of sendings waits for machines elsewhere, and mails must not wait for it.
worker_concurrency = max(os.cpu_count() or 1, 2)
worker_hijack_root_logger = False
timezone = "UTC"
beat_schedule = {
    "note that a worker works": {
        "task": "outbox.tasks.note_worker_seen",
        "schedule": 10.0,
        "options": {"expires": 10},  # what nobody fetched in time says nothing any more
    },
    "deliver the outbox": {
        "task": "outbox.tasks.deliver_outbox",
        "schedule": 5.0,
        "options": {"expires": 5},  # one is enough: the next comes in time
    },
    "send to endpoints": {
        "task": "outbox.tasks.send_outbox",
        "schedule": 5.0,
        "options": {"expires": 5},  # the same
    },
    "tell law keepers what is due for another look": {
        # Every hour, though each keeper hears of it once a day at most: so a day's downtime delays it by an hour.
        "task": "law.tasks.law_review_due",
        "schedule": crontab(minute=20),
        "options": {"expires": 3600},
    },
    "flag what is about to expire": {
        # Every hour: the first run of a day does its work, the others see at once that there is nothing new.
        "task": "credentials.tasks.flag_expiring",
        "schedule": crontab(minute=5),
        "options": {"expires": 3600},
    },
    "close days under the audit chain": {
        # Every hour, though there is one day to close in twenty-four: so a day's downtime delays it by an hour.
        "task": "credentials.tasks.audit_head",
        "schedule": crontab(minute=35),
        "options": {"expires": 3600},
    },
    "go on with imports of results": {
        "task": "courses.tasks.run_result_imports",
        "schedule": 5.0,
        "options": {"expires": 5},  # one is enough: the next comes in time
    },
    "let go of old files of results": {
        "task": "courses.tasks.sweep_result_files",
        "schedule": crontab(hour=3, minute=50),
        "options": {"expires": 3600},
    },
    "go on with staff lists": {
        "task": "clinics.tasks.run_roster_imports",
        "schedule": 5.0,
        "options": {"expires": 5},  # one is enough: the next comes in time
    },
    "let go of old staff lists": {
        "task": "clinics.tasks.sweep_roster_lists",
        "schedule": crontab(hour=3, minute=55),
        "options": {"expires": 3600},
    },
    "look after invitations": {
        "task": "clinics.tasks.look_after_invitations",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 900},
    },
    # Every hour, though each is told once: so a day's downtime delays it by an hour.
    "tell holders whose renewal window opened": {
        "task": "courses.tasks.remind_of_renewals",
        "schedule": crontab(minute=10),
        "options": {"expires": 3600},
    },
    "tell learners whose time runs out": {
        "task": "courses.tasks.remind_of_time",
        "schedule": crontab(minute=15),
        "options": {"expires": 3600},
    },
    "tell providers of results that wait": {
        "task": "courses.tasks.remind_of_results",
        "schedule": crontab(minute=25),
        "options": {"expires": 3600},
    },
    "tell providers of sessions short of examiners": {
        "task": "courses.tasks.remind_of_examiners",
        "schedule": crontab(minute=30),
        "options": {"expires": 3600},
    },
    "award what is complete by what came on file elsewhere": {
        "task": "courses.tasks.award_waiting",
        "schedule": crontab(hour="*/6", minute=40),
        "options": {"expires": 3600},
    },
    "mail alerts at each person's hour": {
        "task": "clinics.tasks.mail_alerts",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "tell clinics what expires soon": {
        # Every hour, though each is told once: days begin at another hour in each time zone.
        "task": "clinics.tasks.tell_expiries",
        "schedule": crontab(minute=45),
        "options": {"expires": 3600},
    },
    "redecide due rosters": {
        # What changes wakes a worker at once; this finds what a lost broker kept from one, and what time alone changes.
        "task": "clinics.tasks.redecide_rosters",
        "schedule": 15.0,
        "options": {"expires": 15},
    },
    "make evidence packs that wait": {
        "task": "clinics.tasks.make_evidence_packs",
        "schedule": 10.0,
        "options": {"expires": 10},  # one is enough: the next comes in time
    },
    "let go of old evidence packs": {
        "task": "clinics.tasks.sweep_evidence_packs",
        "schedule": crontab(hour=3, minute=55),
        "options": {"expires": 3600},
    },
    "let go of the log of webhooks": {
        "task": "clinics.tasks.sweep_webhook_log",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 3600},
    },
}
