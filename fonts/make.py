#!/usr/bin/env python3
"""Makes the fonts of this folder from their published releases.

The results are committed; this script records how they came about. It needs fontTools (PyPI `fonttools`),
Debian's `fonts-noto-cjk`, `fonts-noto-cjk-extra` and `fonts-lxgw-wenkai`, and the unpacked npm packages
`@expo-google-fonts/source-serif-4`, `@expo-google-fonts/source-sans-3` and `@expo-google-fonts/stix-two-math`.

    fonts/make.py --noto DIR --wenkai DIR --source-serif DIR --source-sans DIR --stix-math DIR

Chinese faces are cut to the 20,902 unified ideographs of Unicode 1.1, the punctuation, kana, Greek, Cyrillic and
symbols that a report needs. `locl` goes, since a single region is kept and Typst would otherwise switch glyphs by
language tag. The Kai face carries another name, as the licence of LXGW WenKai reserves the original one.
"""

import argparse
import hashlib
import pathlib
import shutil

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).parent

RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B0, 0x02FF), (0x0300, 0x036F), (0x0370, 0x03FF), (0x0400, 0x04FF),
    (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF), (0x2100, 0x214F), (0x2150, 0x218F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x2606),
    (0x2713, 0x2718), (0x3000, 0x303F), (0x3040, 0x30FF), (0x3200, 0x32FF), (0x3300, 0x33FF), (0x4E00, 0x9FA5),
    (0xFE10, 0xFE1F), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
]

# family, style, file to write, package, file to read, index within a collection
CUT = [
    ("Noto Serif SC", "Regular", "NotoSerifSC-Regular.otf", "noto", "NotoSerifCJK-Regular.ttc"),
    ("Noto Serif SC", "Bold", "NotoSerifSC-Bold.otf", "noto", "NotoSerifCJK-Bold.ttc"),
    ("Noto Sans SC", "Regular", "NotoSansSC-Regular.otf", "noto", "NotoSansCJK-Regular.ttc"),
    ("Noto Sans SC", "Bold", "NotoSansSC-Bold.otf", "noto", "NotoSansCJK-Bold.ttc"),
    ("Recto Kai", "Regular", "RectoKai-Regular.ttf", "wenkai", "LXGWWenKai-Regular.ttf"),
]

WHOLE = [
    ("source_serif", "400Regular/SourceSerif4_400Regular.ttf", "SourceSerif4-Regular.ttf"),
    ("source_serif", "400Regular_Italic/SourceSerif4_400Regular_Italic.ttf", "SourceSerif4-Italic.ttf"),
    ("source_serif", "700Bold/SourceSerif4_700Bold.ttf", "SourceSerif4-Bold.ttf"),
    ("source_serif", "700Bold_Italic/SourceSerif4_700Bold_Italic.ttf", "SourceSerif4-BoldItalic.ttf"),
    ("source_sans", "400Regular/SourceSans3_400Regular.ttf", "SourceSans3-Regular.ttf"),
    ("source_sans", "700Bold/SourceSans3_700Bold.ttf", "SourceSans3-Bold.ttf"),
    ("stix_math", "400Regular/STIXTwoMath_400Regular.ttf", "STIXTwoMath-Regular.ttf"),
]


def simplified_chinese(path):
    """Opens the Simplified Chinese member of a collection, or the only face of a plain file."""
    if path.suffix != ".ttc":
        return TTFont(path)
    for index in range(64):
        font = TTFont(path, fontNumber=index)
        family = font["name"].getDebugName(1)
        if family.endswith("CJK SC"):
            return font
    raise SystemExit(f"{path}: no Simplified Chinese face")


def rename(font, family, style):
    postscript = f"{family.replace(' ', '')}-{style}"
    wanted = {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 5, 13, 14)]
    for name_id, text in wanted.items():
        names.setName(text, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = postscript
        top = cff.topDictIndex[0]
        top.FamilyName, top.FullName = family, f"{family} {style}"


def cut(font, family, style, target):
    options = subset.Options()
    options.layout_features = [
        "kern", "liga", "calt", "ccmp", "mark", "mkmk", "halt", "palt", "fwid", "hwid", "pwid", "tnum", "pnum",
        "lnum", "onum", "chws",
    ]
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    rename(font, family, style)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("noto", "wenkai", "source-serif", "source-sans", "stix-math"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    folders = vars(parser.parse_args())
    for family, style, target, package, file in CUT:
        cut(simplified_chinese(folders[package] / file), family, style, HERE / target)
    for package, file, target in WHOLE:
        shutil.copyfile(folders[package] / file, HERE / target)
    licences = (
        ("source_serif", "SourceSerif4-OFL.txt"),
        ("source_sans", "SourceSans3-OFL.txt"),
        ("stix_math", "STIXTwoMath-OFL.txt"),
    )
    for package, target in licences:
        shutil.copyfile(folders[package] / "LICENSE_FONT", HERE / target)
    faces = sorted([*HERE.glob("*.otf"), *HERE.glob("*.ttf")])
    sums = [f"{hashlib.sha256(face.read_bytes()).hexdigest()}  {face.name}\n" for face in faces]
    (HERE / "SHA256SUMS").write_text("".join(sums))


if __name__ == "__main__":
    main()
