"""The findings of a decision, grouped by where they come from: law is never mixed with guidance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from credentials.web.sentences import shorten
from law.web.sources import SourceText, read_source

Finding = Mapping[str, Any]
STATUS_WORDS = {"met": "Met", "condition": "To be confirmed", "unknown": "Not known", "unmet": "Not met"}
# In the order in which the engine joins them; titles say what kind of thing speaks.
LAYERS = {
    "identity": ("Is it the same person?", ""),
    "licence": ("Licence", ""),
    "law": ("What the law says", ""),
    "standard": (
        "Guidance, not law",
        "A training standard asks for this. It is stricter than the law may be, and every answer says which is which.",
    ),
    "policy": ("The clinic's own policy", "A rule of the clinic, on top of the law."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding to show."""

    status: str
    status_word: str
    says: str
    source: SourceText | None
    is_spare: bool = False
    """Whether it is another way to what is met, or nearer to being met, without it."""


def read_reasons(findings: Iterable[Finding], gaps: Sequence[Finding]) -> tuple[Reason, ...]:
    """Findings of one basis and layer, worst first; what is not met and yet no gap is another way, and comes last."""
    wanting = {_identity(gap) for gap in gaps}
    reasons = [
        Reason(
            status=one["status"],
            status_word=STATUS_WORDS[one["status"]],
            says=shorten(one["says"]),
            source=read_source(one["citation"]),
            is_spare=one["status"] != "met" and _identity(one) not in wanting,
        )
        for one in findings
    ]
    return tuple(sorted(reasons, key=lambda reason: (reason.is_spare, _WORST_FIRST.index(reason.status))))


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding["layer"], finding["code"], finding["says"]


@dataclass(frozen=True, slots=True)
class Layer:
    """The findings of one layer, on the chosen basis, worst first."""

    key: str
    title: str
    explains: str
    outcome: str
    reasons: tuple[Reason, ...]


_WORST_FIRST = ("unmet", "unknown", "condition", "met")


def group_by_layer(decision: Mapping[str, Any], chosen: str) -> tuple[Layer, ...]:
    """Layer by layer; of the bases only the one whose paths begin with `chosen`."""
    layers = []
    for key, (title, explains) in LAYERS.items():
        found = [one for one in decision["findings"] if one["layer"] == key and _is_shown(one["path"], chosen)]
        if found:
            reasons = read_reasons(found, decision["gaps"])
            layers.append(Layer(key, title, explains, decision["layers"][key] or "", reasons))
    return tuple(layers)


def _is_shown(path: str, chosen: str) -> bool:
    return path.startswith(chosen) or not path.startswith("bases/")
