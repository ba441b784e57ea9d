"""The pairs of a draft: listed, found, locked; who may, and how many queries it takes."""

import pytest
from django.urls import reverse

from mentorship.matching.models import Proposal
from mentorship.people.models import Mentee, Mentor, Person
from mentorship.programmes.models import MentoringForm
from tests.factories import MatchingRunFactory, MentorFactory, ProposalFactory, SchoolClassFactory
from tests.housekeeping import with_statistics
from tests.mentorship.matching.drafting import draft, of_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("school_scope")]

PARTS = [["subjects", 4000, 4000, [1]], ["hours", 2500, 3000, ["wed-after1"]], ["interests", 0, 3000, []]]


@pytest.fixture
def run(programme):
    return MatchingRunFactory(programme=programme, snapshot={"rules": {}, "knowledge": {"words": {"1": "математика"}}})


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


def url(run, name="matching_run", **more):
    return reverse(name, kwargs={"run_id": run.public_id, **more})


def shown(response):
    """Numbers of the pairs on the page, in their order."""
    return [row.proposal.pk for section in response.context["sections"] for row in section.rows]


def many(run, count):
    """So many pairs, made as quickly as they can be."""
    school, programme = run.school, run.programme
    classes = [SchoolClassFactory(school=school, grade=grade) for grade in (7, 8, 9)]

    def people(kind, start):
        rows = [
            Person(
                school=school,
                kind=kind,
                surname=f"Фамилия{start + number}",
                given_name="Анна",
                name_key=str(number),
                same_key=str(number),
                school_class=classes[number % 3] if kind == "pupil" else None,
            )
            for number in range(count)
        ]
        return Person.objects.bulk_create(rows)

    mentors = Mentor.objects.bulk_create(
        Mentor(school=school, programme=programme, person=one, capacity=2) for one in people("teacher", 0)
    )
    mentees = Mentee.objects.bulk_create(
        Mentee(school=school, programme=programme, person=one) for one in people("pupil", count)
    )
    Proposal.objects.bulk_create(
        Proposal(school=school, run=run, mentor=mentor, mentee=mentee, points=5000 + place, parts=PARTS)
        for place, (mentor, mentee) in enumerate(zip(mentors, mentees, strict=True))
    )
    with_statistics()


def test_the_head_counts_pairs_and_compares_the_mean_with_the_draft_before(programme, coordinator):
    before = MatchingRunFactory(programme=programme, number=2)
    ProposalFactory(run=before, points=7100)
    run = MatchingRunFactory(programme=programme, number=3, parent=before)
    ProposalFactory(run=run, points=7400, is_locked=True)
    ProposalFactory(run=run, points=7400)
    ProposalFactory(run=run, mentor=None, points=None)

    context = coordinator.get(url(run)).context

    figures = context["figures"]
    assert (figures.mentees, figures.paired, figures.unpaired, figures.locked, figures.mean) == (3, 2, 1, 1, 74)
    assert context["before"].mean == 71


def test_a_pair_tells_its_reasons_in_words_and_points_that_add_up(run, coordinator):
    ProposalFactory(run=run, points=6500, parts=PARTS)

    page = coordinator.get(url(run)).content.decode()

    assert "математика" in page
    assert "<strong>65</strong>" in page
    row = coordinator.get(url(run)).context["sections"][0].rows[0]
    assert sum(line.points for line in row.lines) == row.score == 65


def test_what_is_not_known_stands_together(run, coordinator):
    parts = [["subjects", 4000, 4000, [1]], ["age", 500, 1000, [[None, None], 2008]], ["experience", 150, 300, []]]
    ProposalFactory(run=run, points=4650, parts=parts)

    row = coordinator.get(url(run)).context["sections"][0].rows[0]

    assert [(line.code, line.points) for line in row.lines] == [("subjects", 40), ("", 7)]


def test_the_order_is_of_the_database_and_the_best_pair_comes_first(run, coordinator):
    weak, strong = ProposalFactory(run=run, points=3000), ProposalFactory(run=run, points=9000)

    assert shown(coordinator.get(url(run))) == [strong.pk, weak.pk]
    assert shown(coordinator.get(url(run) + "?order=weak")) == [weak.pk, strong.pk]


def test_a_group_stands_under_its_mentor_with_the_places_that_are_taken(run, coordinator):
    mentor = MentorFactory(programme=run.programme, capacity=4)
    group = [ProposalFactory(run=run, mentor=mentor, points=points) for points in (9000, 8000, 7000)]
    ProposalFactory(run=run)

    sections = coordinator.get(url(run) + "?order=mentor").context["sections"]

    of_mentor = next(one for one in sections if one.mentor == mentor)
    assert [row.proposal for row in of_mentor.rows] == group
    assert (of_mentor.places.taken, of_mentor.places.capacity) == (3, 4)


def test_groups_are_read_by_mentors_at_once(programme, coordinator):
    run = MatchingRunFactory(programme=programme, snapshot={"rules": {"policy": "group"}, "knowledge": {"words": {}}})
    ProposalFactory(run=run)

    context = coordinator.get(url(run)).context

    assert context["order"] == "mentor"
    assert context["groups"] == {"least": 1, "most": 0}


FILTERS = {
    "q=сидоров": "of_sidorov",
    "q=КОВАЛЁВА": "of_kovaleva",
    "below=60": "weak",
    "only=locked": "locked",
    "only=by_hand": "by_hand",
    "class=none": "without_class",
}


@pytest.mark.parametrize(("query", "wanted"), FILTERS.items(), ids=list(FILTERS))
def test_the_filter_finds(query, wanted, run, coordinator):
    a_class = SchoolClassFactory(school=run.school)
    usual = {"run": run, "points": 8000, "mentee__person__school_class": a_class}
    pairs = {
        "of_sidorov": ProposalFactory(**usual, mentee__person__surname="Сидоров"),
        "of_kovaleva": ProposalFactory(**usual, mentor__person__surname="Ковалева"),
        "weak": ProposalFactory(**usual | {"points": 5949}),
        "just_enough": ProposalFactory(**usual | {"points": 5950}),
        "locked": ProposalFactory(**usual, is_locked=True),
        "by_hand": ProposalFactory(**usual, by_hand=True),
        "without_class": ProposalFactory(run=run, points=8000),
    }

    assert shown(coordinator.get(f"{url(run)}?{query}")) == [pairs[wanted].pk]


def test_the_filter_finds_a_form_a_mentor_and_what_is_not_as_before(programme, coordinator):
    before = MatchingRunFactory(programme=programme)
    run = MatchingRunFactory(programme=programme, parent=before)
    form = MentoringForm.objects.create(school=run.school, title="Учитель – ученик")
    same, moved, new = (ProposalFactory(run=run, points=points) for points in (9000, 8000, 7000))
    ProposalFactory(run=before, mentee=same.mentee, mentor=same.mentor)
    was = ProposalFactory(run=before, mentee=moved.mentee).mentor
    Mentee.objects.filter(pk=moved.mentee.pk).update(form=form)

    assert shown(coordinator.get(url(run) + "?only=changed")) == [moved.pk, new.pk]
    assert shown(coordinator.get(url(run) + f"?form={form.pk}")) == [moved.pk]
    assert shown(coordinator.get(url(run) + f"?mentor={same.mentor.public_id}")) == [same.pk]
    rows = [row for section in coordinator.get(url(run)).context["sections"] for row in section.rows]
    assert [(row.is_changed, row.was) for row in rows] == [(False, None), (True, was), (True, None)]


@pytest.mark.parametrize("query", ["below=abc", "form=x", "class=999999", "mentor=x", "order=x", "only=x", "page=x"])
def test_a_filter_that_cannot_be_read_breaks_nothing(query, run, coordinator):
    ProposalFactory(run=run)

    assert coordinator.get(f"{url(run)}?{query}").status_code == 200


@pytest.mark.parametrize("count", [5, 900])
def test_nine_hundred_pairs_take_as_many_queries_as_five(
    count, run, coordinator, django_assert_max_num_queries, django_assert_num_queries
):
    many(run, count)
    ProposalFactory(run=run, mentor=None, points=None)
    coordinator.get(url(run))

    with django_assert_num_queries(QUERIES):
        response = coordinator.get(url(run))

    assert len(shown(response)) == min(count, 50)
    assert len(response.content) < 150_000


QUERIES = 12


def test_a_page_of_fifty_pairs_is_light(run, coordinator):
    many(run, 60)

    page = coordinator.get(url(run)).content.decode()

    assert len(page) < 150_000


def test_ticks_are_saved_without_scripts_and_those_of_others_stay(run, coordinator):
    ticked, freed, of_another = (ProposalFactory(run=run) for _ in range(3))
    Proposal.objects.filter(pk__in=[freed.pk, of_another.pk]).update(is_locked=True)
    form = {"shown": [ticked.pk, freed.pk, of_another.pk], "was": [freed.pk], "locked": [ticked.pk]}

    response = coordinator.post(url(run, "matching_lock"), {**form, "next": url(run) + "?page=2"})

    assert response.status_code == 302
    assert response.url == url(run) + "?page=2"
    assert set(Proposal.objects.filter(is_locked=True)) == {ticked, of_another}


def test_one_tick_brings_back_the_row_and_the_number_of_locked(run, coordinator):
    pair = ProposalFactory(run=run)
    address = url(run, "matching_lock") + f"?one={pair.pk}"

    page = coordinator.post(address, {"locked": [pair.pk]}, headers={"HX-Request": "true"}).content.decode()

    pair.refresh_from_db()
    assert pair.is_locked
    assert f'id="pair{pair.pk}"' in page
    assert '<strong id="locked-count" hx-swap-oob="true">1</strong>' in page
    coordinator.post(address, {}, headers={"HX-Request": "true"})
    pair.refresh_from_db()
    assert not pair.is_locked


def test_all_from_a_score_on_are_locked_by_one_press_and_freed_by_another(run, coordinator):
    high, enough, low = (ProposalFactory(run=run, points=points) for points in (9000, 7950, 7949))
    Proposal.objects.filter(pk=high.pk).update(is_locked=True)

    response = coordinator.post(url(run, "matching_lock_many"), {"points": "80"}, follow=True)

    assert set(Proposal.objects.filter(is_locked=True)) == {high, enough}
    assert reverse("matching_lock_undo", args=[run.public_id]) in response.content.decode()
    coordinator.post(url(run, "matching_lock_undo"))
    assert list(Proposal.objects.filter(is_locked=True)) == [high]
    assert low.pk


def test_all_on_the_page_are_locked(run, coordinator):
    on_page, elsewhere = ProposalFactory(run=run), ProposalFactory(run=run)

    coordinator.post(url(run, "matching_lock_many"), {"page": "1", "shown": [on_page.pk]})

    assert list(Proposal.objects.filter(is_locked=True)) == [on_page]
    assert elsewhere.pk


def test_a_score_that_is_no_number_is_told_and_the_page_comes_back(run, coordinator):
    ProposalFactory(run=run)

    response = coordinator.post(url(run, "matching_lock_many"), {"points": "много"})

    assert response.status_code == 422
    assert response.context["above"].errors
    assert not Proposal.objects.filter(is_locked=True).exists()


def test_a_pair_of_another_draft_is_never_locked(run, coordinator):
    other = ProposalFactory(run=MatchingRunFactory(programme=run.programme))

    coordinator.post(url(run, "matching_lock"), {"shown": [other.pk], "locked": [other.pk]})

    other.refresh_from_db()
    assert not other.is_locked


def test_nothing_changes_in_an_approved_draft(programme, coordinator):
    run = MatchingRunFactory(programme=programme, state="approved", approved_at="2022-03-14T08:00Z")
    pair = ProposalFactory(run=run)

    page = coordinator.get(url(run)).content.decode()
    coordinator.post(url(run, "matching_lock"), {"shown": [pair.pk], "locked": [pair.pk]})

    pair.refresh_from_db()
    assert not pair.is_locked
    assert 'type="checkbox"' not in page


ROLES = {"director": 200, "coordinator": 200, "deputy": 200, "class_teacher": 403, "psychologist": 403, "mentor": 403}


@pytest.mark.parametrize(("role", "status"), ROLES.items())
def test_who_may_see_a_draft(role, status, run, client_of):
    ProposalFactory(run=run)

    assert client_of(role).get(url(run)).status_code == status


@pytest.mark.parametrize("role", ["director", "deputy"])
def test_who_may_only_look_locks_nothing(role, run, client_of):
    pair = ProposalFactory(run=run)
    client = client_of(role)

    page = client.get(url(run)).content.decode()

    assert "hx-post" not in page
    for name in ("matching_lock", "matching_lock_many", "matching_lock_undo"):
        assert client.post(url(run, name), {"shown": [pair.pk], "locked": [pair.pk]}).status_code == 403


@pytest.mark.parametrize("state", ["waiting", "counting", "impossible", "failed", "cancelled"])
def test_a_draft_that_is_not_ready_says_so(state, programme, coordinator):
    run = MatchingRunFactory(programme=programme, state=state)

    response = coordinator.get(url(run))

    assert response.status_code == 200
    assert "sections" not in response.context


def test_a_draft_that_was_thrown_away_is_not_there(run, coordinator):
    run.deleted_at = "2022-03-14T08:00Z"
    run.save()

    assert coordinator.get(url(run)).status_code == 404


def test_a_draft_of_the_engine_is_shown_with_its_words(programme, coordinator):
    run, mentors, mentees = draft(programme, {"Ковалёва": of_words(1)}, {"Иванов": of_words(1), "Петров": of_words(2)})

    page = coordinator.get(url(run)).content.decode()

    assert "Ковалёва" in page
    assert "математика" in page
    assert coordinator.get(url(run)).context["figures"].unpaired == 1
    assert mentees["Петров"].person.surname in page
    assert mentors
