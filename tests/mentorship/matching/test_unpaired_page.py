"""Who has no pair: the reason, the nearest mentors, what would help, what the school is short of."""

from io import BytesIO

import pytest
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.matching.models import Exclusion, MatchingRules, Proposal
from mentorship.matching.telling import Telling
from mentorship.matching.unpaired import Situation, unpaired_of
from mentorship.matching.unpaired_papers import radar_of
from mentorship.people.models import Axis
from mentorship.programmes.roles import Role
from tests.factories import MatchingRunFactory, TagFactory

from .drafts import TUESDAY, WEDNESDAY, draft, people, word
from .registers import CHOICE_OF_MENTEES, DAY, choice_campaign, choose, ready_mentee, ready_mentor

pytestmark = pytest.mark.django_db


def address(run, extension="/"):
    return f"/matching/drafts/{run.public_id}/unpaired{extension}"


def situation(run, sees_choices=True):
    return Situation(run, Telling(None, None, sees_choices))


def rows_of(run, **eyes):
    known = situation(run, **eyes)
    return {one.proposal.mentee.person.surname: one for one in known.rows(unpaired_of(run))}


@pytest.fixture
def late_pupil(school_scope, programme):
    """Two pupils have the two mentors; the third can come on Wednesday only, when no mentor can."""
    helpers, pupils = people(programme, mentors=2, mentees=2)
    late = ready_mentee(programme, slots=[WEDNESDAY], person__surname="Поздний", person__birth_year=2008)
    return draft(programme), helpers, pupils, late


def test_of_a_mentee_without_a_candidate_the_rule_and_the_hour_that_would_help_are_told(late_pupil):
    row = rows_of(late_pupil[0])["Поздний"]

    assert "2" in row.why
    assert "вторник" in row.helps.lower() or "tuesday" in row.helps.lower()
    assert [len(near.obstacles) for near in row.near] == [1, 1]


def test_of_competition_the_places_are_told_and_the_nearest_are_full(school_scope, programme):
    people(programme, mentors=1, mentees=2)
    run = draft(programme)

    (row,) = rows_of(run).values()

    assert "2" in row.why
    assert "1" in row.why
    (near,) = row.near
    assert near.obstacles != []


def test_who_was_parted_by_hand_sees_the_free_mentor_first(school_scope, programme):
    people(programme, mentors=2, mentees=2)
    run = draft(programme)
    parted = Proposal.objects.filter(run=run).first()
    free = parted.mentor
    Proposal.objects.filter(pk=parted.pk).update(mentor=None, points=None)

    (row,) = rows_of(run).values()

    assert (row.near[0].mentor, row.near[0].obstacles) == (free, [])


def test_the_fewest_obstacles_come_before_the_best_score(late_pupil, programme):
    _run, helpers, _pupils, late = late_pupil
    apart = ready_mentor(programme, slots=[WEDNESDAY], person__surname="Запретная")
    Exclusion.objects.create(school=programme.school, programme=programme, mentor=apart, mentee=late, reason="Просьба")

    row = rows_of(draft(programme))["Поздний"]

    assert {one.mentor for one in row.near[:2]} == set(helpers)
    assert row.near[2].mentor == apart


def test_who_may_not_see_the_choices_does_not_learn_that_somebody_would_rather_not(school_scope, programme, client_of):
    helpers, pupils = people(programme, mentors=1, mentees=1)
    choose(choice_campaign(programme, CHOICE_OF_MENTEES), pupils[0], unwanted=[helpers[0]])
    run = draft(programme)

    told = rows_of(run)[pupils[0].person.surname]
    hidden = rows_of(run, sees_choices=False)[pupils[0].person.surname]

    assert (hidden.why, hidden.near[0].obstacles, hidden.helps) != (told.why, told.near[0].obstacles, told.helps)
    page = client_of(Role.DIRECTOR).get(address(run)).content.decode()
    assert told.near[0].obstacles[0] not in page
    sheet = load_workbook(BytesIO(client_of(Role.COORDINATOR).get(address(run, ".xlsx")).content)).active
    cells = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert told.near[0].obstacles[0] not in cells


def test_who_has_no_group_because_it_would_be_too_small_is_told_so(school_scope, programme, client_of):
    rules = {"policy": "group", "group_least": 2}
    MatchingRules.objects.create(school=programme.school, weights={}, settings=rules)
    helpers, _pupils = people(programme, mentors=1, mentees=1)
    helpers[0].capacity = 3
    helpers[0].save()
    run = draft(programme)

    (row,) = rows_of(run).values()

    assert (row.near[0].mentor, row.near[0].obstacles) == (helpers[0], [])
    assert row.why == _("The mentors who are free do not gather a group of the least size, or it was parted by hand.")
    assert client_of(Role.COORDINATOR).get(address(run)).status_code == 200


def test_the_radar_names_the_word_that_one_more_mentor_would_bring(school_scope, programme):
    people(programme, mentors=1, mentees=1)
    english = TagFactory(school=programme.school, axis=Axis.SUBJECT, title="Английский язык")
    for number in range(3):
        word(ready_mentee(programme, slots=[TUESDAY], person__surname=f"Англичанин{number}"), english)

    radar = radar_of(situation(draft(programme)))

    found = {row[0]: row[1:] for row in radar.table.rows}
    name = next(one for one in found if "Английский язык" in one)
    assert found[name] == [3, 3, 0, 3]
    assert "3" in radar.lead


def test_nothing_is_short_when_everybody_has_a_mentor(school_scope, programme, client_of):
    people(programme, mentors=2, mentees=2)
    run = draft(programme)

    assert radar_of(situation(run)) is None
    assert client_of(Role.COORDINATOR).get(address(run)).context["page_obj"].paginator.count == 0


def test_the_list_is_narrowed_by_name_and_class(late_pupil, programme, client_of):
    run = late_pupil[0]
    ready_mentee(programme, slots=[WEDNESDAY], person__surname="Медленный")
    run, client = draft(programme), client_of(Role.COORDINATOR)

    def found(query):
        page = client.get(address(run) + query).context["page_obj"]
        return [one.mentee.person.surname for one in page]

    assert found("") == ["Медленный", "Поздний"]
    assert found("?q=позд") == ["Поздний"]
    assert found("?class=none") == ["Медленный", "Поздний"]
    assert found("?class=nobody") == ["Медленный", "Поздний"]


@pytest.mark.parametrize("extension", [".xlsx", ".pdf"])
def test_the_files_hold_everybody_without_a_pair(late_pupil, client_of, extension):
    content = client_of(Role.DEPUTY).get(address(late_pupil[0], extension)).content

    if extension == ".xlsx":
        sheet = load_workbook(BytesIO(content)).active
        text = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "Поздний" in text
    assert "Учеников0" not in text


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.DIRECTOR, 200), (Role.DEPUTY, 200), (Role.PSYCHOLOGIST, 403)]
)
@pytest.mark.parametrize("extension", ["/", ".pdf", ".xlsx"])
def test_leaders_see_who_has_no_pair(late_pupil, client_of, role, status, extension):
    assert client_of(role).get(address(late_pupil[0], extension)).status_code == status


def test_the_coordinator_alone_is_offered_to_match_by_hand(late_pupil, client_of):
    link = f"/mentees/{late_pupil[3].public_id}/#candidates"

    assert link in client_of(Role.COORDINATOR).get(address(late_pupil[0])).content.decode()
    assert link not in client_of(Role.DIRECTOR).get(address(late_pupil[0])).content.decode()


def test_a_draft_whose_people_are_not_known_any_more_is_still_listed(school_scope, programme, client_of):
    run = MatchingRunFactory(programme=programme)
    mentee = ready_mentee(programme)
    Proposal.objects.create(school=run.school, run=run, mentee=mentee)

    assert mentee.person.surname in client_of(Role.COORDINATOR).get(address(run)).content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_asks_the_same_number_of_queries_however_many_there_are(
    school_scope, programme, client_of, django_assert_num_queries, count
):
    people(programme, mentors=count, mentees=count)
    for number in range(count):
        ready_mentee(programme, slots=[WEDNESDAY], person__surname=f"Поздний{number}", answered_on=DAY)
    run, client = draft(programme), client_of(Role.COORDINATOR)
    client.get(address(run))

    with django_assert_num_queries(12):
        client.get(address(run))
