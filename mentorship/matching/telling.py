"""The reasons of a draft in words, for the eyes of one person: whom people chose is not told to everybody."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .participants import Knowledge
from .rules import EXCLUDED, UNWANTED, Rules
from .scoring import Part
from .sentences import SENTENCES, is_half, lacks, sentence
from .words import out_of_100, rule_words, title, within_a_sentence

SECRET = EXCLUDED | UNWANTED
"""Why these forbid a pair is for the coordinator alone: one side may have asked for it."""


@dataclass(frozen=True)
class Line:
    """A criterion of a pair: what it is about, how many points of 100 it gives."""

    code: str
    words: str
    points: int


@dataclass(frozen=True)
class Telling:
    """Tells of the pairs of one draft. ``knowledge`` may hold the words of the vocabulary and nobody else."""

    knowledge: Knowledge
    rules: Rules
    sees_choices: bool = False

    def lines(self, parts):
        """Every criterion that gave something, with whole points of 100 that add up to the score. What is not known
        stands together at the end."""
        parts = [Part(*one) for one in parts]
        given = [(part, points) for part, points in zip(parts, out_of_100(parts), strict=True) if points]
        silent = [(part, points) for part, points in given if self.is_silent(part)]
        told = [Line(part.code, self.words(part), points) for part, points in given if not self.is_silent(part)]
        if silent:
            what = ", ".join(within_a_sentence(title(part.code)) for part, _points in silent)
            told.append(Line("", _("Not known: %(what)s") % {"what": what}, sum(points for _part, points in silent)))
        return told

    def is_silent(self, part):
        """The criterion says nothing of the pair and gives half."""
        return is_half(part) and not SENTENCES[part.code](part.facts, self.knowledge, self.rules)

    def words(self, part):
        if part.code == "choices" and not self.sees_choices:
            return title(part.code)
        return sentence(part, self.knowledge, self.rules)

    def lacks(self, parts):
        parts = [Part(*one) for one in parts]
        return lacks([one for one in parts if self.sees_choices or one.code != "choices"], self.rules)

    def forbidden(self, bits):
        """Which rules forbid a pair, in words; who may not see the choices does not learn whose wish it was."""
        if self.sees_choices:
            return list(rule_words(bits))
        told = list(rule_words(bits & ~SECRET))
        return told + list(rule_words(EXCLUDED)) if bits & SECRET else told


def words_alone(words, year):
    """What is known for telling stored parts: they rest on words of the vocabulary and on values of their own."""
    return Knowledge((), (), year or 0, words={int(number): word for number, word in (words or {}).items()})
