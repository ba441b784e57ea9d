"""The report of a draft: the same numbers on the page, in the PDF and in the XLSX, and nobody's refusals in them."""

import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.common.table import Column, Table
from mentorship.matching.models import Proposal
from mentorship.matching.report_blocks import Block, blocks_of, stability_sentence
from mentorship.matching.reporting import Blocking, Facts
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.roles import Role

from .drafts import TUESDAY, WEDNESDAY, draft, people
from .registers import CHOICE_OF_MENTEES, CHOICE_OF_MENTORS, choice_campaign, choose, ready_mentor

pytestmark = pytest.mark.django_db


def address(run, extension=""):
    return f"/matching/drafts/{run.public_id}/report{extension or '/'}"


def rows_of(run, code):
    return next((block.table.rows for block in blocks_of(run) if block.code == code), [])


@pytest.fixture
def competing(school_scope, programme):
    """Three pupils for two places: one stays without a mentor. A third mentor has no common hour with anybody."""
    helpers, pupils = people(programme)
    idle = ready_mentor(programme, slots=[WEDNESDAY], person__surname="Свободина")
    return draft(programme), helpers, pupils, idle


def test_the_report_counts_who_has_found_a_pair(competing):
    facts = Facts(competing[0])

    assert (len(facts.proposals), len(facts.paired), len(facts.served), facts.places) == (3, 2, 2, 3)
    assert [(one.title, one.mentees, one.paired) for one in facts.classes()] == [("8\xa0«Б»", 3, 2)]
    assert sum(facts.bands()) == 2


def test_a_mentor_without_mentees_is_named_with_the_rule_that_stands_in_the_way(competing):
    run, _helpers, _pupils, idle = competing

    (one,) = Facts(run).unused()

    assert (one.mentor, one.suits, one.waiting, one.ruled_out) == (idle.pk, 0, 0, 3)
    assert [row[0] for row in rows_of(run, "unused")] == [idle.person.full_name]


def test_a_mentor_who_could_take_somebody_who_waits_is_told_so(competing):
    run, helpers, _pupils, _idle = competing
    Proposal.objects.filter(run=run, mentor=helpers[0]).update(mentor=None, points=None)

    one = Facts(run).unused()[0]

    assert (one.mentor, one.suits, one.waiting) == (helpers[0].pk, 3, 2)


def test_stability_counts_pairs_who_would_both_score_more(competing):
    run = competing[0]
    assert Facts(run).blocking().pairs == 0

    Proposal.objects.filter(run=run).update(mentor=None, points=None)

    assert Facts(run).blocking() == Blocking(6, 6)


def test_a_stable_draft_says_so_and_another_one_how_many_gain(school_scope):
    assert "6" not in stability_sentence(Blocking(0, 6))
    assert "5" in stability_sentence(Blocking(5, 6))
    assert "6" in stability_sentence(Blocking(5, 6))


def test_the_rule_that_everybody_has_somebody_has_its_price(school_scope, programme):
    """One mentor could take both pupils with more points; the rule gives one of them to the other mentor."""
    helpers, _pupils = people(programme, mentors=1, mentees=2)
    helpers[0].capacity = 2
    helpers[0].save()
    ready_mentor(programme, slots=[TUESDAY], person__surname="Другова")

    price = Facts(draft(programme)).price()

    assert (price.served, price.served_without) == (2, 1)
    assert 0 < price.share < 1


def test_wishes_are_counted_by_their_place_and_mutual_ones_apart(school_scope, programme):
    helpers, pupils = people(programme, mentors=2, mentees=2)
    asked = choice_campaign(programme, CHOICE_OF_MENTEES)
    choose(asked, pupils[0], wished=[helpers[0], helpers[1]])
    choose(asked, pupils[1], wished=[helpers[0], helpers[1]])
    choose(choice_campaign(programme, CHOICE_OF_MENTORS), helpers[0], wished=[pupils[0]])

    of_mentees, of_mentors, mutual = Facts(draft(programme)).wishes()

    assert of_mentees == {1: 1, 2: 1}
    assert of_mentors == {1: 1, None: 1}
    assert mutual == 1


def test_adults_with_pupils_show_form_and_place(competing):
    run = competing[0]

    rows = rows_of(run, "adults")

    assert [row[2] for row in rows] == ["8\xa0«Б»", "8\xa0«Б»"]
    assert all(row[4] for row in rows)


def test_page_pdf_and_xlsx_show_the_same_numbers(competing, client_of):
    run, client = competing[0], client_of(Role.COORDINATOR)
    wanted = [squeezed(cell) for block in blocks_of(run) for row in block.table.rows for cell in row if cell != ""]

    page = squeezed(re.sub(r"<[^>]+>", " ", client.get(address(run)).content.decode()))
    sheet = load_workbook(BytesIO(client.get(address(run, ".xlsx")).content)).active
    cells = {squeezed(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    reader = PdfReader(BytesIO(client.get(address(run, ".pdf")).content))
    paper = squeezed(" ".join(one.extract_text() for one in reader.pages))

    assert wanted
    assert [one for one in wanted if one not in page] == []
    assert [one for one in wanted if one not in cells] == []
    assert [one for one in wanted if one not in paper] == []


def squeezed(text):
    """Without blanks and entities: a paper breaks its lines anywhere."""
    return re.sub(r"\s|&nbsp;", "", str(text))


def test_nobody_reads_in_the_report_who_would_rather_not(school_scope, programme, client_of):
    helpers, pupils = people(programme, mentors=1, mentees=2)
    choose(choice_campaign(programme, CHOICE_OF_MENTEES), pupils[0], unwanted=[helpers[0]])
    run = draft(programme)

    answer = client_of(Role.DIRECTOR).get(address(run)).content.decode()

    assert pupils[0].person.surname not in answer
    assert "скорее" not in answer.lower()
    assert "не хоч" not in answer.lower()


@pytest.mark.parametrize(
    ("role", "status"), [(Role.COORDINATOR, 200), (Role.DIRECTOR, 200), (Role.DEPUTY, 200), (Role.PSYCHOLOGIST, 403)]
)
@pytest.mark.parametrize("extension", ["", ".pdf", ".xlsx"])
def test_leaders_read_the_report(competing, client_of, role, status, extension):
    assert client_of(role).get(address(competing[0], extension)).status_code == status


def test_the_report_of_a_draft_that_is_not_ready_is_not_there(competing, client_of):
    run = competing[0]
    type(run).objects.filter(pk=run.pk).update(state="failed")

    assert client_of(Role.COORDINATOR).get(address(run)).status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_number_of_queries_however_many_there_are(
    school_scope, programme, client_of, django_assert_num_queries, count
):
    people(programme, mentors=count, mentees=count + 1)
    for number in range(count):
        ready_mentor(programme, slots=[WEDNESDAY], person__surname=f"Свободина{number}")
    run, client = draft(programme), client_of(Role.COORDINATOR)
    assert (Mentor.objects.count(), Mentee.objects.count()) == (2 * count, count + 1)
    client.get(address(run))

    with django_assert_num_queries(9):
        client.get(address(run))


def test_a_long_list_is_cut_on_the_page_and_on_paper_and_whole_in_the_workbook():
    rows = [[f"Наставник {number}", 1, "…"] for number in range(230)]
    block = Block("unused", Table("Список", [Column("Кто"), Column("Мест"), Column("Почему")], rows))

    assert (block.shown.count, block.hidden) == (50, 180)
    assert (block.printed.count, block.not_printed) == (200, 30)
