"""One act with many rows: what is done, what is not and why, and taking it back."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import gettext, override
from django_scopes import scope

from mentorship.people.models import Mentee, Person, Variant
from mentorship.people.services.bulk import REASONS
from mentorship.programmes.models import AuditEvent, MembershipClass, MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory

TODAY = date(2022, 3, 14)
MENTEES, PEOPLE = "/people/bulk/?register=mentees", "/people/bulk/?register=people"
REPORT, UNDO = "/people/bulk/report/", "/people/bulk/undo/"
EDITORS = [Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.CLASS_TEACHER]


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def pupils(programme, school):
    """``pupils(2)`` are mentees, each a pupil."""

    def make(count=1, *, school_class=None, **fields):
        with scope(school=school):
            return [
                MenteeFactory(
                    programme=programme,
                    person=PersonFactory(school=school, surname=f"Иванов{number}", school_class=school_class),
                    **fields,
                )
                for number in range(count)
            ]

    return make


@pytest.fixture
def forms(school):
    """A form with a variant, and another form with its own."""
    with scope(school=school):
        made = []
        for title in ("Учитель – ученик", "Ученик – ученик"):
            form = MentoringForm.objects.create(school=school, title=title)
            made += [form, Variant.objects.create(school=school, form=form, title=f"{title}: вариант")]
        return made


def do(client, act, rows=(), url=MENTEES, *, everything=False, **fields):
    posted = {"act": act, "row": [str(row.public_id) for row in rows]} | {f"to-{k}": v for k, v in fields.items()}
    return client.post(url, posted | ({"everything": "on"} if everything else {}))


def values(*names):
    return list(Mentee.unscoped.order_by("pk").values_list(*names, flat=len(names) == 1))


def test_a_form_is_set_for_the_ticked_rows_and_taken_back(client_of, pupils, forms):
    first, second, _ = pupils(3)
    client = client_of()

    answer = do(client, "form", [first, second], form=forms[0].pk)

    assert (answer.status_code, answer.url) == (302, "/mentees/?")
    assert values("form_id") == [forms[0].pk, forms[0].pk, None]
    assert values("version") == [2, 2, 1]
    assert forms[0].title in str(*get_messages(answer.wsgi_request))
    assert client.post(UNDO).status_code == 302
    assert values("form_id") == [None, None, None]
    actions = AuditEvent.unscoped.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["register.changed", "register.change_undone"]


def test_a_variant_brings_its_form_and_another_form_takes_the_variant_away(client_of, pupils, forms):
    (row,) = pupils()
    client = client_of()
    form, variant, other, _ = forms

    do(client, "form", [row], variant=variant.pk)
    assert values("form_id", "variant_id") == [(form.pk, variant.pk)]
    assert do(client, "form", [row], form=other.pk, variant=variant.pk).status_code == 422
    do(client, "form", [row], form=other.pk)
    assert values("form_id", "variant_id") == [(other.pk, None)]


def test_the_report_says_what_was_not_done_and_why(client_of, pupils):
    (waiting,) = pupils()
    (answered,) = pupils(answered_on=date(2022, 2, 1))
    (gone,) = pupils(left_on=date(2022, 2, 1))
    (finished,) = pupils(is_completed=True)
    client = client_of()

    answer = do(client, "answered", [waiting, answered, gone, finished], answered_on="10.03.2022")

    assert answer.url == REPORT
    assert values("answered_on") == [date(2022, 3, 10), date(2022, 2, 1), None, None]
    report = client.get(REPORT).context
    assert [one["reason"] for one in report["refused"]] == [REASONS[code] for code in ("answered", "left", "completed")]
    assert report["report"]["done"] == 1
    client.post(UNDO)
    assert values("answered_on") == [None, date(2022, 2, 1), None, None]


def test_what_somebody_changed_since_stays(client_of, pupils):
    first, second = pupils(2)
    client = client_of()
    do(client, "answered", [first, second], answered_on="2022-03-10")
    with scope(school=first.school):
        Mentee.objects.get(pk=first.pk).swap(2, answered_on=date(2022, 3, 11))

    answer = client.post(UNDO)

    assert values("answered_on") == [date(2022, 3, 11), None]
    assert len(list(get_messages(answer.wsgi_request))) >= 2
    assert client.post(UNDO).status_code == 404


def test_withdrawal_needs_a_day_and_a_reason_and_is_not_before_the_entry(client_of, pupils):
    (early,) = pupils(entered_on=date(2022, 1, 10))
    (late,) = pupils(entered_on=date(2022, 3, 12))
    client = client_of()

    assert do(client, "leave", [early], left_on="2022-03-10").status_code == 422
    assert do(client, "leave", [early], reason="Переезд").status_code == 422
    assert do(client, "leave", [early], left_on="2022-03-15", reason="Переезд").status_code == 422
    answer = do(client, "leave", [early, late], left_on="2022-03-10", reason="Переезд")

    assert answer.url == REPORT
    assert values("left_on", "leaving_reason") == [(date(2022, 3, 10), "Переезд"), (None, "")]


def test_a_class_is_set_for_pupils_only(client_of, school, programme):
    with scope(school=school):
        school_class = SchoolClassFactory(school=school)
        pupil = PersonFactory(school=school)
        teacher = PersonFactory(school=school, kind="teacher")
    client = client_of()

    answer = do(client, "class", [pupil, teacher], PEOPLE, school_class=school_class.pk)

    assert answer.url == REPORT
    assert list(Person.unscoped.order_by("pk").values_list("school_class", flat=True)) == [school_class.pk, None]


def test_a_class_of_mentees_is_the_class_of_the_people(client_of, pupils, school):
    first, _ = pupils(2)
    with scope(school=school):
        school_class = SchoolClassFactory(school=school)
    client = client_of()

    assert do(client, "class", [first], school_class=school_class.pk).url == "/mentees/?"
    assert list(Person.unscoped.order_by("pk").values_list("school_class", flat=True)) == [school_class.pk, None]
    client.post(UNDO)
    assert list(Person.unscoped.order_by("pk").values_list("school_class", flat=True)) == [None, None]


def test_all_that_are_found_are_those_of_the_filter_on_every_page(client_of, pupils, forms):
    pupils(55)
    pupils(2, answered_on=TODAY)
    client = client_of()

    answer = do(client, "form", url=f"{MENTEES}&missing=answered", everything=True, form=forms[0].pk)

    assert answer.url == "/mentees/?missing=answered"
    assert values("form_id") == [forms[0].pk] * 55 + [None] * 2


@pytest.mark.parametrize(
    ("act", "fields"),
    [("form", {}), ("answered", {"answered_on": "вчера"}), ("nonsense", {}), ("class", {"school_class": "0"})],
)
def test_what_cannot_be_done_comes_back_with_the_ticks(client_of, pupils, act, fields):
    first, _ = pupils(2)

    answer = do(client_of(), act, [first], **fields)

    assert answer.status_code == 422
    assert [row.is_ticked for row in answer.context["rows"]] == [True, False]
    assert values("version") == [1, 1]


def test_nothing_ticked_is_said(client_of, pupils):
    pupils()

    assert do(client_of(), "answered", answered_on="2022-03-10").status_code == 422


@pytest.mark.parametrize("role", Role)
def test_who_may_act_on_rows(client_of, pupils, school, member, role):
    with scope(school=school):
        school_class = SchoolClassFactory(school=school)
        person = member(role)
        if role == Role.CLASS_TEACHER:
            MembershipClass.objects.create(school=school, membership=person, school_class=school_class)
    (row,) = pupils(school_class=school_class)

    answer = do(client_of(person), "answered", [row], answered_on="2022-03-10")

    assert answer.status_code == (302 if role in EDITORS else 403)
    assert values("answered_on") == [date(2022, 3, 10) if role in EDITORS else None]


def test_a_class_teacher_acts_on_own_classes_and_moves_pupils_to_own_classes_only(client_of, pupils, school, member):
    with scope(school=school):
        own, other = SchoolClassFactory(school=school, grade=8), SchoolClassFactory(school=school, grade=9)
        teacher = member(Role.CLASS_TEACHER)
        MembershipClass.objects.create(school=school, membership=teacher, school_class=own)
    (mine,), (theirs,) = pupils(school_class=own), pupils(school_class=other)
    client = client_of(teacher)

    answer = do(client, "answered", [mine, theirs], answered_on="2022-03-10")

    assert answer.url == REPORT
    assert values("answered_on") == [date(2022, 3, 10), None]
    report = client.get(REPORT)
    assert report.context["report"]["unseen"] == 1
    assert report.context["refused"] == []
    assert do(client, "class", [mine], school_class=other.pk).status_code == 422


def test_rows_of_a_neighbour_school_are_not_touched(client_of, programme, other_school):
    with scope(school=other_school):
        theirs = MenteeFactory(programme=ProgrammeFactory(school=other_school))

    do(client_of(), "answered", [theirs], answered_on="2022-03-10")
    do(client_of(), "answered", everything=True, answered_on="2022-03-10")

    assert values("answered_on") == [None]


def test_the_ticked_rows_or_the_filter_go_to_the_export(client_of, pupils):
    first, _ = pupils(2)
    client = client_of()

    ticked = do(client, "export", [first], f"{MENTEES}&q=ив").url
    everything = do(client, "export", url=f"{MENTEES}&q=ив", everything=True).url

    assert ticked == f"/people/export/?register=mentees&q=%D0%B8%D0%B2&chosen={first.public_id}"
    assert everything == "/people/export/?register=mentees&q=%D0%B8%D0%B2"


def test_mentors_have_their_acts(client_of, programme, school):
    with scope(school=school):
        row = MentorFactory(programme=programme)
    client = client_of()

    assert do(client, "class", [row], "/people/bulk/?register=mentors").status_code == 422
    assert do(client, "answered", [row], "/people/bulk/?register=mentors", answered_on="10.03.2022").status_code == 302


@pytest.mark.parametrize("url", ["/people/bulk/", "/people/bulk/?register=nonsense"])
def test_an_unknown_list_is_not_found(client_of, programme, url):
    assert client_of().get(url).status_code == 404


def test_an_address_that_is_opened_again_leads_to_the_list(client_of, programme):
    client = client_of()

    assert client.get(f"{MENTEES}&q=а").url == "/mentees/?q=%D0%B0"
    assert client.get(REPORT).status_code == 404


@pytest.mark.parametrize("count", [2, 60])
def test_the_number_of_queries_does_not_grow(client_of, pupils, count, django_assert_max_num_queries):
    pupils(count)
    client = client_of()
    client.get("/mentees/")

    with django_assert_max_num_queries(24):
        do(client, "answered", everything=True, answered_on="2022-03-10")
    assert values("answered_on") == [date(2022, 3, 10)] * count


def test_two_ticked_cards_go_to_the_page_that_joins_them(client_of, pupils):
    client, rows = client_of(), pupils(2)

    answer = do(client, "merge", rows)

    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/people/merge/")
    page = client.get(answer.url).content.decode()
    assert all(row.person.surname in page for row in rows)


@pytest.mark.parametrize("count", [1, 3])
def test_only_two_cards_are_joined(client_of, pupils, count):
    answer = do(client_of(), "merge", pupils(count))

    assert answer.status_code == 422
    with override("ru"):
        assert gettext("Tick the two cards that are of one person.") in answer.content.decode()


def test_a_class_teacher_joins_no_cards(client_of, pupils):
    client = client_of(Role.CLASS_TEACHER)

    assert do(client, "merge", pupils(2)).status_code == 403
    assert 'value="merge"' not in client.get("/mentees/").content.decode()
