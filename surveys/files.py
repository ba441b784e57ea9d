"""Answers with a file: always an attachment."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def paper(content, mime, name):
    """A paper that the product has made."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
