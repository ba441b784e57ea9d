"""After an erasure nothing in the database and in the storage tells who it was."""

import json
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.notifications.models import Attempt, Notification
from mentorship.people.models import (
    Attendance,
    Consent,
    Decision,
    DistributionItem,
    ImportBatch,
    ImportedRow,
    Interview,
    Mentee,
    Offer,
    Person,
    PersonView,
    Representative,
    SavedView,
    Training,
)
from mentorship.people.names_gone import Traces
from mentorship.people.services import deciding, erasing, offers
from mentorship.programmes import audit
from mentorship.programmes.models import AuditEvent, Invitation, Membership
from mentorship.programmes.roles import Role
from roadmap.models import Comment, Evidence, ImportDraft, ManualReminder, Party
from surveys.models import Draft, Submission, SurveyLetter
from surveys.models import Invitation as SurveyInvitation
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PartyFactory,
    PersonFactory,
    RoadmapFactory,
    SchoolClassFactory,
    StageFactory,
    UserFactory,
)
from tests.mentorship.people.asking import answer, campaign_of, ticket_of

MARKS = [f"zqmark{number:02d}" for number in range(1, 45)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path, on_day):
    settings.MEDIA_ROOT = tmp_path
    on_day(2022, 3, 14)


def everything(folder):
    """All rows of all tables as the database holds them, and names and contents of files."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            parts += [" ".join(str(cell) for cell in row) for row in cursor.fetchall()]
    parts += [f"{path} {path.read_bytes()}" for path in folder.rglob("*") if path.is_file()]
    return "\n".join(parts).lower()


def found_in(text):
    return [mark for mark in MARKS if mark in text]


def plant_account(person, mentor, m):
    """The person has signed in once: an account, a role that is over, letters, acts, a seminar."""
    school = person.school
    user = UserFactory(surname=next(m), given_name=next(m), patronymic=next(m), email=f"{next(m)}@mail.test")
    EmailAddress.objects.create(user=user, email=user.email)
    MembershipFactory(school=school, user=user, role=Role.MENTOR, post=next(m), ends_on=date(2022, 1, 31))
    Person.objects.filter(pk=person.pk).update(user=user)
    training = Training.objects.create(
        school=school, programme=mentor.programme, kind="seminar", title="Семинар", held_on=date(2022, 1, 20)
    )
    Attendance.objects.create(school=school, training=training, mentor=mentor)
    audit.record(by=user, action="created", row=training)
    letter = Notification.objects.create(
        school=school,
        kind="commented",
        object_id=2,
        due_on="2022-03-14",
        recipient=user,
        channel="email",
        state="failed",
        address=user.email,
        subject=f"Вам: {next(m)}",
        body_text="Новое замечание",
    )
    Attempt.objects.create(
        school=school, notification=letter, at=clock.now(), outcome="permanent", answer=f"550 <{user.email}> unknown"
    )
    SavedView.objects.create(school=school, user=user, register="people", title=next(m), query="")


def plant_elsewhere(person, programme, by, m):
    """The roadmap speaks of the person: an answer, a responsible one, a reminder, proofs, a draft; an invitation."""
    school = person.school
    stage = StageFactory(roadmap=RoadmapFactory(programme=programme))
    activity = ActivityFactory(stage=stage, actual_result=f"Провёл {person.short_name}, {next(m)}")
    said = f"{person.given_name} {person.surname} не придёт, {next(m)}"
    Comment.objects.create(school=school, activity=activity, author=by, text=said)
    ManualReminder.objects.create(school=school, activity=activity, author=by, text=said)
    PartyFactory(school=school, role_text="Учитель", name=person.short_name)
    PartyFactory(school=school, role_text="Учитель", name=person.full_name)
    proof = Evidence(
        school=school, activity=activity, file_name=f"{person.surname}.pdf", content_type="application/pdf"
    )
    proof.file.save("proof", ContentFile(f"%PDF {next(m)}".encode()), save=True)
    Evidence.objects.create(school=school, activity=activity, url=f"https://school.test/{person.email}/{next(m)}")
    ImportDraft.objects.create(
        school=school,
        programme=programme,
        file_name="план.docx",
        outline={"stages": [{"title": person.full_name, "text": next(m)}]},
    )
    Invitation.objects.create(
        school=school,
        email=f"{next(m)}@mail.test",
        surname=person.surname,
        given_name=person.given_name,
        role=Role.MENTOR,
        post=next(m),
        token_hash="x",
        expires_at=clock.now(),
    )


def plant_questionnaires(person, programme, by, m):
    """The person was asked by a ticket, by an address, came by the board, and is spoken of by somebody else."""
    campaign = campaign_of(programme, title="Анкета", audience=[{"source": "emails", "values": [person.email]}])
    ticket = ticket_of(campaign, person)
    word = next(m)
    row = answer(campaign, ticket=ticket, request={"text": next(m)}, subjects={"options": [], "other": word})
    Draft.objects.create(
        school=person.school, campaign=campaign, invitation=ticket, key_hash="x", sealed=next(m), saved_on="2022-03-14"
    )
    SurveyLetter.objects.create(
        school=person.school, invitation=ticket, kind="invited", due_on="2022-03-14", reason=f"550 {person.email}"
    )
    ticket_of(campaign, email=person.email)
    said = {"surname": person.surname, "given_name": person.given_name, "group": ""}
    answer(campaign, said=said, request={"text": next(m)})
    other = PersonFactory(school=person.school)
    answer(campaign, other, request={"text": f"Хочу к {person.short_name}: {next(m)}"}, year={"number": 2005})
    offers.gather(programme)
    words = {"mentee.subjects": {word: "skip"}}
    deciding.accept(offer=Offer.objects.get(submission=row), by=by, words=words)


@pytest.fixture
def planted(school, programme, member):
    """A pupil who is mentee and mentor, with a mark in every place where words about the pupil can get."""
    m = iter(MARKS)
    by = member(Role.COORDINATOR).user
    with scope(school=school):
        person = PersonFactory(
            school=school,
            surname=next(m),
            given_name=next(m),
            patronymic=next(m),
            post=next(m),
            workplace=next(m),
            phone=next(m),
            email=f"{next(m)}@mail.test",
            school_class=SchoolClassFactory(school=school),
        )
        parent = PersonFactory(school=school, kind="parent", surname=next(m), given_name=next(m))
        Representative.objects.create(school=school, minor=person, person=parent, relation=f"мать {next(m)}")
        mentee = MenteeFactory(
            programme=programme, person=person, request=next(m), interests=next(m), note=next(m), achievements=next(m)
        )
        mentor = MentorFactory(
            programme=programme, person=person, competences=next(m), case_url=f"https://school.test/{next(m)}"
        )
        interview = Interview.objects.create(school=school, mentor=mentor, held_on="2022-01-10", notes=next(m))
        Decision.objects.create(
            school=school, mentor=mentor, decision="reserve", decided_on="2022-01-11", reason=next(m)
        )
        consent = Consent(
            school=school,
            person=person,
            kind="distribution",
            signer="both",
            representative=parent,
            signed_on=date(2022, 1, 10),
            paper=next(m),
            scan_name=f"{next(m)}.pdf",
            withdrawal_reason=next(m),
        )
        consent.scan.save("scan", ContentFile(f"%PDF {person.surname}".encode()), save=True)
        DistributionItem.objects.create(
            school=school, consent=consent, item="name", address=f"https://school.test/best/{next(m)}"
        )
        batch = ImportBatch.objects.create(
            school=school,
            register="mentees",
            programme=programme,
            file_name=f"{person.surname}.xlsx",
            cells=[["8 А", person.full_name, next(m)], ["8 А", "Белова Анна", "английский"]],
        )
        ImportedRow.objects.create(
            school=school,
            batch=batch,
            number=2,
            person=person,
            model="person",
            object_id=person.pk,
            before={"surname": next(m)},
            version=1,
        )
        audit.record(by=by, action="created", row=person, changes={"имя": [next(m), person.full_name]})
        audit.record(by=by, action="mentor.decided", row=mentor)
        audit.record(by=by, action="interview.saved", row=interview, name=person.short_name)
        audit.record(by=by, action="register.exported", row=programme, name=f"Список: {person.short_name}")
        PersonView.objects.create(school=school, person=person, user=by, user_name="Завуч", what="card")
        SavedView.objects.create(
            school=school, user=by, register="people", title=person.surname, query=f"q={person.surname}&kind=pupil"
        )
        Notification.objects.create(
            school=school,
            kind="commented",
            object_id=1,
            due_on="2022-03-14",
            recipient=by,
            channel="email",
            state="sent",
            subject="О встрече",
            body_text=f"Завтра придёт {person.given_name} {person.surname}.",
        )
        plant_account(person, mentor, m)
        plant_elsewhere(person, programme, by, m)
        plant_questionnaires(person, programme, by, m)
    assert next(m, None) is None
    person.by, person.parent, person.mentee = by, parent, mentee
    return person


def test_nothing_is_found_after_an_erasure(planted, school, settings, django_capture_on_commit_callbacks):
    assert found_in(everything(settings.MEDIA_ROOT)) == MARKS

    with scope(school=school), django_capture_on_commit_callbacks(execute=True):
        erasing.erase(person=planted, reason="Заявление от 14.03.2022", by=planted.by)

    assert found_in(everything(settings.MEDIA_ROOT)) == []


def test_rows_and_counts_stay(planted, school):
    with scope(school=school):
        models = [model for model in apps.get_app_config("people").get_models() if model.__name__ != "Representative"]
        SavedView.objects.exclude(user=planted.by).delete()
        gone = {DistributionItem}
        before = {model: model.objects.count() for model in models if model not in gone}

        erasing.erase(person=planted, reason="Заявление", by=planted.by)

        assert {model: model.objects.count() for model in before} == before
        assert PersonView.objects.get().user_name == "Завуч"
        assert ImportBatch.objects.get().cells == [["", "", ""], ["8 А", "Белова Анна", "английский"]]
        assert SavedView.objects.get().query == "kind=pupil"
        saved = Person.objects.get(pk=planted.pk)
        assert (saved.kind, saved.surname, saved.school_class, saved.version) == (
            "pupil",
            "",
            None,
            planted.version + 1,
        )


def test_figures_of_the_questionnaires_stay_and_anonymous_ones_are_not_touched(planted, school, programme):
    with scope(school=school):
        anonymous = campaign_of(programme, is_anonymous=True)
        words = {"text": f"О {planted.short_name}"}
        nobodys = answer(anonymous, request=words)
        count = Submission.objects.count()

        erasing.erase(person=planted, reason="Заявление", by=planted.by)

        nobodys.refresh_from_db()
        assert nobodys.answers == {"request": words}
        assert Submission.objects.count() == count
        assert Submission.objects.get(answers__year__isnull=False).answers == {"year": {"number": 2005}}
        assert not SurveyInvitation.objects.filter(subject=planted.public_id, revoked_at=None).exists()
        assert not Offer.objects.filter(person=planted, is_waiting=True).exists()


def test_the_log_says_who_erased_and_why_without_the_name(planted, school):
    with scope(school=school):
        erasing.erase(person=planted, reason="Заявление от 14.03.2022", by=planted.by)
        entry = AuditEvent.objects.get(action="person.erased")

    assert (entry.actor, entry.object_id) == (planted.by, planted.pk)
    assert "Заявление от 14.03.2022" in json.dumps(entry.changes, ensure_ascii=False)


def test_a_namesake_and_a_parent_of_another_child_stay(planted, school, programme):
    with scope(school=school):
        other = PersonFactory(school=school, surname=planted.surname, given_name="Олег")
        Representative.objects.create(school=school, minor=other, person=planted.parent)
        audit.record(by=planted.by, action="created", row=other)
        mentee = MenteeFactory(programme=programme, person=other, request="английский")

        erasing.erase(person=planted, reason="Заявление", by=planted.by)

        assert Person.objects.get(pk=planted.parent.pk).surname == planted.parent.surname
        assert AuditEvent.objects.get(object_type="people.person", object_id=other.pk).object_name == str(other)
        assert Mentee.objects.get(pk=mentee.pk).request == "английский"


def test_nobody_is_erased_twice_nor_with_the_name_in_the_reason(planted, school):
    with scope(school=school):
        with pytest.raises(RuleBroken):
            erasing.erase(person=planted, reason=f"Просила {planted.surname}", by=planted.by)
        erasing.erase(person=planted, reason="Заявление", by=planted.by)
        with pytest.raises(RuleBroken):
            erasing.erase(person=planted, reason="Заявление", by=planted.by)


def test_who_still_holds_a_role_is_not_erased(school, member):
    membership = member(Role.MENTOR)
    with scope(school=school):
        person = PersonFactory(school=school, kind="teacher", user=membership.user)
        with pytest.raises(RuleBroken):
            erasing.erase(person=person, reason="Заявление", by=membership.user)
        membership.delete()
        erasing.erase(person=person, reason="Заявление", by=UserFactory())
        assert Person.objects.get(pk=person.pk).user is None


@pytest.mark.parametrize("role", Role)
def test_leaders_alone_erase(planted, client_of, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR) else 403

    assert client_of(role).get(f"/people/{planted.public_id}/erase/").status_code == expected


def test_the_page_erases_once_it_is_told_why(planted, client_of, school):
    client, url = client_of(Role.DIRECTOR), f"/people/{planted.public_id}/erase/"

    assert client.post(url, {"reason": "", "is_sure": "on"}).status_code == 422
    assert client.post(url, {"reason": "Заявление"}).status_code == 422
    assert client.post(url, {"reason": "Заявление", "is_sure": "on"}).status_code == 302
    assert client.post(url, {"reason": "Заявление", "is_sure": "on"}).status_code == 404
    with scope(school=school):
        assert Person.objects.get(pk=planted.pk).anonymised_at


def test_a_person_of_another_school_is_not_there(client_of, other_school, programme):
    with scope(school=other_school):
        stranger = PersonFactory(school=other_school)

    assert client_of(Role.DIRECTOR).get(f"/people/{stranger.public_id}/erase/").status_code == 404


def test_the_account_of_an_erased_person_tells_nobody_and_lets_nobody_in(planted, school):
    with scope(school=school):
        user = Person.objects.get(pk=planted.pk).user
        epoch = user.session_epoch
        erasing.erase(person=planted, reason="Заявление", by=planted.by)
        user.refresh_from_db()

        assert (user.is_active, user.has_usable_password(), user.session_epoch) == (False, False, epoch + 1)
        assert user.email.endswith("@erased.invalid")
        assert Membership.objects.filter(user=user).count() == 1
        assert AuditEvent.objects.get(object_type="people.training").actor == user
        assert Evidence.objects.filter(file_name="note.txt", url="").count() == 2
        assert Party.objects.filter(role_text="Учитель").count() == 2


def test_an_account_of_another_school_too_keeps_its_name(planted, school, other_school):
    with scope(school=school):
        user = Person.objects.get(pk=planted.pk).user
    with scope(school=other_school):
        MembershipFactory(school=other_school, user=user)

    with scope(school=school):
        erasing.erase(person=planted, reason="Заявление", by=planted.by)
        saved = User.objects.get(pk=user.pk)
        assert (saved.surname, saved.is_active) == (user.surname, True)
        assert Person.objects.get(pk=planted.pk).user is None


@pytest.mark.parametrize(
    "text",
    [
        "Пришёл Буйнов П.С., опоздал",
        "БУЙНОВ  ПЁТР",
        "петр буйнов",
        "Бyйнов Петр",
        "Бу\u0438\u0306нов Пётр",
        "позвонить 8 900 111",
        "писать на Petr@Mail.test",
    ],
)
def test_a_quick_look_overlooks_no_way_of_writing(text):
    person = Person(
        surname="Буйнов", given_name="Пётр", patronymic="Сергеевич", phone="8 900 111", email="petr@mail.test"
    )

    assert Traces([person]).are_in({"answer": [text]})
    assert not Traces([person]).are_in({"answer": ["Буйнов Олег", "Пётр", "8 900 112"]})
