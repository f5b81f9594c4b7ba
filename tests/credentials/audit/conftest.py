import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from credentials.models import Practitioner
from credentials.operations.audit import close_days
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import asker, fresh_memory, make_client, question_about  # noqa: F401 (fixtures)
from tests.credentials.api.world import CARL, DORA, record_people, release_law
from tests.credentials.audit.world import pass_day, record_everything


@pytest.fixture
def law(db):
    forget_compiled()
    release_law()
    yield
    forget_compiled()


@pytest.fixture
def ask(law, asker):  # noqa: F811 (a fixture by its name)
    """Have a question recorded; gives its answer."""

    def post(**told):
        response = asker.post("/api/v1/verifications", question_about(**told), content_type="application/json")
        assert response.status_code == 201, response.content
        return response.json()

    return post


@pytest.fixture
def readers(db):
    return User.objects.create_user("one@example.org"), User.objects.create_user("two@example.org")


@pytest.fixture
def merge(readers):
    """Merge Dora's record into Carl's, or undo it."""
    first, second = readers

    def run():
        survivor, absorbed = (Practitioner.objects.get(registry_number=one) for one in (CARL, DORA))
        proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason="one person", by=first)
        return confirm_merge(proposal=proposal, by=second)

    def undo(proposal):
        return close_merge(proposal=proposal, reason="two persons after all", by=second)

    run.undo = undo
    return run


@pytest.fixture
def closed(ask, merge):
    """Everything that the chain covers, in a day that is closed."""
    record_people()
    record_everything()
    merge.undo(merge())
    merge()
    for _ in range(3):
        ask()
    pass_day()
    return close_days()


@pytest.fixture
def audit(db, capsys):
    """Run the audit; gives its exit code and its lines."""

    def run(*arguments):
        code = 0
        try:
            call_command("audit_chain", *arguments)
        except CommandError as error:
            code = error.returncode
        return code, capsys.readouterr().out.splitlines()

    return run
