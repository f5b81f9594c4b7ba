"""Which rows somebody may see, as SQL conditions: `credentials.permissions` makes them, readers use them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

# All records of the persons behind those that `{found}` gives as rows of credentials_practitioner.
NUMBERS_OF = """
SELECT one.id FROM ({found}) AS found CROSS JOIN LATERAL (
    SELECT id FROM credentials_practitioner WHERE id = coalesce(found.merged_into_id, found.id)
    UNION ALL
    SELECT id FROM credentials_practitioner WHERE merged_into_id = coalesce(found.merged_into_id, found.id)
) AS one
"""


@dataclass(frozen=True, slots=True)
class FlagSight:
    """Conditions on `flag`, a row of credentials_expiryflag, of which any lets it be seen, with their parameters.

    None at all lets nothing be seen.
    """

    conditions: Sequence[str]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def apart(self) -> list[str]:
        """The same conditions, no two of which hold of one flag: each without what those before it let be seen."""
        apart = []
        for place, condition in enumerate(self.conditions):
            before = [f"({other}) IS NOT TRUE" for other in self.conditions[:place]]
            apart.append(" AND ".join([f"({condition})", *before]))
        return apart
