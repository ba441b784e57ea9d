"""A letter as plain text: the same facts and addresses as in the HTML, readable on a push-button phone."""

from textwrap import indent

from django.utils.translation import gettext as _


def text_of(page):
    blocks = [page["greeting"]]
    for part in page["parts"]:
        if part.title:
            blocks.append(str(part.title).upper())
        blocks += [entry_text(entry, is_heading=not part.title) for entry in part.entries]
        if part.rest:
            blocks.append(f"{part.rest}: {part.rest_url}")
    return "\n\n".join([*blocks, footer_text(page)]) + "\n"


def entry_text(entry, *, is_heading):
    """«* Название», then everything that belongs to it, two letters to the right."""
    title = entry.title.upper() if is_heading else f"* {entry.title}"
    own = [*entry.notes, entry.url]
    for quote in entry.quotes:
        own += quote_text(quote, entry)
    for row in entry.rows:
        own += [f"- {row.title} ({row.note})" if row.note else f"- {row.title}", f"  {row.url}" if row.url else ""]
    if entry.act_url:
        own.append(_("Mark as done: %(url)s") % {"url": entry.act_url})
    return f"{title}\n" + indent("\n".join(line for line in own if line), "  ")


def quote_text(quote, entry):
    yield f"{quote.author}:" if quote.author else _("A comment:")
    yield from (f"> {line}".rstrip() for line in quote.text.splitlines())
    if quote.url != entry.url:
        yield quote.url


def footer_text(page):
    """The two hyphens with a space are the sign by which mail programs know a signature."""
    lines = [
        "-- ",
        _("%(school)s. Mentoring programme") % {"school": page["school"]},
        _("The letter has come because you take part in the mentoring programme of this school."),
    ]
    if page["has_raised"]:
        lines.append(_("Letters about what is long overdue cannot be switched off."))
    if page["answers_to"]:
        lines.append(_("Your answer to this letter goes to %(name)s.") % {"name": page["answers_to"]})
    else:
        lines.append(_("Do not answer this letter: write on the page that it leads to."))
    lines.append(_("Choose what to get letters about: %(url)s") % {"url": page["choices_url"]})
    lines.append(_("Unsubscribe: %(url)s") % {"url": page["stop_url"]})
    return "\n".join(lines)
