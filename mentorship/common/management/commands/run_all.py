import http.client
import json
import os
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mentorship.common.supervisor import Child, Supervisor

START_SECONDS = 60
WEB_OPTIONS = "--workers 1 --blocking-threads 8 --no-ws --respawn-failed-workers --log-level error"


class Command(BaseCommand):
    help = "Starts the whole product on this machine: web server, worker and beat; Ctrl-C stops them."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=int(os.environ.get("MENTORSHIP_PORT") or 8000))
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, host, port, no_demo, **options):
        self.check_port(host, port)
        call_command("prepare", demo=not no_demo, stdout=self.stdout)
        os.environ["MENTORSHIP_PORT"] = str(port)
        Supervisor(children(host, port), say=self.report).run(lambda has_ended: self.welcome(host, port, has_ended))
        self.stdout.write(_("Stopped."))

    @staticmethod
    def check_port(host, port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                text = _("Port %(port)s is taken or not allowed. Choose another one: make run PORT=8001")
                raise CommandError(text % {"port": port}) from error

    def report(self, child, code):
        text = _("%(name)s stopped with code %(code)s and is started again.")
        if code is None:
            text = _("%(name)s gave no sign of life for five minutes and is started again.")
        self.stderr.write(text % {"name": child.name, "code": code})

    def welcome(self, host, port, has_ended):
        """Wait for the first answer, then say where to go and with which password."""
        if not answers(host, port, has_ended):
            return
        self.stdout.write("\n" + _("The product is open at %(address)s") % {"address": settings_address(port)})
        accounts = Path(settings.VAR_DIR) / "demo-accounts.json"
        if accounts.exists():
            self.stdout.write(_("Demonstration sign-ins:"))
            for role, account in json.loads(accounts.read_text()).items():
                self.stdout.write(f"  {role:18} {account['email']:32} {account['password']}")
        self.stdout.write(_("Ctrl-C stops it.") + "\n")
        self.stdout.flush()


def settings_address(port):
    """The address for people: the one from the settings unless it is the local default."""
    return settings.SITE_URL if settings.IS_SECURE else f"http://localhost:{port}/"


def answers(host, port, has_ended):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not has_ended():
        probe = http.client.HTTPConnection("127.0.0.1" if host.startswith("0.") else host, port, timeout=2)
        try:
            probe.request("GET", "/healthz")
            if probe.getresponse().status == 200:
                return True
        except OSError:
            time.sleep(0.05)
        finally:
            probe.close()
    return False


def children(host, port):
    """Web first; the worker's and beat's own options are in mentorship/celery.py."""
    python, var = sys.executable, Path(settings.VAR_DIR)
    scratch = var / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    web = f"granian --interface wsgi mentorship.wsgi:application --host {host} --port {port} {WEB_OPTIONS}".split()
    celery = ["celery", "-A", "mentorship", "--quiet"]
    worker = [*celery, "worker", "-c", "1", "-Q", "mail,pdf,import,misc", "-n", "worker@%h"]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    beat = [*celery, "beat", "--schedule", str(var / "beat-schedule"), "--pidfile=", "--loglevel", "WARNING"]
    run = [python, "-m"]
    quietly = {"TMPDIR": str(scratch), "PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
    alive = var / "alive"
    return [
        Child("web", run + web),
        Child("worker", run + worker, quietly, pulse=alive / "worker"),
        Child("beat", run + beat, pulse=alive / "beat"),
    ]
