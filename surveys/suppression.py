"""What of counted answers may be shown where nobody may be recognised: in anonymous campaigns to everybody, in the
others to those who see figures without names.

The rule. A figure may be shown when it tells of nobody or of five people at least, and so may whatever is got from the
shown figures by adding and subtracting:

1. Nothing is counted for fewer than five people. Groups that are too small are put together (``blocks_of``), and with
   the smallest of the others when even together they are fewer than five: no rest of a whole is smaller than five.
2. Of one list of options (``hidden_rows``) a row is hidden when fewer than five chose it, or when fewer than five did
   not. Then the smallest of the other rows are hidden too, until the hidden ones are two at least, hold five people at
   least, and are not told by their sum alone.
3. In a table by groups a row is hidden in all the groups or in none, and the rows that are hidden in the whole stay
   hidden in every finer cut. So what is hidden is a full rectangle of which only the sums along its sides are known,
   all of them zero or five at least: any cell of it can still be as large as the smaller of its two sums.
   Zeros count as small there: a zero would tell that one group lies inside another.
4. Steps that have an order (scales, numbers, months) are not hidden but joined with their neighbours (``bands_of``).
   Bands of a finer cut are made of whole bands of the coarser one.
5. A mean is shown when at least five people may have answered otherwise than by its end (``is_mean_safe``) and when,
   beside the bands, it does not tell the steps of a band apart (``leaves_doubt``); in a table all the means or none.
6. A question that is asked only after some answers to another one tells how many gave them, so it is shown only where
   those answers are themselves shown (``is_asked_openly``).
7. Two sets of people of whom one lies in the other are shown together only if the difference is none or five
   (``may_stand_beside``). So that no set ever differs by one from itself of yesterday, nothing is shown before the
   campaign is over; that is decided by ``results.is_over``.

No answer and "I don't know yet" are not protected: they tell nothing of what a person thinks. What somebody knows from
elsewhere, and the file with single filled questionnaires, which only few may take out, are beyond this rule.
"""

LEAST = 5


def is_small(count):
    """A group that must not be told of."""
    return 0 < count < LEAST


def may_stand_beside(whole, part):
    """May figures of a part be shown beside those of the whole?"""
    return part >= LEAST and not is_small(whole - part)


def blocks_of(sizes, joined=()):
    """Groups as they may be shown: a list of tuples of their names, or [] when there is nothing to compare.

    ``sizes`` is ``{group: people}``; the groups of ``joined`` are never shown apart. Those that are put together come
    last.
    """
    there = {name: size for name, size in sizes.items() if size}
    together = [name for name in there if name in joined or there[name] < LEAST]
    alone = [name for name in there if name not in together]
    while together and alone and sum(there[name] for name in together) < LEAST:
        smallest = min(alone, key=there.get)
        alone.remove(smallest)
        together.append(smallest)
    blocks = [(name,) for name in alone] + ([tuple(together)] if together else [])
    return blocks if len(blocks) > 1 else []


def hidden_rows(columns, *, start=frozenset(), bases=None, zeros=False):
    """The rows that must not be shown, the same in every column.

    ``columns`` are ``{row: people}``, one for each block; columns without anybody are passed over. ``start`` are rows
    that are hidden already. ``bases`` are the people of each column where a person may choose several rows: then those
    who have not chosen one are a group as well. ``zeros`` allows a zero to be shown, as in the whole.
    """
    pairs = list(zip(columns, bases or [None] * len(columns), strict=True))
    pairs = [(column, base) for column, base in pairs if any(column.values())]
    rows = {row for column, _base in pairs for row in column}
    totals = {row: sum(column.get(row, 0) for column, _base in pairs) for row in rows}
    rows = {row for row in rows if totals[row]}
    hidden = {
        row for row in rows if row in start or any(tells(column.get(row, 0), base, zeros) for column, base in pairs)
    }
    while hidden and hidden != rows and not is_enough([column for column, _base in pairs], hidden):
        hidden.add(min(rows - hidden, key=lambda row: (totals[row], str(row))))
    return frozenset(hidden)


def tells(count, base, zeros):
    """Would this cell, or those who are not in it, be a group that is too small?"""
    groups = [count] if base is None else [count, base - count]
    return any(is_small(group) or (group <= 0 and not zeros) for group in groups)


def is_enough(columns, hidden):
    """Do the hidden rows hide each other?"""
    for column in columns:
        cells = [column.get(row, 0) for row in hidden]
        total = sum(cells)
        if len([cell for cell in cells if cell]) < 2 or total < LEAST:
            return False
        if max(cells) < LEAST and total in (len(cells), (LEAST - 1) * len(cells)):
            return False
    return True


def bands_of(columns, atoms):
    """``atoms`` (tuples of steps, in order) joined until each band has five people or more in every column that has
    anybody. What is left at the end goes into the last band. Zeros stay with their neighbours."""
    columns = [column for column in columns if any(column.values())]
    bands, open_band = [], ()
    for atom in atoms:
        open_band += tuple(atom)
        if all(sum(column.get(step, 0) for step in open_band) >= LEAST for column in columns):
            bands.append(open_band)
            open_band = ()
    if open_band and bands:
        bands[-1] += open_band
    elif open_band:
        bands.append(open_band)
    return bands


def bands_beside_mean(columns, atoms):
    """Like ``bands_of``, where the mean is shown as well.

    A joined band takes in neighbours until the mean does not tell its steps apart. Where even one band of everything
    would be told apart, the bands stay and the mean is not shown.
    """
    bands = first = bands_of(columns, atoms)
    columns = [column for column in columns if any(column.values())]
    while len(bands) > 1 and not all(leaves_doubt(column, bands) for column in columns):
        place = next(number for number, band in enumerate(bands) if len(band) > 1)
        start = place - 1 if place == len(bands) - 1 else place
        bands = [*bands[:start], bands[start] + bands[start + 1], *bands[start + 2 :]]
    return bands if all(leaves_doubt(column, bands) for column in columns) else first


def leaves_doubt(counts, bands):
    """Does the mean, beside the bands, leave open how many stand on each step of a joined band?"""
    joined = [band for band in bands if len(band) > 1]
    if not joined:
        return True
    above = sum((step - band[0]) * counts.get(step, 0) for band in joined for step in band)
    below = sum((band[-1] - step) * counts.get(step, 0) for band in joined for step in band)
    return sum(len(band) - 1 for band in joined) > 1 and not (0 < above < LEAST or 0 < below < LEAST)


def is_mean_safe(counts, ends=None):
    """Is the mean of ``{value: people}`` one from which nobody's answer can be told?

    A mean that lies at the very end of the scale but for a step or two would tell how many are not at the end.
    """
    people = sum(counts.values())
    if people < LEAST:
        return False
    if ends is None:
        return True
    total = sum(value * count for value, count in counts.items())
    first, last = ends
    return not is_small(total - first * people) and not is_small(last * people - total)


def is_asked_openly(marks, hidden, *, is_several, bands=()):
    """May a question be shown that is asked after one of the ``marks`` of another one, some of whose rows are hidden?

    Where several may be chosen, those who chose one of two are not the sum of both, so only one mark will do. Of a
    scale the marks must be whole bands.
    """
    marks = set(marks)
    if any(set(band) & marks and not set(band) <= marks for band in bands):
        return False
    return not marks & set(hidden) and not (is_several and len(marks) > 1)
