"""Training of mentors: events, attendance, completion, certificates, the library."""

import re
import subprocess
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.people.models import Attendance, Material, Mentor, PersonView, Training
from mentorship.people.services.training import mark_attendance
from mentorship.people.training import with_progress, with_training
from mentorship.programmes.roles import Role
from tests.factories import MentorFactory, PersonFactory, ProgrammeFactory

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def today(on_day, settings, tmp_path):
    on_day(2022, 3, 14)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(school_scope, programme):
    def make(title="Круглый стол", held_on=date(2022, 2, 10), hours=2, **fields):
        return Training.objects.create(
            school=school_scope,
            programme=fields.pop("programme", programme),
            kind="seminar",
            title=title,
            held_on=held_on,
            hours=hours,
            **fields,
        )

    return make


def came(training, *mentors):
    for one in mentors:
        Attendance.objects.create(school=training.school, training=training, mentor=one)


def page(training, tail=""):
    return f"/training/{training.public_id}/{tail}"


def shown_by(client, training):
    """What the page of attendance sends back when nothing is touched."""
    html = client.get(page(training, "attendance/")).content.decode()
    hidden = {name: re.search(rf'name="{name}"\s+value="([^"]*)"', html).group(1) for name in ("shown", "was")}
    return hidden | {"mentor": [one for one in hidden["was"].split(",") if one]}


def there(training):
    return set(Attendance.objects.filter(training=training).values_list("mentor_id", flat=True))


def count_of(client, path):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


FIELDS = {
    "kind": "round_table",
    "title": "Круглый стол наставников",
    "held_on": "10 февраля 2022",
    "hours": 3,
    "plan": "Роль наставника",
    "is_required": "on",
    "version": 1,
}


def test_an_event_is_added_changed_removed_and_put_back(programme, school_scope, client_of):
    client = client_of(Role.DEPUTY)

    assert client.post("/training/new/", FIELDS).status_code == 302
    row = Training.objects.get()
    assert (row.held_on, row.hours, row.is_required) == (date(2022, 2, 10), 3, True)
    client.post(page(row, "edit/"), FIELDS | {"hours": 4})
    assert Training.objects.get().hours == 4
    assert client.post(page(row, "edit/"), FIELDS | {"hours": 5}).status_code == 409

    client.post(page(row, "delete/"))
    assert client.get(page(row)).status_code == 404
    client.post(page(row, "restore/"))
    assert "Роль наставника" in client.get(page(row)).content.decode()


@pytest.mark.parametrize("wrong", [{"hours": 0}, {"hours": 501}, {"title": ""}, {"held_on": "вчера"}, {"kind": "x"}])
def test_an_event_that_says_too_little_is_not_added(programme, school_scope, client_of, wrong):
    assert client_of().post("/training/new/", FIELDS | wrong).status_code == 422
    assert not Training.objects.exists()


def test_completed_are_those_who_were_at_everything_required(event, programme):
    first, second = event(), event()
    optional, removed = event(is_required=False), event(deleted_at="2022-03-01T00:00Z")
    event(programme=ProgrammeFactory(school=programme.school))
    all_of_it, half, none = (MentorFactory(programme=programme) for _ in range(3))
    came(first, all_of_it, half), came(second, all_of_it)
    came(optional, half), came(removed, none)

    trained = with_training(Mentor.objects.filter(programme=programme)).filter(is_trained=True)
    progress = {
        one.pk: (one.required_attended, one.attended, one.hours_attended) for one in with_progress(Mentor.objects.all())
    }

    assert [one.pk for one in trained] == [all_of_it.pk]
    assert progress == {all_of_it.pk: (2, 2, 4), half.pk: (1, 2, 4), none.pk: (0, 0, 0)}


def test_ticks_are_saved_and_taken_back(event, programme, client_of):
    training, client = event(), client_of()
    one, other = MentorFactory(programme=programme), MentorFactory(programme=programme)
    came(training, one)

    client.post(page(training, "attendance/"), shown_by(client, training) | {"mentor": [other.pk]})
    assert there(training) == {other.pk}

    client.post(page(training, "attendance/undo/"))
    assert there(training) == {one.pk}


def test_two_people_who_tick_at_once_lose_nothing(event, programme, client_of):
    training, first, second = event(), client_of(), client_of(Role.DEPUTY)
    one, other, gone = (MentorFactory(programme=programme) for _ in range(3))
    came(training, gone)
    of_first, of_second = shown_by(first, training), shown_by(second, training)

    first.post(page(training, "attendance/"), of_first | {"mentor": [gone.pk, one.pk]})
    second.post(page(training, "attendance/"), of_second | {"mentor": [other.pk]})

    assert there(training) == {one.pk, other.pk}


def test_an_untouched_page_changes_nothing_that_came_later(event, programme, client_of):
    training, client = event(), client_of()
    one = MentorFactory(programme=programme)
    stale = shown_by(client, training)
    came(training, one)

    client.post(page(training, "attendance/"), stale)

    assert there(training) == {one.pk}


def test_the_same_tick_of_two_people_is_one(event, programme, client_of):
    training, one = event(), MentorFactory(programme=programme)
    user = client_of().membership.user
    rows = Mentor.objects.all()

    ticks = [mark_attendance(training=training, mentors=rows, added={one.pk}, removed=set(), by=user) for _ in range(2)]

    assert [bool(one) for one in ticks] == [True, False]
    assert Attendance.objects.count() == 1


def test_everybody_came_in_one_press(event, programme, client_of):
    training, client = event(), client_of()
    mentors = [MentorFactory(programme=programme) for _ in range(3)]

    client.post(page(training, "attendance/"), shown_by(client, training) | {"everybody": "1"})

    assert there(training) == {one.pk for one in mentors}


def test_a_mentor_of_another_programme_is_not_ticked(event, programme, client_of):
    training, client = event(), client_of()
    stranger = MentorFactory(programme=ProgrammeFactory(school=programme.school))
    programme.school.current_programme = programme
    programme.school.save()

    body = {"shown": f"{stranger.pk},x,{'9' * 30}", "was": "", "mentor": [stranger.pk, "x", "9" * 30]}
    assert client.post(page(training, "attendance/"), body).status_code == 302
    assert not Attendance.objects.exists()


def test_a_hundred_mentors_are_ticked_in_few_queries(event, programme, client_of):
    training, client = event(), client_of()
    MentorFactory(programme=programme)
    client.get(page(training, "attendance/"))
    few = count_of(client, page(training, "attendance/"))
    mentors = [MentorFactory(programme=programme) for _ in range(99)]

    assert count_of(client, page(training, "attendance/")) == few <= 15
    body = shown_by(client, training) | {"mentor": [one.pk for one in mentors]}
    with CaptureQueriesContext(connection) as queries:
        client.post(page(training, "attendance/"), body)
    assert len(queries) <= 20
    assert len(there(training)) == 99


@pytest.mark.parametrize("path", ["/training/", "/training/mentors/", "/training/library/"])
def test_lists_ask_the_database_as_often_for_many(event, programme, client_of, path, school_scope):
    client = client_of()

    def add():
        training, mentor = event(), MentorFactory(programme=programme)
        came(training, mentor)
        Material.objects.create(school=school_scope, training=training, title="Памятка", url="https://school.test/")

    add()
    client.get(path)
    few = count_of(client, path)
    for _number in range(10):
        add()

    assert count_of(client, path) == few <= 15


def paper_text(content, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(content)
    made = subprocess.run(["pdftotext", "-layout", tmp_path / "paper.pdf", "-"], capture_output=True, check=True)
    return " ".join(made.stdout.decode().replace("\u00a0", " ").split())


def test_the_certificate_says_who_what_and_how_long(event, programme, client_of, tmp_path):
    school = programme.school
    school.full_name, school.director_name = "Средняя школа № 1", "Лебедева Ольга Ивановна"
    school.save()
    person = PersonFactory(school=school, kind="teacher", surname="Соколова", given_name="Анна", patronymic="Петровна")
    mentor = MentorFactory(programme=programme, person=person)
    came(event(hours=2), mentor), came(event("Свой курс", date(2022, 3, 1), 10), mentor)

    response = client_of().post(f"/training/certificates/{mentor.public_id}/")

    text = paper_text(response.content, tmp_path)
    for words in (
        "Средняя школа № 1",
        "Соколова Анна Петровна",
        "прошла обучение",
        "12 академических часов",
        "с 10 февраля 2022 г. по 1 марта 2022 г.",
        "Свой курс",
        "О. И. Лебедева",
    ):
        assert words in text
    assert response["X-Content-Type-Options"] == "nosniff"


def test_all_certificates_are_one_file_of_those_who_completed(event, programme, client_of, tmp_path):
    training = event()
    done, also, absent = (MentorFactory(programme=programme) for _ in range(3))
    pupil = PersonFactory(school=programme.school, birth_year=2007)
    young = MentorFactory(programme=programme, person=pupil)
    came(training, done, also, young)

    text = paper_text(client_of().post("/training/certificates/").content, tmp_path)

    assert text.count("СЕРТИФИКАТ") == 3
    assert absent.person.surname not in text
    assert list(PersonView.objects.values_list("person", flat=True)) == [pupil.pk]


def test_nobody_who_was_nowhere_has_a_certificate(event, programme, client_of):
    event(is_required=False)
    mentor, client = MentorFactory(programme=programme), client_of()

    assert client.post(f"/training/certificates/{mentor.public_id}/").status_code == 302
    assert client.post("/training/certificates/").status_code == 302


def test_a_mentor_takes_the_own_certificate_and_no_other(event, programme, client_of):
    client, training = client_of(Role.MENTOR), event()
    person = PersonFactory(school=programme.school, kind="teacher", user=client.membership.user)
    own, other = MentorFactory(programme=programme, person=person), MentorFactory(programme=programme)
    came(training, own, other)

    assert "1 " in client.get("/training/").content.decode()
    assert client.get("/training/").context["own"] == own
    assert client.post(f"/training/certificates/{own.public_id}/").content.startswith(b"%PDF")
    assert client.post(f"/training/certificates/{other.public_id}/").status_code == 404


@pytest.mark.parametrize("role", [Role.MENTOR, Role.CLASS_TEACHER, Role.PSYCHOLOGIST, Role.WORKING_GROUP])
def test_others_see_events_and_materials_and_no_names(event, programme, client_of, role):
    training, mentor = event(), MentorFactory(programme=programme)
    came(training, mentor)
    client = client_of(role)

    for path in ("/training/", page(training), "/training/library/"):
        response = client.get(path)
        assert response.status_code == 200
        assert mentor.person.surname not in response.content.decode()
    for tail in ("new/", "mentors/", "library/new/"):
        assert client.get(f"/training/{tail}").status_code == 403
    assert client.post(page(training, "attendance/")).status_code == 403
    assert client.post("/training/certificates/").status_code == 403


def test_a_file_goes_into_the_library_and_leaves_as_an_attachment(event, client_of):
    training = event()
    upload = SimpleUploadedFile("../Памятка.exe", PDF, "text/html")
    client_of(Role.DEPUTY).post("/training/library/new/", {"title": "Памятка", "file": upload, "training": training.pk})

    row = Material.objects.get()
    response = client_of(Role.MENTOR).get(f"/training/library/{row.public_id}/file/")

    assert (row.file_name, row.content_type) == ("Памятка.pdf", "application/pdf")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Памятка" in client_of(Role.MENTOR).get(page(training)).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": "javascript:alert(1)"},
        {"url": "https://school.test/", "file": PDF},
        {"file": b"MZ\x90\x00 a program"},
        {"file": b""},
    ],
)
def test_what_is_no_material_is_refused_with_words(programme, client_of, body):
    body = dict(body)
    if "file" in body:
        body["file"] = SimpleUploadedFile("Файл.pdf", body["file"])

    response = client_of().post("/training/library/new/", {"title": "Материал", **body})

    assert response.status_code == 422
    assert "rm-errors" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_material_is_removed_with_its_file(programme, school_scope, client_of, tmp_path):
    client = client_of()
    client.post("/training/library/new/", {"title": "Памятка", "file": SimpleUploadedFile("a.pdf", PDF)})
    row = Material.objects.get()
    stored = tmp_path / row.file.name
    assert stored.exists()

    assert client.get(f"/training/library/{row.public_id}/remove/").status_code == 200
    client.post(f"/training/library/{row.public_id}/remove/")
    assert not Material.objects.exists()
    assert not stored.exists()


def test_a_material_is_edited_and_the_second_editor_sees_both_texts(programme, school_scope, client_of):
    row = Material.objects.create(school=school_scope, title="Памятка", url="https://school.test/a")
    client, url = client_of(Role.DEPUTY), f"/training/library/{row.public_id}/edit/"
    assert client.get(url).status_code == 200

    body = {"title": "Памятка наставнику", "url": "https://school.test/b", "training": "", "version": row.version}
    assert client.post(url, body).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.url) == ("Памятка наставнику", "https://school.test/b")

    late = client.post(url, body | {"title": "Советы"})
    assert late.status_code == 409
    shown = late.content.decode()
    assert "Памятка наставнику" in shown
    assert "Советы" in shown
    assert client.post(url, body | {"url": "", "version": row.version}).status_code == 422
    assert client_of(Role.MENTOR).get(url).status_code == 403


def test_a_material_of_another_programme_is_not_here(event, programme, school_scope, client_of):
    old = event(programme=ProgrammeFactory(school=programme.school))
    programme.school.current_programme = programme
    programme.school.save()
    of_old = Material.objects.create(school=school_scope, training=old, title="Старая", url="https://school.test/")
    Material.objects.create(school=school_scope, title="Общая", url="https://school.test/")

    shown = client_of().get("/training/library/").content.decode()

    assert "Общая" in shown
    assert "Старая" not in shown
    assert client_of().get(f"/training/library/{of_old.public_id}/remove/").status_code == 404


def test_without_a_programme_the_pages_say_so(school, client_of):
    client = client_of()

    for path in ("/training/", "/training/mentors/", "/training/library/"):
        assert client.get(path).status_code == 200
    assert client.get("/training/new/").status_code == 302
