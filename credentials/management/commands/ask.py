"""`make ask Q="FN-… child:9 US-UT"`: the question from a terminal, with citations."""

import datetime as dt
import re
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from credentials.decisions import NOT_FOUND, Decided, decide_one
from credentials.models import Site
from credentials.questions import read_asked
from credentials.records.faults import Refusal
from credentials.records.numbers import capitalise_number, is_site_code
from credentials.telling import tell_decided
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.summary import summarise

USAGE = (
    "A question reads: WHO PATIENT PLACE [DAY] [KEY …], such as"
    ' "FN-7K3M-2Q9D child:9 US-UT 2026-12-01 parental_consent child_assent". WHO is a registry number or an NPI;'
    " PATIENT is adult, child, adult:AGE or child:AGE; KEYs are what you vouch for; a site's code (ST-…) among them"
    " asks for the clinic whose site it is."
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MARKS = {"met": "+", "condition": "?", "unknown": "~", "unmet": "-"}


class Command(BaseCommand):
    help = f"Ask whether a practitioner may needle a patient. {USAGE}"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs="+", help=USAGE)

    def handle(self, *args: Any, **options: Any) -> None:
        words = " ".join(options["words"]).split()
        now = dt.datetime.now(dt.UTC)
        question = read_words(words)
        owner = Site.objects.filter(code=question["site"]).values_list("organisation_id", flat=True).first()
        answer = decide_one(read_asked(question, now=now), now=now, organisation_id=owner)
        if isinstance(answer, Refusal):
            faults = "\n".join(f"  {fault.pointer}: {fault.detail}" for fault in answer.faults)
            raise CommandError(f"The question cannot be read:\n{faults}\n{USAGE}")
        if not isinstance(answer, Decided):
            raise CommandError(
                "No such practitioner is on file."
                if answer.reason == NOT_FOUND
                else "No law has been released: run manage.py load_law."
            )
        self.tell(answer)

    def tell(self, answer: Decided) -> None:
        """The answer in lines: the outcome, each reason with its citation, until when it holds."""
        told = tell_decided(answer)
        try:
            held = current_law().jurisdictions.get(told["question"]["jurisdiction"])
        except NoLawReleased as error:
            raise CommandError(str(error)) from None
        place = held.name if held else told["question"]["jurisdiction"]
        self.stdout.write(summarise(told["outcome"], place, answer.decision.gaps))
        for finding in told["findings"]:
            citation = finding["citation"]
            where = f"  [{citation['text']}]" if citation else ""
            self.stdout.write(f" {_MARKS[finding['status']]} {finding['layer']}: {finding['says']}{where}")
        change = told["next_change"]
        if change:
            self.stdout.write(f"Holds until {told['holds_until']}; from {change['on']} on: {change['outcome']}.")
        if told["earliest_on"]:
            self.stdout.write(f"Time alone makes it permitted on {told['earliest_on']}.")
        self.stdout.write("The standard is guidance, not law. This is no legal advice.")


def read_words(words: list[str]) -> dict[str, Any]:
    """The question's fields from words in a fixed order; what does not fit is left for the reader to refuse."""
    who, patient, place, *rest = [*words, "", "", ""][: max(3, len(words))]
    group, _, age = patient.partition(":")
    days = [word for word in rest if _DAY.fullmatch(word)]
    sites = [code for word in rest if is_site_code(code := capitalise_number(word))]
    keys = [word for word in rest if word and not _DAY.fullmatch(word) and capitalise_number(word) not in sites]
    return {
        "practitioner": {"npi": who} if who.isdigit() else {"registry_number": who},
        "patient": {"age": int(age) if age.isascii() and age.isdigit() and len(age) <= 3 else age}
        if age
        else {"group": group},
        "jurisdiction": place,
        "on": days[0] if days else None,
        "site": sites[0] if sites else None,
        "attested": keys,
    }
