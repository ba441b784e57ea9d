"""The server's processes, started natively with the compose file's own commands and environment."""

import contextlib
import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import compose
from tests.services import Missing, free_port, postgres, redis, stopping, wait_for

pytestmark = pytest.mark.production
BIN = Path(sys.executable).parent
HOST = "school.example.test"
REDIS = ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]


class Installation:
    """What docker-compose.yml describes, on local ports."""

    def __init__(self, folder, database_url, broker_url):
        self.services, self.folder, self.port = compose.read()["services"], folder, free_port()
        values = {
            "SITE_HOST": HOST,
            "MENTORSHIP_SECRET_KEY": "k" * 64,
            "POSTGRES_PASSWORD": "unused",
            "REDIS_PASSWORD": "unused",
            "MENTORSHIP_EMAIL_URL": "smtps://robot:secret@127.0.0.1:465",
            "MENTORSHIP_FROM_EMAIL": "robot@example.test",
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
        inherited.pop("DJANGO_SETTINGS_MODULE", None)
        self.environment = inherited | compose.environment(self.services["web"], values)
        self.environment |= {
            "MENTORSHIP_DATABASE_URL": database_url,
            "MENTORSHIP_BROKER_URL": broker_url,
            "MENTORSHIP_VAR_DIR": str(folder / "var"),
            "PATH": f"{BIN}:{os.environ['PATH']}",
        }

    def command(self, name):
        changes = {"0.0.0.0:8000": f"127.0.0.1:{self.port}", "/tmp/beat-schedule": str(self.folder / "beat-schedule")}
        return [changes.get(word, word) for word in compose.command(self.services[name])]

    def run(self, *command, **options):
        return subprocess.run(
            command, env=self.environment, cwd=compose.ROOT, check=True, text=True, capture_output=True, **options
        )

    @contextlib.contextmanager
    def started(self, name):
        with open(self.folder / f"{name}.log", "w") as log:
            process = subprocess.Popen(
                self.command(name), env=self.environment, cwd=compose.ROOT, stdout=log, stderr=log
            )
            with stopping(process):
                yield process

    def get(self, path, host=HOST, **headers):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(line):
            line.request("GET", path, headers={"Host": host, "X-Forwarded-Proto": "https", **headers})
            answer = line.getresponse()
            return answer, answer.read().decode(errors="replace")

    def alive(self, name, since):
        mark = self.folder / "var" / "alive" / name
        return mark.exists() and mark.stat().st_mtime >= since

    def shell(self, code):
        return self.run(sys.executable, "manage.py", "shell", "-v", "0", "-c", code).stdout.strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("production")
    with contextlib.ExitStack() as stack:
        try:
            urls = stack.enter_context(postgres()), stack.enter_context(redis(*REDIS))
        except Missing as reason:
            pytest.skip(str(reason))
        installation = Installation(folder, *urls)
        installation.run(*installation.command("prepare"))
        installation.began = time.time()
        for name in ("web", "worker", "worker-files", "beat"):
            stack.enter_context(installation.started(name))
        wait_for(lambda: installation.get("/healthz")[0].status == 200, seconds=60, what="the web server")
        yield installation


def test_it_is_ready(site):
    answer, body = site.get("/readyz", host="127.0.0.1")

    assert answer.status == 200, body
    assert json.loads(body) == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "broker": "ok",
        "heartbeats": "ok",
    }


def sign_in_page(site):
    answer, _ = site.get("/")
    assert answer.status == 302
    return site.get(answer.headers["Location"])


def test_the_sign_in_page_opens_behind_tls(site):
    answer, body = sign_in_page(site)

    assert answer.status == 200
    assert "csrfmiddlewaretoken" in body
    assert "__Host-csrf" in answer.headers["Set-Cookie"]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_plain_http_and_other_names_are_refused(site):
    plain, _ = site.get("/", **{"X-Forwarded-Proto": "http"})
    other, _ = site.get("/", host="elsewhere.example.test")

    assert plain.status == 301
    assert plain.headers["Location"].startswith(f"https://{HOST}/")
    assert other.status == 400


def test_static_files_are_compressed_and_kept_for_ever(site):
    names = json.loads((site.folder / "var/static/staticfiles.json").read_text())["paths"]

    answer, _ = site.get("/static/" + names["css/app.css"], **{"Accept-Encoding": "gzip"})

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_task_goes_through_the_queue_to_a_worker(site):
    site.shell(
        "from django.contrib.sessions.models import Session; from mentorship.common import clock; "
        "Session.objects.create(session_key='old', session_data='', expire_date=clock.now() - clock.days(1)); "
        "from mentorship.programmes.tasks import sweep; sweep.delay()"
    )
    left = "from django.contrib.sessions.models import Session; print(Session.objects.filter(pk='old').count())"

    assert wait_for(lambda: site.shell(left) == "0", seconds=30, pause=1, what="the worker")


def test_workers_and_beat_say_that_they_live(site):
    for name in ("letters", "files", "beat"):
        assert wait_for(lambda name=name: site.alive(name, site.began), seconds=90, what=name)


def test_beat_reaches_the_scanner_the_sender_and_a_worker(site):
    code = (
        "from mentorship.notifications.models import Heartbeat; "
        "print(min(row.at.timestamp() for row in Heartbeat.objects.all()))"
    )

    assert wait_for(
        lambda: float(site.shell(code)) > site.began, seconds=90, pause=3, what="the last of the heartbeats"
    )


def test_a_backup_of_postgresql_is_made_and_checked(site):
    if not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed (Debian: apt-get install postgresql-client)")
    target = site.folder / "backup"

    site.run(sys.executable, "manage.py", "backup", str(target))
    said = site.run(sys.executable, "manage.py", "backup", str(target), "--check").stdout

    assert (target / "database.dump").stat().st_size > 1000
    assert said


@pytest.fixture(scope="module")
def proxied(site):
    """The Caddyfile itself; only the ports and the issuer of the certificate are this machine's."""
    if not shutil.which("caddy"):
        pytest.skip("Caddy is not installed (Debian: apt-get install caddy)")
    port = free_port()
    text = (compose.ROOT / "docs/deploy/Caddyfile").read_text()
    text = text.replace(
        "\tadmin off", "\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tlocal_certs"
    )
    text = text.replace("web:8000", f"127.0.0.1:{site.port}")
    (site.folder / "Caddyfile").write_text(text)
    environment = os.environ | {
        "SITE_HOST": f"{HOST}:{port}",
        "XDG_DATA_HOME": str(site.folder),
        "HOME": str(site.folder),
    }
    command = ["caddy", "run", "--config", str(site.folder / "Caddyfile"), "--adapter", "caddyfile"]
    with (
        open(site.folder / "proxy.log", "w") as log,
        stopping(subprocess.Popen(command, env=environment, stdout=log, stderr=log)),
    ):
        wait_for(lambda: through_tls(port, "GET", "/healthz").status == 200, what="the proxy")
        yield port


def through_tls(port, method, path, body=None, **headers):
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPConnection(HOST, port, timeout=10)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as raw,
        trusting.wrap_socket(raw, server_hostname=HOST) as line.sock,
    ):
        line.request(method, path, body=body, headers={"Host": HOST, **headers})
        answer = line.getresponse()
        answer.text = answer.read().decode(errors="replace")
        return answer


def test_the_proxy_ends_tls_and_hides_the_inside(proxied):
    assert through_tls(proxied, "GET", "/readyz").status == 404
    assert through_tls(proxied, "GET", "/").status == 302


def test_the_proxy_refuses_big_bodies_and_headers(proxied):
    with contextlib.suppress(OSError):
        assert through_tls(proxied, "POST", "/login/", body=b"x" * (26 * 1024 * 1024)).status == 413
    with contextlib.suppress(OSError):
        assert through_tls(proxied, "GET", "/", Cookie="x" * 40_000).status == 431


def test_the_proxy_overwrites_what_a_client_says_about_itself(proxied):
    answer = through_tls(proxied, "GET", "/", **{"X-Forwarded-Proto": "http", "X-Forwarded-Host": "elsewhere.test"})

    assert answer.status == 302
    assert "elsewhere" not in answer.headers["Location"]
