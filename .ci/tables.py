"""Prints SQL that makes a table of each CSV file, with the types that Recto finds in it."""

import csv
import pathlib
import re
import sys

DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def kind(cells):
    cells = [cell for cell in cells if cell]
    if not cells:
        return "text"
    if all(DECIMAL.fullmatch(cell) for cell in cells):
        return "numeric" if any("." in cell for cell in cells) else "bigint"
    if all(DATE.fullmatch(cell) for cell in cells):
        return "date"
    return "boolean" if all(cell in ("true", "false") for cell in cells) else "text"


def quoted(cell):
    return "'" + cell.replace("'", "''") + "'" if cell else "NULL"


def name(word):
    return '"' + word.replace('"', '""') + '"'


for path in map(pathlib.Path, sys.argv[1:]):
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    columns = [f"{name(column)} {kind([row[at] for row in rows])}" for at, column in enumerate(head)]
    print(f"CREATE TABLE {name(path.stem)} ({', '.join(columns)});")
    for row in rows:
        print(f"INSERT INTO {name(path.stem)} VALUES ({', '.join(map(quoted, row))});")
