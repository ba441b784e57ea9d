"""Documents, materials, substitutes and paid terms on the page of a pair."""

from django.template.loader import render_to_string

from ..annex import mentees_of
from ..models import LIVING, PaidTerms, PairFile, Substitution
from ..services.folder import may_be_paid
from ..views.folder import earliest, kinds_for


def of_pair(request, pair):
    sees_documents = request.access.can("pairs.view")
    files = PairFile.objects.filter(pairing=pair, deleted_at=None).select_related("added_by")
    if not sees_documents:
        files = files.filter(kind=PairFile.Kind.MATERIAL)
    pays = request.access.can("pairs.pay") and may_be_paid(pair, mentees_of(pair))
    terms = PaidTerms.objects.filter(pairing=pair).first() if pays else None
    may_edit = request.access.can("pairs.edit")
    context = {
        "pair": pair,
        "files": list(files),
        "substitutions": list(
            Substitution.objects.filter(pairing=pair, deleted_at=None).select_related("mentor__person")
        ),
        "may_add": bool(kinds_for(request, pair)),
        "may_edit": may_edit,
        "may_substitute": may_edit and pair.state in LIVING,
        "pays": pays,
        "terms": terms,
        "earliest": earliest(request, terms) if terms else None,
        "today": request.today,
        "user": request.user,
        "is_handed_over": may_edit and (pair.replaces_id or pair.ending == pair.Ending.CHANGED),
        "sees_documents": sees_documents,
    }
    return render_to_string("pairs/_folder.html", context, request)
