"""Examples of questions and answers, put into the description of the API. A test sends each and compares the answer."""

import json
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).with_name("api_examples.json")
METHODS = ("get", "put", "post", "delete", "patch")


def read_examples() -> dict[str, dict[str, Any]]:
    """By operation: `path` and `query` parameters, `body`, and what was answered: `status` and `answer`."""
    examples: dict[str, dict[str, Any]] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return examples


def add_examples(described: dict[str, Any]) -> None:
    """Put the example of each operation beside its parameters, its body and its answer."""
    examples = read_examples()
    for methods in described["paths"].values():
        for method in METHODS:
            if method in methods and methods[method]["operationId"] in examples:
                _add(methods[method], examples[methods[method]["operationId"]])


def _add(operation: dict[str, Any], example: dict[str, Any]) -> None:
    given = {**example.get("path", {}), **example.get("query", {})}
    operation["parameters"] = [
        {**one, "example": given[one["name"]]} if one["in"] in ("path", "query") and one["name"] in given else one
        for one in operation.get("parameters", [])
    ]
    if "body" in example:
        operation["requestBody"]["content"]["application/json"]["example"] = example["body"]
    if "text" in example:
        operation["requestBody"]["content"][example["media_type"]]["example"] = example["text"]
    (answer,) = list(operation["responses"][str(example["status"])]["content"].values())[:1]
    answer["example"] = example["answer"]
