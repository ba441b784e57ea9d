"""The questionnaires that come with the product: Russian data in our own words, templates that a school changes.

A file holds the wordings of one questionnaire; ``monitoring.yaml`` says each side of the two waves once, so before and
after are linked by construction.
"""

from functools import cache
from pathlib import Path

import yaml

from surveys.builtin import Builtin
from surveys.content import Content, Kind, section_from
from surveys.models import Purpose, Survey

HERE = Path(__file__).parent
WHOLE = (
    "intake-pupil",
    "intake-teacher",
    "intake-mentor-teacher",
    "intake-mentor-pupil",
    "choice-mentee",
    "choice-mentor",
    "satisfaction-mentee",
    "satisfaction-mentor",
    "satisfaction-parent",
    "pulse",
    "coordinator",
)
INTRO = {
    ("before", "adult"): (
        "В конце программы вы ответите на те же вопросы: так станет видно, что изменилось. Поэтому анкета именная. "
        "Ответы с именами видят только куратор и психолог, в отчётах стоят средние по всем участникам."
    ),
    ("after", "adult"): (
        "Вы отвечали на похожие вопросы в начале программы: теперь видно, что изменилось. Поэтому анкета именная. "
        "Ответы с именами видят только куратор и психолог, в отчётах стоят средние по всем участникам."
    ),
    ("before", "child"): (
        "Мы зададим эти вопросы два раза: сейчас и в конце. Твои ответы прочитают только куратор и психолог. "
        "Пиши как думаешь: оценок здесь не ставят."
    ),
    ("after", "child"): (
        "Мы уже спрашивали тебя об этом в начале. Теперь посмотрим, что изменилось. Твои ответы прочитают только "
        "куратор и психолог. Пиши как думаешь: оценок здесь не ставят."
    ),
}
THANKS = {
    "before": "Спасибо. Куратор расскажет, что будет дальше.",
    "after": "Спасибо. По ответам школа сделает следующий год лучше.",
}
LOWEST, HIGHEST = 1, 10


@cache
def all_questionnaires():
    """Every ready questionnaire, in the order in which a school needs them."""
    found = [whole(name, one) for name in WHOLE for one in read(name)]
    found += [wave(one, name) for name in ("before", "after") for one in read("monitoring")]
    order = list(Purpose.values)
    return tuple(sorted(found, key=lambda one: order.index(one.purpose)))


def read(name):
    return yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def whole(code, value):
    """A questionnaire that is written out in full."""
    wording = value.get("wording", Survey.Wording.ADULT)
    sections = [section(place, one) for place, one in enumerate(value["sections"], 1)]
    content = Content(intro=value["intro"], thanks=value["thanks"], sections=tuple(sections))
    return Builtin(code, value["title"], value["purpose"], wording, content, value["whom"])


def section(place, value):
    questions = [question(one) for one in value["questions"]]
    return section_from({"key": f"s{place}", "title": value.get("title", ""), "questions": questions})


def question(value):
    """A question of the file in the form of ``surveys.content``: options are written ``{key: words}``, the words at the
    ends of a scale ``low`` and ``high``, and a scale goes from one to ten when nothing is said."""
    value = dict(value)
    options = value.pop("options", {})
    value["options"] = [{"key": str(key), "text": text} for key, text in options.items()]
    value["low_word"], value["high_word"] = value.pop("low", ""), value.pop("high", "")
    if value["kind"] == Kind.SCALE:
        value["least"], value["most"] = value.get("least", LOWEST), value.get("most", HIGHEST)
    return value


def wave(value, name):
    """One wave of a monitoring: the scales in the words of the wave, then what is asked in this wave alone."""
    wording = value.get("wording", "adult")
    scales = [scale(one, name, value.get("most", HIGHEST)) for one in value["scales"]]
    heading = "Оцените" if wording == "adult" else "Оцени"
    further = "Ещё несколько вопросов" if wording == "adult" else "И ещё"
    sections = [{"title": heading, "questions": scales}, {"title": further, "questions": value[name]}]
    content = Content(
        intro=INTRO[name, wording],
        thanks=THANKS[name],
        sections=tuple(section(place, one) for place, one in enumerate(sections, 1)),
    )
    code = f"{name}-{value['form']}-{value['side']}"
    return Builtin(code, value["title"][name], Purpose(name), wording, content, value["whom"])


def scale(value, name, most):
    """«нет / плохо» is one word for the expectation and another one for the experience."""
    place = ("before", "after").index(name)
    low, high = (str(value[end]).split(" / ") for end in ("low", "high"))
    return {
        "key": value["code"],
        "kind": "scale",
        "text": value[name],
        "most": most,
        "low": low[min(place, len(low) - 1)],
        "high": high[min(place, len(high) - 1)],
        "linked": value["code"],
    }
