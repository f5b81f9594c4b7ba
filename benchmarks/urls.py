"""The product's addresses, and beside them the reference views."""

from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from rest_framework import serializers
from rest_framework.generics import RetrieveAPIView

from credentials.models import Licence


class LicenceSerializer(serializers.ModelSerializer):
    """Five fields of one row."""

    class Meta:
        model = Licence
        fields = ("id", "jurisdiction", "profession", "issued_on", "expires_on")


class OneRowView(RetrieveAPIView):
    """The reference: one row through Django REST framework's ModelSerializer, without a key."""

    queryset = Licence.objects.all()
    serializer_class = LicenceSerializer
    authentication_classes = ()
    permission_classes = ()


def hello(request: HttpRequest) -> JsonResponse:
    """Django's own floor."""
    del request
    return JsonResponse({"hello": "world"})


urlpatterns = [
    path("hello", hello),
    path("one-row/<int:pk>", OneRowView.as_view()),
    path("", include("config.urls")),
]
