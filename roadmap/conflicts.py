"""Two people changed one activity: what differs, and the text that the second of them chooses."""

import json
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

MINE, THEIRS, MERGED = "mine", "theirs", "merged"
TEXTS = ("title", "steps", "planned_result", "document_kind")
"""Fields whose two texts can be written together by hand."""
GROUPS = {"term": ("term_text", "first_on", "last_on", "is_undated")}
"""Fields that only make sense together, and so are chosen together."""
LONELY = (*TEXTS, "environment", "parties")


@dataclass(frozen=True)
class Difference:
    """A field with two texts."""

    name: str
    label: str
    mine: str
    theirs: str
    is_text: bool
    choice: str
    """What is chosen at first: the only side that changed the field, else mine."""


def posted(text):
    """Saved values as a form would send them: ``{name: [values]}``."""
    return {name: _as_sent(value) for name, value in text.items()}


def _as_sent(value):
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    if value is None or value == "":
        return []
    return [value.isoformat() if hasattr(value, "year") else str(value)]


def base_of(text):
    """The saved text at the time when the form was opened, to travel with the form."""
    return json.dumps(posted(text), ensure_ascii=False)


def read_base(text):
    """The text that both began from; nothing when the form did not bring it."""
    try:
        base = json.loads(text or "{}")
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


def differences(form, theirs, party_labels):
    """Where the typed text is not the saved one, in the order of the form."""
    saved, base = posted(theirs), read_base(form.data.get("base"))
    found = []
    for name in ("title", "term", *LONELY[1:]):
        fields = GROUPS.get(name, (name,))
        mine = {field: _shown(form.data.getlist(field)) for field in fields}
        other = {field: _shown(saved[field]) for field in fields}
        if _same(mine, other):
            continue
        was = {field: _shown(base.get(field) or []) for field in fields}
        sides = (_words(side, form, party_labels) for side in (mine, other))
        choice = THEIRS if base and _same(mine, was) else MINE
        label = _("Term") if name == "term" else form.fields[name].label
        found.append(Difference(name, label, *sides, name in TEXTS, choice))
    return found


def _same(one, other):
    """Two sides say the same; the order in which a browser lists ticked parties means nothing."""
    return all(sorted(one[field]) == sorted(other[field]) for field in one)


def _shown(values):
    """Values as they compare: without the line ends of a browser and without empty ones."""
    return [value.replace("\r\n", "\n").strip() for value in values if value.strip()]


def _words(values, form, party_labels):
    """The values of a field, or of fields chosen together, in words."""
    lines = []
    for field, texts in values.items():
        if field == "parties":
            lines += [party_labels.get(text, text) for text in texts]
        elif field == "environment":
            lines += [str(dict(form.fields[field].choices).get(text, text)) for text in texts]
        elif field == "is_undated":
            lines += [str(form.fields[field].label)] if texts else []
        else:
            lines += texts
    return "\n".join(lines)


def settled(sent, theirs):
    """The form's data after the choices of the conflict page, if it came from there.

    «Theirs» puts the saved value into the place of the typed one; a merged text replaces both.
    """
    data = QueryDict(mutable=True)
    data.update(sent)
    saved = posted(theirs)
    for name in ("term", *LONELY):
        choice = sent.get(f"choice-{name}")
        if choice == THEIRS:
            for field in GROUPS.get(name, (name,)):
                data.setlist(field, saved[field])
        elif choice == MERGED and name in TEXTS:
            data[name] = sent.get(f"merged-{name}", "")
    return data


def show_saved(form, theirs, names):
    """For a short form: the typed words stay in the fields, what was saved meanwhile stands above them.

    The form then carries the new version, so that sending it again is a decision.
    """
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = theirs.version
    for name in names:
        saved = getattr(theirs, name)
        if saved != form.cleaned_data[name]:
            text = _("Somebody has changed this in the meantime. Saved now: “%(text)s”. Correct your text and save it.")
            form.add_error(name, text % {"text": saved or "—"})
    return form
