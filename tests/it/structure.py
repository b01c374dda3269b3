"""The structure of a tagged PDF as text: an element a line, with its language, its words and its alternative text.

Read by pikepdf (the tree) and pdfplumber (the words of marked content), neither of which is ours.
Grouping elements that carry nothing are left out.
"""

import sys

import pdfplumber
import pikepdf

SILENT = {"Div", "NonStruct", "Document"}
INLINE = {"Span", "Link", "Strong", "Em", "Code", "Reference", "Quote", "Lbl", "Note", "FENote", "Sub", "Sup"}


def words_by_mark(path):
    """The words of each marked content, by page and number, and the languages that marks give."""
    words = {}
    with pdfplumber.open(path) as pdf:
        for index, page in enumerate(pdf.pages):
            for char in page.chars:
                mark = char.get("mcid")
                if mark is not None:
                    words.setdefault((index, mark), []).append(char["text"])
    return {mark: "".join(characters) for mark, characters in words.items()}


def languages_by_mark(pdf):
    languages = {}
    for index, page in enumerate(pdf.pages):
        for operands, operator in pikepdf.parse_content_stream(page, "BDC"):
            properties = operands[1]
            if str(operator) == "BDC" and isinstance(properties, pikepdf.Dictionary):
                if "/Lang" in properties and "/MCID" in properties:
                    languages[index, int(properties.MCID)] = str(properties.Lang)
    return languages


class Dump:
    def __init__(self, path):
        self.pdf = pikepdf.open(path)
        self.words = words_by_mark(path)
        self.languages = languages_by_mark(self.pdf)
        self.pages = {page.obj.objgen: index for index, page in enumerate(self.pdf.pages)}
        self.lines = []

    def run(self):
        root = self.pdf.Root
        self.lines.append(f"document [{root.get('/Lang')}] marked {root.MarkInfo.get('/Marked')}")
        self.children(root.StructTreeRoot.get("/K"), 0, str(root.get("/Lang")), None)
        for index, page in enumerate(self.pdf.pages):
            for link in page.get("/Annots", []):
                address = str(link.get("/A", {}).get("/URI", ""))
                if address.startswith("recto:") or not str(link.get("/Contents", "")).strip():
                    self.lines.append(f"Link page={index + 1} to {address!r} leads nowhere or says nothing")
        return self.lines

    def children(self, kids, depth, language, page):
        """The words directly inside; elements among the kids get lines of their own."""
        text = []
        if kids is None:
            return text
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                self.mark(page, kid, language, text)
            elif "/S" in kid:
                if not self.inline(kid, depth, language, page, text):
                    self.element(kid, depth, language, page)
            elif kid.get("/Type") == "/MCR":
                on = self.pages[kid.Pg.objgen] if "/Pg" in kid else page
                self.mark(on, int(kid.MCID), language, text)
        return text

    def mark(self, page, mark, language, text):
        own = self.languages.get((page, mark))
        words = self.words.get((page, mark), "")
        if words:
            text.append(words if own in (None, language) else f"<{own}: {words}>")

    def inline(self, element, depth, language, page, text):
        """Sets an inline element among the words around it: a mark for what it is, unless it is a mere span."""
        role = str(element.S)[1:]
        if role not in INLINE:
            return False
        own = str(element.get("/Lang", language))
        if "/Pg" in element:
            page = self.pages[element.Pg.objgen]
        inner = "".join(self.children(element.get("/K"), depth, own, page))
        told = ([] if role == "Span" else [role]) + ([own] if own != language else [])
        if "/Alt" in element:
            told.append(f"alt={str(element.Alt)!r}")
        if inner.strip():
            text.append(f"<{' '.join(told)}: {inner}>" if told else inner)
        return True

    def element(self, element, depth, language, page):
        role = str(element.S)[1:]
        own = str(element.get("/Lang", language))
        if "/Pg" in element:
            page = self.pages[element.Pg.objgen]
        told = [f"[{own}]"] if own != language else []
        for key in ("/Alt", "/ActualText", "/T"):
            if key in element and not (key == "/T" and role.startswith("H")):
                told.append(f"{key[1:].lower()}={str(element[key])!r}")
        told += self.attributes(element)
        at = len(self.lines)
        silent = role in SILENT and not told
        self.lines.append("")
        text = self.children(element.get("/K"), depth if silent else depth + 1, own, page)
        joined = " ".join("".join(text).split())
        if silent and not joined:
            del self.lines[at]
            return
        parts = [role, *told] + ([repr(joined)] if joined else [])
        self.lines[at] = "  " * depth + " ".join(parts)

    @staticmethod
    def attributes(element):
        found = []
        attributes = element.get("/A", [])
        for one in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
            if isinstance(one, pikepdf.Dictionary):
                for key in ("/Scope", "/RowSpan", "/ColSpan", "/Summary", "/ListNumbering"):
                    if key in one:
                        found.append(f"{key[1:].lower()}={str(one[key]).lstrip('/')}")
        return found


if __name__ == "__main__":
    print("\n".join(Dump(sys.argv[1]).run()))
