"""Papers of the school: their templates, their numbers, and long work on them."""

from .jobs import PaperJob
from .papers import JournalEntry, Paper
from .templates import PaperTemplate, PaperTemplateVersion

__all__ = ["JournalEntry", "Paper", "PaperJob", "PaperTemplate", "PaperTemplateVersion"]
