"""What monitoring keeps: targets and denominators, judgements, SWOT, measured quantities, figures of days."""

from .figures import Denominator, IndicatorTarget, MonitoringSettings, Snapshot
from .impact import Measurement, Quantity
from .quality import CoordinatorForm, SwotEntry
from .region import ColumnMapping, FiguresAnswer, FiguresRequest, SchoolFigures
from .steps import StepCampaign, StepMeeting

__all__ = [
    "ColumnMapping",
    "CoordinatorForm",
    "Denominator",
    "FiguresAnswer",
    "FiguresRequest",
    "IndicatorTarget",
    "Measurement",
    "MonitoringSettings",
    "Quantity",
    "SchoolFigures",
    "Snapshot",
    "StepCampaign",
    "StepMeeting",
    "SwotEntry",
]
