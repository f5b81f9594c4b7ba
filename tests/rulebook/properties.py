"""How the properties are run: the same cases at every run, so that a failure is a change of the code."""

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rulebook.worlds import draw_world


def holds_in_worlds(cases: int, *, shrinks: bool = False) -> Callable[[Any], Any]:
    """Run a test over so many worlds; it takes the world and the chance that drew it.

    Worlds whose every choice Hypothesis records can be shrunk, and cost five times as much; the others are drawn from
    a seed, which a failure tells.
    """
    randoms = st.randoms(use_true_random=not shrinks, note_method_calls=False)
    checks = list(HealthCheck)
    run = settings(max_examples=cases, derandomize=True, deadline=None, database=None, suppress_health_check=checks)

    def decorate(test: Any) -> Any:
        def over_worlds(random: Random) -> None:
            test(draw_world(random), random)

        over_worlds.__name__, over_worlds.__doc__ = test.__name__, test.__doc__
        return run(given(random=randoms)(over_worlds))

    return decorate
