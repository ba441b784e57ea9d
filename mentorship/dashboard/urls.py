from django.urls import path

from .views import archive, dashboard, home, region, region_forms, region_requests

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/print/", dashboard.dashboard_print, name="dashboard_print"),
    path("dashboard.xlsx", dashboard.dashboard_xlsx, name="dashboard_xlsx"),
    path("archive/", archive.archive, name="archive"),
    path("archive/close/", archive.programme_close, name="programme_close"),
    path("archive/reopen/", archive.programme_reopen, name="programme_reopen"),
    path("archive/next/", archive.programme_next, name="programme_next"),
    path("archive/leave/", archive.archive_leave, name="archive_leave"),
    path("archive/<int:programme_pk>/look/", archive.archive_look, name="archive_look"),
    path("region/", region.region, name="region"),
    path("region/schools/<uuid:school_id>/", region.region_school, name="region_school"),
    path("region/requests/", region_requests.region_requests, name="region_requests"),
    path("region/requests/new/", region_requests.region_request_new, name="region_request_new"),
    path("region/requests/<uuid:request_id>/", region_requests.region_request_answers, name="region_request_answers"),
    path(
        "region/requests/<uuid:request_id>/figures.xlsx",
        region_requests.region_request_file,
        name="region_request_file",
    ),
    path(
        "region/requests/<uuid:request_id>/remind/", region_requests.region_request_remind, name="region_request_remind"
    ),
    path(
        "region/requests/<uuid:request_id>/remind/<uuid:school_id>/",
        region_requests.region_request_remind,
        name="region_request_remind_school",
    ),
    path("region/requests/<uuid:request_id>/close/", region_requests.region_request_close, name="region_request_close"),
    path("region/forms/", region_forms.region_forms, name="region_forms"),
    path("region/forms/new/", region_forms.region_form_new, name="region_form_new"),
    path("region/forms/<int:mapping_pk>/", region_forms.region_form, name="region_form"),
]
