from django.urls import path

from .views import archive, dashboard, home, region

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
    path("region/requests/", region.region_requests, name="region_requests"),
    path("region/requests/new/", region.region_request_new, name="region_request_new"),
    path("region/requests/<uuid:request_id>/", region.region_request_answers, name="region_request_answers"),
    path("region/requests/<uuid:request_id>/figures.xlsx", region.region_request_file, name="region_request_file"),
    path("region/requests/<uuid:request_id>/close/", region.region_request_close, name="region_request_close"),
    path("region/forms/", region.region_forms, name="region_forms"),
    path("region/forms/new/", region.region_form_new, name="region_form_new"),
    path("region/forms/<int:mapping_pk>/", region.region_form, name="region_form"),
]
