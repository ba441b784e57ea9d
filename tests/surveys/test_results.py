"""Results: the figures of the page, of the papers and of the files; who sees what."""

import re
import subprocess
from datetime import date
from html import unescape
from io import BytesIO
from types import SimpleNamespace

import pytest
from django_scopes import scope
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mentorship.programmes.models import AuditEvent
from surveys import comparing, crossing, results, sources
from surveys.content import Content, Kind, Option, Question, Section
from surveys.figures import Results
from surveys.models import Submission
from surveys.raw import Raw, numbered, raw_of, to_csv, to_xlsx, words
from surveys.result_papers import results_to_pdf, table_of
from tests.surveys import strategies
from tests.surveys.answered import CLASSES, answered_campaign

DAY = date(2022, 5, 1)
QUERIES = 15


def tally_of(*values):
    tally = results.Tally()
    for value in values:
        tally.take(value)
    return tally


def text_of(pdf, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def plain(text):
    return re.sub(r"\s+", " ", str(text))


def test_each_kind_of_answer_is_counted():
    several = tally_of({"options": ["a", "b"]}, {"options": ["a"], "other": "своё"}, {"unknown": True})
    ranked = tally_of({"ranked": ["a", "b"]}, {"ranked": ["b"]})

    assert (several.answered, several.unknown, several.others) == (2, 1, 1)
    assert several.counts == {"a": 2, "b": 1, "other": 1}
    assert ranked.counts == {(1, "a"): 1, (2, "b"): 1, (1, "b"): 1}
    assert tally_of({"yes": True}, {"yes": False}).counts == {"yes": 1, "no": 1}
    assert tally_of({"date": "2022-03-14"}, {"date": "2022-03-31"}).counts == {"2022-03": 2}
    assert tally_of({"text": "слово"}).answered == 1


def test_mean_and_median():
    assert results.mean({1: 1, 4: 3}) == 3.25
    assert results.median({1: 1, 4: 3}) == 4
    assert results.median({1: 2, 2: 2}) == 1.5
    assert results.mean({}) is results.median({}) is None


def test_the_page_the_paper_and_the_workbook_tell_the_same(programme, client_of, tmp_path):
    campaign = answered_campaign(programme, 60, title="Итоги")
    client = client_of()
    address = f"/campaigns/{campaign.public_id}/results/"

    page = plain(unescape(client.get(address).content.decode()))
    paper = plain(text_of(client.get(address + "report.pdf").content, tmp_path))
    sheet = load_workbook(BytesIO(client.get(address + "figures.xlsx").content)).active
    cells = [plain(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]

    with scope(school=programme.school):
        figures = Results(campaign, guarded=False, day=DAY).figures()
    told = 0
    for figure in figures:
        for row in figure.rows if figure.question.kind != Kind.SLOTS else []:
            assert plain(row.words) in page
            assert plain(row.words) in paper
            assert str(row.count) in cells
            assert plain(row.share_words) in cells
            told += 1
        assert plain(figure.counts_words) in page
        assert plain(figure.counts_words) in paper
        for middle in filter(None, (figure.mean_words, figure.median_words)):
            assert middle in page
            assert middle in paper
            assert middle in cells
    assert told > 30


def test_what_is_hidden_is_hidden_everywhere(programme, client_of, tmp_path):
    campaign = answered_campaign(programme, 40, is_anonymous=True)
    with scope(school=programme.school):
        found = Results(campaign, guarded=True, day=DAY)
        hidden = [row for figure in found.figures() for row in figure.rows if row.count is None]
        seen = [row for figure in found.figures() for row in figure.rows if row.count is not None]
        table = table_of(found)

    assert hidden
    assert all(row.count == 0 or row.count >= 5 for row in seen)
    written = [row[1] for row in table.rows if not hasattr(row, "text") and isinstance(row[1], int)]
    assert len(written) > 10


def test_results_of_more_people_take_no_more_queries(programme, client_of, django_assert_max_num_queries):
    client = client_of()
    few, many = (answered_campaign(programme, count) for count in (10, 300))
    counts = []
    for campaign in (few, many):
        with django_assert_max_num_queries(QUERIES) as queries:
            assert client.get(f"/campaigns/{campaign.public_id}/results/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "page",
    ["", "cross/?rows=comfort&by=@groups", "cross/?rows=help&by=form", "people/", "q/why/", "q/help/", "confidential/"],
)
def test_every_page_of_results_asks_little(page, programme, client_of, django_assert_max_num_queries):
    campaign = answered_campaign(programme, 80, invite=True)
    client = client_of()

    with django_assert_max_num_queries(QUERIES):
        assert client.get(f"/campaigns/{campaign.public_id}/results/{page}").status_code == 200


def test_figures_of_one_class(programme, client_of):
    campaign = answered_campaign(programme, 50)

    page = client_of().get(f"/campaigns/{campaign.public_id}/results/?group=groups-0").content.decode()

    assert "n\xa0=\xa010" in page.replace("&nbsp;", "\xa0")


def test_a_leader_without_names_sees_figures_only(programme, client_of):
    campaign = answered_campaign(programme, 60, invite=True)
    address = f"/campaigns/{campaign.public_id}/results/"
    director, psychologist = client_of("director"), client_of("psychologist")

    assert director.get(address).context["found"].guarded
    assert not psychologist.get(address).context["found"].guarded
    assert director.get(address + "people/").status_code == 403
    assert psychologist.get(address + "people/").status_code == 200
    assert director.post(address + "answers.xlsx").status_code == 403
    assert psychologist.get(address + "confidential/").status_code == 403


def test_a_running_campaign_shows_nothing_without_names(programme, client_of):
    campaign = answered_campaign(programme, 60, is_anonymous=True, state="running")
    named = answered_campaign(programme, 60, state="running")
    page = "/campaigns/{}/results/"

    assert client_of().get(page.format(campaign.public_id)).context["found"].refusal
    assert client_of("director").get(page.format(named.public_id)).context["found"].refusal
    assert not client_of().get(page.format(named.public_id)).context["found"].refusal
    assert client_of().get(page.format(campaign.public_id) + "report.pdf").status_code == 422


def test_confidential_questions_stand_on_no_other_page(programme, client_of):
    campaign = answered_campaign(programme, 60, invite=True)
    address = f"/campaigns/{campaign.public_id}/results/"
    coordinator, psychologist = client_of("coordinator"), client_of("psychologist")
    row = Submission.unscoped.filter(campaign=campaign).first()

    assert "С кем не стоит" not in coordinator.get(address).content.decode()
    assert "С кем не стоит" in coordinator.get(address + "confidential/").content.decode()
    assert "С кем не стоит" in coordinator.get(f"{address}people/{row.pk}/").content.decode()
    assert "С кем не стоит" not in psychologist.get(f"{address}people/{row.pk}/").content.decode()
    assert coordinator.get(address + "q/unwanted/").status_code == 404
    with scope(school=programme.school):
        found = Results(campaign, guarded=False, day=DAY)
        assert "unwanted" not in dict(crossing.choices_of(found, set(Kind)))
        assert not any("не стоит" in heading for heading in raw_of(campaign, day=DAY, with_confidential=False).headings)


def test_written_answers_are_found_by_words_and_by_pages(programme, client_of):
    campaign = answered_campaign(programme, 300)
    client, address = client_of(), f"/campaigns/{campaign.public_id}/results/q/why/"

    found = client.get(address + "?q=МУЗЕЙ").context
    first, second = client.get(address).context, client.get(address + "?page=2").context

    assert found["texts"]
    assert all("музей" in text for text in found["texts"])
    assert len(first["texts"]) == 50
    assert first["total"] == second["total"] > 100
    assert client.get(address + "?q=нетакогослова").context["texts"] == []
    assert client.get(address + "?page=999").status_code == 200


def test_few_written_answers_of_an_anonymous_campaign_are_not_shown(programme, client_of):
    campaign = answered_campaign(programme, 40, is_anonymous=True)
    with scope(school=programme.school):
        rows = list(Submission.objects.filter(campaign=campaign))
        for place, row in enumerate(rows):
            row.answers.pop("why", None)
            if place < 4:
                row.answers["why"] = {"text": "Только я это знаю"}
            row.save()

    client, address = client_of(), f"/campaigns/{campaign.public_id}/results/"

    assert "Только я" not in client.get(address).content.decode()
    assert client.get(address + "q/why/").status_code == 404


def test_the_rows_of_a_campaign_with_names(programme, client_of):
    campaign = answered_campaign(programme, 12, invite=True)
    client = client_of()

    response = client.post(f"/campaigns/{campaign.public_id}/results/answers.xlsx")
    rows = list(load_workbook(BytesIO(response.content)).active.iter_rows())

    assert len(rows) == 13
    assert rows[1][2].value in CLASSES
    assert rows[1][3].value.date() == date(2022, 3, 1)
    formulas = [cell for row in rows for cell in row if cell.data_type == "f"]
    assert formulas == []
    texts = [cell for row in rows[1:] for cell in row if isinstance(cell.value, str)]
    assert all(cell.quotePrefix for cell in texts)
    assert AuditEvent.unscoped.filter(action="campaign.answers_exported", object_id=campaign.pk).count() == 1


def test_anonymous_rows_have_no_moment_and_no_order(programme):
    campaign = answered_campaign(programme, 40, is_anonymous=True)
    with scope(school=programme.school):
        first, second = (list(raw_of(campaign, day=DAY, with_confidential=True).rows) for _turn in range(2))
        text = "".join(to_csv(raw_of(campaign, day=DAY, with_confidential=True)))

    first, second = ([str(row[1:]) for row in rows] for rows in (first, second))
    assert first != second
    assert sorted(first) == sorted(second)
    assert "01.03.2022" not in text
    assert not any(name in text for name in CLASSES)
    assert "'=СУММ" in text
    assert ";=СУММ" not in text


@pytest.mark.parametrize(("count", "state"), [(4, "closed"), (40, "running")])
def test_few_or_running_anonymous_rows_are_not_given_out(count, state, programme, client_of):
    campaign = answered_campaign(programme, count, is_anonymous=True, state=state)

    response = client_of().post(f"/campaigns/{campaign.public_id}/results/answers.csv")

    assert response.status_code == 302
    assert not AuditEvent.unscoped.filter(action="campaign.answers_exported").exists()


def test_waves_are_joined_by_the_code_of_the_construct_and_by_person(programme):
    before = answered_campaign(programme, 40, invite=True, opens_on=date(2022, 1, 1), seed=2)
    after = answered_campaign(programme, 30, invite=True, seed=3)
    with scope(school=programme.school):
        told = comparing.compare(before, after, guarded=[False, False], day=DAY)

    comfort = next(pair for pair in told.pairs if "комфортно" in pair.after_text)
    assert told.is_joined
    assert (comfort.before.n, comfort.after.n, comfort.before.both_n, comfort.after.both_n) == (40, 30, 30, 30)
    assert list(told.charts())


def test_nobody_of_an_anonymous_wave_is_joined(programme):
    before = answered_campaign(programme, 40, invite=True, opens_on=date(2022, 1, 1))
    after = answered_campaign(programme, 40, is_anonymous=True)
    with scope(school=programme.school):
        told = comparing.compare(before, after, guarded=[False, True], day=DAY)

    assert not told.is_joined
    assert not any(pair.has_both for pair in told.pairs)


def test_those_who_answered_both_times_are_not_told_of_beside_a_rest_of_few(programme):
    before = answered_campaign(programme, 40, invite=True, opens_on=date(2022, 1, 1))
    after = answered_campaign(programme, 37, invite=True)
    with scope(school=programme.school):
        told = comparing.compare(before, after, guarded=[True, True], day=DAY)

    assert told.pairs
    assert not any(pair.has_both for pair in told.pairs)


def test_a_table_by_class_tells_what_the_classes_say(programme):
    campaign = answered_campaign(programme, 50)
    with scope(school=programme.school):
        found = Results(campaign, guarded=False, day=DAY)
        question = found.content.question("form")
        cross = crossing.by_groups(found, question, len(found.levels))

    assert cross.titles == list(CLASSES)
    assert sum(cross.bases) == found.counted.of("form").answered
    columns = zip(*(cells for _label, cells in cross.rows), strict=True)
    assert [sum(cell.count for cell in column) for column in columns] == cross.bases


def test_words_of_a_source_are_todays_names(programme, monkeypatch):
    asked = []

    def labels(keys):
        asked.append(list(keys))
        return {"7": "Физика"}

    source = sources.OptionSource("test.words", "Слова", lambda programme, invitation: [], labels)
    monkeypatch.setitem(sources.option_sources, "test.words", source)
    questions = tuple(Question(key, Kind.WORDS, "Что?", source="test.words") for key in ("a", "b"))
    content = Content(sections=(Section("s", questions=questions),))
    rows = [({"a": {"options": ["7"]}, "b": {"options": ["8"]}}, "")]

    figures = Results(stub(content), guarded=False, day=DAY, rows=rows).figures()

    assert [row.label for row in figures[0].rows] == ["Физика"]
    assert [row.label for row in figures[1].rows] == ["—"]
    assert asked == [["7", "8"]]


@pytest.mark.parametrize("guarded", [False, True])
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_questionnaire_can_be_reported(guarded, data):
    content = data.draw(strategies.contents())
    groups = st.sampled_from([*CLASSES, "Педагог", ""])
    people = data.draw(st.lists(st.tuples(strategies.answers_to(content), groups), min_size=1, max_size=12))
    found = Results(stub(content, guarded), guarded=guarded, day=DAY, rows=people)
    figures = found.figures()

    for figure in figures:
        assert figure.answered + figure.unknown + figure.blank == len(people) or figure.refusal
        assert figure.chart is None or figure.chart.table
    assert table_of(found).count >= len(figures)
    for depth, level in enumerate(found.levels, 1):
        for block in level.blocks:
            assert len(found.figures(depth, block)) == len(figures)
        for _place, question in found.questions:
            if question.kind in crossing.ROWS:
                assert crossing.by_groups(found, question, depth).question == question


def stub(content, is_anonymous=False):
    """A campaign that is over and stands in no database."""
    school = SimpleNamespace(director_post="Директор", name_genitive="школы", director_name="Иванова А. П.")
    return SimpleNamespace(
        title="Опрос",
        state="closed",
        opens_on=DAY,
        closes_on=None,
        is_anonymous=is_anonymous,
        survey_version=SimpleNamespace(questionnaire=content),
        programme=SimpleNamespace(school=school),
    )


@settings(max_examples=6, deadline=None)
@given(st.data())
def test_any_questionnaire_can_be_printed_and_put_into_a_workbook(data):
    content = data.draw(strategies.contents(most=4))
    people = data.draw(st.lists(st.tuples(strategies.answers_to(content), st.just("")), min_size=5, max_size=8))
    found = Results(stub(content, True), guarded=True, day=DAY, rows=people)

    assert results_to_pdf(found, day=DAY).startswith(b"%PDF")
    rows = list(numbered([words(one, answers.get(one.key), {}) for one in content.questions] for answers, _ in people))
    raw = Raw(["№", *(one.text for one in content.questions)], rows, len(rows))
    assert load_workbook(BytesIO(to_xlsx(raw, "Опрос"))).active.max_row == len(people) + 1
    assert "".join(to_csv(raw)).startswith("\ufeff")


def test_an_option_of_the_list_keeps_its_place_and_a_gone_one_is_counted():
    options = (Option("a", "Первый"), Option("b", "Второй"))
    content = Content(sections=(Section("s", questions=(Question("q", Kind.SINGLE, "Что?", options=options),)),))
    rows = [({"q": {"options": [key]}}, "") for key in ("b", "b", "gone")]

    figure = Results(stub(content), guarded=False, day=DAY, rows=rows).figures()[0]

    assert [(row.label, row.count) for row in figure.rows] == [("Первый", 0), ("Второй", 2), ("—", 1)]


def test_a_merged_word_is_counted_with_the_one_it_was_merged_into(monkeypatch):
    source = sources.OptionSource(
        "test.words", "Слова", lambda programme, invitation: [], lambda keys: dict.fromkeys(keys, "Физика")
    )
    monkeypatch.setitem(sources.option_sources, "test.words", source)
    content = Content(sections=(Section("s", questions=(Question("a", Kind.WORDS, "Что?", source="test.words"),)),))
    rows = [({"a": {"options": [key]}}, "") for key in ("1", "1", "2")]

    figure = Results(stub(content), guarded=False, day=DAY, rows=rows).figures()[0]

    assert [(row.label, row.count) for row in figure.rows] == [("Физика", 3)]


def test_the_way_to_the_results(programme, client_of):
    campaign = answered_campaign(programme, 10)
    client = client_of("psychologist")
    address = f"/campaigns/{campaign.public_id}/results/"

    assert "/campaigns/results/" in client.get("/campaigns/").content.decode()
    assert address in client.get("/campaigns/results/").content.decode()
    assert address in client.get(campaign.get_absolute_url()).content.decode()
    assert "/campaigns/results/" not in client_of("class_teacher").get("/campaigns/").content.decode()


@pytest.mark.parametrize("role", ["class_teacher", "working_group", "mentor", "mentee"])
def test_others_see_no_results(role, programme, client_of):
    campaign = answered_campaign(programme, 10)

    assert client_of(role).get(f"/campaigns/{campaign.public_id}/results/").status_code == 403


def test_classes_of_few_are_shown_with_others(programme, client_of):
    campaign = answered_campaign(programme, 40, groups=[*["5\xa0«А»"] * 9, *["5\xa0«Б»"] * 9, "6\xa0«А»", "6\xa0«Б»"])

    found = client_of("director").get(f"/campaigns/{campaign.public_id}/results/").context["found"]

    blocks = [block for level in found.levels for block in level.blocks]
    assert all(found.counted.people(block.groups) >= 5 for block in blocks)
    assert not any(block.groups == ("6\xa0«А»",) for block in blocks)
    assert found.groups_words


def test_the_order_of_rows_tells_nothing_of_the_hidden_ones():
    options = tuple(Option(key, key) for key in "abcd")
    content = Content(sections=(Section("s", questions=(Question("q", Kind.RANKING, "Кого?", options=options),)),))
    rows = [({"q": {"ranked": [key]}}, "") for key in "d" * 3 + "c" * 2 + "b" * 9 + "a" * 20]

    figure = Results(stub(content, True), guarded=True, day=DAY, rows=rows).figures()[0]

    assert [(row.label, row.count) for row in figure.rows] == [("a", 20), ("b", 9), ("c", None), ("d", None)]
