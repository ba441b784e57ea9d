"""Why no list keeps to all wishes of a draft, with the names of those whom they are about."""

from mentorship.people.models import Mentee, Mentor

from .words import clash_words


def clash_of(problem):
    """Sentences for ``MatchingRun.problem``, or for an Infeasible as ``{"reason": …, **details}``; none without one."""
    if not problem:
        return []
    details = {name: value for name, value in problem.items() if name != "reason"}
    mentors = {details.get("mentor"), *details.get("mentors", ())} - {None}
    mentees = {details.get("mentee"), *details.get("mentees", ()), *details.get("candidates", ())} - {None}
    words = clash_words(problem["reason"], details, names_of(Mentor, mentors), names_of(Mentee, mentees))
    return [words.replace("..", ".")]  # a name that ends in an initial ends the sentence too


def names_of(model, numbers):
    """A function that says who stands behind a number; «—» of who is gone."""
    rows = model.objects.filter(pk__in=numbers).select_related("person")
    known = {row.pk: row.person.short_name for row in rows}
    return lambda number: known.get(number, "—")
