"""What recognition adds to the first screen of mentors and mentees, and to the public roadmap."""

from django.template.loader import render_to_string

from mentorship.pairs.mentee_screen import pairs_of
from mentorship.pairs.models import Pairing
from mentorship.people.models import Mentor

from .models import Nomination, Publication


def thanks_of_mine(request, _row):
    """To a mentee the way to thank the own mentors; to a mentor how many have thanked, with words that may be told."""
    if request.programme is None:
        return ""
    context = {"to_thank": [], "thanks": 0, "told": []}
    if request.access.can("nominations.make", own=True):
        context["to_thank"] = list(own_mentors(request))
    mine = Nomination.objects.filter(programme=request.programme, mentor__person__user=request.user, set_aside="")
    context["thanks"] = mine.count()
    if context["thanks"]:
        context["told"] = list(mine.filter(may_be_told=True).exclude(text="").values_list("text", flat=True)[:10])
    if not context["to_thank"] and not context["thanks"]:
        return ""
    return render_to_string("recognition/_thanks_of_mine.html", context, request)


def thanks_at_the_door(request, guest):
    """To a mentee who has come by a link or a code the way to thank the mentors of living pairs."""
    mentors = list(mentors_of_guest(guest))
    if not mentors:
        return ""
    query = "?view=large" if request.GET.get("view") == "large" else ""
    context = {"mentors": mentors, "guest": guest, "query": query}
    return render_to_string("recognition/_thanks_at_the_door.html", context)


def mentors_of_guest(guest):
    """Mentors of the living pairs; nobody in a closed programme."""
    pairs = pairs_of(guest.mentee).filter(programme__closed_on=None).order_by()
    return Mentor.objects.filter(pk__in=pairs.values("mentor")).select_related("person").order_by("pk")


def own_mentors(request):
    """Mentors of the signed-in mentee in this programme, also of pairs that have ended."""
    pairs = Pairing.objects.of(request.programme).filter(mentees__person__user=request.user)
    return Mentor.objects.filter(pk__in=pairs.values("mentor")).select_related("person")


def pages_of_roadmap(request, roadmap):
    """On the public roadmap: the other published pages of its programme. The request is a stranger's."""
    pages = list(Publication.objects.filter(programme=roadmap.programme).exclude(published_at=None).order_by("kind"))
    years = roadmap.programme.years.replace("–", "-")
    context = {"school": roadmap.programme.school, "years": years, "pages": pages, "roadmap": ""}
    return render_to_string("recognition/_public_pages.html", context, request)
