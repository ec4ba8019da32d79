#!/usr/bin/env python3
"""Runs the bench programs and prints one table: what ours costs, what stands beside it in the same run, and the limits.

    table.py --bin FOLDER [--short] [--json]

Nothing is judged by exit code: figures of a busy machine wander, so a person reads them. Exit 3 where a program failed.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
BARE = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}


def say(sentence):
    sys.stderr.write(f"bench: {sentence}\n")


class Figures:
    """What the programs noted, by name."""

    def __init__(self, folder, programs):
        self.path = pathlib.Path(folder) / "figures"
        self.path.touch()
        self.programs = programs
        self.values = {}

    def run(self, *command, display=False):
        command = [str(word) for word in command]
        command[0] = str(self.programs / command[0])
        if display:
            command = ["xvfb-run", "-a", "-s", "-screen 0 1280x800x24 -noreset", *command]
        say(" ".join(pathlib.Path(word).name if "/" in word else word for word in command))
        done = subprocess.run(command, stdout=sys.stderr, check=False,
                              env={**os.environ, "RAPPORT_FIGURES": str(self.path), "LIBGL_ALWAYS_SOFTWARE": "1"})
        if done.returncode != 0:
            say(f"{pathlib.Path(command[0]).name} ended with {done.returncode}; its rows are missing")
        for line in self.path.read_text(encoding="utf-8").splitlines():
            name, value = line.split("\t")
            self.values[name] = float(value)
        return done.returncode == 0

    def note(self, name, value):
        self.values[name] = value

    def __call__(self, name):
        return self.values.get(name)


# Of one-row-per-answer in a plain file, as a person at a shell would ask.
COUNT = ("SELECT count(*), total(n), total(check_sum) FROM (SELECT count(value) AS n, avg(value) AS mean, "
         "sum(value) + sum(value * value) AS check_sum, "
         "sqrt((sum(value * value) - count(value) * avg(value) * avg(value)) / (count(value) - 1)) AS sd "
         "FROM answer GROUP BY instrument, visit);")


def shell(database, *lines):
    """Seconds of the sqlite3 shell, and what it said."""
    begun = time.perf_counter()
    done = subprocess.run(["sqlite3", "-batch", database], input="\n".join(lines), capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, done.stdout.strip()


def by_others(figures, people, plain):
    """The sqlite3 shell and pandas over the same answers, unencrypted."""
    if shutil.which("sqlite3"):
        took, said = shell(plain, COUNT)
        figures.note(f"count.{people}.sqlite", took)
        _, n, check = said.split("|")
        if float(n) != figures(f"count.{people}.n") or float(check) != figures(f"count.{people}.check"):
            say(f"{people} people: the sqlite3 shell comes to other sums; do not use that row")
            figures.note(f"count.{people}.sqlite", None)
        took, _ = shell(plain, ".mode csv", f".output {plain}.csv",
                        "SELECT * FROM answer ORDER BY person, visit, instrument, item;")
        figures.note(f"export.{people}.sqlite", took)
    done = subprocess.run(["/usr/bin/python3", HERE / "export_pandas.py", plain, f"{plain}.csv"], capture_output=True,
                          text=True, check=False, env=BARE)
    if done.returncode == 0:
        figures.note(f"export.{people}.pandas", float(done.stdout))
    else:
        say("pandas is not here: packaging/install.sh --bench installs it")


def measure(figures, work, short):
    sizes = (10, 100) if short else (10, 100, 1000)
    vaults = []
    for people in sizes:
        vault = work / f"clinic-{people}"
        say(f"making a clinic of {people}")
        subprocess.run([figures.programs / "rapport", "demo", "--patients", str(people), "--visits", "4", vault],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        vaults.append(vault)
    ok = figures.run("bench_start", vaults[0], 3 if short else 7, display=True)
    ok &= figures.run("bench_tap", *(["--quick", "--idle", "20"] if short else []), display=True)
    for count in (10_000, 100_000):
        ok &= figures.run("bench_scoring", count, 0)
    ok &= figures.run("bench_scoring")
    ok &= figures.run("bench_storage", *vaults)
    ok &= figures.run("bench_desk", *vaults)
    for people, vault in zip(sizes, vaults):
        plain = work / f"plain-{people}.db"
        if figures.run("bench_counts", vault, plain):
            by_others(figures, people, str(plain))
        else:
            ok = False
    ok &= figures.run("bench_ingest", *vaults)
    return sizes, ok


class Table:
    def __init__(self):
        self.rows = []

    def add(self, row, ours, beside="", ratio=None, floor=None, moonshot=None, more=False, unit="x"):
        """`floor` and `moonshot` are limits of `ratio`: at most, or with `more` at least."""
        if ours is None:
            self.rows.append({"row": row, "ours": "-", "beside": beside, "ratio": None, "floor": limit(floor, more, unit),
                              "moonshot": limit(moonshot, more, unit), "held": "not measured"})
            return

        def kept(bound):
            return ratio is not None and bound is not None and (ratio >= bound if more else ratio <= bound)
        held = "-" if floor is None and moonshot is None else (
            "not measured" if ratio is None else "moonshot" if kept(moonshot) else "floor" if kept(floor) else "neither")
        self.rows.append({"row": row, "ours": ours, "beside": beside,
                          "ratio": ratio, "shown": "" if ratio is None else f"{short(ratio)} {unit}".rstrip(),
                          "floor": limit(floor, more, unit), "moonshot": limit(moonshot, more, unit), "held": held})

    def compare(self, row, ours, beside, whose, unit, rate=False, **limits):
        """`rate`: more is better, and the ratio is ours over theirs either way."""
        ratio = ours / beside if ours is not None and beside else None
        self.add(row, None if ours is None else f"{short(ours)} {unit}",
                 f"{whose} {short(beside)} {unit}" if beside else f"{whose} -", ratio, more=rate, **limits)


def short(value):
    """Three digits, and none behind the point that three do not reach."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def limit(bound, more, unit):
    return "" if bound is None else f"{'>=' if more else '<='} {short(bound)} {unit}".rstrip()


OVER = {
    "the first": lambda values: values[-1] / values[0] if values[0] else None,
    "the last but one": lambda values: values[-1] / values[-2] if values[-2] else None,
    "none": max,
    "less the first": lambda values: values[-1] - values[0],
}


def grown(values, over):
    """"a / b / c" over the sizes, and what became of it from size to size."""
    if any(value is None for value in values):
        return None, None
    return " / ".join(map(short, values)), OVER[over](values)


def make_table(figures, sizes):
    table = Table()
    f, most = figures, sizes[-1]
    page = "page in Chromium"
    table.compare("4 start until a patient is greeted, wall", f("start.wall.kiosk"), f("start.wall.page"), page, "ms",
                  floor=0.3, moonshot=0.15)
    table.compare("4 start until the passphrase is asked for, wall", f("start.wall.desk"), f("start.wall.page"), page, "ms",
                  floor=0.3, moonshot=0.15)
    table.compare("5 start of the kiosk, processor", f("start.cpu.kiosk"), f("start.cpu.page"), page, "ms", floor=0.2, moonshot=0.1)
    table.compare("5 start of the desk, processor", f("start.cpu.desk"), f("start.cpu.page"), page, "ms", floor=0.2, moonshot=0.1)
    table.compare("1 tap to next question, saved, less the 250 ms", f("tap.next.ours"), f("tap.next.page"), page, "ms",
                  floor=1.6, moonshot=0.4)
    table.compare("1 tap to the choice shown, saved", f("tap.shown.ours"), f("tap.next.page"), page, "ms")
    table.compare("2 processor for a tap, all processes", f("tap.cpu.ours"), f("tap.cpu.page"), page, "ms", floor=1, moonshot=0.1)
    table.compare("6 processor at rest", f("idle.cpu.ours"), f("idle.cpu.page"), page, "%", floor=0.05, moonshot=0.01)
    wakes, seconds = f("idle.wakes.ours"), f("idle.seconds")
    table.add(f"6 wake-ups in {seconds or 0:.0f} s at rest", None if wakes is None else f"{wakes:.0f}",
              f"{page} {f('idle.wakes.page') or 0:.0f}", wakes, moonshot=0, unit="")
    table.compare("7 memory, PSS of all processes", f("memory.pss.ours"), f("memory.pss.page"), page, "MiB",
                  floor=0.2, moonshot=1 / 12)
    growth = f("memory.growth")
    table.add(f"7 growth over {f('memory.questions') or 0:.0f} questions", None if growth is None else f"{growth:.0f} KiB", "",
              growth, moonshot=1024, unit="KiB")
    for row, at, floor, moonshot in (("8 durable save, median", "p50", 4, 2.2), ("9 durable save, 99th of 100", "p99", 6, 2)):
        table.compare(row, f(f"save.{at}.ours"), f(f"save.{at}.raw"), "4 KiB, fdatasync", "us", floor=floor, moonshot=moonshot)
    table.compare("8 the same, beside SQLite", f("save.p50.ours"), f("save.p50.sqlite"), "plain WAL FULL", "us", moonshot=1)
    million = 1_000_000
    table.compare("11 score 1 M PCL-5", scale(f(f"score.{million}.ours")), scale(f(f"score.{million}.numpy")), "numpy", "M/s",
                  rate=True, floor=8, moonshot=40)
    table.compare("11 the same, beside a loop by hand", scale(f(f"score.{million}.ours")), scale(f(f"score.{million}.hand")),
                  "C++ loop", "M/s", rate=True)
    for people in sizes:
        table.compare(f"15 unlock, {people} people", f(f"unlock.{people}.ours"), f(f"unlock.{people}.kdf"), "its KDF alone", "ms",
                      floor=1.1, moonshot=1.03)
    for people in sizes:
        table.compare(f"- take in a session, {people} people", f(f"ingest.{people}.ours"), f(f"ingest.{people}.sqlite"),
                      "20 rows, plain SQLite", "ms")
    # PERFORMANCE.md has DuckDB in one thread; SQL over one row an answer was 68.9 times slower in the same run there.
    table.compare(f"13 mean, SD, n from the vault, {most} people", scale(f(f"count.{most}.ours"), 1e-3),
                  scale(f(f"count.{most}.sqlite"), 1e-3), "sqlite3 shell, plain", "ms", floor=1.5 / 68.9, moonshot=0.4 / 68.9)
    mib = f(f"count.{most}.mib")
    table.add("13 memory for it", None if mib is None else f"{mib:.1f} MiB", "", mib, moonshot=20, unit="MiB")
    table.compare(f"16 long CSV from the vault, {most} people", scale(f(f"export.{most}.ours"), 1e-3),
                  scale(f(f"export.{most}.pandas"), 1e-3), "pandas, from memory", "ms", floor=1 / 6, moonshot=1 / 20)
    table.compare("16 the same, beside the shell", scale(f(f"export.{most}.ours"), 1e-3), scale(f(f"export.{most}.sqlite"), 1e-3),
                  "sqlite3 shell, plain", "ms")
    mib = f(f"export.{most}.mib")
    table.add("16 memory for it", None if mib is None else f"{mib:.1f} MiB", "", mib, moonshot=20, unit="MiB")

    people = " / ".join(map(str, sizes)) + " people"

    def law(row, name, over, unit="x", **limits):
        shown, ratio = grown([f(name.format(size)) for size in sizes], over)
        table.add(f"growth: {row}", shown, people, ratio, unit=unit, **limits)
    law("pages before the first row", "pages.{}.ready", "none", "pages", floor=12)
    law("pages of the work list", "pages.{}.whole work list", "none", "pages", moonshot=8)
    law("pages of a person's answers", "pages.{}.their answers", "the first", floor=1.5)
    law("ms to unlock", "unlock.{}.ours", "the first")
    law("ms to take in a session", "ingest.{}.ours", "the first")
    # One pass over ten times as much: ten times as long, and the memory it had.
    law("s to count all answers", "count.{}.ours", "the last but one", floor=11)
    law("MiB for it", "count.{}.mib", "less the first", "MiB more", floor=1)
    law("s to write the CSV", "export.{}.ours", "the last but one", floor=11)
    law("MiB for it", "export.{}.mib", "less the first", "MiB more", floor=1)
    rows = (10_000, 100_000, million)
    shown, ratio = grown([n / f(f"score.{n}.ours") * 1e3 if f(f"score.{n}.ours") else None for n in rows], "the last but one")
    table.add("growth: ms to score PCL-5", shown, "10 k / 100 k / 1 M", ratio, floor=11)
    return table


def scale(value, by=1e6):
    return None if value is None else value / by


def print_table(rows):
    columns = ("row", "ours", "beside", "shown", "floor", "moonshot", "held")
    heads = ("row", "ours", "beside", "ratio", "floor", "moonshot", "held")
    cells = [heads] + [tuple(str(row.get(column) or "") for column in columns) for row in rows]
    widths = [max(len(line[i]) for line in cells) for i in range(len(heads))]
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--bin", required=True, type=pathlib.Path, help="folder of the programs")
    asked.add_argument("--short", action="store_true", help="fewer rounds and two sizes of clinic")
    asked.add_argument("--json", action="store_true", help="the rows as JSON instead")
    wishes = asked.parse_args()
    load = os.getloadavg()[0]
    if load > 1:
        say(f"other work runs here (load {load:.1f}): read ratios, not times")
    with tempfile.TemporaryDirectory(prefix="rapport-table-") as folder:
        figures = Figures(folder, wishes.bin.resolve())
        sizes, ok = measure(figures, pathlib.Path(folder), wishes.short)
        table = make_table(figures, sizes)
    if wishes.json:
        for row in table.rows:
            row.pop("shown", None)
        print(json.dumps({"short": wishes.short, "load": load, "processors": os.cpu_count(), "rows": table.rows,
                          "figures": figures.values}, indent=1, sort_keys=True))
    else:
        print_table(table.rows)
    return 0 if ok else 3


if __name__ == "__main__":
    sys.exit(main())
