"""The addresses of `make run`: every one of the product, and its mailbox."""

from django.urls import path

from config.mailbox.views import mail_html, mail_page, mailbox
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("mailbox/", mailbox, name="mailbox"),
    path("mailbox/<uuid:mail_id>/", mail_page, name="mail"),
    path("mailbox/<uuid:mail_id>/html", mail_html, name="mail-html"),
    *product,
]
