"""Pages for everybody: no sign-in, no cookie, nothing but what is published and allowed at this very moment."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django_scopes import scope

from mentorship.programmes.models import School
from roadmap.models import Roadmap

from ..models import NormativeAct, Publication
from ..publishing import shown_people, url_of

ONE_MINUTE = 60
"""A withdrawn consent must be gone within a minute, so nobody keeps the page for longer."""
Kind = Publication.Kind
Layer = NormativeAct.Layer


@login_not_required
@require_safe
@cache_control(public=True, max_age=ONE_MINUTE)
@conditional_page
def public_page(request, school_slug, years, page_kind):
    """A page of a programme by its years; five queries at most."""
    school = get_object_or_404(School, slug=school_slug)
    with scope(school=school):
        pages = published_of(years)
        page = next((one for one in pages if one.kind == page_kind), None)
        if page is None:
            raise Http404
        context = {
            "school": school,
            "page": page,
            "others": [one for one in pages if one != page],
            "roadmap": published_roadmap(page.programme),
            "years": years,
            "is_large": request.GET.get("view") == "large",
            "canonical": url_of(page),
            **content_of(page, school.today),
        }
        return render(request, "recognition/public.html", context)


def published_of(years):
    """The published pages of the programme of these years («2021-2022»); one query."""
    rows = (
        Publication.objects.exclude(published_at=None)
        .select_related("programme__school")
        .order_by("-programme", "kind")
    )
    return [one for one in rows if one.programme.years.replace("–", "-") == years]


def published_roadmap(programme):
    """The roadmap that everybody may read, or None; one query."""
    return Roadmap.objects.living().filter(programme=programme, state=Roadmap.State.PUBLISHED).first()


def content_of(page, day):
    """What stands on the page of a kind."""
    if page.kind == Kind.BEST:
        return {"people": shown_people(page, url_of(page), day)}
    if page.kind == Kind.CURATOR:
        return {"layers": layers_of()}
    return {"lines": page.content.get("lines", ())}


def layers_of():
    """The documents of the programme's ground in three layers; one query."""
    rows = list(NormativeAct.objects.filter(deleted_at=None))
    found = [(Layer(layer).label, [one for one in rows if one.layer == layer]) for layer in Layer.values]
    return [(title, acts) for title, acts in found if acts]
