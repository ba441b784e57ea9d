"""A password is not the name of the product, of the school or of the keyboard's upper row."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_scopes import get_scope

from .models import Membership

COMMON = ("наставничество", "nastavnichestvo", "nastavnik", "наставник", "mentorship", "mentor", "школа", "school")
COMMON += ("shkola", "пароль", "password", "parol", "йцукенгшщзхъ", "йцукен", "qwertyuiop", "qwerty", "1234567890")
LEAST_LEFT = 8


class SchoolNameValidator:
    """What is left of the password without such words must be long enough by itself."""

    def validate(self, password, user=None):
        left = password.casefold()
        for word in sorted({*COMMON, *names_of_schools(user)}, key=len, reverse=True):
            left = left.replace(word, "")
        if len(re.sub(r"[\W_\d]", "", left)) < LEAST_LEFT and left != password.casefold():
            raise ValidationError(self.get_help_text(), code="password_of_names")

    def get_help_text(self):
        return _("Do not build the password on the name of the school or of the product.")


def names_of_schools(user):
    """Words of the names of the person's schools; of the current school while the person has no account yet."""
    schools = {get_scope().get("school")} - {None}
    if user and user.pk:
        rows = Membership.unscoped.filter(user=user).select_related("school")
        schools |= {row.school for row in rows}
    texts = " ".join(f"{school.slug} {school.short_name} {school.full_name} {school.city}" for school in schools)
    return {word for word in re.split(r"[\W_]+", texts.casefold()) if len(word) >= 3}
