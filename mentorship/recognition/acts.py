"""The first documents of the ground: federal acts that every school rests on; the school edits and adds."""

from datetime import date

from .models import NormativeAct

Layer = NormativeAct.Layer
FEDERAL = (
    (
        "Распоряжение Минпросвещения России «Об утверждении методологии (целевой модели) наставничества обучающихся»",
        date(2019, 12, 25),
        "Р-145",
    ),
    ("Письмо Минпросвещения России о внедрении целевой модели наставничества", date(2020, 1, 23), "МР-42/02"),
    (
        "Распоряжение Правительства РФ о национальной системе профессионального роста педагогов",
        date(2019, 12, 31),
        "3273-р",
    ),
    (
        "Письмо Минпросвещения России и Профсоюза о системе наставничества педагогических работников",
        date(2021, 12, 21),
        "АЗ-1128/08/657",
    ),
    ("Приказ Минпросвещения России о порядке аттестации педагогических работников", date(2023, 3, 24), "196"),
    ("Трудовой кодекс РФ, статья 351.8 (наставничество в сфере труда)", date(2024, 11, 9), "381-ФЗ"),
    ("Концепция развития наставничества в РФ на период до 2030 года", date(2025, 5, 21), "1264-р"),
)


def give_first(school):
    """The federal list, to a school that has no act at all yet; a school that emptied its list keeps it empty."""
    if NormativeAct.objects.filter(school=school).exists():
        return
    NormativeAct.objects.bulk_create(
        NormativeAct(school=school, layer=Layer.FEDERAL, title=title, day=day, number=number, position=place)
        for place, (title, day, number) in enumerate(FEDERAL, 1)
    )
