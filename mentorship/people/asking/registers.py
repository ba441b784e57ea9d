"""What the registers of a programme hold about a number of people, read at once."""

from ..models import Mentee, MenteeTag, Mentor, MentorTag, Person
from .fields import Vocabulary, current_of

LINKS = {"mentee": (Mentee, MenteeTag), "mentor": (Mentor, MentorTag)}


class Registers:
    """Six queries for any number of people: the cards, the places in the programme, their words, the vocabulary."""

    def __init__(self, programme, people, vocabulary=None):
        keys = list(people)
        self.vocabulary = vocabulary or Vocabulary()
        self.people = Person.objects.select_related("school_class").in_bulk(keys)
        self.places, self.tags = {}, {}
        for owner, (model, link) in LINKS.items():
            rows = list(model.objects.of(programme).filter(person__in=keys))
            self.places[owner] = {row.person_id: row for row in rows}
            self.tags[owner] = self.words_of(owner, link, rows)

    def words_of(self, owner, link, rows):
        """``{participation: {axis: numbers of words}}``; a merged word counts as the one that it leads to."""
        found = {}
        pairs = link.objects.filter(**{f"{owner}__in": rows}).values_list(owner, "tag") if rows else ()
        for row, pk in pairs:
            tag = self.vocabulary.tags.get(pk)
            if tag:
                found.setdefault(row, {}).setdefault(tag.axis, set()).add(self.vocabulary.current(pk))
        return found

    def row(self, owner, person):
        """The card or the place in the programme; None where there is none."""
        return self.people.get(person) if owner == "person" else self.places[owner].get(person)

    def words(self, owner, person):
        row = self.row(owner, person)
        return self.tags[owner].get(row.pk, {}) if row and owner in self.tags else {}

    def current(self, field, person):
        return current_of(field, self.row(field.owner, person), self.words(field.owner, person))
