from django.urls import path

from .views import bulk, classes, consent_blanks, consent_withdrawal, consents, export, lists, saved

urlpatterns = [
    # Lists
    path("people/", lists.people, name="people"),
    path("mentees/", lists.mentees, name="mentees"),
    path("mentors/", lists.mentors, name="mentors"),
    path("people/classes/", classes.people_classes, name="people_classes"),
    path("people/columns/", saved.people_columns, name="people_columns"),
    path("people/views/save/", saved.people_view_save, name="people_view_save"),
    path("people/views/<uuid:public_id>/delete/", saved.people_view_delete, name="people_view_delete"),
    path("people/bulk/", bulk.people_bulk, name="people_bulk"),
    path("people/bulk/report/", bulk.people_bulk_report, name="people_bulk_report"),
    path("people/bulk/undo/", bulk.people_bulk_undo, name="people_bulk_undo"),
    # Registers as files
    path("people/export/", export.people_export, name="people_export"),
    # Consents
    path("consents/", consents.consents, name="consents"),
    path("consents/new/", consents.consent_new, name="consent_new"),
    path("consents/classes/", consents.consent_classes, name="consent_classes"),
    path("consents/classes/<int:class_pk>/", consents.consents_class, name="consents_class"),
    path("consents/people/<uuid:public_id>/", consents.consents_person, name="consents_person"),
    path("consents/blanks/", consent_blanks.consent_blanks, name="consent_blanks"),
    path("consents/blanks.<str:extension>", consent_blanks.consent_blank, name="consent_blank"),
    path("consents/texts/", consent_blanks.consent_texts, name="consent_texts"),
    path("consents/texts/<slug:slug>/", consent_blanks.consent_text, name="consent_text"),
    path("consents/<uuid:public_id>/", consents.consent, name="consent"),
    path("consents/<uuid:public_id>/remove/", consents.consent_remove, name="consent_remove"),
    path("consents/<uuid:public_id>/scan/", consents.consent_scan, name="consent_scan"),
    path("consents/<uuid:public_id>/withdraw/", consent_withdrawal.consent_withdraw, name="consent_withdraw"),
    path("consents/<uuid:public_id>/withdrawn/", consent_withdrawal.consent_withdrawn, name="consent_withdrawn"),
    path("consents/<uuid:public_id>/undo/", consent_withdrawal.consent_withdraw_undo, name="consent_withdraw_undo"),
    path("consents/<uuid:public_id>/act.<str:extension>", consent_withdrawal.consent_act, name="consent_act"),
]
