"""Settings by topic: the school, its programme, reminders."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken

from ..access import requires
from ..forms.programme import MentoringFormForm, ProgrammeForm
from ..forms.reminders import ReminderForm
from ..forms.school import SchoolForm
from ..models import MentoringForm, Programme, ReminderSettings, School
from ..services import settings as services
from .editing import edit_page


@require_GET
@requires("settings.view")
def index(request):
    return render(request, "programmes/settings_index.html")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def school(request):
    row = School.objects.get(pk=request.school.pk)
    return edit_page(
        request,
        form=SchoolForm(request.POST or None, instance=row),
        save=lambda form: services.save_school(
            school=request.school,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("settings_school"),
        message=_("The school is saved."),
        template="programmes/settings_school.html",
    )


@require_GET
@requires("settings.view")
def programmes(request):
    """The current programme's page; the way to a new one while there is none."""
    if request.programme:
        return redirect("settings_programme_edit", request.programme.pk)
    return redirect("settings_programme_new")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def programme_edit(request, programme_pk):
    row = get_object_or_404(Programme.objects.select_related("school"), pk=programme_pk)
    others = Programme.objects.exclude(pk=row.pk)
    return edit_page(
        request,
        form=ProgrammeForm(request.POST or None, instance=row, school=request.school),
        save=lambda form: services.save_programme(
            programme=Programme.objects.get(pk=programme_pk),
            version=form.seen_version,
            changes=form.changes,
            forms=form.cleaned_data["forms"],
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("settings_programme_edit", args=[programme_pk]),
        message=_("The programme is saved."),
        template="programmes/settings_programme.html",
        page={"others": others, "programme": row, "is_current": request.programme == row},
    )


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def programme_new(request):
    form = ProgrammeForm(request.POST or None, instance=Programme(school=request.school), school=request.school)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("title", "starts_on", "ends_on", "coordinator", "forms")}
        try:
            made = services.create_programme(school=request.school, by=request.user, **fields)
        except RuleBroken as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("The programme “%(title)s” is created.") % {"title": made.title})
            return redirect("settings_programme_edit", made.pk)
    page = {"form": form, "programme": None}
    return render(request, "programmes/settings_programme.html", page, status=422 if form.errors else 200)


@require_POST
@requires("settings.edit")
def programme_choose(request, programme_pk):
    row = get_object_or_404(Programme, pk=programme_pk)
    services.choose_programme(programme=row, by=request.user)
    messages.success(request, _("“%(title)s” is now the current programme.") % {"title": row.title})
    return redirect("settings_programme")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def mentoring_forms(request):
    form = MentoringFormForm(request.POST or None, instance=MentoringForm(school=request.school))
    if request.method == "POST" and form.is_valid():
        services.add_mentoring_form(form=form.save(commit=False), by=request.user)
        messages.success(request, _("“%(title)s” is added.") % {"title": form.instance.title})
        return redirect("settings_forms")
    page = {"form": form, "rows": MentoringForm.objects.all()}
    return render(request, "programmes/settings_forms.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def mentoring_form_edit(request, mentoring_form_pk):
    row = get_object_or_404(MentoringForm, pk=mentoring_form_pk)
    form = MentoringFormForm(request.POST or None, instance=row)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_mentoring_form(form=row, by=request.user, **form.cleaned_data)
        except EditConflict as conflict:
            form.add_error("title", str(conflict))
            form.data = form.data.dict() | {"seen": conflict.theirs.title}
            status = 409
        else:
            messages.success(request, _("“%(title)s” is saved.") % {"title": row.title})
            return redirect("settings_forms")
    page = {"form": form, "row": row}
    return render(request, "programmes/settings_form_edit.html", page, status=status)


@require_POST
@requires("settings.edit")
def mentoring_form_delete(request, mentoring_form_pk):
    row = get_object_or_404(MentoringForm, pk=mentoring_form_pk)
    try:
        services.delete_mentoring_form(form=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("“%(title)s” is removed.") % {"title": row.title})
    return redirect("settings_forms")


@require_http_methods(["GET", "POST"])
@requires("settings.edit")
def reminders(request):
    row = ReminderSettings.objects.first() or ReminderSettings(school=request.school)
    return edit_page(
        request,
        form=ReminderForm(request.POST or None, instance=row),
        save=lambda form: services.save_reminders(
            school=request.school,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("settings_reminders"),
        message=_("The reminders are saved."),
        template="programmes/settings_reminders.html",
    )
