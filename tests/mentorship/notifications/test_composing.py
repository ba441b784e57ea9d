"""The words of letters: what a subject may say, what is merged, and that text and HTML say the same."""

import re
from datetime import date, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django_scopes import scope

from mentorship.notifications.models import Channel, Notification
from mentorship.notifications.models.notification import DIGEST
from mentorship.notifications.services.composing import MOST_ENTRIES, compose
from mentorship.notifications.services.subjects import MOST_LETTERS
from mentorship.notifications.sources import Line, Morning, Row, Section
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import ReminderSettings
from tests.factories import MembershipFactory, UserFactory

from .conftest import MORNING

DAY = date(2022, 3, 14)
SECRET = "Сидоров Пётр"


class Page(HTMLParser):
    """What a reader of the HTML sees and may press."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.tags, self.addresses, self.open = [], {}, set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.add(tag)
        self.addresses += [attrs[name] for name in ("href", "src", "background", "action") if name in attrs]
        self.open.append((tag, attrs))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, words):
        inside = [tag for tag, _attrs in self.open]
        if words.strip() and not {"style", "title"} & set(inside):
            self.words.append(words.strip())
            link = next((attrs["href"] for tag, attrs in reversed(self.open) if tag == "a"), None)
            if link:
                self.links.setdefault(link, []).append(words.strip())


def flat(words):
    return " ".join(words.split())


@pytest.fixture
def write(school, test_source, member):
    """``write(("greeting", line), …)`` is the digest with these lines, ``write(…, kind="call")`` a letter at once."""
    member = member("deputy", user=UserFactory(surname="Лебедева", given_name="Ольга", patronymic="Николаевна"))

    def make(*lines, kind=DIGEST, recipient=member.user, actor=None):
        letter = Notification(
            school=school, kind=kind, object_id=1, due_on=DAY, recipient=recipient, channel=Channel.EMAIL, actor=actor
        )
        numbered = [(Notification(pk=number, kind=code), line) for number, (code, line) in enumerate(lines, start=1)]
        morning = Morning(school, DAY, ReminderSettings(school=school), WorkingCalendar(False, {}))
        with scope(school=school):
            return compose(letter, numbered, morning)

    return make


def line(section, *, days=None, number=1, **fields):
    """A line about the activity with this number, whose deadline is so many days away."""
    last_on = DAY + timedelta(days) if days is not None else None
    known = {"title": f"Дело {number}", "url": f"/activities/{number}/", "thing": f"activity:{number}"}
    return Line(section=section, last_on=last_on, **known | fields)


def lines(kind, section, how_many, **fields):
    return [(kind, line(section, number=100 * section + number, **fields)) for number in range(1, how_many + 1)]


def html_of(message):
    return message.alternatives[0][0]


LATE, TODAY, SOON = Section.OVERDUE, Section.TODAY, Section.SOON
ROWS = [Row(f"Мероприятие {number}") for number in range(3)]


@pytest.mark.parametrize(
    ("digest", "subject"),
    [
        (lines("greeting", LATE, 1, days=-3), "Отметьте выполнение: просрочено одно мероприятие"),
        (
            lines("greeting", LATE, 2, days=-3) + lines("greeting", SOON, 1, days=1),
            "Отметьте выполнение: просрочено 2 мероприятия, завтра срок ещё у одного",
        ),
        (
            lines("greeting", LATE, 5, days=-3) + lines("greeting", TODAY, 2, days=0),
            "Отметьте выполнение: просрочено 5 мероприятий, сегодня срок ещё у 2",
        ),
        (lines("greeting", TODAY, 21, days=0), "Отметьте выполнение: сегодня срок у 21 мероприятия"),
        (lines("greeting", SOON, 2, days=1), "Завершите: завтра срок у 2 мероприятий"),
        (lines("greeting", SOON, 1, days=7), "Подготовьтесь: срок мероприятия 21 марта"),
        (lines("greeting", SOON, 3, days=7), "Подготовьтесь: 3 мероприятия, ближайший срок 21 марта"),
        (lines("greeting", SOON, 3), "Подготовьтесь: скоро срок: 3"),
        (lines("alarm", LATE, 2, days=-8), "Напомните ответственным: просрочено 2 мероприятия"),
        (
            lines("alarm", LATE, 2, days=-8) + lines("greeting", Section.SUMMARY, 1, rows=ROWS),
            "Напомните ответственным: просрочено 2 мероприятия; сводка недели",
        ),
        (lines("greeting", Section.ASKED, 1), "Примите решение: одно мероприятие"),
        (lines("call", Section.ASKED, 2), "Коллеги просят отметить выполнение: 2 мероприятия"),
        (lines("greeting", Section.NEW, 1, days=11), "Посмотрите новое: мероприятие со сроком 25 марта"),
        (lines("greeting", Section.NEW, 5), "Посмотрите новое: 5 мероприятий"),
        (lines("greeting", Section.NEW, 1, quote="Да"), "Прочитайте новый комментарий к мероприятию"),
        (lines("greeting", Section.NEW, 2, quote="Да"), "Прочитайте 2 новых комментария"),
        (lines("greeting", Section.PLAN, 1, rows=ROWS), "План на неделю: 3 мероприятия"),
        (lines("greeting", Section.PLAN, 1, rows=ROWS, count=25), "План на неделю: 25 мероприятий"),
        (lines("greeting", Section.SUMMARY, 1, rows=ROWS), "Прочитайте сводку недели: к выполнению 3 мероприятия"),
        (lines("greeting", Section.SUMMARY, 1), "Прочитайте сводку недели"),
        (lines("greeting", Section.TROUBLE, 2), "Проверьте адреса: не доставлено 2 письма"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_subject_says_what_to_do(write, digest, subject):
    assert write(*digest).subject == subject
    assert len(subject) <= MOST_LETTERS


def test_a_subject_of_everything_stops_where_the_line_ends(write):
    everything = [one for section in Section for one in lines("greeting", section, 12, days=section - 3)]

    subject = write(*everything).subject

    assert subject.startswith("Отметьте выполнение: просрочено 12 мероприятий, ")
    assert len(subject) <= MOST_LETTERS


def secrets_of(section, **fields):
    known = {"title": SECRET, "note": SECRET, "quote": SECRET, "author": SECRET, "rows": [Row(SECRET, "/x/", SECRET)]}
    return line(section, url="/activities/1/", thing="", **known | fields)


@pytest.mark.parametrize("kind", ["greeting", "alarm", "call"])
@pytest.mark.parametrize("days", [None, -3, 0, 1, 7])
@pytest.mark.parametrize("section", Section)
def test_no_title_text_or_name_gets_into_a_subject(write, section, days, kind):
    for letter_kind in (DIGEST, kind):
        for told in (secrets_of(section, days=days), secrets_of(section, days=days, quote="")):
            message = write((kind, told), kind=letter_kind)

            assert SECRET.split()[0] not in message.subject
            assert SECRET in message.body


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "просит отметить выполнение: срок был 12 марта"),
        (0, "просит отметить выполнение: срок сегодня"),
        (11, "просит выполнить мероприятие до 25 марта"),
        (None, "просит отметить выполнение"),
    ],
)
def test_a_reminder_by_hand_names_the_colleague_who_sends_it(write, member, days, words):
    boss = member("coordinator").user

    message = write(("call", secrets_of(Section.ASKED, days=days, author="Кузнецов П. А.")), kind="call", actor=boss)

    assert message.subject == f"Кузнецов П. А. {words}"
    assert message.reply_to == [boss.email]
    assert "Ответ на это письмо получит Кузнецов П. А." in message.body


@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_whoever_is_not_of_the_staff_is_not_named_in_a_subject(write, member, role):
    pupil = member(role).user

    message = write(("call", secrets_of(Section.ASKED)), kind="call", actor=pupil)

    assert message.subject == "Коллеги просят отметить выполнение: одно мероприятие"
    assert message.reply_to == []


def test_a_pupil_does_not_get_the_address_of_a_colleague(write, member):
    boss, pupil = member("coordinator").user, member("mentee").user
    told = secrets_of(Section.ASKED, author="Кузнецов П. А.")

    message = write(("call", told), kind="call", actor=boss, recipient=pupil)

    assert message.reply_to == []
    assert boss.email not in message.message().as_string()
    assert "На это письмо не отвечают" in message.body


def test_the_staff_of_another_school_is_not_the_staff_of_this_one(write, other_school):
    stranger = MembershipFactory(school=other_school, role="coordinator").user

    message = write(("call", secrets_of(Section.ASKED)), kind="call", actor=stranger)

    assert SECRET not in message.subject


def test_what_is_said_of_one_thing_is_said_once_in_the_most_urgent_section(write):
    comment = line(Section.NEW, number=7, quote="Осталось\nдва согласия", author="Иванова М. С.")
    comment.url += "#comment5"
    deadline = line(SOON, number=7, days=1, note="срок завтра", act_url="/activities/7/#complete")

    message = write(("greeting", comment), ("greeting", deadline), ("greeting", line(Section.NEW, number=8)))

    assert message.body.count("Дело 7") == 1
    assert message.body.index("СКОРО СРОК") < message.body.index("Дело 7") < message.body.index("НОВОЕ")
    words = "Иванова М. С.:\n  > Осталось\n  > два согласия\n  http://testserver/activities/7/#comment5\n"
    assert words in message.body
    page = Page(html_of(message))
    assert page.words.count("Дело 7") == 1
    assert page.links["http://testserver/activities/7/#comment5"] == ["Иванова М. С."]
    assert message.subject == "Завершите: завтра срок у одного мероприятия; нового: 1"


def test_merged_lines_keep_what_is_new_and_do_not_repeat_the_deadline(write):
    deadline = line(TODAY, note="срок сегодня")
    changed = line(Section.NEW, note="перенесено с 10 марта; срок сегодня")

    body = write(("greeting", deadline), ("greeting", changed)).body

    assert body.count("срок сегодня") == 1
    assert "перенесено с 10\u00a0марта" in body


def test_sections_stand_by_urgency_and_lines_by_their_deadline(write):
    shuffled = [
        ("greeting", line(Section.NEW, number=5)),
        ("greeting", line(LATE, days=-1, number=2)),
        ("greeting", line(SOON, days=3, number=4)),
        ("greeting", line(LATE, days=-9, number=1)),
        ("greeting", line(TODAY, days=0, number=3)),
    ]

    message = write(*shuffled)

    for words in (message.body, " ".join(Page(html_of(message)).words)):
        assert re.findall(r"Дело \d", words) == [f"Дело {number}" for number in range(1, 6)]


def everything():
    rows = [Row("Строка плана", "/activities/31/", "до 18 марта"), Row("Строка без страницы")]
    return [
        ("greeting", line(LATE, number=1, days=-3, note="просрочено на 3 дня", act_url="/activities/1/#complete")),
        ("greeting", line(Section.NEW, number=2, note="назначено", quote="Цитата «а» & б", author="Иванова М. С.")),
        ("greeting", line(Section.PLAN, number=3, title="План на неделю, 14–20 марта", url="/today/", rows=rows)),
        ("alarm", line(LATE, number=4, days=-8, note="ответственные: Лебедева О. Н.")),
    ]


def test_text_and_html_hold_the_same_facts(write):
    message = write(*everything())
    page = Page(html_of(message))

    text, html = flat(message.body), flat(" ".join(page.words))
    facts = [
        "Здравствуйте, Ольга Николаевна.",
        "Дело 1",
        "просрочено на 3 дня",
        "Дело 2",
        "назначено",
        "Цитата «а» & б",
        "Иванова М. С.",
        "Строка плана",
        "до 18 марта",
        "Строка без страницы",
        "Дело 4",
        "ответственные: Лебедева О. Н.",
        "Школа № 1. Программа наставничества",
        "Письма о долгой просрочке приходят всегда.",
        "Отписаться",
    ]
    for words in facts:
        assert words in text, words
        assert words in html, words
    assert "план на неделю, 14–20 марта" in text.lower()
    assert "План на неделю, 14–20 марта" in html
    assert set(page.links) == set(re.findall(r"http://\S+", message.body))


def test_every_line_leads_to_its_page_and_every_address_is_whole(write):
    page = Page(html_of(write(*everything())))

    assert page.links["http://testserver/activities/1/"] == ["Дело 1"]
    assert page.links["http://testserver/activities/31/"] == ["Строка плана"]
    assert all(address.startswith(f"{settings.SITE_URL}/") for address in page.addresses)


def test_the_button_leads_to_where_the_activity_is_completed(write):
    page = Page(html_of(write(*everything())))

    assert [link for link, words in page.links.items() if words == ["Выполнено"]] == [
        "http://testserver/activities/1/#complete"
    ]


def test_nothing_of_a_letter_is_fetched_from_outside(write):
    html = html_of(write(*everything()))

    assert not Page(html).tags & {"img", "script", "link", "iframe", "form", "object", "video"}
    assert "url(" not in html
    assert "@import" not in html


def test_what_people_typed_stays_words(write):
    message = write(("greeting", line(LATE, title="<b>Смелый</b>", quote="<script>alert(1)</script>", author="<i>")))

    page = Page(html_of(message))

    assert not page.tags & {"b", "script", "i"}
    assert "<script>alert(1)</script>" in " ".join(page.words)


def test_no_text_begins_a_header_or_a_line_of_its_own(write, member):
    boss = member("coordinator").user
    evil = "Дело\r\nBcc: thief@example.test\r\n\r\nПросрочено"
    told = line(Section.ASKED, title=evil, note=evil, quote="Слово", author="Кузнецов\r\nBcc: thief@example.test")

    message = write(("call", told), kind="call", actor=boss)
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)

    assert parsed["Bcc"] is None
    assert parsed["Subject"].strip() == "Кузнецов Bcc: thief@example.test просит отметить выполнение"
    assert "* Дело Bcc: thief@example.test Просрочено\n" in message.body


def test_a_letter_tells_mail_programs_what_it_is(write):
    message = write(*everything())
    parsed = message_from_bytes(message.message().as_bytes(), policy=policy.default)

    stop = parsed["List-Unsubscribe"].strip()
    assert stop.startswith("<http://testserver/notifications/stop/")
    assert stop.strip("<>") in message.body
    assert stop.strip("<>") in Page(html_of(message)).links
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Message-ID"].endswith(f"@{settings.MAIL_DOMAIN}>")
    assert parsed.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parsed.iter_parts()] == ["text/plain", "text/html"]


def test_a_long_letter_is_shortened_and_says_where_the_rest_is(write):
    long = (
        lines("greeting", LATE, 22, days=-3) + lines("greeting", SOON, 17, days=5) + lines("greeting", Section.NEW, 11)
    )

    message = write(*long)
    page = Page(html_of(message))

    assert len(re.findall(r"^\* ", message.body, re.MULTILINE)) == 3 * MOST_ENTRIES
    assert "и ещё 12 — на странице «Сегодня»: http://testserver/today/" in message.body
    assert "и ещё 1 — на странице «Уведомления»: http://testserver/notifications/" in message.body
    assert page.links["http://testserver/today/"] == [
        "и ещё 12 — на странице «Сегодня»",
        "и ещё 7 — на странице «Сегодня»",
    ]
    assert message.subject == "Отметьте выполнение: просрочено 22 мероприятия; скоро срок: 17; нового: 11"
    assert len(html_of(message).encode()) < 60_000, "Gmail hides what is over 102 kilobytes"


@pytest.mark.parametrize("count", [1, 50])
def test_a_digest_asks_the_database_for_nothing(write, django_assert_num_queries, count):
    digest = lines("greeting", LATE, count, days=-3)

    with django_assert_num_queries(0):
        write(*digest)


def test_a_person_without_a_patronymic_is_greeted_by_name(write):
    person = UserFactory(given_name="Ким", patronymic="")

    assert write(*everything(), recipient=person).body.startswith("Здравствуйте, Ким.\n")


def test_the_letter_arrives_as_it_was_written(letter, smtp, deliver_at):
    row = letter(kind="shout")

    deliver_at(MORNING)
    received = smtp.letters[0].message

    row.refresh_from_db()
    assert received["Message-ID"] == row.message_id
    assert received["Subject"].strip() == row.subject == "Посмотрите новое: одно мероприятие"
    assert received["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = received.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.strip() == row.body_text.strip()
    assert received.get_body(("html",)).get_content().replace("\r\n", "\n").strip() == row.body_html.strip()


def test_a_plan_does_not_repeat_what_stands_above_it(write):
    rows = [Row("Дело 1", "/activities/1/", "просрочено"), Row("Дело 2", "/activities/2/", "до 17 марта")]
    plan = line(Section.PLAN, title="План на неделю", url="/today/", thing="week:1", rows=rows, number=9)

    message = write(("greeting", line(Section.OVERDUE, days=-3)), ("greeting", plan))

    assert message.body.count("Дело 1") == 1
    assert message.body.count("Дело 2") == 1


def test_a_plan_that_has_nothing_else_to_say_is_left_out(write):
    rows = [Row("Дело 1", "/activities/1/", "просрочено")]
    plan = line(Section.PLAN, title="План на неделю", url="/today/", thing="week:1", rows=rows, number=9)

    message = write(("greeting", line(Section.OVERDUE, days=-3)), ("greeting", plan))

    assert "План на неделю" not in message.body
