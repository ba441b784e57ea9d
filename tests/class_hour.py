"""A class hour: many people answer one questionnaire on phones at once, over HTTP, each at the own pace.

``python -m tests.class_hour seed PEOPLE`` makes a school with a campaign in the installation that the environment
names and prints the ways in. ``hour`` walks them: bursts of thirty within half a second, every page as a browser asks
for it, with a pause between two of them. ``python -m tests.class_hour run PEOPLE SECONDS`` starts the product, lets
them all answer and prints what was seen.
"""

import http.client
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.services import free_port, wait_for

ROOT = Path(__file__).resolve().parents[1]
BURST, WITHIN = 30, 0.5
PATIENCE = 20
"""Seconds for which somebody tries again when the server does not answer."""
GIVEN = {
    "single": "a", "several": "b", "yes_no": "yes", "scale": "7", "short": "Проект", "long": "Хочу сделать проект.",
    "number": "3",
}  # fmt: skip
KINDS = [
    "single",
    "several",
    "yes_no",
    "scale",
    "scale",
    "scale",
    "short",
    "yes_no",
    "number",
    "single",
    "scale",
    "long",
]


class Product:
    """The embedded set on a database of its own."""

    def __init__(self, folder):
        self.var, self.port = str(folder / "var"), free_port()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MENTORSHIP_")}
        database = {name: os.environ[name] for name in ["MENTORSHIP_DATABASE_URL"] if name in os.environ}
        self.environment = kept | database
        self.environment |= {"MENTORSHIP_VAR_DIR": self.var, "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
        command = [sys.executable, "manage.py", "run_all", "--no-demo", "--port", str(self.port)]
        with open(folder / "said", "w") as said:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=said, stderr=said)
        wait_for(self.is_up, seconds=90, what="the web server")

    def is_up(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            return answer.status == 200

    def ask(self, *words):
        command = [sys.executable, "-m", "tests.class_hour", *map(str, words)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)

    def kill_web(self):
        """SIGKILL to the process that answers the requests."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
                if self.var.encode() in (folder / "environ").read_bytes() and b"granian" in words:
                    found.append(int(folder.name))
        with suppress(OSError):
            os.kill(max(found), signal.SIGKILL)

    def stop(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=20)


@dataclass
class Figures:
    """What was seen: seconds of every request, what went wrong, and whose sending was confirmed."""

    seconds: list = field(default_factory=list)
    errors: list = field(default_factory=list)
    sent: set = field(default_factory=set)
    repeated: int = 0

    def share(self, part):
        """The time that this share of the requests stayed under, in milliseconds."""
        return round(1000 * statistics.quantiles(self.seconds, n=1000)[int(part * 1000) - 1])


class Pupil:
    """Somebody with a phone: one connection, one questionnaire."""

    def __init__(self, port, path, figures, *, pause=(0.0, 0.0), is_patient=False):
        self.port, self.path, self.figures = port, path, figures
        self.pause, self.is_patient = pause, is_patient
        self.connection = None

    def ask(self, method, path, form=None):
        """``(status, where to)`` of one request. Somebody patient asks again when nobody answers."""
        until = time.monotonic() + (PATIENCE if self.is_patient else 0)
        while True:
            try:
                return self.ask_once(method, path, form)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if time.monotonic() >= until:
                    self.figures.errors.append(f"{method} {type(error).__name__}")
                    raise
                self.figures.repeated += 1
                time.sleep(0.05)

    def ask_once(self, method, path, form):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Encoding": "gzip"}
        began = time.perf_counter()
        self.connection.request(method, path, urlencode(form or {}) if method == "POST" else None, headers)
        answer = self.connection.getresponse()
        answer.read()
        self.figures.seconds.append(time.perf_counter() - began)
        if answer.status >= 400:
            self.figures.errors.append(f"{method} {answer.status} {path.split('/', 3)[-1]}")
        return answer.status, urlsplit(answer.headers.get("Location") or "").path

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def walk(self):
        """From the first page to the receipt."""
        with suppress(OSError, http.client.HTTPException), closing(self):
            self.ask("GET", self.path)
            _status, place = self.ask("POST", self.path)
            while "/q/" in place:
                self.ask("GET", place)
                time.sleep(random.uniform(*self.pause))
                number = int(place.rstrip("/").rsplit("q", 1)[1])
                _status, place = self.ask("POST", place, {"answer": GIVEN[KINDS[number - 1]]})
            if not place.endswith("/check/"):
                self.figures.errors.append(f"lost at {place.split('/', 3)[-1]}")
                return
            self.ask("GET", place)
            status, place = self.ask("POST", place)
            if status in {302, 303} and place.endswith("/done/"):
                self.figures.sent.add(self.path)
                self.ask("GET", place)


def hour(port, paths, *, seconds, pause=(1.0, 3.0), is_patient=False):
    """Let everybody answer, in bursts spread over the seconds; answers the figures when the last one is done."""
    figures, threads = Figures(), []
    bursts = [paths[place : place + BURST] for place in range(0, len(paths), BURST)]
    began = time.monotonic()
    for number, burst in enumerate(bursts):
        time.sleep(max(0.0, began + number * seconds / len(bursts) - time.monotonic()))
        for path in burst:
            pupil = Pupil(port, path, figures, pause=pause, is_patient=is_patient)
            threads.append(threading.Timer(random.uniform(0, WITHIN), pupil.walk))
            threads[-1].start()
    for thread in threads:
        thread.join()
    return figures


def seed(people):
    """A school, a campaign of twelve questions and its tickets; answers ``{"campaign": …, "paths": […]}``."""
    from django_scopes import scope

    from surveys import tokens
    from surveys.content import Content, Kind, Option, Question, Section
    from surveys.models import Campaign
    from surveys.services.campaigns import open_campaign
    from tests.factories import CampaignFactory, ProgrammeFactory, SchoolFactory, SurveyVersionFactory

    options = (Option("a", "Учёба"), Option("b", "Проект"), Option("c", "Спорт"))
    questions = tuple(
        Question(f"q{number}", Kind(kind), f"Вопрос {number}", options=options if kind in ("single", "several") else ())
        for number, kind in enumerate(KINDS, 1)
    )
    school = SchoolFactory(slug=f"hour-{time.time_ns()}")
    with scope(school=school):
        content = Content(sections=(Section("s", "", "", questions),)).to_dict()
        campaign = CampaignFactory(
            programme=ProgrammeFactory(school=school),
            survey_version=SurveyVersionFactory(survey__school=school, content=content),
            state=Campaign.State.DRAFT,
            audience=[{"source": "emails", "values": [f"pupil{number}@school.test" for number in range(people)]}],
        )
        open_campaign(campaign, by=None)
        paths = [f"/f/{tokens.link_token(ticket)}/" for ticket in campaign.invitations.all()]
    return {"campaign": campaign.pk, "paths": paths}


def rows(campaign):
    """How many filled questionnaires there are, and of how many different tickets."""
    from surveys.models import Submission

    found = Submission.unscoped.filter(campaign=campaign)
    return [found.count(), found.values("invitation").distinct().count()]


def measure(people, seconds):
    """The figures of a class hour at a product that is started for it, on the database that the environment names."""
    with tempfile.TemporaryDirectory(prefix="hour-") as folder:
        product = Product(Path(folder))
        try:
            made = product.ask("seed", people + 1)
            first, *others = made["paths"]
            Pupil(product.port, first, Figures()).walk()  # the pages have been made once before the bell rings
            figures = hour(product.port, others, seconds=seconds)
            written = product.ask("rows", made["campaign"])
        finally:
            product.stop()
    return {
        "people": people,
        "seconds": seconds,
        "requests": len(figures.seconds),
        "errors": len(figures.errors),
        "sent": len(figures.sent),
        "rows": written,
        "p50 ms": figures.share(0.5),
        "p99 ms": figures.share(0.99),
        "load": round(os.getloadavg()[0], 1),
    }


def main(act, *numbers):
    if act == "run":
        print(json.dumps(measure(*map(int, numbers))))
        return
    import django

    django.setup()
    print(json.dumps({"seed": seed, "rows": rows}[act](int(numbers[0]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
