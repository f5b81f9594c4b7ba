"""What is kept ready so that a question about the present is answered by looking one row up."""

from django.db import models

from credentials.models.practitioners import Practitioner


class Dossier(models.Model):
    """All evidence about a surviving record as it stands now, as JSON text (see `queries.evidence_sql`).

    Derived from the facts and never a truth of its own: triggers of migration 0006 delete it in the transaction that
    touches anything under it, and a missing one costs time, never an answer. Personal data: `content` holds names and
    licence numbers; it goes with them at once.
    """

    # Without a constraint: rows are made by one statement, out of the very records that they belong to.
    practitioner = models.OneToOneField(
        Practitioner, models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    content = models.TextField()

    def __str__(self) -> str:
        return f"dossier of practitioner {self.practitioner_id}"  # never the content: this text lands in logs
