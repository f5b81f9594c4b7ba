"""What expires, in SQL: the five kinds of things, and when one of them takes the place of another.

The job that raises flags and the readers that leave out what is no longer true use the same words, so that they cannot
disagree. In these conditions `f` is the fact that expires and `g` another of the same kind and person.
"""

from dataclasses import dataclass

# Given up or taken away: there is nothing to renew.
_ENDED = "'revoked', 'surrendered'"
# What does not let its holder practise renews nothing (as the rulebook's standing has it).
_NO_RENEWAL = "'suspended', 'revoked', 'surrendered', 'inactive'"
# PostgreSQL indexes no text of any length; beyond this a digest stands for it.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Lasting:
    """A kind of thing that lasts until a day; `matter` holds the expressions that say in what it is one thing."""

    kind: str
    table: str
    matter: tuple[str, ...]
    told: tuple[str, ...]  # columns that say to a reader which thing it is
    has_statuses: bool = True
    has_successor: bool = False

    def about(self, alias: str) -> str:
        """The matter as one text: equal for everything that is told of the same thing."""
        told = " || E'\\n' || ".join(part.format(alias) for part in self.matter)
        if self.kind == "licence":
            return f"({told})"
        return f"(CASE WHEN octet_length({told}) <= {_LONGEST} THEN {told} ELSE md5({told}) END)"

    def is_ended(self, alias: str, day: str = "%(day)s") -> str:
        """Whether it was given up or taken away by the day."""
        return self._has_status(alias, _ENDED, day)

    def gives_way(self, day: str = "%(day)s") -> str:
        """Whether `g` makes a flag on `f` untrue on the day: it renews, replaces, or is what is flagged instead."""
        renews = f"(g.expires_on IS NULL OR g.expires_on > f.expires_on) AND NOT {self._replaces('f', 'g')}"
        is_better = (
            f"({renews} OR {self._replaces('g', 'f')} AND NOT {self._replaces('f', 'g')})"
            # One that begins too late leaves a gap, until it has begun.
            f" AND g.issued_on <= greatest(f.expires_on + 1, {day}::date)"
            f" AND NOT {self._has_status('g', _NO_RENEWAL, day)}"
        )
        weak = "({0}.assurance = 'self_stated')"
        f_weak, g_weak = weak.format("f"), weak.format("g")
        # Told alike by several: the first telling stands for all, a source's before the holder's own.
        is_first = f"g.expires_on = f.expires_on AND ({g_weak} < {f_weak} OR {g_weak} = {f_weak} AND g.id < f.id)"
        same = self.is_same()
        return (
            f"g.id <> f.id AND g.superseded_at IS NULL AND ({f_weak} OR NOT {g_weak}) AND ("
            f"{same} AND {is_first} AND NOT {self.is_ended('g', day)}"
            f" OR ({same} OR {self._replaces('g', 'f')}) AND {is_better})"
        )

    def is_same(self) -> str:
        """Whether `g` is told in the same matter as `f`."""
        return "(" + " AND ".join(f"{part.format('g')} = {part.format('f')}" for part in self.matter) + ")"

    def _has_status(self, alias: str, words: str, day: str) -> str:
        if not self.has_statuses:
            return "false"
        return (
            f"({alias}.statuses <> '[]' AND EXISTS (SELECT FROM jsonb_array_elements({alias}.statuses) AS span"
            f" WHERE span ->> 'status' IN ({words}) AND (span ->> 'from')::date <= {day}::date"
            f" AND (span ->> 'until' IS NULL OR (span ->> 'until')::date > {day}::date)))"
        )

    def _replaces(self, new: str, old: str) -> str:
        """Whether `new` says that it replaces the number of `old`, however that is spelt."""
        if not self.has_successor:
            return "false"
        return (
            f"({new}.replaced_number_id IS NOT NULL AND lower({new}.issuer) = lower({old}.issuer)"
            " AND EXISTS (SELECT FROM accounts_heldnumber AS said JOIN accounts_heldnumber AS held"
            " ON held.normalised = said.normalised"
            f" WHERE said.id = {new}.replaced_number_id AND held.id = {old}.held_number_id))"
        )


LASTING = (
    Lasting("licence", "credentials_licence", ("{}.jurisdiction", "{}.profession"), ("jurisdiction", "profession")),
    Lasting(
        "privilege",
        "credentials_privilege",
        ("{}.remote", "{}.profession", "lower({}.compact)"),
        ("compact", "profession", "home", "remote"),
    ),
    Lasting(
        "authorization",
        "credentials_authorization",
        ("{}.jurisdiction", "{}.profession", "lower({}.title)"),
        ("jurisdiction", "profession", "title"),
    ),
    Lasting(
        "certification",
        "credentials_certification",
        ("lower({}.issuer)", "lower({}.title)", "coalesce(lower({}.level), '')"),
        ("issuer", "title", "level"),
        has_successor=True,
    ),
    Lasting("credential", "credentials_othercredential", ("lower({}.title)",), ("title",), has_statuses=False),
)
KINDS = tuple(one.kind for one in LASTING)
