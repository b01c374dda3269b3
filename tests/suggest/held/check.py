#!/usr/bin/env python3
"""Re-verifies the set: every query runs and gives one row and one column, the
stored answer is that value, each phrase stands exactly once in its sentence,
and each phrase is true of the answer in both languages.

Needs Python 3.11+ and DuckDB (pip install duckdb). If the `datafusion` package
is installed too, every query is also run there and the results compared.
"""
import re, sys, tomllib
from collections import Counter
from pathlib import Path

import duckdb

HERE = Path(__file__).resolve().parent
KINDS = set("lookup count distinct sum mean max min share change difference ratio rank join argmax-year".split())
UNITS = set("number percent ratio multiple percentage-point year".split())

EN_WORD = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty".split())} | {"a dozen": 12}
EN_ORD = {w: i for i, w in enumerate(
    "first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
EN_FRAC = {"a half": 1 / 2, "half": 1 / 2, "a third": 1 / 3, "two thirds": 2 / 3, "a quarter": 1 / 4,
           "three quarters": 3 / 4, "one in five": 1 / 5, "a fifth": 1 / 5, "a tenth": 1 / 10}
EN_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
ZH_DIG = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
ZH_SCALE = {"万亿": 1e12, "亿": 1e8, "万": 1e4}
ZH_FRAC = {"一半": 1 / 2, "三分之一": 1 / 3, "三分之二": 2 / 3, "四分之一": 1 / 4, "四分之三": 3 / 4, "五分之一": 1 / 5}

UNDER = r"just under|just below|nearly|almost|close to|不到|接近|将近|近|less than|fewer than"
OVER = r"more than|over|at least|超过|以上|多(?=[万亿]?$)|逾"
ABOUT = r"about|around|roughly|some|约"


def plain(text):
    """digits with their decimals -> (value, half of the last written digit)"""
    m = re.fullmatch(r"-?\d[\d,]*(?:\.\d+)?", text)
    if not m:
        return None
    decimals = len(text.split(".")[1]) if "." in text else 0
    return float(text.replace(",", "")), 0.5 * 10 ** -decimals


def trailing(value_text, half):
    """a round whole number in digits (5,700; 80,000) is rounded at its last digit that is not zero"""
    digits = value_text.replace(",", "").lstrip("-")
    if "." in digits:
        return half
    zeros = len(digits) - len(digits.rstrip("0"))
    return half * 10 ** zeros


def parse(phrase, zh):
    """-> (value, tolerance, hedge, is_percent_share)"""
    t = phrase.strip()
    hedge = None
    for name, pattern in (("over", OVER), ("under", UNDER), ("about", ABOUT)):
        m = re.search(pattern, t, re.I)
        if m:
            hedge, t = name, (t[:m.start()] + t[m.end():]).strip()
            break
    t = t.replace("$", "").strip()
    if not zh:
        low = t.lower()
        if low in EN_FRAC:
            return 100 * EN_FRAC[low], 100 * EN_FRAC[low] * 0.05, hedge
        if low in EN_ORD:
            return EN_ORD[low], 0, hedge
        if low in EN_WORD:
            return EN_WORD[low], 0, hedge
        low = re.sub(r"\s*(%|percentage points?|percent|times)$", "", low)
        if low in EN_WORD:
            return EN_WORD[low], 0.5, hedge
        m = re.fullmatch(r"(-?[\d.,]+)(?: (thousand|million|billion|trillion))?", low)
        if not m:
            raise ValueError(f"cannot read {phrase!r}")
        number, scale = m[1], EN_SCALE.get(m[2], 1)
    else:
        if t in ZH_FRAC:
            return 100 * ZH_FRAC[t], 100 * ZH_FRAC[t] * 0.05, hedge
        m = re.fullmatch(r"([一二两三四五六七八九])成", t)
        if m:
            return 10 * ZH_DIG[m[1]], 5, hedge
        m = re.fullmatch(r"第([一二三四五六七八九十])", t)
        if m:
            return ZH_DIG[m[1]], 0, hedge
        if t in ZH_DIG:
            return ZH_DIG[t], 0, hedge
        m = re.fullmatch(r"([一二两三四五六七八九十])倍", t)
        if m:
            return ZH_DIG[m[1]], 0.5, hedge
        t = re.sub(r"(%|个百分点|倍)$", "", t)
        m = re.fullmatch(r"(-?[\d.]+)(万亿|亿|万)?", t)
        if not m:
            raise ValueError(f"cannot read {phrase!r}")
        number, scale = m[1], ZH_SCALE.get(m[2], 1)
    value, half = plain(number)
    if hedge:
        half = trailing(number, half)
    return value * scale, half * scale, hedge


def true_of(phrase, answer, zh, exact):
    value, tolerance, hedge = parse(phrase, zh)
    slack = 1e-9 * max(1.0, abs(value))
    if exact and not hedge:
        return value == answer
    if hedge == "over":
        return value - slack <= answer <= value * 1.12 + slack
    if hedge == "under":
        return value * 0.88 - slack <= answer <= value + slack
    if hedge == "about":
        return abs(answer - value) <= max(tolerance, 0.05 * abs(value)) + slack
    return abs(answer - value) <= tolerance + slack


def main():
    claims = tomllib.loads((HERE / "claims.toml").read_text(encoding="utf-8"))["claim"]
    con = duckdb.connect()
    names = {}
    try:
        import datafusion
        ctx = datafusion.SessionContext()
    except ImportError:
        ctx = None
    for f in sorted((HERE / "data").glob("*.csv")):
        con.execute(f"CREATE TABLE {f.stem} AS SELECT * FROM read_csv('{f}', header = true, sample_size = -1)")
        names[f.stem] = con.execute(f"SELECT COUNT(*) FROM {f.stem}").fetchone()[0]
        if not 20 <= names[f.stem] <= 2000:
            print(f"table {f.stem}: {names[f.stem]} rows")
        if ctx:
            ctx.register_csv(f.stem, str(f), has_header=True, schema_infer_max_records=100000)
    bad = []
    seen = set()
    for c in claims:
        def fail(why):
            bad.append(f"claim {c['id']}: {why}")
        if set(c) != {"id", "tables", "en", "zh", "phrase_en", "phrase_zh", "sql", "unit", "kind", "answer"}:
            fail(f"keys {sorted(c)}")
            continue
        if c["id"] in seen or c["kind"] not in KINDS or c["unit"] not in UNITS:
            fail("id, kind or unit")
        seen.add(c["id"])
        for t in c["tables"]:
            if t not in names or not re.search(rf"\b{t}\b", c["sql"]):
                fail(f"table {t}")
        for t in names:
            if re.search(rf"\b(?:FROM|JOIN) {t}\b", c["sql"]) and t not in c["tables"]:
                fail(f"{t} not declared")
        for lang in ("en", "zh"):
            if c[lang].count(c["phrase_" + lang]) != 1:
                fail(f"phrase_{lang} does not stand exactly once")
        try:
            rows = con.execute(c["sql"]).fetchall()
        except Exception as e:
            fail(f"sql: {e}")
            continue
        if len(rows) != 1 or len(rows[0]) != 1 or rows[0][0] is None:
            fail(f"{len(rows)} rows")
            continue
        answer = float(rows[0][0])
        if abs(answer - float(c["answer"])) > 1e-6 * max(1.0, abs(answer)):
            fail(f"answer is {answer!r}, stored {c['answer']}")
        exact = c["unit"] == "year" or c["kind"] in ("count", "distinct", "rank")
        for lang in ("en", "zh"):
            try:
                if not true_of(c["phrase_" + lang], answer, lang == "zh", exact):
                    fail(f"{c['phrase_' + lang]!r} is not true of {answer!r}")
            except ValueError as e:
                fail(str(e))
        if ctx:
            try:
                out = [v for b in ctx.sql(c["sql"]).collect() for v in b.column(0).to_pylist()]
                if len(out) != 1 or abs(float(out[0]) - answer) > 1e-6 * max(1.0, abs(answer)):
                    fail(f"DataFusion gives {out!r}, DuckDB {answer!r}")
            except Exception as e:
                fail(f"DataFusion: {str(e)[:300]}")
    kinds = Counter(c["kind"] for c in claims)
    print("tables:", len(names), " ".join(f"{n}={r}" for n, r in names.items()))
    print("kinds:", " ".join(f"{k}={n}" for k, n in kinds.most_common()))
    print("units:", " ".join(f"{k}={n}" for k, n in Counter(c["unit"] for c in claims).most_common()))
    print("claims by table:", " ".join(f"{k}={n}" for k, n in Counter(t for c in claims for t in c["tables"]).most_common()))
    print("engines: DuckDB" + (" and DataFusion" if ctx else ""))
    print("\n".join(bad))
    print(f"{len(claims) - len({b.split(':')[0] for b in bad})} passed, {len({b.split(':')[0] for b in bad})} failed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
