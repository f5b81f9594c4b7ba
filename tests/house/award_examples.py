"""An award for the examples: of a level that was attended, and that may be renewed already."""

import datetime as dt

from django.utils import timezone

from accounts.operations.personal import find_or_make_organisation
from tests.courses.awards.world import RENEWAL, attend, enrol, level, make_programme, put_person, settle

HOLDER = "FN-H01D-ER01"


def make_award():
    """Its id, as the examples' organisation awarded it a while ago."""
    today = timezone.now().date()

    def before(days):
        return today - dt.timedelta(days=days)

    person = put_person(
        HOLDER,
        licences=[{"jurisdiction": "US-UT", "profession": "PT", "number": "H-1", "issued_on": "2015-03-02"}],
        continuing_education=[{"hours": 10, "completed_on": before(20).isoformat(), "subject": "dry_needling"}],
    )
    approvals = [{"jurisdiction": "US-UT", "from": "2020-01-01", "until": None, "reference": "A-1"}]
    content = level(examinations=[], approvals=approvals, renewal={**RENEWAL, "opens_days_before": 3650})
    version = make_programme(content, code="AWARDS", provider=find_or_make_organisation(name="Aspen Clinic"))
    enrolment = enrol(version, person, on=before(200))
    attend(enrolment, on=before(150))
    (award,) = settle(enrolment, on=today).awarded
    return award.pk
