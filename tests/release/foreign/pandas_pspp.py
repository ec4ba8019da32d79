"""pandas, PSPP, the readstat program and xmllint read one release. python3 pandas_pspp.py FOLDER

pandas does not read transport files as they are (it counts rows wrongly), so .xpt is held against the wide CSV by readstat
and by haven.
"""
import csv
import os
import subprocess
import sys
import tempfile

import pandas as pd

folder = os.path.abspath(sys.argv[1])
problems, cells = [], 0
CODES = {-99.0, -98.0, -97.0, -96.0, -95.0}
sys.path.insert(0, folder)
sys.dont_write_bytecode = True
from load import release  # noqa: E402


def run(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, **more)
    if done.returncode != 0:
        problems.append("%s: %s" % (" ".join(words[:1]), (done.stderr or done.stdout).strip()[:300]))
    return done.stdout


def number(text):
    return None if text == "" else float(text)


def hold(where, got, wanted, digits=17):
    global cells
    cells += len(wanted)
    if digits < 17:  # the program prints no more of a number than that
        got, wanted = [[None if v is None else float("%.*g" % (digits - 1, v)) for v in x] for x in (got, wanted)]
    if got != wanted:
        at = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), -1)
        problems.append("%s: row %d: %r, not %r" % (where, at, got[at: at + 1], wanted[at: at + 1]))


shorts = {}
with open(os.path.join(folder, "codebook.csv"), encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file):
        shorts[(row["file"], row["name"])] = (row["short_name"], row["type"])

for name in sorted(os.listdir(folder)):
    if not name.endswith("_wide.csv"):
        continue
    stem = name[: -len("_wide.csv")]
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        wide = list(csv.DictReader(file))
    columns = [c for c in wide[0] if not c.endswith("_missing")]
    stata = pd.read_stata(os.path.join(folder, stem + ".dta"), convert_categoricals=False)
    frame = release[stem]
    for column in columns:
        kind = shorts[(name, column)][1]
        wanted = [row[column] if kind == "text" else number(row[column]) for row in wide]
        got = list(stata[column])
        hold(stem + ".dta " + column, got if kind == "text" else [None if pd.isna(v) else float(v) for v in got], wanted)
        loaded = list(frame[column])
        hold("load.py " + column, ["" if pd.isna(v) else v for v in loaded] if kind == "text"
             else [None if pd.isna(v) else float(v) for v in loaded], wanted)
    with tempfile.TemporaryDirectory() as work:
        for program, out in (("readstat", "r.csv"), ("pspp-convert", "p.csv")):
            target = os.path.join(work, out)
            run(program, os.path.join(folder, stem + ".sav"), target)
            with open(target, encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for column in columns:
                if shorts[(name, column)][1] == "text":
                    continue
                # Both write the code of a reason as a number, or nothing.
                got = [number(row[column].strip()) for row in rows]
                hold("%s .sav %s" % (program, column), [None if v in CODES else v for v in got],
                     [number(row[column]) for row in wide], 16)
        target = os.path.join(work, "x.csv")
        run("readstat", os.path.join(folder, stem + ".xpt"), target)
        with open(target, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for column in columns:
            short, kind = shorts[(name, column)]
            if kind == "text":
                hold("readstat .xpt " + column, [row[short].strip() for row in rows], [row[column] for row in wide])
            else:
                hold("readstat .xpt " + column, [number(row[short].strip()) for row in rows],
                     [number(row[column]) for row in wide], 16)
        syntax = os.path.join(work, "t.sps")
        with open(syntax, "w") as file:
            file.write("GET FILE='%s'.\nDISPLAY DICTIONARY.\n" % os.path.join(folder, stem + ".sav"))
        said = run("pspp", "-O", "format=csv", syntax)
        for column in columns:
            if column not in said:
                problems.append("pspp: no " + column)
        if "Scale" not in said or "Ordinal" not in said:
            problems.append("pspp: measures are lost")
run("xmllint", "--nonet", "--noout", os.path.join(folder, "odm.xml"))
if os.environ.get("RAPPORT_ODM_SCHEMA"):
    run("xmllint", "--nonet", "--noout", "--schema", os.environ["RAPPORT_ODM_SCHEMA"], os.path.join(folder, "odm.xml"))
print("pandas, PSPP, readstat: %d cells, %d wrong" % (cells, len(problems)))
for one in problems[:20]:
    print("  ", one)
sys.exit(1 if problems else 0)
