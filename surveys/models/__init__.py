"""Questionnaires, the campaigns in which they are answered, and the answers."""

from .answering import Draft, Submission
from .campaign import AnsweredMarks, Campaign, Invitation
from .letter import SurveyLetter
from .paper import PaperBatch
from .survey import Purpose, Question, Survey, SurveyVersion
from .wrong_code import WrongCode

__all__ = [
    "AnsweredMarks",
    "Campaign",
    "Draft",
    "Invitation",
    "PaperBatch",
    "Purpose",
    "Question",
    "Submission",
    "Survey",
    "SurveyLetter",
    "SurveyVersion",
    "WrongCode",
]
