"""Who is in a pair with whom, as the registers print it. The app of the pairs stands above and tells it here."""

from .models import Register

_sources = []


def register_source(partners_of):
    """``partners_of(register, participants)`` is ``{participant's id: [Person, ...]}``; participants are a queryset."""
    _sources.append(partners_of)


def partners_of(register, participants):
    """Mentors of mentees, or mentees of mentors; nobody while the product has no pairs."""
    found = {}
    for source in _sources:
        for pk, people in source(Register(register), participants).items():
            found.setdefault(pk, []).extend(people)
    return found
