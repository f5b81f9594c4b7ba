"""Flags and runs are never rewritten, and a step is never told twice, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from credentials.models import ExpiryFlag, FlagRun
from tests.credentials.flags.conftest import LAST_DAY, licence

pytestmark = pytest.mark.django_db


@pytest.fixture
def flag(hold, run):
    hold(licences=[licence()])
    run(LAST_DAY)
    return ExpiryFlag.objects.get()


@pytest.mark.parametrize("model", [ExpiryFlag, FlagRun])
def test_neither_is_deleted_or_rewritten(flag, model):
    for change in (lambda rows: rows.delete(), lambda rows: rows.update(id=9_999)):
        with pytest.raises(IntegrityError, match="never"), transaction.atomic():
            change(model.objects.all())
    assert model.objects.count() == 1


def test_a_step_of_one_thing_is_told_once(flag):
    flag.pk = None
    with pytest.raises(IntegrityError, match="flag_once_for_each_step"), transaction.atomic():
        flag.save(force_insert=True)


def test_a_kind_that_does_not_expire_is_refused(flag):
    flag.pk, flag.kind = None, "exam"
    with pytest.raises(IntegrityError, match="flag_kind_is_known"), transaction.atomic():
        flag.save(force_insert=True)
