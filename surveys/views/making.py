"""A new questionnaire: from a ready one that is read through first, from a copy, or empty."""

import itertools
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.programmes.access import requires

from .. import builtin, sources
from ..content import COUNTED, Content, Kind
from ..forms.building import AboutForm
from ..labels import ends_in_words
from ..models import Purpose, Survey
from ..services import building as acts
from .surveys import PER_PAGE, survey_for


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
def survey_new(request):
    """From a template of the product, a copy of another one, or empty."""
    source = request.POST.get("source", "")
    form = AboutForm(request.POST if source == "empty" else None)
    if source.startswith("set:"):
        return take_set(request, source.removeprefix("set:"))
    if request.method == "POST":
        made = chosen_source(source, form)
        if made is not None:
            survey = acts.create_survey(key=key_of(request), school=request.school, by=request.user, **made)
            messages.success(request, _("“%(title)s” is made. It is a draft that you can change.") % {"title": survey})
            return redirect("survey_build", survey.public_id)
    copies = Survey.objects.living().filter(versions__number=1).order_by("title", "pk")
    context = {
        "form": form,
        "key": uuid.uuid4(),
        "ready": ready_by_purpose(),
        "page_obj": Paginator(copies, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "surveys/new.html", context, status=422 if form.errors else 200)


def take_set(request, purpose):
    """Every ready questionnaire of one purpose; a second press of the same form finds what the first one made."""
    chosen = [one for one in builtin.builtins() if one.purpose == purpose]
    if not chosen:
        raise Http404
    key = key_of(request)
    for one in chosen:
        own_key = uuid.uuid5(key, one.name)
        acts.create_survey(key=own_key, school=request.school, by=request.user, **copied(one))
    words = ngettext(
        "%(count)d questionnaire is made. It is a draft that you can change.",
        "%(count)d questionnaires are made. They are drafts that you can change.",
        len(chosen),
    )
    messages.success(request, words % {"count": len(chosen)})
    return redirect(f"{reverse('surveys')}?purpose={purpose}")


def ready_by_purpose():
    """``[(purpose, [Builtin])]`` in the order in which a school needs them through the year."""
    found = {}
    for one in builtin.builtins():
        found.setdefault(one.purpose, []).append(one)
    return [(Purpose(purpose), found[purpose]) for purpose in Purpose.values if purpose in found]


@require_safe
@requires("surveys.view", own=True)
def survey_ready(request, ready_name):
    """A ready questionnaire to be read through before it is taken."""
    one = ready_or_404(ready_name)
    context = {
        "one": one,
        "content": one.content,
        "sections": read_through(one.content),
        "key": uuid.uuid4(),
        "may_edit": request.access.can("surveys.edit"),
    }
    return render(request, "surveys/ready.html", context)


def read_through(content):
    """``[(title of the section, its questions)]``, numbered through; ``about`` says in words how each is answered."""
    numbers = itertools.count(1)
    return [
        (section.title, [{"number": next(numbers), "question": one, "about": about(one)} for one in section.questions])
        for section in content.sections
    ]


def about(question):
    """The kind, the ends, what is optional, who sees it and where it goes, as short phrases."""
    yield str(question.kind.title)
    if question.kind == Kind.SCALE:
        yield ends_in_words(question)
    if question.kind in COUNTED and question.most:
        yield _("%(most)d at most") % {"most": question.most}
    if not question.required:
        yield _("optional")
    if question.show_if:
        yield _("only after a certain answer before it")
    if question.confidential:
        yield _("only the coordinator sees the answer")
    if question.binding in sources.bindings:
        yield _("the answer is offered for the field: %(field)s") % {"field": sources.bindings[question.binding].title}


def ready_or_404(name):
    one = builtin.named(name)
    if one is None:
        raise Http404
    return one


def chosen_source(source, form):
    """What ``create_survey`` needs of the chosen source, or None where the form is to be mended."""
    kind, _colon, which = source.partition(":")
    if kind == "builtin":
        return copied(ready_or_404(which))
    if kind == "copy":
        other = survey_for(which)
        content = other.versions.order_by("-number").first().questionnaire
        about = {"purpose": other.purpose, "wording": other.wording, "code": other.code}
        return {"title": _("%(title)s (copy)") % {"title": other.title[:180]}, "content": content, **about}
    return {**form.cleaned_data, "content": Content()} if form.is_valid() else None


def copied(one):
    """What the copy of a ready questionnaire begins with."""
    about = {"code": one.code, "purpose": one.purpose, "wording": one.wording, "content": one.content}
    return about | {"title": free_title(one.title)}


def free_title(title):
    """The title of a copy: a second one in the school is told apart by its number."""
    taken = set(Survey.objects.living().filter(title__startswith=title).values_list("title", flat=True))
    titles = itertools.chain([title], (f"{title} ({number})" for number in itertools.count(2)))
    return next(one for one in titles if one not in taken)


def key_of(request):
    """The number of the form, by which a second press finds what the first one made."""
    try:
        return uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()
