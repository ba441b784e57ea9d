"""``/healthz`` says that the process answers, ``/readyz`` that it can work.

A middleware and not two views: a probe comes by address and without a session, and must not depend on either.
"""

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.dispatch import Signal
from django.http import JsonResponse

further_checks = {}
"""Checks of the apps above, by name: ``further_checks["heartbeats"] = check`` in an AppConfig."""
prepared = Signal()
"""The installation has been brought up to the code and is about to start."""


class HealthMiddleware:
    """Stands before everything that looks at the host, the session or the school."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path == "/healthz":
            return answer({})
        if request.path == "/readyz":
            return answer(readiness())
        return self.get_response(request)


def answer(checks):
    """200 when every check holds, else 503; the reasons go to the log, not to strangers."""
    is_well = all(checks.values())
    body = {"status": "ok" if is_well else "failed"}
    body |= {name: "ok" if held else "failed" for name, held in checks.items()}
    return JsonResponse(body, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})


def readiness():
    """Each check takes two seconds at most and never raises."""
    checks = {"database": reach_database, "migrations": no_migration_waits, "broker": reach_broker, **further_checks}
    return {name: holds(check) for name, check in checks.items()}


def holds(check):
    try:
        return check() is not False
    except Exception:  # a probe reports whatever went wrong
        import logging

        logging.getLogger(__name__).exception("%s failed", check.__name__)
        return False


def reach_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def no_migration_waits():
    """Migrations only go forward under a running process, so a good answer is remembered."""
    if not getattr(no_migration_waits, "is_done", False):
        executor = MigrationExecutor(connection)
        no_migration_waits.is_done = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return no_migration_waits.is_done


def reach_broker():
    """Redis answers a ping; the folders of the embedded queue are there."""
    if settings.BROKER_URL.startswith("filesystem://"):
        return (settings.BROKER_DIR / "queue").is_dir() or not settings.BROKER_DIR.exists()
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0, timeout=2)
    return True
