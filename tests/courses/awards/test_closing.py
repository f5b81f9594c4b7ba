"""A provider closes, and its certificates do not vanish."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from courses.models import Programme
from courses.operations.award_statuses import set_award_status
from credentials.models import Certification
from tests.courses.awards.world import AT, LEARNER, TODAY, complete, make_programme

pytestmark = pytest.mark.django_db


def close(name="needle school", on=TODAY):
    out = io.StringIO()
    call_command("close_provider", name, f"--on={on}", stdout=out)
    return out.getvalue()


def test_all_programmes_close_and_the_certificates_stay(version, learner, ask):
    _, award = complete(version, learner)
    make_programme(code="SECOND")
    assert "DN, SECOND" in close()
    assert set(Programme.objects.values_list("closed_on", flat=True)) == {TODAY}
    assert ask(LEARNER)["outcome"] == "permitted"
    assert Certification.objects.get(superseded_at=None).held_number.text == award.number
    told = {"status": "revoked", "starts_on": TODAY, "reason": "found later"}
    set_award_status(award=award, **told, on=TODAY, at=AT, by="user:2")  # a board's order still reaches it
    assert ask(LEARNER)["outcome"] == "refused"


def test_where_one_is_refused_none_closes(version, learner):
    complete(version, learner)
    make_programme(code="SECOND")
    with pytest.raises(CommandError, match="/DN/on"):
        close(on=dt.date(2026, 3, 1))  # before somebody enrolled
    assert Programme.objects.filter(closed_on=None).count() == 2


def test_nobody_is_closed_by_a_wrong_name(version):
    with pytest.raises(CommandError, match="No training provider"):
        close("Needle Skool")
