from django.urls import path

from .views import (
    approving,
    choices,
    comparing,
    exclusions,
    guests,
    index,
    invitation,
    meeting_papers,
    meetings,
    mentee,
    mentor,
    report,
    rules,
    runs,
    unpaired,
    workbench,
)

urlpatterns = [
    path("matching/", index.matching, name="matching"),
    # Rules
    path("matching/rules/", rules.matching_rules, name="matching_rules"),
    path("matching/rules/undo/", rules.matching_rules_undo, name="matching_rules_undo"),
    path("matching/rules/<int:mentoring_form_pk>/", rules.matching_rules_edit, name="matching_rules_edit"),
    path("matching/rules/<int:mentoring_form_pk>/reset/", rules.matching_rules_reset, name="matching_rules_reset"),
    # Kept apart
    path("matching/exclusions/", exclusions.matching_exclusions, name="matching_exclusions"),
    path("matching/exclusions/new/", exclusions.matching_exclusion_new, name="matching_exclusion_new"),
    path("matching/exclusions/undo/", exclusions.matching_exclusion_undo, name="matching_exclusion_undo"),
    path(
        "matching/exclusions/<int:exclusion_pk>/delete/",
        exclusions.matching_exclusion_delete,
        name="matching_exclusion_delete",
    ),
    # Group meetings
    path("matching/meetings/", meetings.matching_meetings, name="matching_meetings"),
    path("matching/meetings/new/", meetings.matching_meeting_new, name="matching_meeting_new"),
    path("matching/meetings/<uuid:meeting_id>/", meetings.matching_meeting, name="matching_meeting"),
    path("matching/meetings/<uuid:meeting_id>/edit/", meetings.matching_meeting_edit, name="matching_meeting_edit"),
    path(
        "matching/meetings/<uuid:meeting_id>/delete/", meetings.matching_meeting_delete, name="matching_meeting_delete"
    ),
    path(
        "matching/meetings/<uuid:meeting_id>/restore/",
        meetings.matching_meeting_restore,
        name="matching_meeting_restore",
    ),
    path("matching/meetings/<uuid:meeting_id>/guests/", guests.matching_guests, name="matching_guests"),
    path("matching/meetings/<uuid:meeting_id>/guests/undo/", guests.matching_guests_undo, name="matching_guests_undo"),
    path("matching/meetings/<uuid:meeting_id>/attendance/", guests.matching_attendance, name="matching_attendance"),
    path(
        "matching/meetings/<uuid:meeting_id>/attendance/undo/",
        guests.matching_attendance_undo,
        name="matching_attendance_undo",
    ),
    path(
        "matching/meetings/<uuid:meeting_id>/invite/", meetings.matching_meeting_invite, name="matching_meeting_invite"
    ),
    path(
        "matching/meetings/<uuid:meeting_id>/list.<str:extension>",
        meeting_papers.matching_meeting_list,
        name="matching_meeting_list",
    ),
    path(
        "matching/meetings/<uuid:meeting_id>/invitations.<str:extension>",
        meeting_papers.matching_meeting_invitations,
        name="matching_meeting_invitations",
    ),
    path(
        "matching/meetings/<uuid:meeting_id>/ask/",
        meetings.matching_meeting_choices_ask,
        name="matching_meeting_choices_ask",
    ),
    path("matching/meetings/<uuid:meeting_id>/invitation/", invitation.matching_invitation, name="matching_invitation"),
    path(
        "matching/meetings/<uuid:meeting_id>/meeting.ics",
        invitation.matching_invitation_file,
        name="matching_invitation_file",
    ),
    path("matching/meetings/<uuid:meeting_id>/choices/", choices.matching_choices, name="matching_choices"),
    path(
        "matching/meetings/<uuid:meeting_id>/choices.<str:extension>",
        choices.matching_choices_file,
        name="matching_choices_file",
    ),
    # Whole drafts
    path("matching/drafts/new/", runs.matching_new, name="matching_new"),
    path("matching/bin/", runs.matching_bin, name="matching_bin"),
    path("matching/drafts/<uuid:run_id>/again/", runs.matching_again, name="matching_again"),
    path("matching/drafts/<uuid:run_id>/progress/", runs.matching_progress, name="matching_progress"),
    path("matching/drafts/<uuid:run_id>/cancel/", runs.matching_cancel, name="matching_cancel"),
    path("matching/drafts/<uuid:run_id>/start/", runs.matching_start_again, name="matching_start_again"),
    path("matching/drafts/<uuid:run_id>/bin/", runs.matching_bin_run, name="matching_bin_run"),
    path("matching/drafts/<uuid:run_id>/restore/", runs.matching_restore, name="matching_restore"),
    path(
        "matching/drafts/<uuid:run_id>/compare/<uuid:other_run_id>/",
        comparing.matching_compare,
        name="matching_compare",
    ),
    # Pairs of a draft
    path("matching/drafts/<uuid:run_id>/", workbench.matching_run, name="matching_run"),
    path("matching/drafts/<uuid:run_id>/lock/", workbench.matching_lock, name="matching_lock"),
    path("matching/drafts/<uuid:run_id>/lock/many/", workbench.matching_lock_many, name="matching_lock_many"),
    path("matching/drafts/<uuid:run_id>/lock/undo/", workbench.matching_lock_undo, name="matching_lock_undo"),
    path("matching/drafts/<uuid:run_id>/mentors/<uuid:mentor_id>/", mentor.matching_mentor, name="matching_mentor"),
    path("matching/drafts/<uuid:run_id>/mentees/<uuid:mentee_id>/", mentee.matching_mentee, name="matching_mentee"),
    path(
        "matching/drafts/<uuid:run_id>/mentees/<uuid:mentee_id>/replace/",
        mentee.matching_replace,
        name="matching_replace",
    ),
    path(
        "matching/drafts/<uuid:run_id>/mentees/<uuid:mentee_id>/forbid/", mentee.matching_forbid, name="matching_forbid"
    ),
    path("matching/drafts/<uuid:run_id>/mentees/<uuid:mentee_id>/apart/", mentee.matching_apart, name="matching_apart"),
    path("matching/drafts/<uuid:run_id>/undo/", mentee.matching_change_undo, name="matching_change_undo"),
    # Who has no pair; the report of a draft
    path("matching/drafts/<uuid:run_id>/unpaired/", unpaired.matching_unpaired, name="matching_unpaired"),
    path("matching/drafts/<uuid:run_id>/unpaired.pdf", unpaired.matching_unpaired_pdf, name="matching_unpaired_pdf"),
    path("matching/drafts/<uuid:run_id>/unpaired.xlsx", unpaired.matching_unpaired_xlsx, name="matching_unpaired_xlsx"),
    path("matching/drafts/<uuid:run_id>/report/", report.matching_report, name="matching_report"),
    path("matching/drafts/<uuid:run_id>/report.pdf", report.matching_report_pdf, name="matching_report_pdf"),
    path("matching/drafts/<uuid:run_id>/report.xlsx", report.matching_report_xlsx, name="matching_report_xlsx"),
    path("matching/drafts/<uuid:run_id>/approve/", approving.matching_approve, name="matching_approve"),
]
