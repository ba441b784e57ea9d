"""The folder for an inspection: what is missing, then one archive that is written while it is sent."""

from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mentorship.common import clock
from mentorship.programmes import audit
from mentorship.programmes.access import requires

from ..inspection.folder import file_title, stream
from ..inspection.missing import lacks_of

audit.ACTION_TITLES |= {"inspection.taken": gettext_lazy("Folder for an inspection taken out")}
MIME = "application/zip"


@require_safe
@requires("inspection.make")
def inspection(request):
    lacks = lacks_of(request.programme, request.today) if request.programme else []
    return render(request, "documents/inspection.html", {"lacks": lacks})


@require_POST
@requires("inspection.make")
def inspection_folder(request):
    """The file is the answer to a POST, because it is written down who took it."""
    programme = request.programme
    if programme is None:
        return redirect("inspection")
    title = file_title(programme, request.today)
    audit.record(by=request.user, action="inspection.taken", row=programme, name=title)
    may_export = request.access.can("people.export")
    content = stream(programme, day=request.today, now=clock.now(), may_export=may_export)
    response = StreamingHttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{title}.zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Accel-Buffering"] = "no"
    return response
