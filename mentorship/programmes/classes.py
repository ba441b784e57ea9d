"""Names of classes as people type them: «8 А, 8Б, 10-В»."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import SchoolClass

CLASS_NAME = re.compile(r"(\d{1,2})\s*[-–]?\s*[«\"']?\s*([^\W\d_]{0,3})\s*[»\"']?")


def read_class_names(text):
    """Pairs of a year of study and a letter, in the order of typing, each once."""
    pairs = []
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        found = CLASS_NAME.fullmatch(part.strip())
        if not found or not 1 <= int(found[1]) <= 12:
            raise ValidationError(
                _("“%(name)s” is not a class. Write classes like 8 А, 8 Б, 10.") % {"name": part.strip()}
            )
        pairs.append((int(found[1]), found[2].upper()))
    return list(dict.fromkeys(pairs))


def classes_named(pairs, *, school):
    """The school's classes with these names; those that are missing are made."""
    return [SchoolClass.objects.get_or_create(school=school, grade=grade, letter=letter)[0] for grade, letter in pairs]
