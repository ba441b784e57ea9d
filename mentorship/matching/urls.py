from django.urls import path

from .views import exclusions, index, mentee, mentor, rules, workbench

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
]
