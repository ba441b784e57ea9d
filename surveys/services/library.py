"""Questions that the school keeps ready to be put into any questionnaire."""

import json
from dataclasses import asdict, replace

from django.db import transaction

from mentorship.programmes.audit import record
from mentorship.programmes.models import AuditEvent

from ..content import question_from
from ..models import Question


@transaction.atomic
def keep(question, *, school, by, topic=""):
    """Put a copy into the library. Its condition is dropped, for it looks at a neighbour; the same question is kept
    once. Answers ``(row, is_new)``."""
    value = kept_value(question)
    text = question.text[:500]
    same = next((row for row in Question.objects.filter(text=text) if row.value == value), None)
    if same:
        return same, False
    row = Question.objects.create(school=school, topic=topic[:80], text=text, value=value)
    record(by=by, action="library.question_added", row=row)
    return row, True


def kept_value(question):
    """The question as a row of the library keeps it."""
    return json.loads(json.dumps(asdict(replace(question, show_if=None, key="q"))))


def was_given():
    """The school's library has had questions: they are there, or the log says that one was taken out."""
    return Question.objects.exists() or AuditEvent.objects.filter(action="library.question_removed").exists()


def give_first(school, questions):
    """``[(topic, question)]`` for a library that has had none; what a school has taken out does not come back."""
    if was_given():
        return
    Question.objects.bulk_create(
        Question(school=school, topic=topic, text=question.text[:500], value=kept_value(question))
        for topic, question in questions
    )


def question_of(row):
    """The question of a row of the library, as a plain value."""
    return question_from(row.value)


@transaction.atomic
def remove(row, *, by):
    """Out of the library; questionnaires keep their copies."""
    record(by=by, action="library.question_removed", row=row)
    row.delete()
