"""`manage.py load_demo_courses` goes with the demo of the registry."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from courses.models import Programme


@pytest.mark.django_db
def test_without_the_demo_of_the_registry_nothing_is_written():
    with pytest.raises(CommandError, match="comes first"):
        call_command("load_demo_courses")
    assert not Programme.objects.exists()
