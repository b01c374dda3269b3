"""Holds a document against a schema: validate.py json SCHEMA FILE..., or validate.py xml SCHEMA FILE...

Exit code 0 where all are valid, 1 where one is not (each fault on a line), 3 where a package is missing.
"""

import json
import pathlib
import sys

MISSING = 3
XS = "{http://www.w3.org/2001/XMLSchema}"


def faults_of_json(schema_path, paths):
    import jsonschema

    schema = json.loads(pathlib.Path(schema_path).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema, default=None)
    if validator is None:
        raise SystemExit(f"{schema_path} names no dialect of JSON Schema")
    validator.check_schema(schema)
    for path in paths:
        text = pathlib.Path(path).read_text(encoding="utf-8")
        lines = text.splitlines() if path.endswith(".jsonl") else [text]
        for number, line in enumerate(lines, 1):
            for fault in validator(schema).iter_errors(json.loads(line)):
                place = "/".join(map(str, fault.absolute_path))
                yield f"{path}:{number}: {place}: {fault.message[:300]}"


def faults_of_xml(schema_path, paths):
    from lxml import etree

    tree = etree.parse(schema_path)
    if schema_path.endswith("junit-10.xsd"):
        extend(tree.getroot(), etree)
    schema = etree.XMLSchema(tree)
    for path in paths:
        if not schema.validate(etree.parse(path)):
            yield from (f"{path}:{fault.line}: {fault.message}" for fault in schema.error_log)


def extend(root, etree):
    """Two additions in common use (README.md)."""
    case = root.find(f"{XS}element[@name='testcase']/{XS}complexType/{XS}sequence")
    case.insert(0, etree.Element(f"{XS}element", ref="properties", minOccurs="0"))
    suites = root.find(f"{XS}element[@name='testsuites']/{XS}complexType")
    etree.SubElement(suites, f"{XS}attribute", name="skipped", type="xs:string")


def main():
    kind, schema, *paths = sys.argv[1:]
    try:
        faults = list({"json": faults_of_json, "xml": faults_of_xml}[kind](schema, paths))
    except ImportError as error:
        print(error)
        sys.exit(MISSING)
    print("\n".join(faults))
    sys.exit(1 if faults else 0)


main()
