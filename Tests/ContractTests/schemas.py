"""Holds entries against the JSON Schemas of the contract's document, with a validator that is not ours.

usage: schemas.py DOCUMENT ENTRIES

ENTRIES has a line of JSON for each: {"schema": its name in the document, "entry": {field: value}}. Prints a JSON list:
for each entry what is wrong with it, or null. Before that the document itself is looked at; status 1 if it is no
AsyncAPI document with whole schemas.
"""

import json
import re
import sys

import jsonschema
from jsonschema import Draft7Validator, Draft202012Validator


def unique(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name comes twice")
    return dict(pairs)


def content(validator, schema, text, _):
    """Looks into the JSON that a string holds, which a validator need not."""
    try:
        yield from validator.descend(json.loads(text, object_pairs_hook=unique), schema)
    except ValueError as error:
        yield jsonschema.ValidationError(str(error))


Validator = jsonschema.validators.extend(Draft202012Validator, {"contentSchema": content})


def target(document, reference):
    node = document
    for part in reference.removeprefix("#/").split("/"):
        node = node[part]
    return node


def references(node):
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref" and isinstance(value, str):
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def examine(document):
    assert document["asyncapi"] == "3.0.0" and document["info"]["title"] and document["info"]["version"]
    for reference in references(document):
        target(document, reference)
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
        Draft7Validator.check_schema(schema)
    told = set()
    for name, channel in document["channels"].items():
        assert set(re.findall(r"\{(\w+)\}", channel["address"])) == set(channel["parameters"]), name
        for message in channel["messages"].values():
            told.add(message["payload"]["$ref"].rsplit("/", 1)[1])
    used = {operation["channel"]["$ref"] for operation in document["operations"].values()}
    assert used == {f"#/channels/{name}" for name in document["channels"]}
    assert all(operation["action"] in ("send", "receive") for operation in document["operations"].values())
    types = {name for name in document["components"]["schemas"] if "." in name}
    assert types <= told, types - told
    for keys in ("channels", "operations"):
        assert all(re.fullmatch(r"[\w.-]+", key) for key in document[keys])


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        document = json.load(file)
    examine(document)
    # A schema that names its dialect would be held to that alone, without a look into strings.
    for schema in document["components"]["schemas"].values():
        schema.pop("$schema", None)
    validators = {}
    answers = []
    with open(sys.argv[2], encoding="utf-8") as file:
        for question in map(json.loads, file):
            name = question["schema"]
            if name not in document["components"]["schemas"]:
                answers.append(f"there is no schema {name}")
                continue
            if name not in validators:
                root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
                validators[name] = Validator(root)
            fault = next(validators[name].iter_errors(question["entry"]), None)
            answers.append(fault and f"{fault.message[:200]} at {list(fault.absolute_path)}")
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
