"""Words of a diagnosis or of a social category in a free text. The product warns and asks; it never forbids.

The programme needs a request («помочь с математикой»), not a reason («ЗПР»): data on health are a special category
(152-FZ, article 10), and a label outlives the trouble. People may mean something innocent, so they may confirm.
"""

import re

from .names import name_key

DIAGNOSIS = (
    r"диагноз\w*",
    r"овз",
    r"инвалид\w*",
    r"зпр",
    r"зпрр",
    r"тнр",
    r"онр",
    r"ффн",
    r"нода",
    r"рас",
    r"дцп",
    r"сдвг",
    r"аутиз\w+",
    r"аутист\w*",
    r"аутичн\w+",
    r"эпилеп\w+",
    r"шизофрен\w+",
    r"депресси(?:я|и|ю|ей|й)",
    r"депрессивн\w+ расстройств\w+",
    r"психическ\w+ (?:расстройств|заболеван)\w*",
    r"психиатр\w*",
    r"(?:сахарн\w+ )?диабет\w*",
    r"астм(?:а|ы|е|у|ой)|астматик\w*",
    r"онколог\w+",
    r"вич",
    r"умственн\w+ отстал\w+",
    r"задержк\w+ (?:психическ\w+|речев\w+|развити\w+)(?: \w+){0,2}",
    r"дислекси\w+",
    r"дисграфи\w+",
    r"энурез\w*",
    r"булими\w+",
    r"анорекси\w+",
    r"гиперактивн\w+",
    r"логопед\w*",
    r"дефектолог\w*",
    r"нейропсихолог\w*",
    r"синдром\w* (?:дауна|аспергера|дефицита)",
    r"пмпк",
    r"беременн\w+",
)
CATEGORY = (
    r"неблагополучн\w+",
    r"малоимущ\w+",
    r"малообеспеченн\w+",
    r"многодетн\w+",
    r"неполн\w+ сем(?:ья|ьи|ье|ью|ьей)",
    r"сирот\w{0,4}",
    r"опекаем\w+",
    r"беженец|беженц\w+",
    r"мигрант\w*",
    r"девиантн\w+",
    r"трудн\w+ подрост\w+",
    r"трудн\w+ реб(?:енок|енка|енку|енком)",
    r"(?:на|о) учет[еау] (?:в |у )?(?:полиции|пдн|кдн|внутришкольн\w+|нарколог\w*|психиатр\w*)",
    r"(?:на|о) внутришкольн\w+ учет\w*",
    r"учет\w* в (?:полиции|пдн|кдн)",
    r"(?:стоит|состоит|поставлен\w?|был\w?) на учете",
    r"пдн|кдн|кднизп",
    r"группа риска|группы риска|группе риска|группу риска",
    r"(?:судим\w+|правонаруш\w+)",
    r"алкогол(?:ик|изм)\w*",
    r"наркоман\w*",
    r"соп",
)


def compiled(patterns):
    return re.compile(r"(?<!\w)(?:" + "|".join(patterns) + r")(?!\w)")


DIAGNOSES, CATEGORIES = compiled(DIAGNOSIS), compiled(CATEGORY)


def labels_in(text):
    """What in the text looks like a diagnosis or a social category, as it is written there, each once.

    ё is е, so is the case; a word is whole: «рассказ» is no «РАС», «насоп» is no «СОП». «РАС» and «СОП» count in
    capitals only, because «раз» and «рас» are one slip apart.
    """
    plain = text.lower().replace("ё", "е")
    found = []
    for pattern in (DIAGNOSES, CATEGORIES):
        for match in pattern.finditer(plain):
            word = text[match.start() : match.end()]
            if match[0] in ("рас", "соп", "вич", "нода", "онр") and not word.isupper():
                continue
            found.append(word)
    return list({name_key(word): word for word in found}.values())


def labels_of(values):
    """``[(label of the field, words)]`` of the texts that have such words."""
    return [(label, words) for label, text in values if text and (words := labels_in(text))]
