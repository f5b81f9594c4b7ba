"""Small ladders for tests, and how to change one place in them."""

import copy
import functools

HANDS_ON = {
    "code": "hands-on",
    "title": "Hands-on days",
    "hours": 27,
    "part": "practical",
    "delivery": "in_person",
    "subject": "dry_needling",
}


def component(**changes):
    return {**HANDS_ON, **changes}


def examination(code="E-1", form="written", **changes):
    return {"code": code, "form": form, "attempts": 3, **changes}


def level(code="DN-1", **changes):
    return {
        "code": code,
        "title": f"Level {code}",
        "components": [component()],
        "patient_groups": ["adult"],
        "body_regions": ["neck", "shoulder"],
        "eligible_professions": [{"profession": "PT", "from": "2019-01-01"}],
        "award": {"title": f"Certified in {code}", "patient_groups": ["adult"], "lasts": {"months": 24}},
        **changes,
    }


def ladder(*levels):
    return {"levels": list(levels or (level(),))}


def changed(document, path, value):
    """The document with another value at the place; ... as the value leaves it out."""
    made = copy.deepcopy(document)
    *way, last = path
    place = functools.reduce(lambda at, step: at[step], way, made)
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return made
