"""Words of the school: adding, renaming, merging synonyms and parting them again; variants of the forms."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import audit

from ..models import Tag
from ..names import name_key

audit.ACTION_TITLES |= {
    "word.created": gettext_lazy("Word of the vocabulary added"),
    "word.renamed": gettext_lazy("Word of the vocabulary renamed"),
    "word.merged": gettext_lazy("Words of the vocabulary merged"),
    "word.parted": gettext_lazy("Words of the vocabulary parted"),
    "word.deleted": gettext_lazy("Word of the vocabulary removed"),
    "variant.created": gettext_lazy("Variant of a form added"),
    "variant.edited": gettext_lazy("Variant of a form changed"),
    "variant.deleted": gettext_lazy("Variant of a form removed"),
}


@transaction.atomic
def word_of(*, axis, title, school, by):
    """The current word for what was typed: the known one, the one that its synonym leads to, or a new one."""
    key = name_key(title) or title.lower()
    tag, is_new = Tag.objects.get_or_create(school=school, axis=axis, key=key[:80], defaults={"title": title})
    if is_new:
        audit.record(by=by, action="word.created", row=tag)
    return tag.merged_into or tag


@transaction.atomic
def rename_word(*, tag, seen, title, by):
    """The title that the person saw stands for a version."""
    key = name_key(title) or title.lower()
    if Tag.objects.filter(axis=tag.axis, key=key).exclude(pk=tag.pk).exists():
        raise RuleBroken(_("There is such a word already: merge the two instead."))
    if not Tag.objects.filter(pk=tag.pk, title=seen).update(title=title, key=key):
        theirs = Tag.objects.get(pk=tag.pk)
        words = _("Somebody has renamed this to “%(title)s” in the meantime.") % {"title": theirs.title}
        raise EditConflict(words, theirs=theirs)
    tag.refresh_from_db()
    audit.record(by=by, action="word.renamed", row=tag, changes={_("word"): [seen, title]})


@transaction.atomic
def merge_words(*, tag, into, by):
    """``tag`` becomes a synonym of ``into``. Its links stay its own, so that parting gives everything back."""
    if into.axis != tag.axis or into.pk == tag.pk or into.merged_into_id or tag.merged_into_id:
        raise RuleBroken(_("A word is merged into another current word of the same list."))
    Tag.objects.filter(merged_into=tag).update(merged_into=into)
    Tag.objects.filter(pk=tag.pk).update(merged_into=into)
    audit.record(by=by, action="word.merged", row=tag, changes={_("word"): [tag.title, into.title]})


@transaction.atomic
def part_words(*, tag, by):
    """A word of its own again."""
    into = tag.merged_into
    Tag.objects.filter(pk=tag.pk).update(merged_into=None)
    audit.record(by=by, action="word.parted", row=tag, changes={_("word"): [str(into), tag.title]})


@transaction.atomic
def delete_word(*, tag, by):
    if tag.menteetag_set.exists() or tag.mentortag_set.exists() or tag.synonyms.exists():
        raise RuleBroken(_("Somebody has this word; merge it into another one instead."))
    audit.record(by=by, action="word.deleted", row=tag)
    tag.delete()


@transaction.atomic
def save_variant(*, variant, by):
    is_new = variant.pk is None
    variant.save()
    audit.record(by=by, action="variant.created" if is_new else "variant.edited", row=variant)


@transaction.atomic
def delete_variant(*, variant, by):
    """Participants who have it keep their form and have no variant."""
    audit.record(by=by, action="variant.deleted", row=variant)
    variant.delete()
