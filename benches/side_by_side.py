#!/usr/bin/env python3
"""One bilingual report set by this program, by the stock Typst compiler and by XeLaTeX, in one run.

    cargo bench --bench synthetic -- 600 REPORT
    cargo build --release && python3 benches/side_by_side.py target/release/recto REPORT [EDITION]

The stock compiler (PyPI `typst`) gets what `recto build --emit-typst` writes, with the same fonts. XeLaTeX (with
ctex, paracol and booktabs, run twice for its contents) gets the same paragraphs and headings in two columns, the
rows of the ledger, and an empty box of the height of a figure for each chart: it is spared the drawing.
Prints seconds of wall clock, pages, milliseconds a page and peak memory of each, and the ratios.
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib

PROGRAM, REPORT = os.path.abspath(sys.argv[1]), sys.argv[2]
EDITION = sys.argv[3] if len(sys.argv) > 3 else "screen"

STOCK = """
import sys, typst
root, fonts, output = sys.argv[1:]
typst.compile(root + "/main.typ", root=root, font_paths=[fonts], ignore_system_fonts=True, output=output,
              pdf_standards=["a-3a"])
"""

PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage[fontset=none]{ctex}
\usepackage{paracol,booktabs,longtable,geometry,microtype,hyperref}
\geometry{left=19mm,right=19mm,top=26mm,bottom=25mm}
\setmainfont{SourceSerif4}[Path=FONTS/,Extension=.ttf,UprightFont=*-Regular,BoldFont=*-Bold,ItalicFont=*-Italic]
\setCJKmainfont{NotoSerifSC}[Path=FONTS/,Extension=.otf,UprightFont=*-Regular,BoldFont=*-Bold]
\setCJKmonofont{NotoSansSC}[Path=FONTS/,Extension=.otf,UprightFont=*-Regular]
\columnratio{0.45}
\begin{document}
\tableofcontents
"""


def timed(arguments, cwd=None):
    """Seconds, and the peak memory of the process in MiB."""
    start = time.monotonic()
    process = subprocess.Popen(arguments, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{arguments[0]} failed: {errors.decode(errors='replace')[-2000:]}")
    return time.monotonic() - start, usage.ru_maxrss / 1024


def pages(path):
    from pikepdf import open as open_pdf

    with open_pdf(path) as pdf:
        return len(pdf.pages)


def escaped(text):
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    special = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "*": ""}
    return "".join(special.get(c, "\\" + c if c in "&%$#_{}" else c) for c in plain)


def pair(zh, en):
    return f"{zh}\n\n\\switchcolumn\n{en}\n\n\\switchcolumn*\n"


def blocks(chapter):
    yield from chapter.get("block", [])


def document(folder, fonts):
    with open(os.path.join(folder, "report.toml"), "rb") as file:
        manifest = tomllib.load(file)
    text = [PREAMBLE.replace("FONTS", fonts)]
    for name in manifest["report"]["chapters"]:
        with open(os.path.join(folder, name), "rb") as file:
            chapter = tomllib.load(file)
        title = chapter["title"]
        text.append(f"\\section{{{escaped(title['zh'])} {escaped(title['en'])}}}\n\\begin{{paracol}}{{2}}\n")
        for part in [chapter, *chapter.get("section", [])]:
            if part is not chapter:
                heads = (f"\\subsection*{{{escaped(part['title'][tag])}}}" for tag in ("zh", "en"))
                text.append(pair(*heads))
            for block in blocks(part):
                if "zh" in block:
                    text.append(pair(escaped(block["zh"]), escaped(block["en"])))
                elif "figure" in block:
                    captions = (f"\\textbf{{{escaped(block['caption'][tag])}}}" for tag in ("zh", "en"))
                    text.append(pair(*captions) + "\\end{paracol}\n\\vspace*{74mm}\n\\begin{paracol}{2}\n")
        text.append("\\end{paracol}\n\\clearpage\n")
    return "".join(text)


def ledger(book):
    with open(book, encoding="utf-8") as file:
        rows = json.load(file)["ledger"]
    text = ["\\section{证据清单 Ledger}\n\\footnotesize\\begin{longtable}{p{36mm}p{62mm}p{62mm}}\n"]
    for row in rows:
        said = " ".join(one["before"] + one["phrase"] + one["after"] for one in row["statements"])
        text.append(f"{escaped(row['id'])} & {escaped(said)} & \\sloppy {escaped(row.get('query') or '')} \\\\ \\midrule\n")
    return "".join(text) + "\\end{longtable}\n"


def report(name, seconds, count, memory, base=None):
    ratio = f", {seconds / base:.2f} times ours" if base else ""
    print(f"{name:<22} {seconds:7.2f} s, {count} pages, {1000 * seconds / count:5.2f} ms a page, {memory:6.0f} MiB{ratio}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        out, typst_folder = os.path.join(folder, "out"), os.path.join(folder, "typst")
        ours, memory = timed([PROGRAM, "build", REPORT, "--edition", EDITION, "--out", out])
        pdf = next(name for name in os.listdir(out) if name.endswith(".pdf"))
        report("recto, whole build", ours, pages(os.path.join(out, pdf)), memory)

        subprocess.run([PROGRAM, "build", REPORT, "--edition", EDITION, "--emit-typst", typst_folder], check=True, capture_output=True)
        root, fonts = os.path.join(typst_folder, EDITION), os.path.join(typst_folder, "fonts")
        stock = os.path.join(folder, "stock.pdf")
        seconds, memory = timed([sys.executable, "-c", STOCK, root, fonts, stock])
        report("stock Typst", seconds, pages(stock), memory, ours)
        print(f"our whole build takes {ours / seconds:.2f} times the time of the stock compiler")

        if shutil.which("xelatex") is None:
            print("XeLaTeX: skipped, because `xelatex` is not installed")
            return
        with open(os.path.join(folder, "book.tex"), "w", encoding="utf-8") as file:
            file.write(document(REPORT, fonts) + ledger(os.path.join(root, "book.json")) + "\\end{document}\n")
        command = ["xelatex", "-interaction=batchmode", "-halt-on-error", "book.tex"]
        runs = [timed(command, folder) for _ in range(2)]
        report("XeLaTeX + ctex, twice", sum(run[0] for run in runs), pages(os.path.join(folder, "book.pdf")), max(run[1] for run in runs), ours)


if __name__ == "__main__":
    main()
