"""Training of mentors: events, who came, who has completed it, certificates."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import pdf
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.training import TrainingForm
from ..models import Attendance, Mentor, Training
from ..papers.certificate import FILE_TITLE, FILE_TITLE_ALL, certificate_of, certificates_to_pdf
from ..services import training as services
from ..services.printing import record_paper
from ..training import may_have_certificate, own_mentor, trainings_of, with_progress
from .files import paper

UNDO = "attendance_undo"
PER_PAGE = 100


def mentors_of(programme):
    return Mentor.objects.of(programme) if programme else Mentor.objects.none()


def training_for(request, training_id):
    return get_object_or_404(trainings_of(request.programme), public_id=training_id)


@require_safe
@requires("training.view")
def training(request):
    rows = trainings_of(request.programme).annotate(
        came=Count("attendance", filter=Q(attendance__mentor__deleted_at=None), distinct=True),
    )
    page = {
        "rows": rows.order_by("held_on", "pk"),
        "required": trainings_of(request.programme).filter(is_required=True).count(),
        "own": own_mentor(with_progress(mentors_of(request.programme)), request.user),
        "may_edit": request.access.can("training.edit") and request.programme is not None,
    }
    if page["own"]:
        page["own"].has_certificate = may_have_certificate(page["own"])
        page["was_at"] = set(Attendance.objects.filter(mentor=page["own"]).values_list("training_id", flat=True))
    return render(request, "people/training.html", page)


@require_safe
@requires("training.view")
def training_event(request, training_id):
    row = training_for(request, training_id)
    page = {"training": row, "materials": row.materials.all(), "may_edit": request.access.can("training.edit")}
    return render(request, "people/training_event.html", page)


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def training_new(request):
    if request.programme is None:
        return redirect("training")
    row = Training(school=request.school, programme=request.programme)
    form = TrainingForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)
    if request.method == "POST" and form.is_valid():
        services.add_training(training=form.save(commit=False), by=request.user)
        messages.success(request, _("“%(title)s” is added.") % {"title": row.title})
        return redirect("training_event", row.public_id)
    return render(request, "people/training_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def training_edit(request, training_id):
    row = training_for(request, training_id)
    form = TrainingForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)
    return edit_page(
        request,
        form=form,
        save=lambda form: services.edit_training(
            training=row,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("training_event", args=[row.public_id]),
        message=_("“%(title)s” is saved.") % {"title": row.title},
        template="people/training_edit.html",
        page={"training": row},
    )


@require_POST
@requires("training.edit")
def training_delete(request, training_id):
    row = training_for(request, training_id)
    services.delete_training(training=row, by=request.user)
    undo = f"undo:{reverse('training_restore', args=[row.public_id])}"
    messages.success(request, _("“%(title)s” is removed.") % {"title": row.title}, extra_tags=undo)
    return redirect("training")


@require_POST
@requires("training.edit")
def training_restore(request, training_id):
    row = get_object_or_404(Training, programme=request.programme, public_id=training_id)
    if row.deleted_at:
        services.restore_training(training=row, by=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": row.title})
    return redirect("training")


def numbers_of(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 19}


@require_http_methods(["GET", "POST"])
@requires("training.edit")
def training_attendance(request, training_id):
    """Ticks for all mentors. The page says what it showed, so only the person's own changes are written."""
    row = training_for(request, training_id)
    mentors = mentors_of(request.programme)
    if request.method == "POST":
        shown, was = (numbers_of(request.POST.get(name, "").split(",")) for name in ("shown", "was"))
        ticked = shown if "everybody" in request.POST else numbers_of(request.POST.getlist("mentor")) & shown
        ticks = services.mark_attendance(
            training=row, mentors=mentors, added=ticked - was, removed=was & shown - ticked, by=request.user
        )
        tell(request, row, ticks)
        return redirect("training_attendance", row.public_id)
    there = set(Attendance.objects.filter(training=row).values_list("mentor_id", flat=True))
    listed = mentors.filter(Q(left_on=None) | Q(left_on__gte=row.held_on) | Q(pk__in=there))
    rows = list(listed.select_related("person__school_class").order_by("person__name_key", "pk"))
    page = {
        "training": row,
        "rows": [(one, one.pk in there) for one in rows],
        "shown": ",".join(str(one.pk) for one in rows),
        "was": ",".join(str(one.pk) for one in rows if one.pk in there),
        "count": sum(one.pk in there for one in rows),
    }
    return render(request, "people/training_attendance.html", page)


def tell(request, row, ticks):
    """Say what was saved and how to take it back."""
    if not ticks:
        messages.success(request, _("Nothing has changed in the attendance of “%(title)s”.") % {"title": row.title})
        return
    request.session[UNDO] = [ticks.removed, ticks.added]
    words = ngettext(
        "“%(title)s”: %(count)d mark is saved.", "“%(title)s”: %(count)d marks are saved.", ticks.count
    ) % {"title": row.title, "count": ticks.count}
    undo = f"undo:{reverse('training_attendance_undo', args=[row.public_id])}"
    messages.success(request, words, extra_tags=undo)


@require_POST
@requires("training.edit")
def training_attendance_undo(request, training_id):
    row = training_for(request, training_id)
    added, removed = request.session.pop(UNDO, ([], []))
    services.mark_attendance(
        training=row, mentors=mentors_of(request.programme), added=added, removed=removed, by=request.user
    )
    messages.success(request, _("The attendance of “%(title)s” is as it was.") % {"title": row.title})
    return redirect("training_attendance", row.public_id)


@require_safe
@requires("training.edit")
def training_mentors(request):
    """Who has completed the training, and «2 из 3» of the others."""
    rows = with_progress(mentors_of(request.programme)).select_related("person__school_class")
    page = Paginator(rows.order_by("person__name_key", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    for one in page:
        one.has_certificate = may_have_certificate(one)
    context = {
        "page_obj": page,
        "required": trainings_of(request.programme).filter(is_required=True).count(),
        "has_certificates": rows.filter(is_trained=True, attended__gt=0).exists(),
    }
    return render(request, "people/training_mentors.html", context)


@require_POST
@requires("training.view")
def training_certificate(request, mentor_id):
    """A mentor takes the own certificate; those who arrange the training take anybody's."""
    rows = with_progress(mentors_of(request.programme)).select_related("person")
    mentor = get_object_or_404(rows, public_id=mentor_id)
    if not request.access.can("training.edit") and mentor.person.user_id != request.user.pk:
        raise Http404
    if not may_have_certificate(mentor):
        messages.error(request, _("There is no certificate yet: the training is not completed."))
        return redirect("training")
    return certificates_file(request, [mentor], FILE_TITLE)


@require_POST
@requires("training.edit")
def training_certificates(request):
    """The certificates of everybody who has completed the training, in one file."""
    rows = with_progress(mentors_of(request.programme)).filter(is_trained=True, attended__gt=0)
    mentors = list(rows.select_related("person").order_by("person__name_key", "pk"))
    if not mentors:
        messages.error(request, _("Nobody has completed the training yet."))
        return redirect("training_mentors")
    return certificates_file(request, mentors, FILE_TITLE_ALL)


def certificates_file(request, mentors, title):
    events = {}
    there = Attendance.objects.filter(mentor__in=mentors, training__deleted_at=None).select_related("training")
    for one in there.order_by("training__held_on", "training"):
        events.setdefault(one.mentor_id, []).append(one.training)
    sheets = [
        certificate_of(one, events[one.pk], school=request.school, programme=request.programme) for one in mentors
    ]
    content = certificates_to_pdf(sheets, title)
    people = [one.person for one in mentors]
    record_paper(people, title=title, programme=request.programme, by=request.user, day=request.today)
    return paper(content, pdf.MIME, f"{title}.pdf")
