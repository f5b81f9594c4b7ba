"""Whether a request comes from this machine itself."""

import ipaddress

from django.http import HttpRequest

PASSED_ON = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_VIA")


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether nobody stands between: what a proxy passes on comes from loopback too, and says so in a header."""
    if any(name in request.META for name in PASSED_ON):
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
