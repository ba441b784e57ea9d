"""Answers with a file: always an attachment, never opened inside the product."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header


def paper(content, mime, name):
    """A paper that the product has made."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored(field, name, mime):
    """A file that somebody brought; 404 when the storage has lost it."""
    try:
        stream = field.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
