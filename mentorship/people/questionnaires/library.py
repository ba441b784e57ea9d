"""The first questions of a school's library: those of the ready questionnaires that are useful in any other one."""

from surveys.builtin import named
from surveys.services.library import give_first

TOPICS = {
    "Запрос": {
        "intake-pupil:adult": ("request", "competences", "subjects", "goal"),
        "intake-teacher:adult": ("request",),
    },
    "Об участнике": {
        "intake-pupil:adult": ("interests", "achievements", "had_mentor", "with_whom"),
        "intake-teacher:adult": ("years", "post"),
    },
    "Возможности наставника": {
        "intake-mentor-teacher:adult": ("about", "competences", "whom", "capacity", "hours", "needs"),
    },
    "Время встреч": {
        "intake-pupil:adult": ("slots", "way"),
    },
    "Выбор": {
        "choice-mentee:adult": ("wished", "unwanted"),
        "choice-mentor:adult": ("wished",),
    },
    "Как прошло": {
        "pulse:adult": ("useful", "comfort"),
        "satisfaction-mentee:adult": ("overall", "joint", "result", "organised", "best", "change"),
        "satisfaction-mentor:adult": ("load", "valued"),
        "satisfaction-parent:adult": ("told", "safe"),
    },
    "Что изменилось": {
        "after-pupil-pupil-mentee:adult": (
            "continue",
            "new_interest",
            "future",
            "beyond",
            "sport",
            "culture",
            "become_mentor",
            "marks",
        ),
        "after-teacher-teacher-mentee:adult": ("frequency", "stay", "confidence", "relations", "publish"),
    },
}
"""``{topic: {questionnaire: keys}}``."""


def first_questions():
    """``(topic, question)`` in the order of the topics."""
    for topic, chosen in TOPICS.items():
        for name, keys in chosen.items():
            yield from ((topic, named(name).content.question(key)) for key in keys)


def give_questions(school):
    """Into the library of a school that has had none."""
    give_first(school, first_questions())
