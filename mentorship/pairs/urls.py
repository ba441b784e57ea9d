from django.urls import path

from .views import card, hand, letters, lists, orders

urlpatterns = [
    path("pairs/", lists.pairs, name="pairs"),
    path("pairs/new/", hand.pairing_new, name="pairing_new"),
    path("pairs/letters/", letters.pair_letters, name="pair_letters"),
    path("pairs/letters/<slug:slug>/", letters.pair_letter, name="pair_letter"),
    path("pairs/orders/", orders.pair_orders, name="pair_orders"),
    path("pairs/orders/new/", orders.pair_order_new, name="pair_order_new"),
    path("pairs/orders/<uuid:order_id>/", orders.pair_order, name="pair_order"),
    path("pairs/orders/<uuid:order_id>/edit/", orders.pair_order_edit, name="pair_order_edit"),
    path("pairs/orders/<uuid:order_id>/sign/", orders.pair_order_sign, name="pair_order_sign"),
    path("pairs/orders/<uuid:order_id>/sheet.pdf", orders.pair_order_sheet, name="pair_order_sheet"),
    path("pairs/orders/<uuid:order_id>/order.<str:extension>", orders.pair_order_file, name="pair_order_file"),
    path("pairs/<uuid:pairing_id>/", card.pairing, name="pairing"),
    path("pairs/<uuid:pairing_id>/edit/", card.pairing_edit, name="pairing_edit"),
    path("pairs/<uuid:pairing_id>/end/", hand.pairing_end, name="pairing_end"),
    path("pairs/<uuid:pairing_id>/mentor/", hand.pairing_mentor, name="pairing_mentor"),
    path("pairs/<uuid:pairing_id>/mentees/new/", hand.pairing_join, name="pairing_join"),
    path("pairs/<uuid:pairing_id>/mentees/<uuid:mentee_id>/leave/", hand.pairing_leave, name="pairing_leave"),
]
