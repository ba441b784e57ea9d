"""Which questions a person is led through: conditions are decided here, on the server, between two pages."""

from .answers import marks_of


def visible(content, answers):
    """The questions that are shown with these answers, in their order.

    An answer to a question that is hidden by now does not count, so a chain of conditions closes as a whole.
    """
    shown, heeded = [], {}
    for question in content.questions:
        condition = question.show_if
        if condition and not heeded.get(condition.question, set()) & set(condition.any_of):
            continue
        shown.append(question)
        heeded[question.key] = marks_of(answers.get(question.key))
    return shown


def heeded(content, answers):
    """Answers without those of hidden questions: what is submitted."""
    return {one.key: answers[one.key] for one in visible(content, answers) if one.key in answers}


def missing(content, answers):
    """Required questions that are shown and have no answer."""
    return [one for one in visible(content, answers) if one.required and one.key not in answers]


def step_after(content, answers, key):
    """The question after ``key`` on the way with these answers, or None at the end; without a key the first one."""
    shown = visible(content, answers)
    keys = [one.key for one in shown]
    place = keys.index(key) + 1 if key in keys else 0
    return shown[place] if place < len(shown) else None


def step_before(content, answers, key):
    """The question before ``key``, or None at the beginning."""
    shown = visible(content, answers)
    keys = [one.key for one in shown]
    place = keys.index(key) - 1 if key in keys else -1
    return shown[place] if place >= 0 else None
