"""A broker that dies, falls silent or forgets costs no letter and holds up no page; nor do two of everything."""

import contextlib
import time

import pytest
from celery import Celery
from django.urls import reverse

from mentorship.celery import redis_options
from mentorship.notifications.models import Notification
from mentorship.notifications.services import issuing, waking
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory
from tests.services import Missing, postgres, wait_for

from .installation import Installation, Redis, children_of, everything_left, tell
from .test_waking import PAGE_SECONDS, timed

pytestmark = pytest.mark.processes
ITEMS = 5000
PEOPLE = 50


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    redis = Redis(tmp_path_factory.mktemp("redis"))
    try:
        redis.start()
    except Missing as reason:
        pytest.skip(str(reason))
    yield redis
    redis.stop()


@pytest.fixture(scope="module")
def installed(tmp_path_factory, redis):
    """PostgreSQL and Redis; an errand for everybody is due a hundred times on a morning in March."""
    with contextlib.ExitStack() as stack:
        try:
            database_url = stack.enter_context(postgres())
        except Missing as reason:
            pytest.skip(str(reason))
        clock = {"MENTORSHIP_DEBUG": "1", "MENTORSHIP_NOW": "2022-03-14T10:00:00+03:00", "ERRANDS_HURRY": "1"}
        folder = tmp_path_factory.mktemp("brokers")
        installation = Installation(folder, database_url=database_url, broker_url=redis.url, **clock)
        stack.enter_context(installation)
        installation.mail_server()
        yield installation


@pytest.fixture
def site(installed):
    with installed.processes():
        yield installed


def test_two_beats_and_two_scanners_issue_and_send_everything_once(site):
    site.fill(people=PEOPLE)
    due = {"ERRANDS_DUE": str(ITEMS // PEOPLE)}
    began = time.monotonic()
    for number in range(2):
        site.worker(f"worker{number}", **due)
    for number in range(2):
        site.beat(f"beat{number}")
    wait_for(lambda: len(site.arrived) >= ITEMS, seconds=400, pause=1, what="the last letter")

    found = everything_left(site, seconds=60)

    tell("two beats", seconds=round(time.monotonic() - began), **found)
    assert (found["letters"], found["states"]) == (ITEMS, {"sent": ITEMS})
    assert (found["lost"], found["strange"], found["duplicates"], found["recorded"]) == (0, 0, 0, 0)


def test_a_redis_that_falls_silent_forgets_and_dies_loses_nothing(site, redis):
    site.fill(letters=300)
    for number in range(2):
        worker = site.worker(f"other{number}")
        wait_for(lambda worker=worker: children_of(worker), seconds=60, what="a worker")
    site.beat("other-beat")
    wait_for(lambda: len(site.arrived) > 20, seconds=60, what="the first letters")

    redis.freeze()
    time.sleep(6)
    redis.thaw()
    for _ in range(5):
        redis.flush()
        time.sleep(0.3)
    redis.stop()
    time.sleep(3)
    redis.start()
    site.manage("errands", "fill", "--more", "--letters=100")
    arrived = len(site.arrived)

    found = everything_left(site, seconds=120)

    tell("a faithless Redis", before_its_return=arrived, **found)
    assert (found["letters"], found["lost"], found["strange"], found["unrecorded"]) == (400, 0, 0, 0)


@pytest.fixture
def comment(on_day, client_of, member, roadmap):
    """``comment()`` writes a comment, of which a deputy hears: the page rings at the sender's door."""
    on_day(2022, 3, 14)
    deputy = member("deputy")
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    AssignmentFactory(activity=activity, party=PartyFactory(school=roadmap.school, membership=deputy))
    client = client_of("coordinator")
    address = reverse("comment_new", args=[activity.pk])

    def post():
        answer = client.post(address, {"comment-text": "Слово"})
        assert answer.status_code in (302, 303)

    return post


@pytest.mark.django_db(transaction=True)
def test_no_page_is_slower_than_three_seconds_whatever_the_broker_does(comment, redis, monkeypatch):
    queue = Celery("pages", broker=redis.url, set_as_current=False)
    queue.conf.update(broker_transport_options=redis_options(), broker_connection_timeout=2, task_default_queue="mail")
    monkeypatch.setattr(waking, "current_app", queue)
    seconds = {}

    def page(name):
        """As if the rest after the last failure were over."""
        bell = waking.Bell()
        monkeypatch.setattr(issuing, "wake_sender", bell.ring)
        seconds[name] = round(timed(comment), 2)
        seconds[f"{name}, the next"] = round(timed(comment), 2)
        return bell

    assert page("well").failures == 0
    redis.freeze()
    assert page("silent").failures > 0
    redis.thaw()
    redis.flush()
    page("flushed")
    redis.stop()
    assert page("stopped").failures > 0
    redis.start()
    page("back again")

    tell("pages", **seconds)
    assert max(seconds.values()) < PAGE_SECONDS
    assert Notification.unscoped.filter(kind="commented", channel="bell").count() == len(seconds)
