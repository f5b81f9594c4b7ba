"""A country package for OpenFisca: the rules of benchmarks.baseline_rules as dated parameters, one formula over them.

`openfisca serve --country-package needling_law` answers POST /calculate with the mask of what one person lacks. It is
told sums where the others read evidence, since OpenFisca knows one date for a question; it is written as its own
documentation advises (parameters by place and profession, vectorial look-up), by people who are not its experts.
"""

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.baseline_rules import Rule, make_rules

Person = build_entity(key="person", plural="persons", label="A practitioner", is_person=True)
RULES = make_rules()
Place = Enum("Place", {place: place for place, _ in RULES})
Profession = Enum("Profession", {profession: profession for _, profession in RULES})
FIGURES = ("hours", "in_person", "years", "needs_exam", "needs_registration", "needs_consent")
INPUTS = (
    ("is_licensed", bool), ("is_suspended", bool), ("hours_held", float), ("in_person_held", float),
    ("years_held", int), ("exams_held", int), ("is_registered", bool), ("has_consent", bool),
)  # fmt: skip


def tell_figure(versions: tuple[Rule, ...], name: str) -> dict[str, object]:
    """One figure of a place and profession, with the days from which it holds."""
    return {"values": {one.starts.isoformat(): {"value": float(getattr(one, name))} for one in versions}}


def make_parameters() -> ParameterNode:
    """Place, then profession, then figures."""
    tree: dict[str, dict[str, dict[str, object]]] = {}
    for (place, profession), versions in RULES.items():
        tree.setdefault(place, {})[profession] = {name: tell_figure(versions, name) for name in FIGURES}
    return ParameterNode("", data={"rules": tree})


def make_input(name: str, kind: type, default: object = None, values: type[Enum] | None = None) -> type[Variable]:
    """A variable that is told and never computed."""
    fields = {"value_type": kind, "entity": Person, "definition_period": DateUnit.DAY, "label": name}
    if values is not None:
        fields |= {"possible_values": values, "default_value": default}
    return type(name, (Variable,), fields)


class missing(Variable):  # noqa: N801 (OpenFisca names a variable after its class)
    """The mask of what is lacking: licence, suspension, hours, in person, years, examination, registration, consent."""

    value_type = int
    entity = Person
    definition_period = DateUnit.DAY
    label = "What is lacking, as bits"

    def formula(person, period, parameters):  # noqa: N805 (OpenFisca hands the population first)
        rule = parameters(period).rules[person("place", period)][person("profession", period)]
        lacking = (
            ~person("is_licensed", period),
            person("is_suspended", period),
            person("hours_held", period) < rule.hours,
            person("in_person_held", period) < rule.in_person,
            person("years_held", period) < rule.years,
            (rule.needs_exam > 0) & (person("exams_held", period) == 0),
            (rule.needs_registration > 0) & ~person("is_registered", period),
            (rule.needs_consent > 0) & ~person("has_consent", period),
        )
        return sum(np.where(one, 1 << bit, 0) for bit, one in enumerate(lacking))


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """What OpenFisca looks for in a country package."""

    def __init__(self) -> None:
        super().__init__([Person])
        self.parameters = make_parameters()
        self.add_variable(make_input("place", Enum, next(iter(Place)), Place))
        self.add_variable(make_input("profession", Enum, next(iter(Profession)), Profession))
        for name, kind in INPUTS:
            self.add_variable(make_input(name, kind))
        self.add_variable(missing)
