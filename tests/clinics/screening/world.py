"""What tests of the point of care share."""

from rulebook.loading import read_precautions

PATH = "/api/v1/point-of-care"
ASKED = [name for name, item in read_precautions().items.items() if item.is_asked]


def faults(response):
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}
