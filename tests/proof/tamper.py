"""Alters a finished PDF in many ways, one at a time: `tamper.py IN.pdf FOLDER COUNT`.

Writes the altered files into FOLDER, and a `manifest.json` with the name of each file, what was done to it, and
the subjects one of which has to be among the findings. The choice is drawn from a generator with a fixed seed.
"""

import hashlib
import json
import random
import re
import sys
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

SOURCE, FOLDER, COUNT = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
CHANCE = random.Random(20190630)


def attached(pdf, name):
    return pdf.attachments[name].get_file().read_bytes()


def stream_of(pdf, name):
    return pdf.attachments[name].obj.EF.F


def replace(pdf, name, data):
    stream_of(pdf, name).write(data)


def other_digit(digit):
    return CHANCE.choice([one for one in "0123456789" if one != digit])


def record(pdf):
    return json.loads(attached(pdf, "evidence.json"))


def write_record(pdf, data):
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    # Empty lists and objects stand on one line in the original, too.
    replace(pdf, "evidence.json", text.encode())


def unicode_maps(page):
    """For each font of a page, the code of each character that it can show."""
    maps = {}
    for name, font in page.resources.get("/Font", {}).items():
        if "/ToUnicode" not in font:
            continue
        text = font.ToUnicode.read_bytes().decode("latin-1")
        codes = {}
        for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
            for code, character in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                codes.setdefault(bytes.fromhex(character).decode("utf-16-be"), bytes.fromhex(code))
        for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
            for first, last, start in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                for step in range(int(last, 16) - int(first, 16) + 1):
                    code = int(first, 16) + step
                    character = chr(int(start, 16) + step)
                    codes.setdefault(character, code.to_bytes(len(first) // 2, "big"))
        maps[name] = codes
    return maps


def digits_shown(page):
    """Every digit in the content of a page: instruction, place in its operand, and the codes of its font."""
    found = []
    instructions = list(pikepdf.parse_content_stream(page))
    maps, font = unicode_maps(page), None
    for index, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "Tf":
            font = str(instruction.operands[0])
        elif operator in ("Tj", "TJ") and font in maps:
            pieces = instruction.operands[0] if operator == "TJ" else [instruction.operands[0]]
            digits = {code: one for one, code in maps[font].items() if one in "0123456789" and one}
            for position, piece in enumerate(pieces):
                if not isinstance(piece, pikepdf.String):
                    continue
                data = bytes(piece)
                for at in range(0, len(data) - 1, 2):
                    if data[at : at + 2] in digits:
                        found.append((index, position, at, digits[data[at : at + 2]], maps[font]))
    return instructions, found


def digit_on_a_page(pdf):
    while True:
        number = CHANCE.randrange(len(pdf.pages))
        page = pdf.pages[number]
        instructions, found = digits_shown(page)
        CHANCE.shuffle(found)
        for index, position, at, digit, codes in found:
            others = [one for one in "0123456789" if one != digit and one in codes]
            if not others:
                continue
            new = codes[CHANCE.choice(others)]
            operands = instructions[index].operands
            is_list = str(instructions[index].operator) == "TJ"
            pieces = list(operands[0]) if is_list else [operands[0]]
            data = bytearray(bytes(pieces[position]))
            data[at : at + 2] = new
            pieces[position] = pikepdf.String(bytes(data))
            operand = Array(pieces) if is_list else pieces[0]
            instructions[index] = pikepdf.ContentStreamInstruction([operand], instructions[index].operator)
            page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
            return [f"page {number + 1}"]


def line_over_a_page(pdf):
    number = CHANCE.randrange(len(pdf.pages))
    page = pdf.pages[number]
    white = b"q 1 1 1 rg %d %d 60 9 re f Q" % (CHANCE.randrange(60, 400), CHANCE.randrange(80, 700))
    page.contents_add(white, prepend=False)
    return [f"page {number + 1}"]


def page_taken_out(pdf):
    number = CHANCE.randrange(len(pdf.pages))
    del pdf.pages[number]
    return [f"page {number + 1}"]


def pages_swapped(pdf):
    number = CHANCE.randrange(4, len(pdf.pages) - 1)
    page = pdf.pages[number]
    del pdf.pages[number]
    pdf.pages.insert(number + 1, page)
    return [f"page {number + 1}", f"page {number + 2}"]


def page_put_in(pdf):
    number = CHANCE.randrange(len(pdf.pages))
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[-1]
    del pdf.pages[-1]
    pdf.pages.insert(number, page)
    return ["the pages"]


def note_on_a_page(pdf):
    number = CHANCE.randrange(len(pdf.pages))
    page = pdf.pages[number]
    appearance = pdf.make_stream(b"q 0 0 0 rg 0 0 20 8 re f Q")
    appearance.Type, appearance.Subtype, appearance.BBox = Name.XObject, Name.Form, Array([0, 0, 20, 8])
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([100, 300, 120, 308]), F=4, AP=Dictionary(N=appearance)
    )
    if "/Annots" in page:
        page.Annots = Array([*page.Annots, pdf.make_indirect(note)])
    else:
        page.Annots = Array([pdf.make_indirect(note)])
    return [f"page {number + 1}"]


def tables(pdf):
    return [name for name in pdf.attachments if name.endswith(".csv")]


def altered_cell(text):
    """Another digit in a line of data, never in the head."""
    head, _, rows = text.partition("\n")
    digits = [match.start() for match in re.finditer(r"[0-9]", rows)]
    if not digits:
        return text.replace("\n", "x\n", 2)
    at = CHANCE.choice(digits)
    return head + "\n" + rows[:at] + other_digit(rows[at]) + rows[at + 1 :]


def cell_of_the_data(pdf):
    name = CHANCE.choice(tables(pdf))
    replace(pdf, name, altered_cell(attached(pdf, name).decode()).encode())
    return [name]


def cell_and_its_digest(pdf):
    """Whoever changes a datum and its digest is found by the digest of the record."""
    name = CHANCE.choice(tables(pdf))
    data = altered_cell(attached(pdf, name).decode()).encode()
    replace(pdf, name, data)
    told = record(pdf)
    for source in told["sources"]:
        if source["attachment"] == name:
            source["sha256"] = hashlib.sha256(data).hexdigest()
    write_record(pdf, told)
    return ["the record"]


def file_taken_out(pdf):
    name = CHANCE.choice([name for name in pdf.attachments if name != "evidence.json"])
    del pdf.attachments[name]
    return [name]


def file_put_in(pdf):
    pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"a,b\n1,2\n", filename="more.csv")
    return ["more.csv"]


def settled(told):
    return [claim for claim in told["claims"] if claim["query"]]


def verdict(pdf):
    told = record(pdf)
    claim = CHANCE.choice(told["claims"])
    claim["verdict"] = CHANCE.choice([v for v in ("proved", "waived", "attributed") if v != claim["verdict"]])
    write_record(pdf, told)
    return [f"claim {claim['id']}"]


def query(pdf):
    told = record(pdf)
    claim = CHANCE.choice([one for one in settled(told) if one["kind"] != "register"])
    claim["query"] += " LIMIT 1"
    write_record(pdf, told)
    return [f"claim {claim['id']}"]


def answer(pdf):
    told = record(pdf)
    claim = CHANCE.choice([one for one in settled(told) if one["answer"] and re.search("[0-9]", one["answer"])])
    at = re.search("[0-9]", claim["answer"]).start()
    claim["answer"] = claim["answer"][:at] + other_digit(claim["answer"][at]) + claim["answer"][at + 1 :]
    write_record(pdf, told)
    return [f"claim {claim['id']}"]


def phrase(pdf):
    told = record(pdf)
    claim = CHANCE.choice([one for one in told["claims"] if any(place["phrase"] for place in one["places"])])
    place = CHANCE.choice([place for place in claim["places"] if place["phrase"]])
    place["phrase"] += "0"
    write_record(pdf, told)
    return [f"claim {claim['id']}"]


def claim_taken_out(pdf):
    told = record(pdf)
    claim = CHANCE.choice(told["claims"])
    told["claims"].remove(claim)
    write_record(pdf, told)
    return [f"claim {claim['id']}"]


def provenance(pdf):
    told = record(pdf)
    source = CHANCE.choice(told["sources"])
    source["basis"] = "primary" if source["basis"] == "transcribed" else "transcribed"
    write_record(pdf, told)
    return [f"source {source['id']}"]


def exhibit(pdf):
    told = record(pdf)
    one = CHANCE.choice([one for one in told["exhibits"] if one["rows"]])
    row = CHANCE.choice(one["rows"])
    row[-1] = (row[-1] or "") + "1"
    write_record(pdf, told)
    return [f"exhibit {one['id']}"]


def query_of_the_text(pdf):
    """A query is changed in the chapter, with the digest of the chapter."""
    name = CHANCE.choice([name for name in pdf.attachments if name.startswith("chapters-") and b"\nquery = " in attached(pdf, name)])
    text = attached(pdf, name).decode()
    places = [match.end() for match in re.finditer(r'\nquery = "SELECT ', text)]
    if not places:
        return file_taken_out(pdf)
    at = CHANCE.choice(places)
    data = (text[:at] + "1 + " + text[at:]).encode()
    replace(pdf, name, data)
    told = record(pdf)
    for file in told["files"]:
        if file["attachment"] == name:
            file["sha256"] = hashlib.sha256(data).hexdigest()
    write_record(pdf, told)
    return ["the record"]


def mutation_score(pdf):
    told = record(pdf)
    told["mutation"] = {"false": 900, "refused": 900, "still-true": 0, "not-judged": 0}
    write_record(pdf, told)
    return ["the record"]


def bookmark(pdf):
    pdf.Root.Outlines.First.Title = pikepdf.String("9999 parks")
    return ["the file"]


def words_for_screen_readers(pdf):
    def visit(element):
        if isinstance(element, Dictionary):
            if "/Alt" in element:
                element.Alt = pikepdf.String("9999 parks")
                return True
            kids = element.get("/K", [])
            return any(visit(kid) for kid in (kids if isinstance(kids, Array) else [kids]))
        return False

    assert visit(pdf.Root.StructTreeRoot)
    return ["the file"]


def script(pdf):
    pdf.Root.OpenAction = Dictionary(Type=Name.Action, S=Name.JavaScript, JS=pikepdf.String("app.alert(9999)"))
    return ["the file"]


WAYS = [
    digit_on_a_page, digit_on_a_page, digit_on_a_page, digit_on_a_page, line_over_a_page, page_taken_out,
    pages_swapped, page_put_in, note_on_a_page, cell_of_the_data, cell_of_the_data, cell_and_its_digest,
    file_taken_out, file_put_in, verdict, query, answer, phrase, claim_taken_out, provenance, exhibit,
    query_of_the_text, mutation_score, bookmark, words_for_screen_readers, script,
]

manifest = []
for index in range(COUNT):
    way = WAYS[index % len(WAYS)]
    with pikepdf.open(SOURCE) as pdf:
        subjects = way(pdf)
        name = f"{index:03}-{way.__name__}.pdf"
        pdf.save(FOLDER / name, deterministic_id=True)
    manifest.append({"file": name, "way": way.__name__, "subjects": subjects})
(FOLDER / "manifest.json").write_text(json.dumps(manifest, indent=1))
