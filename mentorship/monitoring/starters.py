"""First targets of a school: the federal table, which ends in 2024. Later years come from the region and are typed."""

from mentorship.programmes.models import AuditEvent

from .models import IndicatorTarget

SOURCE = "Целевая модель наставничества, распоряжение Минпросвещения России от 25.12.2019 № Р-145"
YEARS = (2020, 2021, 2022, 2023, 2024)
FEDERAL = {
    "I1": (10, 20, 35, 50, 70),
    "I2": (2, 4, 6, 8, 10),
    "I3": (10, 20, 35, 50, 70),
    "I4": (2, 4, 10, 20, 30),
    "I5": (50, 55, 60, 70, 85),
    "I6": (50, 55, 60, 70, 85),
}


def give_targets(school):
    """Once: a school that has removed a row does not get it back."""
    if IndicatorTarget.objects.exists() or AuditEvent.objects.filter(action="target.deleted").exists():
        return
    IndicatorTarget.objects.bulk_create(
        IndicatorTarget(school=school, indicator=code, year=year, percent=percent, source=SOURCE)
        for code, shares in FEDERAL.items()
        for year, percent in zip(YEARS, shares, strict=True)
    )
