"""The demo where it does not belong: it says so in one sentence and leaves nothing behind."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import read_pack

pytestmark = pytest.mark.django_db
OTHER_LAW = """\
jurisdiction: "XA"
name: Xanadu
time_zone: Etc/UTC
provisions:
  - id: xa-pt
    profession: PT
    in_force: {from: 2001-01-01, until: null}
    position: permitted
    authority: statute
    evidence: primary
    complete: true
    checked_on: 2005-06-01
    citation: {text: "Act of Xanadu § 1"}
    says: A physical therapist may needle.
"""


@pytest.fixture
def other_law(tmp_path):
    forget_compiled()
    folder = tmp_path / "law" / "xa"
    folder.mkdir(parents=True)
    (folder / "xa.yaml").write_text(OTHER_LAW)
    release_pack(content=read_pack(folder.parent))
    yield
    forget_compiled()


def refuse(note, match):
    with pytest.raises(CommandError, match=match):
        call_command("load_demo", note=note)
    assert not note.exists()
    assert not Organisation.objects.exists()
    assert not User.objects.exists()


def test_without_law(tmp_path):
    refuse(tmp_path / "demo.json", "load_law")


def test_under_another_law(other_law, tmp_path):
    refuse(tmp_path / "demo.json", "goes with the law that ships")
