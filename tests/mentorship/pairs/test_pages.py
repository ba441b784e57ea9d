"""Pages of pairs and orders: who comes in, what is found, what a change needs, how many questions are asked."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.matching.models import Exclusion
from mentorship.pairs.models import LetterText, Pairing, PairingMentee, PairOrder
from mentorship.pairs.services.orders import sign
from mentorship.pairs.services.pairing import Planned, Terms, make_by_hand, make_pairs
from mentorship.people.models import Mentor
from mentorship.people.services.erasing import erase
from mentorship.programmes.models import MembershipClass, MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, MenteeFactory, MentorFactory, PairingFactory, PersonFactory
from tests.factories import SchoolClassFactory as ClassFactory
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

DAY = date(2022, 3, 14)
TERMS = Terms(DAY, date(2022, 5, 31))
SEE_ALL = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.PSYCHOLOGIST}
SEE_OWN = {Role.CLASS_TEACHER}
LEAD = {Role.DIRECTOR, Role.COORDINATOR}


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 3, 14)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


@pytest.fixture
def by():
    return MembershipFactory().user


@pytest.fixture
def ordered(programme, by):
    """``ordered(2, signed=False)`` is an order with that many pairs of people who may be matched."""

    def make(count=1, signed=True):
        planned = [
            Planned(ready_mentor(programme, capacity=3), (ready_mentee(programme),), place="в школе")
            for _n in range(count)
        ]
        order, _pairs = make_pairs(
            programme=programme, planned=planned, terms=TERMS, day=DAY, by=by, with_letters=False
        )
        return sign(order=order, version=order.version, number=str(order.pk), day=DAY, by=by) if signed else order

    return make


def listed(client, query=""):
    return {one.pk for one in client.get(f"/pairs/{query}").context["page_obj"]}


@pytest.mark.parametrize("role", Role)
def test_who_comes_to_which_page(role, client_of, ordered):
    order = ordered(signed=False)
    one, client = Pairing.objects.get(), client_of(role)
    sees = {"/pairs/": SEE_ALL | SEE_OWN, one.get_absolute_url(): SEE_ALL}
    edits = [f"{one.get_absolute_url()}{tail}" for tail in ("edit/", "end/", "mentor/", "mentees/new/")]
    sees |= dict.fromkeys([*edits, "/pairs/new/"], frozenset({Role.COORDINATOR}))
    sees |= dict.fromkeys([order.get_absolute_url(), "/pairs/orders/"], LEAD | {Role.DEPUTY})
    sees |= dict.fromkeys([f"{order.get_absolute_url()}sign/", f"{order.get_absolute_url()}edit/"], LEAD)
    sees |= dict.fromkeys(["/pairs/orders/new/", "/pairs/letters/", "/pairs/letters/mentor/"], LEAD)

    came = {path for path in sees if client.get(path).status_code == 200}

    assert came == {path for path, roles in sees.items() if role in roles}


def test_a_class_teacher_sees_pairs_of_the_own_class(client_of, member, pair, school):
    own_class = ClassFactory(school=school)
    teacher = member(Role.CLASS_TEACHER)
    MembershipClass.objects.create(school=school, membership=teacher, school_class=own_class)
    as_mentee, as_mentor, strange = pair(), pair(), pair()
    for person in (as_mentee.mentees.get().person, as_mentor.mentor.person):
        person.school_class, person.kind = own_class, "pupil"
        person.save()
    client = client_of(teacher)

    assert listed(client) == {as_mentee.pk, as_mentor.pk}
    assert client.get(strange.get_absolute_url()).status_code == 404


def test_a_mentor_sees_the_own_pairs_without_the_words_of_others(client_of, member, pair, school, programme):
    membership = member(Role.MENTOR)
    person = PersonFactory(school=school, kind="teacher", user=membership.user)
    own = pair(mentor=MentorFactory(programme=programme, person=person))
    own.reasons = [{"mentee": own.mentees.get().pk, "points": 7400, "lines": [["Предмет: физика", 40]]}]
    own.save()
    strange, client = pair(), client_of(membership)

    page = client.get(own.get_absolute_url()).content.decode()

    assert client.get("/pairs/").status_code == 403
    assert client.get(strange.get_absolute_url()).status_code == 404
    assert "физика" not in page
    assert "физика" in client_of().get(own.get_absolute_url()).content.decode()


def test_filters_of_the_list(client_of, pair, school):
    form, client = MentoringForm.objects.create(school=school, title="Ф"), client_of()
    of_form, of_class, group = pair(form=form), pair(), pair(2)
    over = pair(state="finished", ended_on=DAY, ending="fulfilled")
    person = of_class.mentees.get().person
    person.school_class = ClassFactory(school=school)
    person.save()

    assert listed(client) == {of_form.pk, of_class.pk, group.pk}
    assert listed(client, f"?form={form.pk}") == {of_form.pk}
    assert listed(client, f"?school_class={person.school_class_id}") == {of_class.pk}
    assert listed(client, "?state=finished") == {over.pk}
    assert len(listed(client, "?state=all")) == 4
    assert listed(client, f"?q={group.mentor.person.surname}") == {group.pk}
    assert listed(client, f"?q={group.mentees.first().person.surname}") == {group.pk}


@pytest.mark.parametrize("count", [2, 60])
def test_the_list_asks_alike_for_few_and_for_many(client_of, pair, count):
    for _n in range(count):
        pair()
    client = client_of()

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/pairs/")

    assert len(page.context["page_obj"]) == min(count, 50)
    assert len(asked) <= 12, "\n".join(one["sql"][:120] for one in asked)


@pytest.mark.parametrize("count", [1, 20])
def test_an_order_asks_alike_for_few_and_for_many(client_of, ordered, count):
    order, client = ordered(count), client_of()

    with CaptureQueriesContext(connection) as asked:
        page = client.get(order.get_absolute_url())

    assert page.context["page_obj"].paginator.count == count
    assert len(asked) <= 10, "\n".join(one["sql"][:120] for one in asked)


def new_body(mentor, mentee, **fields):
    usual = {"mentor": mentor.public_id, "mentee": mentee.public_id, "starts_on": "14.03.2022"}
    return usual | {"ends_on": "31.05.2022", "place": "в школе"} | fields


def test_a_pair_by_hand_waits_for_an_order(client_of, programme):
    mentor, mentee, client = ready_mentor(programme), ready_mentee(programme), client_of()

    answer = client.post("/pairs/new/", new_body(mentor, mentee, reason="Просьба родителей"))

    made = Pairing.objects.get()
    assert answer.url == made.get_absolute_url()
    assert (made.mentor, made.mentees.get(), made.coordinator) == (mentor, mentee, client.membership.user)
    assert client.get("/pairs/").context["waiting"] == 1

    order = client.post("/pairs/orders/new/")

    assert PairOrder.objects.get().get_absolute_url() == order.url
    assert client.get("/pairs/").context["waiting"] == 0
    assert client.post("/pairs/orders/new/").url == "/pairs/orders/"
    assert PairOrder.objects.count() == 1


def test_a_pair_by_hand_is_refused_with_a_reason_and_nothing_is_lost(client_of, programme, school):
    mentor, mentee, client = ready_mentor(programme), ready_mentee(programme), client_of()
    Exclusion.objects.create(school=school, programme=programme, mentor=mentor, mentee=mentee, reason="Ссора")

    apart = client.post("/pairs/new/", new_body(mentor, mentee))
    nowhere = client.post("/pairs/new/", new_body(mentor, mentee, place=""))

    assert (apart.status_code, nowhere.status_code) == (422, 422)
    assert "Ссора" not in apart.content.decode()
    assert list(nowhere.context["form"].errors) == ["place"]
    assert not Pairing.objects.exists()


def test_who_is_not_ready_or_has_no_room_is_not_bound_by_hand(client_of, programme, by):
    mentor, other, client = ready_mentor(programme), ready_mentor(programme), client_of()
    make_by_hand(programme=programme, planned=Planned(mentor, (ready_mentee(programme),)), terms=TERMS, day=DAY, by=by)

    full = client.post("/pairs/new/", new_body(mentor, ready_mentee(programme)))
    unready = client.post("/pairs/new/", new_body(other, MenteeFactory(programme=programme)))

    assert list(full.context["form"].errors) == ["mentor"]
    assert list(unready.context["form"].errors) == ["mentee"]


def test_a_mentee_comes_into_a_group_and_leaves_it(client_of, ordered, programme):
    ordered()
    one, joiner, client = Pairing.objects.get(), ready_mentee(programme), client_of()
    old = one.mentees.get()

    client.post(
        f"{one.get_absolute_url()}mentees/new/",
        {"version": one.version, "mentee": joiner.public_id, "day": "14.03.2022"},
    )
    one.refresh_from_db()
    client.post(
        f"{one.get_absolute_url()}mentees/{old.public_id}/leave/",
        {"version": one.version, "day": "14.03.2022", "reason": "Переезд"},
    )

    assert list(PairingMentee.objects.filter(left_on=None).values_list("mentee", flat=True)) == [joiner.pk]
    assert client.get("/pairs/").context["waiting"] == 2


def test_a_stale_form_is_shown_again_and_sent_again(client_of, ordered):
    ordered()
    one, client = Pairing.objects.get(), client_of()
    body = {"version": 1, "ending": "mentor", "day": "14.03.2022", "reason": "Болезнь"}

    stale = client.post(f"{one.get_absolute_url()}end/", body)
    fresh = client.post(f"{one.get_absolute_url()}end/", body | {"version": stale.context["form"]["version"].value()})

    assert (stale.status_code, fresh.status_code) == (422, 302)
    one.refresh_from_db()
    assert (one.state, one.ending, one.ending_reason) == ("finished", "mentor", "Болезнь")


def test_an_early_end_has_a_reason_and_a_fulfilled_plan_needs_none(client_of, ordered):
    ordered()
    one, client = Pairing.objects.get(), client_of()
    body = {"version": one.version, "day": "14.03.2022"}

    early = client.post(f"{one.get_absolute_url()}end/", body | {"ending": "school"})
    fulfilled = client.post(f"{one.get_absolute_url()}end/", body | {"ending": "fulfilled"})

    assert (early.status_code, fulfilled.status_code) == (422, 302)


def test_another_mentor_takes_the_mentees_over(client_of, ordered, programme):
    ordered()
    one, mentor, client = Pairing.objects.get(), ready_mentor(programme), client_of()

    answer = client.post(
        f"{one.get_absolute_url()}mentor/",
        {"version": one.version, "mentor": mentor.public_id, "day": "14.03.2022", "reason": "По согласию"},
    )

    new = Pairing.objects.living().get()
    assert answer.url == new.get_absolute_url()
    assert (new.mentor, new.replaces, new.mentees.get()) == (mentor, one, one.mentees.get())
    assert str(one.mentor.person) in client.get(answer.url).content.decode()


def test_the_director_signs_and_what_is_signed_stays(client_of, ordered):
    order, client = ordered(signed=False), client_of(Role.DIRECTOR)
    page = order.get_absolute_url()
    body = {"version": order.version, "number": "14-ОД", "day": "14.03.2022"}

    assert client.post(f"{page}sign/", body | {"day": "15.03.2022"}).status_code == 422
    assert client.post(f"{page}sign/", body).status_code == 302

    order.refresh_from_db()
    assert (order.number, order.day, Pairing.objects.get().state) == ("14-ОД", DAY, "ordered")
    assert client.get(f"{page}edit/").url == page
    assert client.post(f"{page}sign/", body).url == page
    assert "14-ОД" in client.get("/pairs/orders/?q=14").content.decode()


def test_the_text_is_corrected_until_the_signature(client_of, ordered):
    order, client = ordered(signed=False), client_of()
    page = f"{order.get_absolute_url()}edit/"

    without = client.post(page, {"version": order.version, "text": "Основание"})
    client.post(page, {"version": order.version, "text": "Основание\n\n ПРИКАЗЫВАЮ: \n1. Закрепить."})

    order.refresh_from_db()
    assert without.status_code == 422
    assert order.text == "Основание\nПРИКАЗЫВАЮ:\n1. Закрепить."
    assert client.post(page, {"version": 1, "text": "ПРИКАЗЫВАЮ:"}).status_code == 409


@pytest.mark.parametrize("tail", ["order.pdf", "order.docx", "sheet.pdf"])
def test_papers_are_attachments(client_of, ordered, tail):
    answer = client_of().get(f"{ordered().get_absolute_url()}{tail}")

    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content[:2] in (b"%P", b"PK")


def test_an_unknown_kind_of_paper_is_not_there(client_of, ordered):
    assert client_of().get(f"{ordered().get_absolute_url()}order.exe").status_code == 404


def test_the_words_of_a_letter_are_kept_by_the_school(client_of):
    client, page = client_of(), "/pairs/letters/parent/"
    body = {"version": 0, "subject": "Наставник", "text": "Здравствуйте, {имя}. Наставник: {Наставник}."}

    preview = client.post(page, body | {"preview": "1"})
    wrong = client.post(page, body | {"text": "Здравствуйте, {фио}"})
    named = client.post(page, body | {"subject": "{наставляемый}"})
    client.post(page, body)

    assert "{" not in preview.context["preview"]
    assert not LetterText.objects.filter(text__contains="фио").exists()
    assert (wrong.status_code, named.status_code) == (422, 422)
    assert LetterText.objects.get().subject == "Наставник"
    assert client.post(page, body | {"text": "Иное"}).status_code == 422


def test_a_pair_is_corrected_and_an_adult_needs_a_place(client_of, ordered):
    ordered()
    one, client = Pairing.objects.get(), client_of()
    page = f"{one.get_absolute_url()}edit/"
    body = {"version": one.version, "starts_on": "14.03.2022", "ends_on": "31.05.2022", "coordinator": ""}

    assert client.post(page, body | {"place": " "}).status_code == 422
    assert client.post(page, body | {"place": "Кабинет 12"}).status_code == 302
    assert Pairing.objects.get().place == "Кабинет 12"
    assert Mentor.objects.count() == 1


def test_who_has_left_is_named_on_the_pages_of_living_pairs(client_of, pair):
    living, over = pair(2), pair(state="finished", ended_on=DAY, ending="school")
    gone = living.mentees.first()
    for mentee in (gone, over.mentees.get()):
        type(mentee).objects.filter(pk=mentee.pk).update(left_on=DAY)
    client = client_of()

    rows = {one.pk: one.gone for one in client.get("/pairs/?state=all").context["page_obj"]}

    assert rows == {living.pk: [gone], over.pk: []}
    assert client.get(living.get_absolute_url()).context["has_left"] == [gone]
    assert client.get(over.get_absolute_url()).context["has_left"] == []


def test_pages_of_a_pair_open_when_a_name_is_erased(client_of, pair, by):
    one, client = pair(), client_of()
    erase(person=one.mentees.get().person, reason="Заявление", by=by)

    answers = [client.get(path) for path in ("/pairs/", one.get_absolute_url())]

    assert [one.status_code for one in answers] == [200, 200]
    assert all("без имени" in one.content.decode() for one in answers)
