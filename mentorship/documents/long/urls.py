"""Addresses of long papers."""

from django.urls import path

from ..views import asking, inspection, long

urlpatterns = [
    path("papers/long/", long.long_papers, name="long_papers"),
    path("papers/long/sheets/", asking.sheets_new, name="sheets_new"),
    path("papers/long/annual/", asking.report_new, {"code": "annual"}, name="annual_report_new"),
    path("papers/long/note/", asking.report_new, {"code": "note"}, name="analytical_note_new"),
    path("papers/long/monthly/", asking.report_new, {"code": "monthly"}, name="month_report_new"),
    path("papers/long/<uuid:job_id>/", long.long_paper, name="long_paper"),
    path("papers/long/<uuid:job_id>/file/", long.long_paper_file, name="long_paper_file"),
    path("papers/long/<uuid:job_id>/stop/", long.long_paper_stop, name="long_paper_stop"),
    path("papers/long/<uuid:job_id>/again/", long.long_paper_again, name="long_paper_again"),
    path("papers/inspection/", inspection.inspection, name="inspection"),
    path("papers/inspection/folder/", inspection.inspection_folder, name="inspection_folder"),
]
