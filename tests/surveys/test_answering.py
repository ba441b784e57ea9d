"""Answering without an account: the ways in, one question a page, later, check, send."""

import gzip
import logging
from datetime import date
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from mentorship.common.logs import HideSecrets
from mentorship.programmes.models import SchoolClass
from surveys import guessing, marks, tokens
from surveys.models import Draft, Submission, WrongCode
from surveys.services.campaigns import close_campaign
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory, SchoolClassFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(on_day):
    on_day(2022, 3, 14)
    return Client()


@pytest.fixture
def campaign(school):
    with scope(school=school):
        return CampaignFactory(programme=ProgrammeFactory(school=school), open_code="АБВГДЕ", goal=None)


@pytest.fixture
def anonymous(school):
    with scope(school=school):
        return CampaignFactory(
            programme=ProgrammeFactory(school=school), open_code="ЖИКЛМН", is_anonymous=True, goal=None
        )


@pytest.fixture
def ticket(campaign, school):
    with scope(school=school):
        return InvitationFactory(campaign=campaign, number=0, group="8 Б")


def page_of(name, token, *args):
    return reverse(name, args=[token, *args])


def answer_all(client, token):
    """Through the questionnaire to the check page."""
    assert client.post(page_of("answer", token)).status_code == 303
    for key, given in (("q1", ["a"]), ("q2", ["7"])):
        assert client.post(page_of("answer_question", token, key), {"answer": given}).status_code == 303
    return client.get(page_of("answer_check", token))


def submissions(campaign):
    with scope(school=campaign.school):
        return list(Submission.objects.filter(campaign=campaign))


def test_a_person_with_a_link_answers_from_beginning_to_end(client, campaign, ticket):
    token = tokens.link_token(ticket)

    begun = client.post(page_of("answer", token))
    assert begun.headers["Location"] == page_of("answer_question", token, "q1")
    after_project = client.post(page_of("answer_question", token, "q1"), {"answer": ["b"]})
    assert after_project.headers["Location"] == page_of("answer_question", token, "q2")
    after_scale = client.post(page_of("answer_question", token, "q2"), {"answer": "7"})
    assert after_scale.headers["Location"] == page_of("answer_question", token, "q3")
    end = client.post(page_of("answer_question", token, "q3"), {"answer": "Робот"})
    assert end.headers["Location"] == page_of("answer_check", token)
    check = client.get(end.headers["Location"])
    assert "Робот" in check.content.decode()
    assert check.content.decode().count("?to=check") == 3
    sent = client.post(page_of("answer_check", token))

    assert sent.headers["Location"] == page_of("answer_done", token)
    assert client.get(sent.headers["Location"]).status_code == 200
    [row] = submissions(campaign)
    assert row.answers == {"q1": {"options": ["b"]}, "q2": {"scale": 7}, "q3": {"text": "Робот"}}
    assert (row.invitation_id, row.group, row.way) == (ticket.pk, "8 Б", "link")
    with scope(school=campaign.school):
        assert marks.is_answered(campaign, 0)
        assert not Draft.objects.exists()


def test_no_page_sets_a_cookie_or_tells_its_address(client, ticket):
    token = tokens.link_token(ticket)
    answer_all(client, token)

    for name, args in (("answer", []), ("answer_question", ["q1"]), ("answer_check", []), ("answer_later", [])):
        response = client.get(page_of(name, token, *args))
        assert response.status_code == 200
        assert not response.cookies
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
    assert not client.cookies


def test_back_and_a_second_visit_show_what_was_saved(client, ticket):
    token = tokens.link_token(ticket)
    client.post(page_of("answer", token))
    client.post(page_of("answer_question", token, "q1"), {"answer": ["a", "other"], "own_words": "Спорт"})

    again = Client().get(page_of("answer_question", token, "q1")).content.decode()

    assert 'value="a" checked' in again
    assert 'value="Спорт"' in again
    assert Client().post(page_of("answer", token)).headers["Location"].endswith("/q/q2/")


def test_a_wrong_answer_comes_back_with_everything_typed(client, ticket):
    token = tokens.link_token(ticket)
    client.post(page_of("answer", token))

    empty = client.post(page_of("answer_question", token, "q2"), {})
    wrong = client.post(page_of("answer_question", token, "q1"), {"answer": ["zz", "other"], "own_words": "Спорт"})

    assert empty.status_code == wrong.status_code == 422
    assert 'id="error"' in empty.content.decode()
    assert 'value="Спорт"' in wrong.content.decode()


def test_nothing_is_sent_while_a_required_question_waits(client, campaign, ticket):
    token = tokens.link_token(ticket)
    client.post(page_of("answer", token))

    assert client.post(page_of("answer_check", token)).status_code == 422
    assert submissions(campaign) == []


def test_a_changed_answer_returns_to_the_check_page(client, ticket):
    token = tokens.link_token(ticket)
    answer_all(client, token)

    plain = client.post(page_of("answer_question", token, "q2") + "?to=check", {"answer": "3"})
    branching = client.post(page_of("answer_question", token, "q1") + "?to=check", {"answer": ["b"]})

    assert plain.headers["Location"] == branching.headers["Location"] == page_of("answer_check", token)


def test_later_by_the_code_and_by_the_link(client, anonymous):
    entered = client.post("/f/", {"code": "жик лмн"})
    token = entered.headers["Location"].split("/")[2]
    client.post(page_of("answer", token))
    later = client.post(page_of("answer_question", token, "q1"), {"answer": ["a"], "later": ""})
    assert later.headers["Location"] == page_of("answer_later", token)
    body = client.get(later.headers["Location"])
    code = body.content.decode().split('class="code">')[1].split("<")[0]

    back = Client().post("/f/", {"code": code.lower()})

    assert back.headers["Location"] == page_of("answer", token)
    assert 'value="a" checked' in Client().get(page_of("answer_question", token, "q1")).content.decode()


def test_an_anonymous_questionnaire_by_the_board_is_sent_once(client, anonymous):
    token = client.post("/f/", {"code": "ЖИКЛМН"}).headers["Location"].split("/")[2]
    answer_all(client, token)

    first, second = (client.post(page_of("answer_check", token)) for _press in range(2))

    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"] == page_of("answer_done", token)
    [row] = submissions(anonymous)
    assert row.submitted_at is None
    assert row.invitation is None
    assert row.submitted_on == date(2022, 3, 1)
    with scope(school=anonymous.school):
        [draft] = Draft.objects.all()
    assert draft.sealed == ""
    assert draft.once != row.key


def test_the_slip_opens_the_personal_questionnaire(client, ticket):
    entered = client.post("/f/", {"code": tokens.slip_code(ticket).lower()})

    assert entered.headers["Location"] == page_of("answer", tokens.link_token(ticket))


def test_by_the_board_an_identified_questionnaire_asks_who_answers(client, campaign, school):
    with scope(school=school):
        SchoolClassFactory(school=school, grade=8, letter="Б")
    token = client.post("/f/", {"code": "АБВГДЕ"}).headers["Location"].split("/")[2]

    assert client.post(page_of("answer", token)).headers["Location"] == page_of("answer_who", token)
    assert client.get(page_of("answer_question", token, "q1")).headers["Location"] == page_of("answer_who", token)
    assert client.post(page_of("answer_who", token), {"surname": "Иванов"}).status_code == 422
    with scope(school=school):
        group = str(SchoolClass.objects.get())
    named = client.post(page_of("answer_who", token), {"surname": "Иванов", "given_name": "Пётр", "group": group})
    assert named.headers["Location"] == page_of("answer_question", token, "q1")
    answer_all(client, token)
    client.post(page_of("answer_check", token))

    [row] = submissions(campaign)
    assert row.said == {"surname": "Иванов", "given_name": "Пётр", "group": group}
    assert row.group == group


def test_closed_meanwhile_keeps_what_was_typed(client, campaign, ticket, member):
    token = tokens.link_token(ticket)
    answer_all(client, token)
    with scope(school=campaign.school):
        close_campaign(campaign, by=member("coordinator").user)

    late = client.post(page_of("answer_question", token, "q2"), {"answer": "9"})
    assert late.status_code == 410
    assert 'class="note"' in late.content.decode()
    assert client.post(page_of("answer_check", token)).status_code == 410
    assert submissions(campaign) == []

    with scope(school=campaign.school):
        type(campaign).objects.filter(pk=campaign.pk).update(state="running")
    client.post(page_of("answer_check", token))
    assert submissions(campaign)[0].answers["q2"] == {"scale": 9}


def test_revoked_unknown_early_and_late_ways_say_so(client, campaign, ticket, on_day):
    token = tokens.link_token(ticket)
    on_day(2022, 2, 1)
    assert client.get(page_of("answer", token)).status_code == 200
    assert client.post(page_of("answer", token)).status_code == 200
    assert client.get(page_of("answer", "x" * 43)).status_code == 404
    on_day(2022, 3, 14)
    with scope(school=campaign.school):
        type(campaign).objects.filter(pk=campaign.pk).update(closes_on=date(2022, 3, 13))
        assert client.get(page_of("answer", token)).status_code == 410
        type(ticket).objects.filter(pk=ticket.pk).update(revoked_at="2022-03-14T00:00Z")
    assert client.get(page_of("answer_question", token, "q1")).status_code == 410


def test_a_whole_school_at_one_address_is_let_in_and_a_guesser_is_not(client, anonymous, ticket, monkeypatch):
    monkeypatch.setattr(guessing, "MOST", 5)
    for place in range(60):
        assert client.post("/f/", {"code": "ЖИКЛМН"}).status_code == 303, place
    for _guess in range(5):
        assert client.post("/f/", {"code": "ЯЯЯЯЯЯ"}).status_code == 422

    assert client.post("/f/", {"code": "ЖИКЛМН"}).status_code == 429
    assert client.post("/f/", {"code": "ЖИКЛМН"}, REMOTE_ADDR="10.1.1.1").status_code == 303
    assert client.get(page_of("answer", tokens.link_token(ticket))).status_code == 200
    assert not WrongCode.objects.filter(source__contains="127").exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.test"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303),
        ({"Origin": "http://testserver"}, 303),
        ({}, 303),
    ],
)
def test_a_form_of_another_site_is_refused(on_day, ticket, headers, status):
    on_day(2022, 3, 14)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(page_of("answer", tokens.link_token(ticket)), headers=headers).status_code == status


def test_reading_changes_nothing(client, campaign, ticket):
    token = tokens.link_token(ticket)

    for address in ("/f/?code=АБВГДЕ", page_of("answer", token), page_of("answer_question", token, "q1")):
        assert client.get(address).status_code == 200

    with scope(school=campaign.school):
        assert not Draft.objects.exists()
        assert not marks.begun_numbers(campaign)


def test_a_draft_is_closed_to_whoever_reads_the_database(client, anonymous):
    token = client.post("/f/", {"code": "ЖИКЛМН"}).headers["Location"].split("/")[2]
    client.post(page_of("answer_question", token, "q1"), {"answer": ["other"], "own_words": "Секрет"})

    with scope(school=anonymous.school):
        [draft] = Draft.objects.all()
    assert "Секрет" not in draft.sealed
    assert tokens.unseal("other", draft.sealed) is None
    assert "Секрет" in tokens.unseal(token, draft.sealed).encode().decode()


def test_logs_hold_no_address_of_a_questionnaire(ticket):
    line = logging.makeLogRecord({"msg": "Not Found: %s", "args": (f"/f/{tokens.link_token(ticket)}/q/q1/",)})

    HideSecrets().filter(line)

    assert line.getMessage() == "Not Found: /f/…"


def test_pages_are_light(client, ticket):
    """60 KB for the first screen with its sheets and fonts, 12 KB for each next one."""
    token = tokens.link_token(ticket)
    first = client.get(page_of("answer", token), headers={"Accept-Encoding": "gzip"})
    sheets = ["css/tokens.css", "css/question.css", "css/answer.css", "icons/favicon.svg"]
    fonts = [
        f"fonts/golos-text-{part}-normal.woff2" for part in ("cyrillic-400", "cyrillic-700", "latin-400", "latin-700")
    ]
    size = sum(len(gzip.compress(Path(finders.find(one)).read_bytes())) for one in sheets)
    size += sum(len(Path(finders.find(one)).read_bytes()) for one in fonts)

    assert first["Content-Encoding"] == "gzip"
    assert len(first.content) + size < 60 * 1024
    client.post(page_of("answer", token))
    question = client.get(page_of("answer_question", token, "q1"), headers={"Accept-Encoding": "gzip"})
    assert len(question.content) < 12 * 1024


def test_the_large_version_stays_on_the_way(client, ticket):
    token = tokens.link_token(ticket)

    begun = client.post(page_of("answer", token) + "?view=large")

    assert begun.headers["Location"].endswith("/q/q1/?view=large")
    assert 'class="large"' in client.get(begun.headers["Location"]).content.decode()
