"""The discussion of an activity."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorship.programmes.access import requires

from ..forms.proofs import CommentForm
from ..services.comments import say
from ..services.once import once
from .activity_page import render_activity
from .lookup import activity_for


@require_POST
@requires("activity.comment", own=True)
def comment_new(request, pk):
    row = activity_for(request, pk, "activity.comment")
    form = CommentForm(request.POST, prefix="comment")
    if not form.is_valid():
        return render_activity(request, row, comment_form=form, status=422)

    def act():
        comment = say(activity=row, by=request.user, text=form.cleaned_data["text"])
        return f"{row.get_absolute_url()}#comment{comment.pk}"

    address = once(school=request.school, key=form.cleaned_data["form_key"], act=act)
    messages.success(request, _("The comment has been added to “%(title)s”.") % {"title": row.title})
    return redirect(address)
