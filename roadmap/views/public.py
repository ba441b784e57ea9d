"""The published roadmap for everybody: no sign-in, no cookie, nothing but what the school has published."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django_scopes import scope

from mentorship.programmes.models import School
from roadmap.models import Roadmap
from roadmap.outline import Outline
from roadmap.papers.roadmap import roadmap_table
from roadmap.services.approval import last_approved

FIVE_MINUTES = 300


@login_not_required
@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
@conditional_page
def public_roadmap(request, school_slug, key):
    """``key`` is the public id of the roadmap or the years of its programme («2021-2022»)."""
    school = get_object_or_404(School, slug=school_slug)
    with scope(school=school):
        roadmap = published_or_404(key)
        revision = last_approved(roadmap)
        if revision is None:
            raise Http404
        table = roadmap_table(Outline.from_dict(revision.outline), with_names=roadmap.has_public_names)
        context = {
            "school": school,
            "roadmap": roadmap,
            "revision": revision,
            "table": table,
            "is_large": request.GET.get("view") == "large",
            "canonical": request.build_absolute_uri(reverse("public_roadmap", args=[school.slug, roadmap.public_id])),
        }
        return render(request, "roadmap/public.html", context)


def published_or_404(key):
    published = Roadmap.objects.living().filter(state=Roadmap.State.PUBLISHED).select_related("programme")
    for roadmap in published:
        if key in (str(roadmap.public_id), roadmap.programme.years.replace("–", "-")):
            return roadmap
    raise Http404
