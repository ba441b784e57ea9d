"""«Не сводить»: two people who must not become a pair, and taking that back."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import Exclusion


def words_of(mentor, mentee):
    return f"{mentor.person} — {mentee.person}"


@transaction.atomic
def exclude(*, programme, mentor, mentee, reason, by):
    """Keep the two apart in every draft from now on. The reason is for the coordinator alone: the log has none."""
    if mentor.person_id == mentee.person_id:
        raise RuleBroken(_("This is one and the same person: nobody becomes a pair with oneself anyway."))
    try:
        with transaction.atomic():
            row = Exclusion.objects.create(
                school=programme.school,
                programme=programme,
                mentor=mentor,
                mentee=mentee,
                reason=reason,
                made_by=by,
            )
    except IntegrityError as error:
        words = _("%(mentor)s and %(mentee)s are on the list already.")
        raise RuleBroken(words % {"mentor": mentor.person, "mentee": mentee.person}) from error
    audit.record(by=by, action="matching.excluded", row=row, name=words_of(mentor, mentee))
    return row


@transaction.atomic
def take_back(*, exclusion, by):
    """The two may be a pair again."""
    name = words_of(exclusion.mentor, exclusion.mentee)
    audit.record(by=by, action="matching.exclusion_removed", row=exclusion, name=name)
    exclusion.delete()
