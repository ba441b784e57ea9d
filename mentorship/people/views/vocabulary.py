"""The school's words and the variants of its forms of mentoring."""

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import MentoringForm

from ..forms.vocabulary import MergeForm, NewWordForm, VariantForm, WordForm
from ..models import Axis, Tag, Variant
from ..services import vocabulary as services


def counted(rows):
    return rows.annotate(
        mentee_count=Count("menteetag", distinct=True), mentor_count=Count("mentortag", distinct=True)
    ).order_by("title", "pk")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def vocabulary(request):
    form = NewWordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        tag = services.word_of(**form.cleaned_data, school=request.school, by=request.user)
        messages.success(request, _("The word “%(word)s” is in the vocabulary.") % {"word": tag.title})
        return redirect("vocabulary")
    synonyms = Prefetch("synonyms", counted(Tag.objects.all()))
    tags = list(counted(Tag.objects.current()).prefetch_related(synonyms))
    for tag in tags:
        tag.uses = sum(one.mentee_count + one.mentor_count for one in (tag, *tag.synonyms.all()))
    axes = [(label, [tag for tag in tags if tag.axis == axis]) for axis, label in AXIS_TITLES.items()]
    return render(request, "people/vocabulary.html", {"form": form, "axes": axes}, status=422 if form.errors else 200)


AXIS_TITLES = dict(Axis.choices)


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def word(request, tag_pk):
    """Renaming, and merging into another word."""
    tag = get_object_or_404(Tag.objects.current(), pk=tag_pk)
    is_merge = request.method == "POST" and "merge" in request.POST
    form = WordForm(request.POST if request.method == "POST" and not is_merge else None, tag=tag)
    merge = MergeForm(request.POST if is_merge else None, tag=tag)
    active = merge if is_merge else form
    if request.method == "POST" and active.is_valid():
        try:
            if is_merge:
                services.merge_words(tag=tag, into=merge.cleaned_data["into"], by=request.user)
            else:
                services.rename_word(tag=tag, **form.cleaned_data, by=request.user)
        except (RuleBroken, EditConflict) as error:
            active.add_error(None, str(error))
        else:
            messages.success(request, _("The word “%(word)s” is saved.") % {"word": tag.title})
            return redirect("vocabulary")
    page = {"form": active, "rename": form, "merge": merge, "tag": tag}
    return render(request, "people/word.html", page, status=422 if active.errors else 200)


@require_POST
@requires("settings.edit")
def word_part(request, tag_pk):
    """Takes a merge back: the synonym is a word of its own again, with all who had it."""
    tag = get_object_or_404(Tag.objects.exclude(merged_into=None).select_related("merged_into"), pk=tag_pk)
    services.part_words(tag=tag, by=request.user)
    messages.success(request, _("“%(word)s” is a word of its own again.") % {"word": tag.title})
    return redirect("vocabulary")


@require_POST
@requires("settings.edit")
def word_delete(request, tag_pk):
    tag = get_object_or_404(Tag, pk=tag_pk)
    try:
        services.delete_word(tag=tag, by=request.user)
        messages.success(request, _("The word “%(word)s” is removed.") % {"word": tag.title})
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("vocabulary")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def variants(request):
    form = VariantForm(request.POST if request.method == "POST" else None, instance=Variant(school=request.school))
    if request.method == "POST" and form.is_valid():
        services.save_variant(variant=form.save(commit=False), by=request.user)
        messages.success(request, _("The variant “%(variant)s” is saved.") % {"variant": form.instance.title})
        return redirect("variants")
    page = {"form": form, "forms": MentoringForm.objects.prefetch_related("variants")}
    return render(request, "people/variants.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def variant(request, variant_pk):
    row = get_object_or_404(Variant.objects.select_related("form"), pk=variant_pk)
    form = VariantForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        services.save_variant(variant=form.save(commit=False), by=request.user)
        messages.success(request, _("The variant “%(variant)s” is saved.") % {"variant": row.title})
        return redirect("variants")
    return render(request, "people/variant.html", {"form": form, "variant": row}, status=422 if form.errors else 200)


@require_POST
@requires("settings.edit")
def variant_delete(request, variant_pk):
    row = get_object_or_404(Variant, pk=variant_pk)
    services.delete_variant(variant=row, by=request.user)
    messages.success(request, _("The variant “%(variant)s” is removed.") % {"variant": row.title})
    return redirect("variants")
