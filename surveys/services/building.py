"""A questionnaire is made, edited, published, corrected, copied, thrown away and brought back."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.audit import record

from ..content import problems
from ..editing import structure_of
from ..models import Survey, SurveyVersion

State = SurveyVersion.State
TRIES = 5
"""How often an act is put on top of what others save at the same moment."""


class NotReady(RuleBroken):
    """The draft cannot be published yet; ``problems`` are ``(key of the question or "", sentence)``."""

    def __init__(self, found):
        super().__init__(_("The questionnaire is not ready to be published."))
        self.problems = found


@transaction.atomic
def create_survey(*, key, school, title, content, by, **fields):
    """A questionnaire with its first draft; the same ``key`` makes no second one. Answers it."""
    survey, is_new = Survey.objects.get_or_create(
        public_id=key, defaults={"school": school, "title": title[:200], **fields}
    )
    if is_new:
        SurveyVersion.objects.create(school=school, survey=survey, number=1, content=content.to_dict())
        record(by=by, action="survey.created", row=survey)
    return survey


def change(version, act, *, by):
    """Put ``act`` (questionnaire to questionnaire) on top of the draft as it is at this moment.

    The write is compare-and-swap, so of two people who edit different questions both are kept; ``act`` itself says
    when the very thing was changed by another. Answers the saved version.
    """
    for _try in range(TRIES):
        version = SurveyVersion.objects.select_related("survey").get(pk=version.pk)
        refuse_published(version)
        before = version.questionnaire
        content = act(before)
        if content == before:
            return version
        try:
            with transaction.atomic():
                return write(version, content, action="survey.edited", by=by)
        except EditConflict:
            continue
    raise EditConflict(_("Somebody has changed this in the meantime."), theirs=version)


def refuse_published(version):
    if version.state != State.DRAFT:
        raise RuleBroken(_("This version is published: make a new version to change its questions."))


def write(version, content, *, action, by):
    version.swap(version.version, content=content.to_dict(), changed_at=clock.now())
    record(by=by, action=action, row=version.survey)
    return version


@transaction.atomic
def rename(survey, *, expected, by, **fields):
    """The title, the purpose and the wording, compare-and-swap."""
    survey.swap(expected, **fields)
    record(by=by, action="survey.edited", row=survey)
    return survey


@transaction.atomic
def correct_texts(version, *, expected, content, by):
    """Mend words of a published version. Whatever else differs is refused: the answers that are there were given to
    these questions."""
    if structure_of(content) != structure_of(version.questionnaire):
        raise RuleBroken(_("Only words may be corrected. For other changes make a new version."))
    found = list(problems(content))
    if found:
        raise NotReady(found)
    version.swap(expected, content=content.to_dict(), changed_at=clock.now())
    record(by=by, action="survey.corrected", row=version.survey)
    return version


@transaction.atomic
def publish(version, by):
    """Let the draft be answered: from now on its structure stays. Raises NotReady with everything that is wrong.

    The row is written only in the state in which it was checked, so nothing slips in between.
    """
    version.refresh_from_db()
    if version.state == State.PUBLISHED:
        return version
    found = list(problems(version.questionnaire))
    if found:
        raise NotReady(found)
    now = clock.now()
    version.swap(version.version, state=State.PUBLISHED, published_at=now, published_by=by)
    record(by=by, action="survey.published", row=version.survey)
    return version


@transaction.atomic
def new_version(survey, *, by):
    """The draft of the next version, a copy of the last one; a draft that is there already is the answer."""
    last = survey.versions.order_by("-number").first()
    if last is None or last.state == State.DRAFT:
        return last
    try:
        with transaction.atomic():
            draft = SurveyVersion.objects.create(
                school_id=survey.school_id, survey=survey, number=last.number + 1, content=last.content
            )
    except IntegrityError:  # another person made it at the same moment
        return survey.versions.get(state=State.DRAFT)
    record(by=by, action="survey.version_added", row=survey)
    return draft


@transaction.atomic
def throw_away(survey, *, by):
    """Into the bin. Campaigns that run keep running: people are not cut off from what they were asked."""
    if Survey.objects.filter(pk=survey.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        record(by=by, action="survey.deleted", row=survey)


@transaction.atomic
def restore(survey, *, by):
    if Survey.objects.filter(pk=survey.pk).exclude(deleted_at=None).update(deleted_at=None, version=F("version") + 1):
        record(by=by, action="survey.restored", row=survey)
