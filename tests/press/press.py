"""Reads, spoils and makes PDFs for tests/it/press.rs, with a library that is not the project's.

    press.py read FILE            boxes, colours, fonts and printing condition as JSON
    press.py spoil DEFECT IN OUT  a copy with one defect; without IN and OUT, the names of all
    press.py pages COUNT OUT      a PDF of numbered pages
    press.py sides FILE           the pages on each side of imposed sheets as JSON

Leaves with 3 where the library is missing.
"""

import json
import sys

try:
    import pikepdf
    from pikepdf import Array, Dictionary, Name
except ImportError as error:
    print(error)
    sys.exit(3)

COLOURS = ("g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN")


def operators(pdf):
    """Colour operators of pages and forms, each with its numbers, and whether letters or fields follow."""
    streams = [(page, page.Resources) for page in pdf.pages]
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form:
            streams.append((thing, thing.get("/Resources", Dictionary())))
    for stream, resources in streams:
        spaces = resources.get("/ColorSpace", Dictionary())
        for operands, operator in pikepdf.parse_content_stream(stream):
            yield str(operator), [plain(one) for one in operands], spaces


def plain(value):
    if isinstance(value, Name):
        return str(value)
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(type(value).__name__)


def box(page, key):
    return [float(number) for number in page[key]] if key in page else None


def read(path):
    pdf = pikepdf.open(path)
    used, letters, fill, spots = set(), set(), None, set()
    for operator, operands, spaces in operators(pdf):
        if operator in COLOURS:
            used.add(operator)
        if operator in ("k", "g", "rg", "scn", "sc"):
            fill = (operator, *operands)
        if operator in ("Tj", "TJ"):
            letters.add(json.dumps(fill))
        if operator in ("cs", "CS"):
            space = spaces.get(operands[0])
            spots.add(str(space[1]) if space is not None and space[0] == Name.Separation else operands[0])
    light = []
    for thing in pdf.objects:
        text = repr(thing) if not isinstance(thing, pikepdf.Stream) else repr(dict(thing))
        if "DeviceRGB" in text or "CalRGB" in text or "/ICCBased" in text:
            light.append(text[:200])
    intent = pdf.Root.OutputIntents[0]
    profile = intent.DestOutputProfile.read_bytes()
    with pdf.open_metadata() as metadata:
        conformance = metadata.get("pdfxid:GTS_PDFXVersion")
    fonts = [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor]
    print(json.dumps({
        "version": pdf.pdf_version,
        "pages": [{key[1:]: box(page, key) for key in ("/MediaBox", "/BleedBox", "/TrimBox", "/CropBox")} for page in pdf.pages],
        "operators": sorted(used),
        "letters": sorted(letters),
        "spaces": sorted(spots),
        "light": light,
        "intent": str(intent.S),
        "identifier": str(intent.OutputConditionIdentifier),
        "profile": [profile[12:16].decode(), profile[16:20].decode(), int(intent.DestOutputProfile.N)],
        "conformance": conformance,
        "trapped": str(pdf.docinfo.get("/Trapped")),
        "embedded": [any(key in font for key in ("/FontFile", "/FontFile2", "/FontFile3")) for font in fonts],
        "annotations": sum(len(page.get("/Annots", [])) for page in pdf.pages),
        "attachments": len(pdf.attachments),
        "catalogue": sorted(str(key) for key in pdf.Root.keys()),
        "blank": [not any(str(op) in ("Tj", "TJ") for _, op in pikepdf.parse_content_stream(page)) for page in pdf.pages],
        "overprint": sorted({str(state.get("/OPM")) for thing in pdf.pages for state in thing.Resources.get("/ExtGState", Dictionary()).values()}),
    }))


def draw(pdf, content, resources=None):
    """Adds content to the second page, in the middle of the sheet."""
    page = pdf.pages[1]
    for kind, entries in (resources or {}).items():
        if kind not in page.Resources:
            page.Resources[kind] = Dictionary()
        for name, value in entries.items():
            page.Resources[kind][name] = value
    page.contents_add(pikepdf.Stream(pdf, content.encode()))


def with_image(pdf, size, space, scale):
    pixels = b"\x80" * (size * size * {"/DeviceRGB": 3, "/DeviceCMYK": 4}[space])
    image = pikepdf.Stream(pdf, pixels)
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = size, size, 8, Name(space)
    draw(pdf, f"q {scale} 0 0 {scale} 200 200 cm /Img Do Q", {"/XObject": {"/Img": pdf.make_indirect(image)}})


def drop(key):
    return lambda pdf: [page.__delitem__(key) for page in pdf.pages]


def set_box(key, other):
    def spoil(pdf):
        for page in pdf.pages:
            page[key] = page[other]
    return spoil


def wide_trim(pdf):
    for page in pdf.pages:
        left, bottom, right, top = (float(number) for number in page.MediaBox)
        page.TrimBox = Array([left - 10, bottom - 10, right + 10, top + 10])


def one_size_more(pdf):
    left, bottom, right, top = (float(number) for number in pdf.pages[2].TrimBox)
    pdf.pages[2].TrimBox = Array([left, bottom, right - 40, top])


def rgb_profile(pdf):
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    profile.write(profile.read_bytes()[:16] + b"RGB " + profile.read_bytes()[20:])


def no_font(pdf):
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def no_key(pdf):
    text = pdf.Root.Metadata.read_bytes().decode()
    pdf.Root.Metadata.write(text.replace("<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>", "").encode())


def not_trapped(pdf):
    text = pdf.Root.Metadata.read_bytes().decode()
    pdf.Root.Metadata.write(text.replace("<pdf:Trapped>False</pdf:Trapped>", "").encode())
    del pdf.docinfo["/Trapped"]


def white_overprint(pdf):
    state = Dictionary(Type=Name.ExtGState, op=True, OP=True, OPM=1)
    draw(pdf, "q /Over gs 0 0 0 0 k 200 200 50 50 re f Q", {"/ExtGState": {"/Over": state}})


def see_through(pdf):
    state = Dictionary(Type=Name.ExtGState, ca=0.5)
    draw(pdf, "q /Half gs 0 0 0 1 k 200 200 50 50 re f Q", {"/ExtGState": {"/Half": state}})


def marks_inside(pdf):
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0, 0], C1=[1, 1, 1, 1], N=1)
    space = Array([Name.Separation, Name.All, Name.DeviceCMYK, function])
    draw(pdf, "q /Every cs 1 scn 200 200 50 50 re f Q", {"/ColorSpace": {"/Every": space}})


def rich_black(pdf):
    font = str(next(iter(pdf.pages[1].Resources.Font.keys())))
    draw(pdf, f"q 0.6 0.5 0.5 1 k BT {font} 10 Tf 200 200 Td <0001> Tj ET Q")


def light_letters(pdf):
    font = str(next(iter(pdf.pages[1].Resources.Font.keys())))
    draw(pdf, f"q 0.1 0.1 0.1 rg BT {font} 10 Tf 200 200 Td <0001> Tj ET Q")


def gradient(pdf):
    function = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 100, 0], Function=function)
    draw(pdf, "q 200 200 50 50 re W n /Shade sh Q", {"/Shading": {"/Shade": shading}})


def at_the_edge(pdf):
    left, bottom, _, top = (float(number) for number in pdf.pages[1].TrimBox)
    draw(pdf, f"q 1 0 0 0 k {left} {bottom} 40 {top - bottom} re f Q")


def link(pdf):
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[200, 200, 220, 220], Contents="?")
    pdf.pages[1].Annots = Array([pdf.make_indirect(note)])


def attach(pdf):
    pdf.attachments["a.txt"] = pikepdf.AttachedFileSpec(pdf, b"text", filename="a.txt")


def script(pdf):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


DEFECTS = {
    "no-trim": drop("/TrimBox"),
    "wide-trim": wide_trim,
    "no-bleed": set_box("/BleedBox", "/TrimBox"),
    "at-the-edge": at_the_edge,
    "rgb-field": lambda pdf: draw(pdf, "q 1 0 0 rg 200 200 50 50 re f Q"),
    "rgb-line": lambda pdf: draw(pdf, "q 1 0 0 RG 2 w 200 200 m 250 250 l S Q"),
    "rgb-letters": light_letters,
    "rgb-image": lambda pdf: with_image(pdf, 400, "/DeviceRGB", 50),
    "rgb-gradient": gradient,
    "coarse-image": lambda pdf: with_image(pdf, 50, "/DeviceCMYK", 100),
    "rich-black": rich_black,
    "much-ink": lambda pdf: draw(pdf, "q 0.9 0.9 0.9 0.9 k 200 200 50 50 re f Q"),
    "no-intent": lambda pdf: pdf.Root.__delitem__("/OutputIntents"),
    "rgb-profile": rgb_profile,
    "no-font": no_font,
    "see-through": see_through,
    "no-key": no_key,
    "not-trapped": not_trapped,
    "script": script,
    "attachment": attach,
    "hairline": lambda pdf: draw(pdf, "q 0 0 0 1 K 0.1 w 200 200 m 250 250 l S Q"),
    "white-overprint": white_overprint,
    "other-size": one_size_more,
    "comment": link,
    "marks-inside": marks_inside,
    "new-version": lambda pdf: None,
    "encrypted": lambda pdf: None,
}


def spoil(defect, source, target):
    pdf = pikepdf.open(source)
    DEFECTS[defect](pdf)
    settings = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    if defect == "encrypted":
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="", R=6))
    elif defect == "new-version":
        pdf.save(target, force_version="1.7")
    else:
        pdf.save(target, **settings)


def pages(count, target):
    pdf = pikepdf.new()
    for number in range(1, count + 1):
        page = pdf.add_blank_page(page_size=(300, 400))
        page.Contents = pikepdf.Stream(pdf, f"% page {number}\n0 0 0 1 k 10 10 {number} 10 re f".encode())
    pdf.save(target)


def sides(path):
    result = []
    for page in pikepdf.open(path).pages:
        placed, moved = [], 0.0
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "cm":
                moved = float(operands[4])
            if str(operator) == "Do" and str(operands[0]).startswith("/P"):
                content = page.Resources.XObject[operands[0]].read_bytes().decode()
                placed.append([int(content.split()[2]), moved])
        result.append({"placed": placed, "trim": box(page, "/TrimBox"), "media": box(page, "/MediaBox")})
    print(json.dumps(result))


if __name__ == "__main__":
    command, *rest = sys.argv[1:]
    if command == "read":
        read(*rest)
    elif command == "spoil" and not rest:
        print("\n".join(DEFECTS))
    elif command == "spoil":
        spoil(*rest)
    elif command == "pages":
        pages(int(rest[0]), rest[1])
    elif command == "sides":
        sides(*rest)
