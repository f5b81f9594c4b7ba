"""`GET /.well-known/jwks.json`: the public keys with which anyone checks a receipt."""

import orjson
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, negotiate
from credentials.signing.published import published_keys

# Short, so that a new key is known everywhere soon after it first signs.
CACHE_CONTROL = "public, max-age=300"


class KeysView(ApiView):
    """The keys of this deployment, old ones too."""

    scope = None
    public_because = "whoever holds a receipt checks it without asking us for leave"
    produces = ("application/jwk-set+json", "application/json")

    @extend_schema(exclude=True)
    def get(self, request: HttpRequest) -> HttpResponse:
        """A JWK set (RFC 7517): the key that signs first. What an old key signed can be checked for ever."""
        read_parameters(request, ())
        # Receipts are checked in browsers as well as anywhere.
        headers = {"Cache-Control": CACHE_CONTROL, "Access-Control-Allow-Origin": "*"}
        body = orjson.dumps({"keys": published_keys()})
        return HttpResponse(body, content_type=negotiate(request, self.produces), headers=headers)
