"""Awards and nominations; what is published of whom."""

from .awards import Award, FormulaSettings, Nomination, ThanksLetter
from .publishing import NormativeAct, Publication, PublishedPerson

__all__ = [
    "Award",
    "FormulaSettings",
    "Nomination",
    "NormativeAct",
    "Publication",
    "PublishedPerson",
    "ThanksLetter",
]
