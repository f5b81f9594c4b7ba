from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from accounts.api.callers import Caller, caller_of
from accounts.models import User


class CallerAuthentication(BaseAuthentication):
    """The callers of `caller_of` for views of Django REST framework: `request.auth` is the Caller."""

    def authenticate(self, request: Request) -> tuple[User | AnonymousUser, Caller]:
        """Problem 401 or 403 where the key or session gives no caller."""
        plain: HttpRequest = request._request
        return plain.user, caller_of(plain)

    def authenticate_header(self, request: Request) -> str:
        """The challenge of a 401."""
        return "Bearer"
