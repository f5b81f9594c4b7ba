"""Recording what a source tells: one record over PUT, thousands by the import, through the same steps."""

from collections.abc import Mapping, Sequence

from django.db import connection, transaction

from accounts.models import Organisation
from credentials.operations.copying import write_plan
from credentials.operations.planning import Plan, Written, list_new_numbers, plan_record
from credentials.queries.holdings import Holding, Member, read_holdings
from credentials.queries.matching import find_fits
from credentials.records.faults import Fault, Refusal
from credentials.records.matching import Fits, Whose, decide_whose, list_candidates
from credentials.records.numbers import make_registry_number
from credentials.records.reading import Record
from credentials.records.shapes import Shape

_REGISTRAR = 4_620_211  # any number of our own: one registrar writes at a time


@transaction.atomic
def put_record(
    *, record: Record, shapes: dict[str, Shape], source: Organisation, by: str, reason: str | None = None
) -> Written | Refusal:
    """Make the registry say what this record says for its source; the same record again changes nothing.

    `shapes` are those of the RecordReader that read it. `by` is who writes (`key:7`, `user:3`); `reason` says why what
    is superseded was wrong (default: `replaced`, `retracted`).
    """
    (written,) = put_records(records=[record], shapes=shapes, source=source, by=by, reason=reason)
    return written


@transaction.atomic
def put_records(
    *,
    records: Sequence[Record],
    shapes: dict[str, Shape],
    source: Organisation,
    by: str,
    reason: str | None = None,
) -> list[Written | Refusal]:
    """The same for many records, in their order, at one instant.

    The answer may be shorter than the records: it ends before the first that may speak of a person whom an earlier one
    changed. Call again with the rest, so that each sees what the one before it did.
    """
    hold_registrar_lock()
    fits = _find_fits(records, shapes)
    taken, whose = _take_apart(records, shapes, fits)
    holdings = read_holdings(
        practitioner_ids={one.practitioner_id for one in whose if isinstance(one, Whose) and one.practitioner_id},
        source_id=source.pk,
        shapes=shapes.values(),
    )
    plan = Plan(source.pk)
    held = [_hold(one, holdings, record) for one, record in zip(whose, taken, strict=True)]
    _make_members(plan, held, fits)
    known = [(told, one.members[0]) for told, one in zip(taken, held, strict=True) if isinstance(one, Holding)]
    add_numbers(plan, known, shapes)
    answers = [
        holding if isinstance(holding, Refusal) else plan_record(plan, record, holding, shapes)
        for record, holding in zip(taken, held, strict=True)
    ]
    for answer, one in zip(answers, whose, strict=True):
        if isinstance(answer, Written) and isinstance(one, Whose):
            answer.is_new = one.practitioner_id is None
    if not plan.is_empty:
        write_plan(plan, shapes, by=by, reason=reason)
    return answers


def hold_registrar_lock() -> None:
    """Wait until no other writer of records is between looking and writing; held until the transaction ends.

    From here on every statement looks rows up by their keys. A planner without fresh statistics, as in the midst of a
    long import, would rather read whole tables: it is told not to. Where it must all the same, the plan looks so dear
    that a server with a compiler for statements would compile it, for seconds: it is told not to either.
    """
    off = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit")
    by_key = ", ".join(f"set_config('{way}', 'off', true)" for way in off)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock(%s), {by_key}", [_REGISTRAR])


def _find_fits(records: Sequence[Record], shapes: dict[str, Shape]) -> Fits:
    return find_fits(
        numbers={number for record in records for number in record.numbers},
        npis={record.npi for record in records if record.npi},
        licences=(key for record in records for key in record.licence_keys(shapes["licences"])),
    )


def _take_apart(
    records: Sequence[Record], shapes: dict[str, Shape], fits: Fits
) -> tuple[Sequence[Record], list[Whose | Refusal]]:
    """The records up to the first that may speak of a person spoken of before, and whose each is."""
    seen: set[object] = set()
    whose: list[Whose | Refusal] = []
    for record in records:
        licences = record.licence_keys(shapes["licences"])
        spoken: set[object] = {*record.numbers, *licences, *list_candidates(record, shapes["licences"], fits)}
        if record.npi:
            spoken.add(record.npi)
        if not seen.isdisjoint(spoken):
            break
        seen |= spoken
        whose.append(decide_whose(record, shapes["licences"], fits))
    return records[: len(whose)], whose


def _hold(one: Whose | Refusal, holdings: Mapping[int, Holding], record: Record) -> Holding | Refusal:
    """What is on file for a record, or why it cannot be taken."""
    if isinstance(one, Refusal):
        return one
    if one.practitioner_id is None:
        return Holding([Member(0, 0, one.new_number or "")])
    holding = holdings[one.practitioner_id]
    if holding.is_erased:
        return Refusal((Fault("", "erased", "the person was erased"),))
    others = [detail.value for detail in holding.details if detail.kind == "npi" and not detail.is_own]
    if record.npi and any(value != record.npi for value in others):
        return Refusal((Fault("/npi", "contradicts_npi", "another source tells another NPI of this person"),))
    return holding


def _make_members(plan: Plan, held: Sequence[Holding | Refusal], fits: Fits) -> None:
    """Give the new ones among them ids and, where none was told, a registry number that nobody has."""
    new = [one.members[0] for one in held if isinstance(one, Holding) and not one.members[0].practitioner_id]
    if not new:
        return
    told = {member.registry_number for member in new} | set(fits.by_number)
    drawn = _draw_numbers(sum(not member.registry_number for member in new), told)
    people, practitioners = _draw_ids("accounts_person", len(new)), _draw_ids("credentials_practitioner", len(new))
    for member, person_id, practitioner_id in zip(new, people, practitioners, strict=True):
        member.person_id, member.practitioner_id = person_id, practitioner_id
        member.registry_number = member.registry_number or drawn.pop()
    plan.members += new


def _draw_numbers(count: int, told: set[str]) -> list[str]:
    """Registry numbers that nobody has; among a million records a repeated draw is likely, once."""
    drawn: set[str] = set()
    while len(drawn) < count:
        drawn |= {make_registry_number() for _ in range(count - len(drawn))} - told
        drawn -= set(find_fits(numbers=drawn, npis=(), licences=()).by_number)
    return list(drawn)


def add_numbers(plan: Plan, told: Sequence[tuple[Record, Member]], shapes: dict[str, Shape]) -> None:
    """Plan rows for the texts of numbers that their holders do not have on file yet."""
    wanted = [(holder, text) for record, holder in told for text in list_new_numbers(record, shapes, holder)]
    for row_id, (holder, text) in zip(_draw_ids("accounts_heldnumber", len(wanted)), wanted, strict=True):
        holder.add_number(text, row_id)
        plan.numbers.append((row_id, holder, text))


def _draw_ids(table: str, count: int) -> list[int]:
    """Ids for new rows of a table."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
        return [row[0] for row in cursor.fetchall()]
