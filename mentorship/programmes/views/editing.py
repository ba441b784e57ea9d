"""One way to save a form of a row that two people edit."""

from django.contrib import messages
from django.shortcuts import redirect, render

from mentorship.common.errors import EditConflict, RuleBroken


def edit_page(request, *, form, save, done, message, template, page=None):
    """Show the form; save what was changed; on a conflict show both texts (409), on errors the form (422)."""
    if request.method == "POST" and form.is_valid():
        if not set(form.changed_data) - {"version"}:
            return redirect(done)
        try:
            save(form)
        except EditConflict as conflict:
            return conflict_page(request, form=form, theirs=conflict.theirs, back=done)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, message)
            return redirect(done)
    return render(request, template, {"form": form, **(page or {})}, status=422 if form.errors else 200)


def conflict_page(request, *, form, theirs, back):
    """Both texts side by side; sending the form again from here keeps the person's own."""
    differences = form.against(theirs)
    form.data = form.data.copy()
    form.data["version"] = str(theirs.version)
    page = {"form": form, "differences": differences, "back": back}
    return render(request, "programmes/conflict.html", page, status=409)
