"""A questionnaire with a question of every kind, and people who have answered it."""

from datetime import date, timedelta
from random import Random

from django_scopes import scope

from mentorship.programmes.slots import SLOTS
from surveys.answers import marks_of
from surveys.content import Condition, Content, Kind, Option, Question, Section
from surveys.models import Invitation, Submission
from tests.factories import CampaignFactory, InvitationFactory, SurveyVersionFactory

HELP = tuple(
    Option(key, text)
    for key, text in [
        ("study", "Учёба по предмету"),
        ("project", "Проект или исследование, с которым хочется выступить на конференции"),
        ("friends", "Общение в классе"),
        ("choice", "Выбор профессии"),
    ]
)
MENTORS = tuple(Option(f"m{number}", f"Наставник {number}") for number in range(1, 7))
CONTENT = Content(
    intro="Ответьте, пожалуйста.",
    sections=(
        Section(
            "s1",
            "О помощи",
            questions=(
                Question("help", Kind.SEVERAL, "С чем нужна помощь?", options=HELP, other=True, can_be_unknown=True),
                Question("glad", Kind.YES_NO, "Рады ли вы, что участвуете в программе?", linked="glad"),
                Question(
                    "comfort",
                    Kind.SCALE,
                    "Насколько комфортно было общаться с наставником?",
                    least=1,
                    most=10,
                    low_word="совсем нет",
                    high_word="очень",
                    linked="comfort",
                ),
                Question("why", Kind.LONG, "Что было самым ценным?", required=False),
            ),
        ),
        Section(
            "s2",
            "О встречах",
            questions=(
                Question("form", Kind.SINGLE, "Как лучше встречаться?", options=HELP[1:], other=True),
                Question("clear", Kind.SCALE, "Был ли понятен план?", least=1, most=5, linked="clear"),
                Question(
                    "plan",
                    Kind.SHORT,
                    "Чего не хватило в плане?",
                    show_if=Condition("clear", ("1", "2")),
                    required=False,
                ),
                Question("hours", Kind.NUMBER, "Сколько часов в месяц вы готовы тратить?", least=0, most=100),
                Question("day", Kind.DATE, "Когда была первая встреча?", required=False),
                Question("slots", Kind.SLOTS, "Когда вам удобно?"),
                Question("wished", Kind.RANKING, "С кем вы хотели бы работать?", options=MENTORS, most=3),
                Question(
                    "unwanted", Kind.SINGLE, "С кем не стоит?", options=MENTORS, confidential=True, required=False
                ),
            ),
        ),
    ),
)
CLASSES = ("5\u00a0«А»", "5\u00a0«Б»", "8\u00a0«А»", "8\u00a0«Б»", "11\u00a0«А»")
TEXTS = (
    "Наставник помог разобраться с дробями",
    "Поездка в музей, которую мы придумали вместе",
    "Разговоры о том, куда поступать\nи что для этого нужно",
    "=СУММ(1;2) и другие формулы",
    "Ничего",
)


def value_of(random, question):
    """An answer, frequent or rare as with people."""
    keys = [option.key for option in question.options]
    kind = question.kind
    if kind in {Kind.SINGLE, Kind.SEVERAL, Kind.RANKING}:
        count = 1 if kind == Kind.SINGLE else random.randint(1, min(3, len(keys)))
        weights = [10 / (place + 1) for place in range(len(keys))]
        chosen = list(dict.fromkeys(random.choices(keys, weights, k=count)))
        if kind == Kind.RANKING:
            return {"ranked": chosen}
        if question.other and random.random() < 0.12:
            return {"options": [] if kind == Kind.SINGLE else chosen, "other": "Своё дело"}
        return {"options": chosen}
    values = {
        Kind.YES_NO: lambda: {"yes": random.random() < 0.8},
        Kind.SCALE: lambda: {
            "scale": min(question.ends[1], max(question.ends[0], round(random.gauss(0.7 * question.ends[1], 2))))
        },
        Kind.NUMBER: lambda: {"number": random.randint(0, 24)},
        Kind.DATE: lambda: {"date": (date(2022, 1, 10) + timedelta(random.randint(0, 120))).isoformat()},
        Kind.SLOTS: lambda: {"slots": sorted(random.sample(list(SLOTS), 4), key=list(SLOTS).index)},
        Kind.LONG: lambda: {"text": random.choice(TEXTS)},
        Kind.SHORT: lambda: {"text": random.choice(TEXTS)},
    }
    return values[kind]()


def mark_of(random, first, last):
    return min(last, max(first, round(random.gauss(0.7 * last, 2))))


def answers_of(random, content=CONTENT):
    answers = {}
    for question in content.questions:
        condition = question.show_if
        if condition and not marks_of(answers.get(condition.question)) & set(condition.any_of):
            continue
        if question.can_be_unknown and random.random() < 0.05:
            answers[question.key] = {"unknown": True}
        elif question.required or random.random() < 0.6:
            answers[question.key] = value_of(random, question)
    return answers


def answered_campaign(programme, count=60, *, groups=CLASSES, content=CONTENT, seed=1, invite=False, **fields):
    """A closed campaign with so many filled questionnaires; ``invite`` makes a ticket for each as well."""
    random = Random(seed)
    with scope(school=programme.school):
        version = fields.pop("version", None) or SurveyVersionFactory(
            survey__school=programme.school, content=content.to_dict()
        )
        campaign = CampaignFactory(**{"programme": programme, "survey_version": version, "state": "closed"} | fields)
        tickets = [None] * count
        if invite and not campaign.is_anonymous:
            tickets = [
                InvitationFactory(campaign=campaign, number=number, email=f"person{number}@school.test")
                for number in range(count)
            ]
            for number, ticket in enumerate(tickets):
                Invitation.objects.filter(pk=ticket.pk).update(group=groups[number % len(groups)])
        Submission.objects.bulk_create(
            [
                submission(campaign, answers_of(random, content), groups[number % len(groups)], ticket)
                for number, ticket in enumerate(tickets)
            ],
            batch_size=500,
        )
    return campaign


def submission(campaign, answers, group, ticket):
    row = Submission(school_id=campaign.school_id, campaign=campaign, key=Submission().id, answers=answers)
    row.submitted_on = date(2022, 3, 1)
    if not campaign.is_anonymous:
        row.group, row.invitation = group, ticket
    return row
