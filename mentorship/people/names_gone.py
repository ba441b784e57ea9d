"""Finding a person's name in the texts around the register: the log, lists that were brought in, letters."""

import unicodedata

from .names import LOOK_ALIKES, name_key


class Traces:
    """What tells these people in a text: names in every way the product writes them, telephones, e-mail addresses.

    A surname alone tells nobody: the school has several Ivanovs. An account counts as a person.
    """

    def __init__(self, people):
        self.names, self.contacts, self.surnames = set(), set(), set()
        for person in people:
            surname, given, patronymic = person.surname, person.given_name, person.patronymic
            initials = [part[0] for part in (given, patronymic) if part]
            ways = [(surname, given), (given, surname), (given, patronymic, surname)] if given else [(surname,)]
            ways += [(surname, *initials), (*initials, surname)] if initials else []
            self.names |= {f" {spread(' '.join(way))} " for way in ways}
            self.surnames.add(name_key(surname))
            contacts = (getattr(person, "phone", ""), person.email)
            self.contacts |= {text.lower() for text in contacts if text}
        self.beginnings = {surname.split()[0] for surname in self.surnames if surname}

    def might_be_in(self, text):
        """A quick look that overlooks nobody: most texts tell none of the people, and there are many of them."""
        plain = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
        mended = plain.translate(LOOK_ALIKES)
        if any(word in plain or word in mended for word in self.beginnings):
            return True
        small = text.lower()
        return any(contact in small for contact in self.contacts)

    def are_in(self, value):
        """The text, or any text within the list or the dictionary, tells one of the people."""
        text = " ".join(texts_of(value))
        if not self.might_be_in(text):
            return False
        words, small = f" {spread(text)} ", text.lower()
        return any(name in words for name in self.names) or any(one in small for one in self.contacts)

    def has_surname(self, text):
        """For what a user typed to find somebody: the surname alone is enough there."""
        words = set(name_key(text).split())
        return any(set(surname.split()) <= words for surname in self.surnames if surname)


def spread(text):
    """«иванов п с» of «Иванов П.С.»: initials written together and apart are the same."""
    return name_key(text.replace(".", " "))


def texts_of(value):
    """Every text within a value of a JSON column."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from texts_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_of(inner)
    elif value is not None:
        yield str(value)


def blank(value):
    """The same shape without any text."""
    if isinstance(value, dict):
        return {key: blank(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [blank(inner) for inner in value]
    return "" if isinstance(value, str) else value
