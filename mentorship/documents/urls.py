from django.urls import path

from .long.urls import urlpatterns as long_papers
from .views import journal, papers, templates

urlpatterns = [
    path("papers/", papers.papers, name="papers"),
    path("papers/new/", papers.paper_kinds, name="paper_kinds"),
    path("papers/new/<slug:code>/", papers.paper_new, name="paper_new"),
    path("papers/texts/", templates.paper_templates, name="paper_templates"),
    path("papers/texts/<slug:code>/", templates.paper_template, name="paper_template"),
    path("papers/texts/<slug:code>/<int:number>/", templates.paper_template_choose, name="paper_template_choose"),
    path("papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("papers/<uuid:paper_id>/paper.<str:extension>", papers.paper_file, name="paper_file"),
    path("papers/<uuid:paper_id>/edit/", papers.paper_edit, name="paper_edit"),
    path("papers/<uuid:paper_id>/sign/", papers.paper_sign, name="paper_sign"),
    path("papers/<uuid:paper_id>/delete/", papers.paper_delete, name="paper_delete"),
    path("papers/<uuid:paper_id>/restore/", papers.paper_restore, name="paper_restore"),
    path("orders/", journal.order_journal, name="order_journal"),
    path("orders/journal.<str:extension>", journal.order_journal_file, name="order_journal_file"),
    path("orders/new/", journal.order_entry_new, name="order_entry_new"),
    path("orders/bring/", journal.order_entries_bring, name="order_entries_bring"),
    path("orders/<uuid:entry_id>/cancel/", journal.order_entry_cancel, name="order_entry_cancel"),
    *long_papers,
]
