#!/usr/bin/env python3
"""50 claims over one Parquet file of 100 million rows, in a memory pool that the file does not fit into.

    cargo build --release && python3 benches/parquet.py target/release/recto [rows] [folder]

Runs `recto check` and then the same queries in DuckDB (PyPI `duckdb`), one by one, with the same number of
threads and the same limit of memory, and prints seconds, the ratio, and the peak memory of each.
"""

import os
import resource
import subprocess
import sys
import time

POOL_MIB = 512
PROGRAM = sys.argv[1]
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000_000
FOLDER = sys.argv[3] if len(sys.argv) > 3 else "/tmp/recto-parquet"


def queries():
    for year in range(2000, 2020):
        yield f"SELECT sum(amount) FROM trips WHERE year = {year}"
    for region in range(15):
        yield f"SELECT count(*) FROM trips WHERE region = 'r{region:02}' AND amount > 500"
    for region in range(10):
        yield f"SELECT max(amount) FROM trips WHERE region = 'r{region:02}' AND year = 2010"
    for year in range(2000, 2005):
        yield f"SELECT count(DISTINCT customer) FROM trips WHERE year = {year}"


def make_data(duckdb, path):
    if os.path.exists(path):
        return
    duckdb.sql(
        f"""COPY (SELECT i AS id, CAST(2000 + hash(i) % 20 AS BIGINT) AS year, printf('r%02d', hash(i + 7) % 40) AS region,
            CAST((hash(i + 13) % 100000) / 100.0 AS DECIMAL(12, 2)) AS amount, CAST(hash(i + 29) % 3000000 AS BIGINT) AS customer
            FROM range({ROWS}) t(i)) TO '{path}' (FORMAT parquet, COMPRESSION zstd)"""
    )


def in_duckdb():
    """Runs in a process of its own, so that its peak memory is its own."""
    import duckdb

    connection = duckdb.connect()
    connection.sql(f"SET memory_limit = '{POOL_MIB}MiB'; SET threads = {os.cpu_count()}; SET temp_directory = '{FOLDER}/spill'")
    connection.sql(f"CREATE VIEW trips AS SELECT * FROM '{FOLDER}/data/trips.parquet'")
    start = time.monotonic()
    answers = [connection.execute(query).fetchone()[0] for query in queries()]
    print(time.monotonic() - start)
    for answer in answers:
        print(answer)


def peak_mib(process):
    return process.ru_maxrss / 1024


def main():
    import duckdb

    os.makedirs(f"{FOLDER}/data", exist_ok=True)
    make_data(duckdb, f"{FOLDER}/data/trips.parquet")
    size = os.path.getsize(f"{FOLDER}/data/trips.parquet") / 2**20
    child = subprocess.run([sys.executable, __file__, PROGRAM, str(ROWS), FOLDER, "duckdb"], capture_output=True, text=True, check=True)
    lines = child.stdout.split()
    duckdb_seconds, answers = float(lines[0]), lines[1:]
    duckdb_peak = peak_mib(resource.getrusage(resource.RUSAGE_CHILDREN))
    chapter = ["title = { en = 'C', zh = '章' }"]
    blocks = []
    for number, (query, answer) in enumerate(zip(queries(), answers)):
        chapter.append(f"[claim.c{number}]\nquery = \"{query}\"")
        shown = f"{float(answer):,.2f}" if "." in answer else f"{int(answer):,}"
        blocks.append(f"[[block]]\nen = 'It is [{shown}](#c{number}).'\nzh = '为[{shown}](#c{number})。'")
    with open(f"{FOLDER}/c.toml", "w") as file:
        file.write("\n".join(chapter + blocks))
    with open(f"{FOLDER}/report.toml", "w") as file:
        file.write(
            "[report]\nid = \"p\"\ntitle = { en = 'P', zh = '大' }\nlanguages = [\"en\", \"zh\"]\ndate = 2026-01-01\n"
            "publisher = { en = 'P', zh = '社' }\nchapters = [\"c.toml\"]\n"
            f"[queries]\nmemory = {POOL_MIB}\nseconds = 900\n"
            "[edition.en]\nlayout = \"single\"\nlanguages = [\"en\"]\n"
            "[source.trips]\npath = \"data/trips.parquet\"\ntitle = { en = 'T', zh = '表' }\npublisher = \"P\"\nbasis = \"primary\"\n"
        )
    subprocess.run(["rm", "-rf", f"{FOLDER}/.recto"], check=True)
    start = time.monotonic()
    process = subprocess.Popen([PROGRAM, "check", FOLDER], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    errors = process.stderr.read()
    print(f"rows {ROWS:,}, file {size:.0f} MiB, pool {POOL_MIB} MiB, claims {len(answers)}")
    print(f"recto  {seconds:7.1f} s, peak {peak_mib(usage):.0f} MiB, exit {os.waitstatus_to_exitcode(status)}")
    print(f"duckdb {duckdb_seconds:7.1f} s, peak {duckdb_peak:.0f} MiB")
    print(f"ratio {seconds / duckdb_seconds:.2f}")
    print(errors.strip()[-2000:])


if sys.argv[-1] == "duckdb":
    in_duckdb()
else:
    main()
