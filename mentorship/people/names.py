"""One spelling of a name, for finding and for telling namesakes from the same person twice."""

import re
import unicodedata

LOOK_ALIKES = str.maketrans("aceopxykmthb", "асеорхукмтнв")
"""Latin letters that a keyboard left on the wrong layout puts into Russian names; they look the same."""


def name_key(*parts):
    """«иванов петр сергеевич» of «Иванов  Пётр Сeргеевич»: small letters, ё as е, no Latin look-alikes, one space.

    A name that is written in Latin throughout stays as it is.
    """
    text = unicodedata.normalize("NFKC", " ".join(part for part in parts if part)).lower().replace("ё", "е")
    words = re.sub(r"[^\w\s-]|_", " ", text).split()
    return " ".join(mended(word) for word in words)


def mended(word):
    is_mixed = re.search(r"[а-я]", word) and re.search(r"[a-z]", word)
    return word.translate(LOOK_ALIKES) if is_mixed else word


def same_person_key(*parts):
    """The same whichever way round the parts stand: «Пётр Иванов» is «Иванов Пётр»."""
    return " ".join(sorted(name_key(*parts).split()))
