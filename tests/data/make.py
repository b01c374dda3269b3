#!/usr/bin/env python3
"""Makes /bad (files with one fault each, and cases.toml) and /good (one table in many formats).

    python make.py            everything but the files that LibreOffice writes, which must be there
    python make.py --office   the files that LibreOffice writes too (needs soffice and faketime)

Needs openpyxl, odfpy, pyarrow. No clock and no chance: two runs give the same bytes.
"""
import datetime as dt, io, json, os, re, shutil, sqlite3, subprocess, sys, tempfile, zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl, pyarrow as pa, pyarrow.parquet as pq

HERE = Path(__file__).resolve().parent
BAD, GOOD = HERE / "bad", HERE / "good"
OFFICE = "--office" in sys.argv
MARK = "\u27e6"      # stands before the place of the fault, and is taken out
BMARK = b"@@HERE@@"  # the same in bytes
CASES, JOBS = [], []


# ---------------------------------------------------------------- tools
def case(file, code, at="", *, settings="", help="", fault="", name=""):
    assert fault and code in ("mixed-column", "malformed-data", "invalid-utf-8"), file
    assert at or name, file
    CASES.append(dict(file=file, settings=settings, code=code, at=at, name=name, help=help, fault=fault))


def place(prefix):
    return f"{prefix.count(chr(10)) + 1}:{len(prefix) - (prefix.rfind(chr(10)) + 1) + 1}"


def text(file, code, body, fault, *, settings="", help="", enc="utf-8", bom=b"", at=None, name=""):
    """A text file; the mark in `body` is the place."""
    if at is None:
        assert body.count(MARK) == 1, file
        at = place(body.split(MARK)[0])
    body = body.replace(MARK, "")
    (BAD / file).write_bytes(bom + body.encode(enc))
    case(file, code, at, settings=settings, help=help, fault=fault, name=name)


def raw(file, code, data, fault, *, enc, settings="", help=""):
    head, tail = data.split(BMARK)
    (BAD / file).write_bytes(head + tail)
    case(file, code, place(head.decode(enc)), settings=settings, help=help, fault=fault)


def grid(table, edits=None, n=None, sep=",", nl="\n", extra=(), pre=()):
    """Rows of cells as text; edits {(row, col): cell}, row 0 is the head."""
    rows = [list(map(str, r)) for r in table[: (n + 1) if n else None]]
    for (r, c), v in (edits or {}).items():
        rows[r][c] = v
    lines = list(pre) + [sep.join(r) for r in rows] + list(extra)
    return nl.join(lines) + nl


def fixzip(path):
    """The same archive with no trace of the clock."""
    src = zipfile.ZipFile(path)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for i in src.infolist():
            data = src.read(i.filename)
            if i.filename in ("docProps/core.xml", "meta.xml"):
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?", b"2020-01-01T00:00:00", data)
            info = zipfile.ZipInfo(i.filename, (2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if i.filename == "mimetype" else zipfile.ZIP_DEFLATED
            z.writestr(info, data)
    path.write_bytes(out.getvalue())


def wb_of(table, edits=None, n=None, sheet="Sheet1", pre=(), post=()):
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = sheet
    rows = [list(r) for r in table[: (n + 1) if n else None]]
    for (r, c), v in (edits or {}).items():
        rows[r][c] = v
    for r in list(pre) + rows + list(post):
        ws.append(list(r))
    return wb, ws


def xlsx(file, wb):
    wb.save(BAD / file)
    fixzip(BAD / file)


def ods_doc(sheets):
    """sheets: [(name, rows, merges)]; merges {(row, col): (rows, cols)}, from 0."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.number import Boolean, BooleanStyle, DateStyle, Day, Month, Text, Year
    from odf.style import Style
    from odf.table import CoveredTableCell, Table, TableCell, TableRow
    from odf.text import P
    doc = OpenDocumentSpreadsheet()
    day, yes = DateStyle(name="N1"), BooleanStyle(name="N2")
    for part in (Year(style="long"), Text(text="-"), Month(style="long"), Text(text="-"), Day(style="long")):
        day.addElement(part)
    yes.addElement(Boolean())
    for style in (day, yes, Style(name="day", family="table-cell", datastylename="N1"), Style(name="yes", family="table-cell", datastylename="N2")):
        doc.automaticstyles.addElement(style)
    for name, rows, merges in sheets:
        t = Table(name=name)
        covered = {(r + i, c + j) for (r, c), (h, w) in merges.items() for i in range(h) for j in range(w)} - set(merges)
        for ri, row in enumerate(rows):
            tr = TableRow()
            for ci, v in enumerate(row):
                if (ri, ci) in covered:
                    tr.addElement(CoveredTableCell())
                    continue
                k = {}
                if (ri, ci) in merges:
                    k = dict(numberrowsspanned=merges[ri, ci][0], numbercolumnsspanned=merges[ri, ci][1])
                if v is None:
                    cell = TableCell(**k)
                elif isinstance(v, bool):
                    cell = TableCell(valuetype="boolean", booleanvalue=str(v).lower(), stylename="yes", **k)
                    cell.addElement(P(text=str(v).upper()))
                elif isinstance(v, (int, float, Decimal)):
                    cell = TableCell(valuetype="float", value=str(v), **k)
                    cell.addElement(P(text=str(v)))
                elif isinstance(v, dt.date):
                    cell = TableCell(valuetype="date", datevalue=v.isoformat(), stylename="day", **k)
                    cell.addElement(P(text=v.isoformat()))
                else:
                    cell = TableCell(valuetype="string", **k)
                    cell.addElement(P(text=v))
                tr.addElement(cell)
            t.addElement(tr)
        doc.spreadsheet.addElement(t)
    return doc


def ods(file, sheets):
    ods_doc(sheets).save(BAD / file)
    fixzip(BAD / file)


def office(src, target, dest):
    """LibreOffice converts src to the format `target`; the clock it sees stands still."""
    JOBS.append(dest.name)
    if not OFFICE:
        assert dest.exists(), f"{dest.name}: run with --office"
        return
    with tempfile.TemporaryDirectory() as d:
        cmd = ["faketime", "-f", "2020-01-01 00:00:00", "soffice", f"-env:UserInstallation=file://{d}/profile",
               "--headless", "--convert-to", target, "--outdir", f"{d}/out", str(src)]
        subprocess.run(cmd, check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       env={**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"})
        made = next(Path(f"{d}/out").iterdir())
        shutil.move(made, dest)


# ---------------------------------------------------------------- tables
POP = [  # fictitious figures of a usual kind
    ["地区", "区划代码", "年份", "常住人口", "城镇化率"],
    ["北京市", 110000, 2019, 2190, 87.35], ["天津市", 120000, 2019, 1385, 84.31],
    ["河北省", 130000, 2019, 7447, 58.77], ["山西省", 140000, 2019, 3497, 61.29],
    ["内蒙古自治区", 150000, 2019, 2415, 66.46], ["辽宁省", 210000, 2019, 4277, 71.21],
    ["吉林省", 220000, 2019, 2448, 61.63], ["黑龙江省", 230000, 2019, 3255, 64.62],
    ["上海市", 310000, 2019, 2481, 89.22], ["江苏省", 320000, 2019, 8469, 72.47],
    ["浙江省", 330000, 2019, 6375, 71.58], ["安徽省", 340000, 2019, 6092, 57.02],
    ["福建省", 350000, 2019, 4137, 67.87], ["江西省", 360000, 2019, 4516, 59.07],
]
TRADE = [
    ["country", "iso3", "year", "exports", "imports"],
    ["Austria", "AUT", 2018, 184.8, 193.7], ["Belgium", "BEL", 2018, 468.6, 454.7],
    ["Czechia", "CZE", 2018, 202.5, 184.7], ["Denmark", "DNK", 2018, 109.9, 102.8],
    ["Estonia", "EST", 2018, 17, 19.2], ["Finland", "FIN", 2018, 75.9, 78.5],
    ["Greece", "GRC", 2018, 39.5, 65.2], ["Hungary", "HUN", 2018, 124.9, 121.4],
    ["Ireland", "IRL", 2018, 164.9, 107], ["Latvia", "LVA", 2018, 16.2, 19.6],
]
JOBS_T = [
    ["period", "sector", "employed", "rate"],
    ["2018Q1", "Construction", 1204, 5.1], ["2018Q1", "Retail trade", 3511, 4.8],
    ["2018Q2", "Construction", 1251, 4.9], ["2018Q2", "Retail trade", 3498, 4.8],
    ["2018Q3", "Construction", 1268, 4.4], ["2018Q3", "Retail trade", 3520, 4.6],
    ["2018Q4", "Construction", 1239, 4.7], ["2018Q4", "Retail trade", 3577, 4.5],
    ["2019Q1", "Construction", 1221, 5], ["2019Q1", "Retail trade", 3540, 4.7],
]
LAND = [  # semicolons, decimal comma
    ["Bundesland", "Jahr", "Betriebe", "Umsatz"],
    ["Bayern", 2018, 834, "912,4"], ["Berlin", 2018, 217, "188,0"], ["Bremen", 2018, 64, "71,3"],
    ["Hamburg", 2018, 190, "240,9"], ["Hessen", 2018, 455, "503,7"], ["Saarland", 2018, 88, "95,2"],
    ["Sachsen", 2018, 372, "310,6"], ["Thüringen", 2018, 263, "207,5"],
]
DOCS = [
    ["文号", "发布日期", "发布机构", "件数", "现行"],
    ["国发〔2016〕73号", "2016-12-15", "国务院", 3, "true"],
    ["工信部信软〔2016〕412号", "2016-12-18", "工业和信息化部", 1, "true"],
    ["国办发〔2017〕84号", "2017-10-05", "国务院办公厅", 2, "true"],
    ["商办流通函〔2018〕142号", "2018-04-10", "商务部", 1, "false"],
    ["银发〔2018〕195号", "2018-07-26", "中国人民银行", 2, "true"],
    ["教技〔2018〕6号", "2018-08-17", "教育部", 4, "true"],
    ["发改高技〔2019〕1号", "2019-01-10", "国家发展改革委", 2, "false"],
    ["网信办令第3号", "2019-01-10", "国家互联网信息办公室", 1, "true"],
]
Q = '"'


def objs(table, edits=None, n=None):
    head = table[0]
    out = []
    for r, row in enumerate(table[1: (n + 1) if n else None], 1):
        row = [(edits or {}).get((r, c), v) for c, v in enumerate(row)]
        out.append(dict(zip(head, row)))
    return out


class Tok(str):
    """A stretch of JSON text to be put in place of a value."""


def js(value, tokens, indent=2):
    """JSON text; the string "@@k" becomes tokens[k]."""
    s = json.dumps(value, ensure_ascii=False, indent=indent)
    for k, v in tokens.items():
        assert s.count(f'"@@{k}"') == 1, k
        s = s.replace(f'"@@{k}"', v)
    return s + "\n"


# ---------------------------------------------------------------- mixed-column, text files
def mixed_text():
    M = MARK
    text("dash-in-number.csv", "mixed-column", grid(POP, {(6, 3): M + "-"}), "a dash for 'no value' in a column of numbers", help='nulls = ["-"]')
    text("dash-first-row.tsv", "mixed-column", grid(TRADE, {(1, 4): M + "-"}, sep="\t", nl="\r\n"), "the first cell of a column of numbers is a dash; the lines end in CR LF", help='nulls = ["-"]')
    text("em-dash-gb18030.csv", "mixed-column", grid(POP, {(3, 0): "㐂𠮷省", (9, 4): M + "——"}), "a Chinese dash among decimals, in GB18030 with four-byte characters above it", settings='encoding = "gb18030"', help='nulls = ["——"]', enc="gb18030")
    text("na-in-number.csv", "mixed-column", grid(TRADE, {(7, 3): M + "n/a"}), "n/a in a column of numbers", help='nulls = ["n/a"]')
    text("na-beside-declared-dash.csv", "mixed-column", grid(TRADE, {(3, 4): "-", (8, 4): M + "n/a"}), "nulls names the dash, but the file has n/a as well", settings='nulls = ["-"]', help='"n/a"')
    text("hash-na.csv", "mixed-column", grid(JOBS_T, {(7, 3): M + "#N/A"}), "#N/A, left over from a spreadsheet, in a CSV file", help='nulls = ["#N/A"]')
    text("ellipsis.csv", "mixed-column", grid(POP, {(11, 4): M + "…"}), "an ellipsis for 'not available' among decimals", help='nulls = ["…"]')
    text("null-word.tsv", "mixed-column", grid(JOBS_T, {(5, 2): M + "\\N"}, sep="\t"), "\\N, as a database writes NULL, among integers", help='nulls = ["\\\\N"]')
    text("thousands-comma.csv", "mixed-column", grid(JOBS_T, {(4, 1): Q + "Retail, wholesale\nand repair" + Q, (6, 2): M + '"12,345"'}), "12,345 without the setting for grouping; a quoted line break stands above", help='grouping = ","')
    text("thousands-nbsp.csv", "mixed-column", grid(JOBS_T, {(8, 2): M + "12\u00a0345"}), "a non-breaking space as grouping", help="grouping")
    text("thousands-space.tsv", "mixed-column", grid(POP, {(10, 3): M + "18 469"}, sep="\t"), "a plain space as grouping", help="grouping")
    text("grouping-odd-places.csv", "mixed-column", grid(JOBS_T, {(3, 2): '"1,251"', (7, 2): M + '"1,23,900"'}), "grouping in other places than every three digits", settings='grouping = ","')
    text("full-width.csv", "mixed-column", grid(POP, {(5, 3): M + "２４１５"}), "full-width digits", help="full-width = true")
    text("full-width-gb18030.csv", "mixed-column", grid(POP, {(12, 4): M + "５７.02"}), "a cell with two full-width digits, in GB18030", settings='encoding = "gb18030"', help="full-width = true", enc="gb18030")
    text("leading-zeros.csv", "mixed-column", grid([["站号", "站名", "降水"]] + [[c, n, p] for c, n, p in [(12, "东山", 30.5), (M + "007", "西山", 28), (118, "南口", 31.2), (54, "北口", 27.9), (33, "中心", 30)]]), "007 beside 12: a code with leading zeros among numbers", help='"站号" = "text"')
    text("period-half-year.csv", "mixed-column", grid([["period", "documents"], [2015, 1], [2016, 3], [2017, 9], [2018, 10], [M + "2019H1", 12]]), "a half-year among years", help='period = "text"')
    text("unit-ren.csv", "mixed-column", grid(POP, {(2, 3): M + "1385人"}), "a number with its unit, 1385人")
    text("unit-wan-gb18030.csv", "mixed-column", grid(POP, {(13, 3): M + "0.4万"}), "a number with the unit 万, in GB18030", settings='encoding = "gb18030"', enc="gb18030")
    text("year-nian.csv", "mixed-column", grid(POP, {(4, 2): M + "2019年"}), "one year is written with 年")
    text("footnote-star.csv", "mixed-column", grid(TRADE, {(6, 3): M + "75.9*"}), "a footnote mark, 75.9*")
    text("footnote-bracket.csv", "mixed-column", grid(TRADE, {(2, 4): M + "454.7[1]"}), "a footnote mark, 454.7[1]")
    text("footnote-superscript.csv", "mixed-column", grid(JOBS_T, {(9, 2): M + "1221¹"}), "a footnote mark, 1221¹ with a superscript digit")
    text("minus-u2212.csv", "mixed-column", grid([["季度", "行业", "同比增速"], ["2018Q1", "采矿业", 0.9], ["2018Q2", "采矿业", "-1.4"], ["2018Q3", "采矿业", M + "\u22122.1"], ["2018Q4", "采矿业", 3.6], ["2019Q1", "采矿业", "2.2"]]), "the minus sign U+2212 instead of the hyphen")
    text("accounting-negative.csv", "mixed-column", grid([["item", "year", "balance"], ["Goods", 2017, -12.5], ["Services", 2017, 8], ["Goods", 2018, M + "(14.1)"], ["Services", 2018, 9.3], ["Income", 2018, 0.4]]), "a negative number in parentheses")
    text("decimal-comma-grouping-undeclared.csv", "mixed-column", grid(LAND, {(1, 3): "912", (2, 3): "188", (3, 3): "71", (4, 3): "240", (5, 3): M + "1.234,5", (6, 3): "95", (7, 3): "310", (8, 3): "207"}, sep=";"), "1.234,5 while the decimal sign is the point (two settings would be needed)", settings='delimiter = ";"')
    text("decimal-comma-undeclared.csv", "mixed-column", grid(LAND, {(1, 3): "912", (2, 3): "188", (3, 3): M + "71,3"}, sep=";"), "a decimal comma while the decimal sign is the point", settings='delimiter = ";"', help='decimal = ","')
    text("decimal-point-among-commas.csv", "mixed-column", grid(LAND, {(6, 3): M + "95.2"}, sep=";", nl="\r\n"), "a decimal point while the decimal sign is the comma", settings='delimiter = ";"\ndecimal = ","')
    text("scientific.csv", "mixed-column", grid(JOBS_T, {(2, 2): M + "1e5"}), "1e5: scientific notation, as a spreadsheet writes large numbers")
    text("percent-text.csv", "mixed-column", grid(POP, {(8, 4): M + "64.62%"}), "64.62% among numbers without a per cent sign")
    text("less-than.csv", "mixed-column", grid(TRADE, {(10, 3): M + "<0.1"}), "<0.1: a bound among numbers")
    text("about-word.csv", "mixed-column", grid(DOCS, {(6, 3): M + "约4"}, extra=["合计,,,15,"]), "约4 (about 4) among numbers; the row 合计 is none of the fault")
    text("zero-width-space.csv", "mixed-column", grid(TRADE, {(5, 3): M + "17\u200b"}), "a zero-width space after a number")
    text("letter-o.csv", "mixed-column", grid(POP, {(7, 3): M + "244O"}), "the letter O for a zero, as after OCR")
    text("range-of-values.csv", "mixed-column", grid(JOBS_T, {(6, 3): M + "4.6-4.8"}), "a range among numbers")
    text("forty-digits.csv", "mixed-column", grid([["address", "balance"], ["0xa1", 12], ["0xb2", 90071992547409931], ["0xc3", M + "1234567890123456789012345678901234567890"], ["0xd4", 0], ["0xe5", 44]]), "a number of 40 digits among numbers")
    # with `types`
    text("date-slashes.csv", "mixed-column", grid(DOCS, {(5, 1): M + "2018/7/26"}), "2018/7/26 among ISO dates", settings='types = { "发布日期" = "date" }')
    text("date-31-february.csv", "mixed-column", grid(DOCS, {(7, 1): M + "2019-02-31"}), "the 31st of February", settings='types = { "发布日期" = "date" }')
    text("date-chinese-gb18030.csv", "mixed-column", grid(DOCS, {(2, 1): M + "2016年12月18日"}), "2016年12月18日 among ISO dates, in GB18030", settings='encoding = "gb18030"\ntypes = { "发布日期" = "date" }', enc="gb18030")
    text("integer-beyond-64-bits.csv", "mixed-column", grid([["block", "gas"], [1, 21000], [2, 9223372036854775807], [3, M + "9223372036854775808"], [4, 53000], [5, 0]]), "2^63 in a column of type integer", settings='types = { gas = "integer" }', help='gas = "decimal"')
    text("half-in-integers.csv", "mixed-column", grid(JOBS_T, {(4, 2): M + "3498.5"}), "3498.5 in a column of type integer", settings='types = { employed = "integer" }', help='employed = "decimal"')
    text("boolean-upper.csv", "mixed-column", grid(DOCS, {(3, 4): M + "TRUE"}), "TRUE in a column of type boolean", settings='types = { "现行" = "boolean" }')
    text("boolean-shi.csv", "mixed-column", grid(DOCS, {(8, 4): M + "是"}), "是 in a column of type boolean", settings='types = { "现行" = "boolean" }')
    # rows above the head, and a place that counts from the top of the file
    text("dash-below-titles.csv", "mixed-column", grid(POP, {(9, 3): M + "-"}, pre=["2019年分地区人口", "单位：万人,%"]), "a dash among numbers, in a file with two rows of titles", settings="header = 3", help='nulls = ["-"]')


# ---------------------------------------------------------------- malformed-data, text files
def malformed_text():
    M = MARK
    text("ragged-short.csv", "malformed-data", grid(POP).replace("黑龙江省,230000,2019,3255,64.62", M + "黑龙江省,230000,2019,3255"), "a row with a cell too few")
    text("ragged-long.csv", "malformed-data", grid(TRADE, {(4, 4): "102.8," + M + "provisional"}), "a row with a cell too many")
    text("thousands-unquoted.csv", "malformed-data", grid(JOBS_T, {(5, 2): "1,268", (5, 3): M + "4.4"}), "the comma of 1,268 makes two cells of it")
    text("footnote-row.csv", "malformed-data", grid(POP, extra=[M + "注：2019年为快报数。"]), "a note below the table in the first column")
    text("semicolon-undeclared.csv", "malformed-data", grid([["省份", "年份", "说明"], ["山西", 2018, "煤炭"], ["陕西", 2018, "煤炭," + M + "天然气"], ["四川", 2018, "天然气"], ["新疆", 2018, "石油"], ["青海", 2018, "钾盐"]], sep=";"), "semicolons between the cells and no setting for it", help='delimiter = ";"')
    text("title-rows-undeclared.csv", "malformed-data", grid([POP[0]] + POP[1:], {(0, 1): M + "区划代码"}, pre=["2019年分地区人口", "单位：万人"]), "two rows of titles above the head and no setting for it", help="header = 3")
    text("title-row-padded.csv", "malformed-data", grid(TRADE, pre=[f"Exports and imports,{M},,,"]), "a title row, padded with empty cells, above the head and no setting for it", help="header = 2")
    text("blank-head.csv", "malformed-data", grid(JOBS_T, {(0, 1): M}), "a column without a name")
    text("duplicate-head.csv", "malformed-data", grid(POP, {(0, 3): "人口", (0, 4): M + "人口"}), "two columns of one name")
    text("duplicate-head-gb18030.csv", "malformed-data", grid(DOCS, {(0, 3): M + "文号"}), "two columns of one name, in GB18030", settings='encoding = "gb18030"', enc="gb18030")
    text("repeated-head.csv", "malformed-data", grid(JOBS_T, n=5, extra=[M + "period,sector,employed,rate"] + [",".join(map(str, r)) for r in JOBS_T[6:]]), "two files joined: the head comes again in the middle")
    text("repeated-head-text-only.csv", "malformed-data", grid([["文号", "机构"]] + [[r[0], r[2]] for r in DOCS[1:5]], extra=[M + "文号,机构"] + [f"{r[0]},{r[2]}" for r in DOCS[5:]]), "the head comes again in a file of text columns only")
    text("units-row.csv", "malformed-data", grid([["地区", "年末人口", "生产总值"], [M + "", "(万人)", "(亿元)"], ["北京", 2190, 35371.3], ["天津", 1385, 14104.3], ["河北", 7447, 35104.5], ["山西", 3497, 17026.7], ["辽宁", 4277, 24909.5]]), "a second row of heads with the units")
    text("bom.csv", "malformed-data", M + grid(TRADE), "a byte order mark before UTF-8", bom=b"\xef\xbb\xbf", help='encoding = "utf-8-bom"')
    text("bom.tsv", "malformed-data", M + grid(DOCS, sep="\t", nl="\r\n"), "a byte order mark before UTF-8, in a TSV file", bom=b"\xef\xbb\xbf", help='encoding = "utf-8-bom"')
    text("unclosed-quote.csv", "malformed-data", grid([["name", "year", "value"], ["Aarhus", 2018, 12], ['"Odense, Funen"', 2018, 9], [M + '"Aalborg, North Jutland', 2018, 7], ["Esbjerg", 2018, 5], ["Randers", 2018, 4]]), "a quotation mark that is never closed")
    text("text-after-quote.csv", "malformed-data", grid(DOCS, {(4, 2): M + '"商务部"办公厅'}), "text after the closing quotation mark of a cell")
    text("empty.csv", "malformed-data", M, "a file of no bytes")
    text("only-head.csv", "malformed-data", M + ",".join(POP[0]) + "\n", "a head and no row of data")
    text("cr-only.csv", "malformed-data", grid(JOBS_T, nl="\r").replace("rate\r", f"rate{M}\r", 1), "lines that end in CR alone, as from an old Macintosh")
    text("nul-byte.csv", "malformed-data", grid(TRADE, {(7, 0): f"Gre{M}\0ece"}), "a NUL byte in a text cell")
    text("header-beyond-end.csv", "malformed-data", grid(TRADE), "header names a row below the end of the file", settings="header = 40", at="", name="header")
    text("types-unknown-column.csv", "malformed-data", grid(TRADE), "types names a column that is not there", settings='types = { export = "decimal" }', at="", name="export")
    text("truncated-row-gb18030.csv", "malformed-data", grid(POP)[:-1].replace("江西省,360000,2019,4516,59.07", M + "江西省,360000,20"), "the file breaks off in its last row, in GB18030", settings='encoding = "gb18030"', enc="gb18030")
    text("unknown-extension.dat", "malformed-data", grid(TRADE), "an ending that names no file type, and no `format`", at="", name="unknown-extension.dat", help="format")


# ---------------------------------------------------------------- bytes
def bytes_cases():
    # GB18030 read as UTF-8: the first wrong byte
    data = grid(TRADE, {(4, 0): "丹麦"}).encode("gb18030")
    i = data.index("丹麦".encode("gb18030"))
    raw("gb18030-undeclared.csv", "invalid-utf-8", data[:i] + BMARK + data[i:], "GB18030 without the setting for it", enc="utf-8", help='encoding = "gb18030"')
    data = grid(LAND, sep=";").replace("Thüringen", "Th@@HERE@@üringen").encode("windows-1252")
    raw("latin1-undeclared.csv", "invalid-utf-8", data, "windows-1252 without the setting for it", enc="utf-8", settings='delimiter = ";"\ndecimal = ","', help="encoding")
    data = grid(POP, {(9, 0): "上海@@HERE@@\udcff市"}).encode("utf-8", "surrogateescape")
    raw("wrong-byte-utf8.csv", "invalid-utf-8", data, "one wrong byte in a file of UTF-8", enc="utf-8")
    data = grid(POP).encode()[: grid(POP).encode().index("江西省".encode()) + 8]
    raw("cut-character-utf8.csv", "invalid-utf-8", data[:-2] + BMARK + data[-2:], "the file breaks off within a character (and so within a row)", enc="utf-8")
    data = grid(JOBS_T, {(6, 1): "Retail @@HERE@@\udcc0\udcaftrade"}).encode("utf-8", "surrogateescape")
    raw("overlong-utf8.csv", "invalid-utf-8", data, "an overlong sequence (C0 AF)", enc="utf-8")
    d16 = b"\xff\xfe" + grid(TRADE, sep="\t", nl="\r\n").encode("utf-16-le")
    raw("utf16-undeclared.tsv", "invalid-utf-8", BMARK + d16, "UTF-16 with a byte order mark, as a spreadsheet saves 'Unicode text'", enc="utf-8", help="utf-16")
    a, b = grid(POP, {(3, 0): "𠮷北省", (6, 0): "辽@@@省"}).split("@@@")
    raw("wrong-byte-gb18030.csv", "malformed-data", a.encode("gb18030") + BMARK + b"\xff" + b.encode("gb18030"), "a wrong byte (FF) in GB18030, after a four-byte character", enc="gb18030", settings='encoding = "gb18030"')
    a, b = grid(DOCS, {(5, 2): "中国人民@@@"}).split("@@@")
    raw("cut-character-gb18030.csv", "malformed-data", a.encode("gb18030") + BMARK + "银".encode("gb18030")[:1] + b.encode("gb18030"), "half a character at the end of a cell, as from a field of fixed width", enc="gb18030", settings='encoding = "gb18030"')
    data = grid(POP, {(1, 0): "北京"}).encode()
    try:
        data.decode("gb18030")
        raise SystemExit("utf8-declared-gb18030 decodes")
    except UnicodeDecodeError as e:
        raw("utf8-declared-gb18030.csv", "malformed-data", data[: e.start] + BMARK + data[e.start:], "UTF-8 that the setting calls GB18030", enc="gb18030", settings='encoding = "gb18030"', help="utf-8")
    data = "年度,@@HERE@@\udcff件數,說明\n2015,1,試點\n2016,3,推廣\n2017,9,規劃\n2018,10,標準\n2019,12,應用\n"
    a, b = data.split("@@HERE@@\udcff")
    raw("wrong-byte-big5.csv", "malformed-data", a.encode("big5") + BMARK + b"\xff" + b.encode("big5"), "a wrong byte in Big5", enc="big5", settings='encoding = "big5"')


# ---------------------------------------------------------------- JSON
def json_cases():
    M = MARK
    api = lambda rows: {"status": "ok", "meta": {"source": "统计局", "count": len(rows)}, "data": {"items": rows}}
    S = 'rows = "/data/items"'
    mx = [
        ("dash.json", {(5, 3): '"-"'}, "a dash among numbers", 'nulls = ["-"]'),
        ("na.json", {(8, 4): '"n/a"'}, "n/a among numbers", 'nulls = ["n/a"]'),
        ("thousands.json", {(3, 3): '"7,447"'}, "7,447 as a string among numbers", ""),
        ("full-width.json", {(11, 3): '"６３７５"'}, "full-width digits as a string among numbers", ""),
        ("string-among-numbers.json", {(10, 3): '"8469"'}, '"8469" as a string among numbers', ""),
        ("boolean-among-numbers.json", {(6, 3): "false"}, "false among numbers, as some APIs write 'no value'", ""),
    ]
    for file, e, fault, help in mx:
        (k, v), = e.items()
        text(file, "mixed-column", js(api(objs(POP, {k: "@@0", (2, 4): None})), {0: M + v}), fault + "; null elsewhere is no value", settings=S, help=help)
    text("string-among-numbers.ndjson", "mixed-column", "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objs(JOBS_T, {(7, 2): "@@0"})).replace('"@@0"', M + '"1239"'), '"1239" as a string among numbers')
    rows = objs(TRADE, n=6)
    arr = "[\n" + ",\n".join(json.dumps(list(o.values())) for o in rows) + "\n]\n"
    text("rows-are-arrays.json", "malformed-data", arr.replace("[\n[", "[\n" + M + "[", 1), "the rows are arrays")
    text("row-is-null.json", "malformed-data", js(api(rows[:3] + ["@@0"] + rows[3:]), {0: M + "null"}), "null in place of a row", settings=S)
    text("row-is-number.ndjson", "malformed-data", "".join(json.dumps(o) + "\n" for o in rows[:4]) + M + "4\n" + json.dumps(rows[4]) + "\n", "a line that holds a number, not an object")
    text("nested-object.json", "malformed-data", js(api(objs(TRADE, {(4, 3): "@@0"})), {0: M + '{"value": 109.9, "unit": "bn USD"}'}), "an object as a value", settings=S)
    text("nested-array.ndjson", "malformed-data", "".join(json.dumps(o, ensure_ascii=False) + "\n" for o in objs(DOCS, {(3, 2): "@@0"})).replace('"@@0"', M + '["国务院", "中央网信办"]'), "an array as a value")
    t = js(api(objs(JOBS_T, {(5, 3): "@@0"})), {0: f'4.4,\n        {M}"employed": 1269'})
    text("duplicate-key.json", "malformed-data", t, "an object with a key twice", settings=S)
    text("forty-digits.json", "malformed-data", js(api(objs([["name", "supply"], ["A", 21], ["B", 7], ["C", "@@0"], ["D", 90], ["E", 14]])), {0: M + "1234567890123456789012345678901234567890"}), "a number of 40 digits", settings=S)
    text("nan.json", "malformed-data", js(objs(TRADE, {(9, 4): "@@0"}), {0: M + "NaN"}), "NaN, which is no JSON, as Python writes it")
    text("trailing-comma.json", "malformed-data", js(rows, {}).replace("  }\n]", "  },\n" + M + "]"), "a comma after the last row")
    t = js(api(objs(POP)), {})
    text("truncated.json", "malformed-data", t[: t.index("413", t.index("福建省")) + 3] + M, "the file breaks off within a number", settings=S)
    text("truncated.ndjson", "malformed-data", "".join(json.dumps(o) + "\n" for o in rows)[:-40].rstrip() + M, "the file breaks off in its last line")
    text("rows-pointer-misses.json", "malformed-data", js(api(rows), {}), "rows points to nothing", settings='rows = "/data/item"', at="", name="/data/item")
    text("rows-not-array.json", "malformed-data", js({"status": "ok", "data": "@@0"}, {0: M + json.dumps({"items": rows})}), "rows points to an object", settings='rows = "/data"', help="/data/items")
    text("object-without-rows.json", "malformed-data", M + js(api(rows), {}), "the file is an object and `rows` is not given", help='rows = "/data/items"')
    text("bom.json", "malformed-data", M + js(rows, {}), "a byte order mark before JSON", bom=b"\xef\xbb\xbf", help='encoding = "utf-8-bom"')
    t = js(rows, {}).encode()
    i = t.index(b"Estonia")
    raw("latin1.json", "invalid-utf-8", t[:i] + "Cura".encode() + BMARK + b"\xe7" + b"ao" + t[i + 7:], "windows-1252 in JSON", enc="utf-8", help="encoding")


# ---------------------------------------------------------------- workbooks
def book_cases(tmp):
    def bx(file, code, at, fault, wb, *, settings="", help="", name=None):
        xlsx(file, wb)
        case(file, code, at, settings=settings, help=help, fault=fault, name=wb.sheetnames[0] if name is None else name)

    m = "mixed-column"
    bx("dash.xlsx", m, "D7", "a dash among numbers", wb_of(POP, {(6, 3): "-"})[0], help='nulls = ["-"]')
    bx("na.xlsx", m, "E4", "n/a among numbers", wb_of(TRADE, {(3, 4): "n/a"})[0], help='nulls = ["n/a"]')
    bx("thousands-text.xlsx", m, "C6", "12,345 as text among numbers", wb_of(JOBS_T, {(5, 2): "12,345"}, sheet="就业")[0])
    bx("full-width.xlsx", m, "D11", "full-width digits as text among numbers", wb_of(POP, {(10, 3): "８４６９"}, sheet="人口")[0])
    wb, ws = wb_of(POP, {(3, 3): "7447"}, sheet="人口")
    ws["D4"].number_format = "@"
    bx("number-as-text.xlsx", m, "D4", "a number stored as text among numbers", wb)
    wb, ws = wb_of(POP, {(1, 4): 0.8735, (8, 4): "64%"})
    for r in range(2, 9):
        ws.cell(r, 5).number_format = "0.00%"
    bx("percent-text.xlsx", m, "E9", "64% as text among numbers; other cells are numbers in the format of per cent, which is sound", wb)
    bx("date-among-numbers.xlsx", m, "C8", "a date cell among numbers: the spreadsheet took 4-7 for a date", wb_of(JOBS_T, {(7, 2): dt.date(2019, 4, 7)})[0])
    bx("boolean-among-numbers.xlsx", m, "D5", "a boolean cell among numbers", wb_of(TRADE, {(4, 3): True})[0])
    wb, ws = wb_of(POP, {(12, 3): "…"}, sheet="表1", pre=[["表1 分地区人口"], ["单位：万人"]], post=[["注：快报数"]])
    ws.insert_cols(1)
    bx("dash-in-range.xlsx", m, "E15", "an ellipsis among numbers, in a range that begins at B3", wb, settings='range = "B3:F17"', help='nulls = ["…"]')
    d = "malformed-data"
    wb, ws = wb_of(JOBS_T, {(4, 0): None})
    ws.merge_cells("A4:A5")
    bx("merged.xlsx", d, "A4", "merged cells in the table", wb)
    wb, ws = wb_of(POP, {(3, 4): "=D4/12"}, sheet="人口")
    bx("formula-without-value.xlsx", d, "E4", "a formula without a cached value, as written by a program", wb)
    wb, ws = wb_of(TRADE)
    ws["D9"] = "#N/A"
    ws["D9"].data_type = "e"
    bx("error-constant.xlsx", d, "D9", "the error value #N/A without a formula", wb)
    wb, ws = wb_of(TRADE, {(0, 3): None})
    bx("blank-head.xlsx", d, "D1", "a column without a name", wb)
    wb, ws = wb_of(POP, {(0, 4): "年份"})
    bx("duplicate-head.xlsx", d, "E1", "two columns of one name", wb)
    wb, ws = wb_of(JOBS_T, n=5, post=[JOBS_T[0]] + JOBS_T[6:])
    bx("repeated-head.xlsx", d, "A7", "the head comes again in the middle", wb)
    wb, ws = wb_of([["地区", "年末人口", "生产总值"], [None, "(万人)", "(亿元)"], ["北京", 2190, 35371.3], ["天津", 1385, 14104.3], ["河北", 7447, 35104.5], ["山西", 3497, 17026.7], ["辽宁", 4277, 24909.5]])
    bx("units-row.xlsx", d, "A2", "a second row of heads with the units", wb)
    wb, ws = wb_of(TRADE, sheet="Table 1")
    wb.create_sheet("Notes").append(["Source: customs"])
    bx("several-sheets.xlsx", d, "", "several sheets and no `sheet`", wb, help="sheet = ", name="Table 1")
    wb, ws = wb_of(TRADE, sheet="Table 1")
    wb.create_sheet("Notes").append(["Source: customs"])
    bx("unknown-sheet.xlsx", d, "", "`sheet` names a sheet that is not there", wb, settings='sheet = "Table 2"', help='sheet = "Table 1"', name="Table 2")
    wb, ws = wb_of(TRADE)
    bx("range-outside.xlsx", d, "", "`range` lies wholly outside the used cells", wb, settings='range = "H40:L60"', name="H40:L60")
    wb = openpyxl.Workbook()
    bx("empty-sheet.xlsx", d, "", "the only sheet has no cells", wb, name="Sheet")
    wb, ws = wb_of(POP)
    xlsx("truncated.xlsx", wb)
    p = BAD / "truncated.xlsx"
    p.write_bytes(p.read_bytes()[:3000])
    case("truncated.xlsx", d, "", fault="the file breaks off", name="truncated.xlsx")
    html = "<html><head><meta charset='utf-8'></head><body><table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in POP) + "</table></body></html>\n"
    (BAD / "html-as.xlsx").write_text(html, "utf-8", newline="\n")
    case("html-as.xlsx", d, "", fault="a page of HTML under the ending .xlsx, as statistics sites offer it", name="html-as.xlsx")
    # ODS by odfpy
    def withe(t, e):
        rows = [list(r) for r in t]
        for (r, c), v in e.items():
            rows[r][c] = v
        return rows
    ods("dash.ods", [("人口", withe(POP, {(4, 3): "-"}), {})])
    case("dash.ods", m, "D5", fault="a dash among numbers", help='nulls = ["-"]', name="人口")
    ods("date-among-numbers.ods", [("Sheet1", withe(TRADE, {(6, 4): dt.date(2018, 5, 7)}), {})])
    case("date-among-numbers.ods", m, "E7", fault="a date cell among numbers", name="Sheet1")
    ods("merged.ods", [("Sheet1", withe(JOBS_T, {(6, 0): None}), {(5, 0): (2, 1)})])
    case("merged.ods", d, "A6", fault="merged cells in the table", name="Sheet1")
    ods("several-sheets.ods", [("Table 1", TRADE, {}), ("Table 2", JOBS_T, {})])
    case("several-sheets.ods", d, "", fault="several sheets and no `sheet`", help="sheet = ", name="Table 1")
    # by LibreOffice
    wb, ws = wb_of(TRADE, {(0, 4): "base", (0, 3): "value"}, sheet="Shares")
    ws["F1"] = "share"
    for r in range(2, 12):
        ws.cell(r, 6).value = f"=D{r}/E{r}"
    ws["E6"] = 0
    wb.save(tmp / "div0.xlsx"), fixzip(tmp / "div0.xlsx")
    for ext, file in (("xlsx", "div-by-zero.xlsx"), ("ods", "div-by-zero.ods")):
        office(tmp / "div0.xlsx", ext, BAD / file)
        case(file, d, "F6", fault="a formula with the error value #DIV/0!, as LibreOffice saves it; the other formulas have sound values", name="Shares")
    wb, ws = wb_of(POP, {(c, 2): 2019 for c in range(1, 14)} | {(13, 3): "n/a"}, sheet="人口")
    wb.save(tmp / "rep.xlsx"), fixzip(tmp / "rep.xlsx")
    office(tmp / "rep.xlsx", "ods", BAD / "na-libreoffice.ods")
    case("na-libreoffice.ods", m, "D14", fault="n/a among numbers, as LibreOffice saves it", help='nulls = ["n/a"]', name="人口")
    wb, ws = wb_of([["sector", "y2017", "y2018", "y2019"], ["Mining", 5, 5, 5], ["Energy", 7, 7, 7], ["Water", 7, 7, 7], ["Water", 7, 7, 7], ["Waste", 0, 0, "x"], ["Other", 3, 3, 3]], sheet="Data")
    wb.save(tmp / "rep2.xlsx"), fixzip(tmp / "rep2.xlsx")
    office(tmp / "rep2.xlsx", "ods", BAD / "repeated-cells.ods")
    case("repeated-cells.ods", m, "D6", fault="x for 'suppressed' among numbers, after cells that ODS stores once with a count", help='nulls = ["x"]', name="Data")
    wb, ws = wb_of(POP)
    wb.save(tmp / "old.xlsx"), fixzip(tmp / "old.xlsx")
    office(tmp / "old.xlsx", "xls", BAD / "old-xls-as.xlsx")
    case("old-xls-as.xlsx", d, "", fault="a workbook of the old binary kind (.xls) under the ending .xlsx", name="old-xls-as.xlsx")


# ---------------------------------------------------------------- Parquet, Arrow, SQLite
def binary_cases():
    d, m = "malformed-data", "mixed-column"
    names = [r[0] for r in TRADE[1:]]
    base = {"country": names, "year": [2018] * 10, "exports": [float(r[3]) for r in TRADE[1:]]}

    def par(file, cols, name, fault, code=d, table=None):
        pq.write_table(table if table is not None else pa.table(cols), BAD / file, compression="zstd")
        case(file, code, "", fault=fault, name=name)

    par("nested-struct.parquet", base | {"place": [{"lat": 1.5, "lon": 2.0}] * 10}, "place", "a column of structs")
    par("nested-list.parquet", base | {"tags": [["eu"], ["eu", "schengen"]] * 5}, "tags", "a column of lists")
    par("nan.parquet", base | {"growth": [1.5, 2.0, float("nan")] + [0.5] * 7}, "growth", "a column of floats with NaN")
    par("infinity.parquet", base | {"ratio": [1.5] * 8 + [float("inf"), 2.0]}, "ratio", "a column of floats with infinity")
    par("binary-column.parquet", base | {"digest": pa.array([bytes([i, 255]) for i in range(10)], pa.binary())}, "digest", "a column of bytes")
    par("duration-column.parquet", base | {"elapsed": pa.array(range(10), pa.duration("us"))}, "elapsed", "a column of durations")
    par("decimal256.parquet", base | {"supply": pa.array([Decimal(10) ** 39 + i for i in range(10)], pa.decimal256(45, 0))}, "supply", "a column of decimals of more than 38 digits")
    t = pa.table([pa.array(names), pa.array(base["year"]), pa.array(base["exports"])], names=["country", "year", "year"])
    par("duplicate-name.parquet", None, "year", "two columns of one name", table=t)
    par("truncated.parquet", base, "truncated.parquet", "the file breaks off (no footer)")
    p = BAD / "truncated.parquet"
    p.write_bytes(p.read_bytes()[: p.stat().st_size // 2])
    (BAD / "csv-as.parquet").write_text(grid(TRADE), newline="\n")
    case("csv-as.parquet", d, "", fault="CSV under the ending .parquet", name="csv-as.parquet")
    par("types-misfit.parquet", base, "exports", "types calls a column with fractions integer", code=m)
    CASES[-1]["settings"] = 'types = { exports = "integer" }'
    CASES[-1]["help"] = 'exports = "decimal"'

    def arr(file, cols, name, fault):
        t = pa.table(cols)
        with pa.ipc.new_file(BAD / file, t.schema) as w:
            w.write_table(t)
        case(file, d, "", fault=fault, name=name)

    arr("nested-list.arrow", base | {"tags": [["eu"]] * 10}, "tags", "a column of lists")
    arr("nan.arrow", base | {"growth": [float("nan")] + [0.5] * 9}, "growth", "a column of floats with NaN")
    arr("truncated.arrow", base, "truncated.arrow", "the file breaks off")
    p = BAD / "truncated.arrow"
    p.write_bytes(p.read_bytes()[: p.stat().st_size * 2 // 3])

    def sql(file, script, rows, code, name, fault, settings, help=""):
        (BAD / file).unlink(missing_ok=True)
        db = sqlite3.connect(BAD / file)
        db.executescript(script)
        db.executemany("INSERT INTO trade VALUES (?,?,?)", rows)
        db.commit(), db.execute("VACUUM"), db.close()
        case(file, code, "", settings=settings, fault=fault, name=name, help=help)

    S = "CREATE TABLE trade (country TEXT, year INTEGER, exports NUMERIC);"
    rows = [(r[0], r[2], r[3]) for r in TRADE[1:]]
    bad = lambda i, v: rows[:i] + [(rows[i][0], rows[i][1], v)] + rows[i + 1:]
    sql("unknown-table.sqlite", S, rows, d, "trades", "`table` names a table that is not there", 'table = "trades"', 'table = "trade"')
    sql("several-tables.sqlite", S + "CREATE TABLE notes (note TEXT); INSERT INTO notes VALUES ('provisional');", rows, d, "trade", "two tables and no `table`", "", "table = ")
    sql("text-among-numbers.sqlite", S, bad(5, "n/a"), m, "exports", "n/a among numbers, which SQLite allows", 'table = "trade"', 'nulls = ["n/a"]')
    sql("blob.sqlite", S, bad(3, b"\x01\x02"), d, "exports", "a BLOB among numbers", 'table = "trade"')
    for file, size, how in (("truncated.sqlite", 5000, "within its second page, which SQLite reads as zeros: ten rows of NULL unless the page count of the header or PRAGMA quick_check is looked at"), ("truncated-first-page.sqlite", 3000, "within its first page")):
        sql(file, S, rows, d, file, f"the file breaks off {how}", 'table = "trade"')
        p = BAD / file
        p.write_bytes(p.read_bytes()[:size])


# ---------------------------------------------------------------- good
HEAD = ["region", "year", "amount", "launched", "active", "note"]


def regions():
    names = ["北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省",
             "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区",
             "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "新疆维吾尔自治区"]
    notes = {0: '含"试点"企业，不含分公司', 2: "雄安新区 included, rest estimated", 4: 'the "Inner" region', 6: "代表企业：𠮷林数据",
             8: "first, second, and third", 9: '"quoted"', 12: "El Niño year", 14: "青岛市单列", 17: "一号店；二号店", 18: 'says ""twice""',
             20: "a;b,c", 23: "贵阳大数据交易所", 25: "O'Neil", 28: "50% of target"}
    special = {1: "0.00", 3: "-125.50", 5: "0.05", 7: "1000.00", 10: "9999999999.99", 19: "12345.60", 27: "1234567.89"}
    out = []
    for i, n in enumerate(names):
        amount = Decimal(special.get(i, f"{(i * 791951 + 31337) % 9000007 / 100:.2f}"))
        day = dt.date(2014, 2, 28) + dt.timedelta(days=(i * 613) % 2100)
        if i == 11:
            day = dt.date(2016, 2, 29)
        out.append((n, 2015 + i % 5, amount, day, i % 3 != 1, notes.get(i)))
    return out


def q(s, sep):
    return '"' + s.replace('"', '""') + '"' if any(c in s for c in (sep, '"', "\n", "\r")) else s


def delimited(rows, sep=",", num=str, null="", quote=True):
    lines = [sep.join(HEAD)]
    for r, y, a, d, b, n in rows:
        lines.append(sep.join(q(c, sep) for c in [r, str(y), num(a), d.isoformat(), str(b).lower(), null if n is None else n]))
    return "\n".join(lines) + "\n"


def german(a):
    return f"{a:,.2f}".translate(str.maketrans(",.", ".,"))


def good(tmp):
    rows = regions()
    w = lambda f, s, enc="utf-8": (GOOD / f).write_bytes(s.encode(enc))
    # the same bytes as data/policies.csv of the report
    w("policies.csv", "period,documents,qualifier\n2015,1,exact\n2016,3,exact\n2017,9,exact\n2018,10,exact\n2019H1,12,exact\n")
    w("regions.csv", delimited(rows))
    w("regions_gb18030.csv", delimited(rows), "gb18030")
    w("regions.tsv", delimited(rows, "\t"))
    w("regions_semicolon.csv", delimited(rows, ";", german, "-"))
    # JSON with the amounts as numbers of two digits after the point
    obj = lambda r: "{" + ", ".join(f"{json.dumps(k)}: {v}" for k, v in zip(HEAD, [json.dumps(r[0], ensure_ascii=False), r[1], f"{r[2]:.2f}", json.dumps(r[3].isoformat()), json.dumps(r[4]), json.dumps(r[5], ensure_ascii=False)])) + "}"
    w("regions.ndjson", "".join(obj(r) + "\n" for r in rows))
    w("regions.json", '{\n  "status": "ok",\n  "data": {\n    "count": 30,\n    "items": [\n      ' + ",\n      ".join(obj(r) for r in rows) + "\n    ]\n  }\n}\n")
    schema = pa.schema([("region", pa.string()), ("year", pa.int64()), ("amount", pa.decimal128(12, 2)), ("launched", pa.date32()), ("active", pa.bool_()), ("note", pa.string())])
    t = pa.table([pa.array(c, f.type) for c, f in zip(zip(*rows), schema)], schema=schema)
    pq.write_table(t, GOOD / "regions.parquet", compression="zstd")
    with pa.ipc.new_file(GOOD / "regions.arrow", schema) as f:
        f.write_table(t, max_chunksize=12)
    with pa.ipc.new_stream(GOOD / "regions_stream.arrow", schema) as f:
        f.write_table(t, max_chunksize=12)
    (GOOD / "regions.sqlite").unlink(missing_ok=True)
    db = sqlite3.connect(GOOD / "regions.sqlite")
    db.execute("CREATE TABLE regions (region TEXT NOT NULL, year INTEGER NOT NULL, amount NUMERIC NOT NULL, launched DATE NOT NULL, active BOOLEAN NOT NULL, note TEXT)")
    db.executemany("INSERT INTO regions VALUES (?,?,?,?,?,?)", [(r, y, f"{a:.2f}", d.isoformat(), int(b), n) for r, y, a, d, b, n in rows])
    db.execute("CREATE TABLE notes (note TEXT)")
    db.execute("INSERT INTO notes VALUES ('Fictitious figures.')")
    db.commit(), db.execute("VACUUM"), db.close()
    src = tmp / "regions.ods"
    ods_doc([("Regions", [["Regional programmes, by year of launch"], ["Amounts in 10,000 yuan; fictitious figures"], HEAD] + [list(r) for r in rows], {}),
             ("Notes", [["Fictitious figures for tests."]], {})]).save(src)
    fixzip(src)
    office(src, "ods", GOOD / "regions.ods")
    office(GOOD / "regions.ods", "xlsx", GOOD / "regions.xlsx")
    R = 'types = { region = "text", year = "integer", amount = "decimal", launched = "date", active = "boolean", note = "text" }'
    S = [("policies", "policies.csv", ['types = { period = "text", documents = "integer", qualifier = "text" }']),
         ("regions_csv", "regions.csv", [R]), ("regions_gb18030", "regions_gb18030.csv", ['encoding = "gb18030"', R]),
         ("regions_tsv", "regions.tsv", [R]),
         ("regions_semicolon", "regions_semicolon.csv", ['delimiter = ";"', 'decimal = ","', 'grouping = "."', 'nulls = ["-"]', R]),
         ("regions_json", "regions.json", ['rows = "/data/items"', R]), ("regions_ndjson", "regions.ndjson", [R]),
         ("regions_parquet", "regions.parquet", []), ("regions_arrow", "regions.arrow", []), ("regions_stream", "regions_stream.arrow", []),
         ("regions_xlsx", "regions.xlsx", ['sheet = "Regions"', "header = 3"]), ("regions_ods", "regions.ods", ['sheet = "Regions"', "header = 3"]),
         ("regions_sqlite", "regions.sqlite", ['table = "regions"', R])]
    w("settings.toml", "# The settings that each file needs. Paths are relative to this folder.\n" + "".join(f'\n[source.{n}]\npath = "{p}"\n' + "".join(l + "\n" for l in ls) for n, p, ls in S))


def main():
    for d in (BAD, GOOD):
        d.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as t:
        tmp = Path(t)
        mixed_text(), malformed_text(), bytes_cases(), json_cases(), book_cases(tmp), binary_cases(), good(tmp)
    files = [c["file"] for c in CASES]
    assert len(set(files)) == len(files), [f for f in files if files.count(f) > 1]
    extra = {p.name for p in BAD.iterdir()} - set(files) - {"cases.toml"}
    assert not extra, extra
    s = lambda v: json.dumps(v, ensure_ascii=False).replace("\u007f", "\\u007f")
    out = ["# Made by make.py. One fault in each file.\n"]
    for c in CASES:
        out.append("[[case]]\n" + "".join(f"{k} = {s(c[k])}\n" for k in ("file", "settings", "code", "at", "name", "help", "fault")))
    (BAD / "cases.toml").write_text("\n".join(out), "utf-8", newline="\n")
    print(len(CASES), "cases;", len(JOBS), "files by LibreOffice")


main()
