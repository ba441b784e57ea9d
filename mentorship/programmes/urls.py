"""Settings of the school, roles and invitations, the log."""

from django.urls import path

from .views import calendar, groups, invitations, log, roles, settings, switch

urlpatterns = [
    path("invite/<str:token>/", invitations.accept, name="invitation_accept"),
    path("school/switch/", switch.switch_school, name="school_switch"),
    path("settings/", settings.index, name="settings"),
    path("settings/school/", settings.school, name="settings_school"),
    path("settings/programme/", settings.programmes, name="settings_programme"),
    path("settings/programme/new/", settings.programme_new, name="settings_programme_new"),
    path("settings/programme/<int:programme_pk>/", settings.programme_edit, name="settings_programme_edit"),
    path("settings/programme/<int:programme_pk>/choose/", settings.programme_choose, name="settings_programme_choose"),
    path("settings/forms/", settings.mentoring_forms, name="settings_forms"),
    path("settings/forms/<int:mentoring_form_pk>/", settings.mentoring_form_edit, name="settings_form_edit"),
    path("settings/forms/<int:mentoring_form_pk>/delete/", settings.mentoring_form_delete, name="settings_form_delete"),
    path("settings/calendar/", calendar.calendar, name="settings_calendar"),
    path("settings/calendar/holidays/<int:year>/", calendar.add_holidays, name="settings_holidays"),
    path("settings/calendar/<int:day_off_pk>/remove/", calendar.remove_day, name="settings_day_remove"),
    path("settings/reminders/", settings.reminders, name="settings_reminders"),
    path("settings/roles/", roles.people, name="settings_roles"),
    path("settings/roles/invite/", invitations.new, name="invitation_new"),
    path("settings/roles/invite/<uuid:invitation_id>/resend/", invitations.resend, name="invitation_resend"),
    path("settings/roles/invite/<uuid:invitation_id>/revoke/", invitations.revoke, name="invitation_revoke"),
    path("settings/roles/<int:membership_pk>/", roles.edit, name="role_edit"),
    path("settings/roles/<int:membership_pk>/give/", roles.give, name="role_give"),
    path("settings/roles/<int:membership_pk>/end/", roles.end, name="role_end"),
    path("log/", log.log, name="log"),
    path("groups/", groups.group_list, name="group_list"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:group_pk>/", groups.group, name="group"),
    path("groups/<int:group_pk>/add/", groups.group_add, name="group_add"),
    path("groups/<int:group_pk>/remove/", groups.group_remove, name="group_remove"),
]
