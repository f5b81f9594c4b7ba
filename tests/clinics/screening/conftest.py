import pytest

from tests.clinics.screening.world import ASKED, PATH
from tests.clinics.world import ADA, CONSENT


@pytest.fixture(autouse=True)
def _everybody(people):
    """Ada and the others, and the law."""


@pytest.fixture
def ask(caller):
    """Asks of Ada and an adult who said no to everything, but for what is given."""

    def send(headers=None, present=(), **given):
        names = {one["precaution"] if isinstance(one, dict) else one for one in present}
        body = {
            "practitioner": {"registry_number": ADA},
            "jurisdiction": "XA",
            "patient": {"age": 41},
            "body_region": "thigh",
            "attested": [CONSENT],
            "screening": {"present": list(present), "absent": [one for one in ASKED if one not in names]},
        } | given
        body = {name: value for name, value in body.items() if value is not ...}
        return caller.post(PATH, body, content_type="application/json", headers=headers or {})

    return send
