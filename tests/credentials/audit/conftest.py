import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import asker, fresh_memory, make_client, question_about  # noqa: F401 (fixtures)
from tests.credentials.api.world import release_law
from tests.credentials.audit.world import close_a_day_with_everything


@pytest.fixture(scope="module")
def module_days(django_db_setup, django_db_blocker):
    """Everything that the chain covers, in a day that is closed: once for a file, each test in a transaction within."""
    forget_compiled()
    forget_keys()
    with django_db_blocker.unblock():
        undone = transaction.atomic()
        undone._from_testcase = True  # as Django's own TestCase has it: operations may ask to be outermost
        undone.__enter__()
        try:
            yield close_a_day_with_everything()
        finally:
            transaction.set_rollback(True)
            undone.__exit__(None, None, None)
            connection.close()
    forget_compiled()


@pytest.fixture
def closed(module_days, db):
    """The days that are closed: one."""
    return list(module_days)


@pytest.fixture
def law(db):
    forget_compiled()
    release_law()
    yield
    forget_compiled()


@pytest.fixture
def ask(asker):  # noqa: F811 (a fixture by its name)
    """Have a question recorded; gives its answer."""

    def post(**told):
        response = asker.post("/api/v1/verifications", question_about(**told), content_type="application/json")
        assert response.status_code == 201, response.content
        return response.json()

    return post


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
