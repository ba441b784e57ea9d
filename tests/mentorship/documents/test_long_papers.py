"""Long papers: asked once, made once, taken up after a killed worker, kept for a week, shown to those who may see."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.documents import tasks
from mentorship.documents.models import PaperJob
from mentorship.documents.services import jobs
from mentorship.notifications.models import Notification

State = PaperJob.State


@pytest.fixture
def made(monkeypatch):
    """What the kind «test» was made with; set ``made.act`` to do something else than writing «готово»."""

    class Made(list):
        act = None

    calls = Made()

    def make(job, out, tell):
        calls.append(job.pk)
        if calls.act:
            calls.act(job, tell)
        tell(2, 2)
        out.write("готово".encode())
        return "Справка.pdf", "application/pdf"

    monkeypatch.setitem(jobs.KINDS, "test", jobs.LongKind("test", "", make))
    return calls


@pytest.fixture
def ask(school_scope, programme, made, member):
    person = member("coordinator").user

    def asked(key=None, by=person):
        return jobs.ask(programme=programme, code="test", title="Справка", wish={}, key=key or uuid.uuid4(), by=by)

    return asked


def test_a_button_pressed_twice_asks_once(ask):
    key = uuid.uuid4()

    assert ask(key) == ask(key)
    assert PaperJob.objects.count() == 1


def test_who_asks_again_and_again_waits_for_the_first_ones(ask):
    for _number in range(jobs.AT_ONCE):
        ask()

    with pytest.raises(RuleBroken):
        ask()


def test_a_worker_makes_what_waits_and_tells_who_asked(ask):
    job = ask()

    tasks.make_waiting()

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.file_name) == (State.READY, 2, 2, "Справка.pdf")
    with job.file.open() as file:
        assert file.read().decode() == "готово"
    assert Notification.objects.filter(kind="long_paper_made", object_id=job.pk, recipient=job.asked_by).exists()


def test_two_workers_make_a_paper_once(ask, made):
    first = ask()
    second = PaperJob.objects.get(pk=first.pk)
    made.act = lambda job, tell: jobs.make(second) if len(made) == 1 else None

    jobs.make(first)

    assert made == [first.pk]
    assert first.state == State.READY


def test_a_killed_workers_paper_is_taken_up_when_its_lease_ran_out(ask, made):
    job = ask()
    assert jobs.take(job)
    assert not jobs.waiting(clock.now()).exists()

    later = clock.now() + jobs.LEASE + timedelta(seconds=1)
    assert list(jobs.waiting(later)) == [job]


def test_a_slow_worker_whose_paper_was_taken_writes_nothing(ask, made):
    job = ask()

    def lose(one, tell):
        PaperJob.objects.filter(pk=one.pk).update(claim=uuid.uuid4())
        if len(made) == 1:
            tell(1, 2)

    made.act = lose
    assert not jobs.make(job)
    job.refresh_from_db()
    assert job.state == State.RUNNING
    assert not job.file


def test_a_stopped_paper_is_not_made_and_can_be_started_again(ask, made):
    job = ask()
    made.act = lambda one, tell: jobs.stop(one) if len(made) == 1 else None

    assert not jobs.make(job)
    job.refresh_from_db()
    assert job.state == State.STOPPED
    assert jobs.start_again(job)
    tasks.make_waiting()
    job.refresh_from_db()
    assert job.state == State.READY


def test_what_the_product_refuses_is_said_at_once(ask, made):
    def refuse(job, tell):
        raise RuleBroken("В программе нет участников.")

    made.act = refuse
    job = ask()
    tasks.make_waiting()

    job.refresh_from_db()
    assert (job.state, job.trouble, len(made)) == (State.FAILED, "В программе нет участников.", 1)


def test_a_fault_is_tried_three_times(ask, made, caplog):
    def fail(job, tell):
        raise ValueError("fault")

    made.act = fail
    job = ask()
    for _number in range(jobs.TRIES + 1):
        tasks.make_waiting()

    job.refresh_from_db()
    assert (job.state, len(made)) == (State.FAILED, jobs.TRIES)
    assert job.trouble


def test_a_paper_goes_after_a_week_with_its_file(ask, django_capture_on_commit_callbacks):
    job = ask()
    tasks.make_waiting()
    job.refresh_from_db()
    path = job.file.name

    with django_capture_on_commit_callbacks(execute=True):
        jobs.sweep(job.finished_at + jobs.KEPT)
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        jobs.sweep(job.finished_at + jobs.KEPT + timedelta(seconds=1))

    assert not default_storage.exists(path)
    assert not PaperJob.objects.exists()


def test_the_page_asks_again_until_the_paper_is_ready(ask, client_of):
    job, client = ask(), client_of("coordinator")

    page = client.get(job.get_absolute_url()).content.decode()
    assert 'hx-trigger="every 2s"' in page
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert client.get(f"{job.get_absolute_url()}file/").status_code == 302

    tasks.make_waiting()
    done = client.get(job.get_absolute_url(), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == job.get_absolute_url()
    file = client.get(f"{job.get_absolute_url()}file/")
    assert file["Content-Disposition"].startswith("attachment")
    assert b"".join(file.streaming_content).decode() == "готово"
    file.close()


def test_stopping_on_the_page(ask, client_of):
    job = ask()

    answer = client_of("deputy").post(f"{job.get_absolute_url()}stop/")

    job.refresh_from_db()
    assert (answer.status_code, job.state) == (302, State.STOPPED)


@pytest.mark.parametrize(
    ("role", "status"), [("director", 200), ("deputy", 200), ("mentor", 403), ("psychologist", 403)]
)
def test_who_sees_long_papers(ask, client_of, role, status):
    job, client = ask(), client_of(role)

    assert client.get("/papers/long/").status_code == status
    assert client.get(job.get_absolute_url()).status_code == status


def test_a_stranger_finds_nothing(ask, client_of, member, other_school):
    job = ask()
    stranger = client_of(member("director", school=other_school))

    for address in (job.get_absolute_url(), f"{job.get_absolute_url()}file/"):
        assert stranger.get(address).status_code == 404


def test_the_list_asks_as_much_for_fifty_papers_as_for_five(ask, client_of, programme, django_assert_max_num_queries):
    client = client_of("coordinator")

    def count(number):
        PaperJob.objects.all().delete()
        PaperJob.objects.bulk_create(
            PaperJob(school=programme.school, programme=programme, code="test", title=f"Справка {one}", state="ready")
            for one in range(number)
        )
        client.get("/papers/long/")
        with django_assert_max_num_queries(60) as asked:
            assert client.get("/papers/long/").status_code == 200
        return len(asked)

    assert count(5) == count(50)
