#!/usr/bin/env python3
"""Scores questionnaires independently of the program.

    score.py ID                     answers as one JSON object a line on standard input, scores on standard output
    score.py ID --random 1000       prints random answers instead (--seed N)
    score.py ID --compare COMMAND   gives random answers to COMMAND ("rapport score ID -") and to itself; prints every
                                    difference and counts them (--count N, --seed N)
    score.py --list                 the questionnaires it knows

Standard library only. The keys are in keys.py, the arithmetic in rules.py.
"""

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
from itertools import islice

sys.dont_write_bytecode = True  # leaves nothing behind in the source tree

from forms import FORMS
from patterns import lines
from rules import score

BATCH = 20_000  # what one call of the program is given


def scored(form, line):
    row = json.loads(line)
    return score(form, row["answers"], (row.get("context") or {}).get("sex"))


def differences(ours, theirs):
    """What the program says otherwise. A scale or pattern that one side lacks is a difference as well."""
    found = []
    for kind, read in (("scores", lambda row: row["value"]), ("criteria", lambda row: row)):
        if set(ours[kind]) != set(theirs[kind]):
            found.append(f"{kind}: {sorted(ours[kind])} here, {sorted(theirs[kind])} there")
            continue
        for name, want in ours[kind].items():
            have = read(theirs[kind][name])
            near = isinstance(want, float) and isinstance(have, (int, float)) and abs(want - have) < 1e-9
            if have != want and not near:
                found.append(f"{name}: {want} here, {have} there")
    for name, (low, high) in ours["ranges"].items():
        row = theirs["scores"].get(name, {"lowest": None, "highest": None})
        if row["lowest"] is None or abs(row["lowest"] - low) > 1e-9 or abs(row["highest"] - high) > 1e-9:
            found.append(f"range of {name}: {low} to {high} here, {row['lowest']} to {row['highest']} there")
    if ours["incomplete"] != ("incomplete" in theirs["flags"]):
        found.append(f"incomplete: {ours['incomplete']} here")
    for name, want in ours["bands"].items():
        row = theirs["scores"][name]
        have = [row["band"], row["band_above"]] if row["band_above"] else row["band"]
        if have != want:
            found.append(f"band of {name}: {want} here, {have} there")
    reached = sorted(flag[: -len("_cut_off_reached_by_part")] for flag in theirs["flags"] if flag.endswith("_cut_off_reached_by_part"))
    if reached != sorted(ours["reached_by_part"]):
        found.append(f"reached by part: {ours['reached_by_part']} here, {reached} there")
    return found


def replies(command, sheets):
    """The program's answers to one batch; as many as it was given, or it has gone wrong."""
    with tempfile.TemporaryFile("w+") as given:
        given.writelines(sheet + "\n" for sheet in sheets)
        given.seek(0)
        out = subprocess.run(shlex.split(command), stdin=given, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()
    if len(out) != len(sheets):
        raise SystemExit(f"{len(sheets)} forms given to {command}, {len(out)} scored")
    return out


def compare(identity, command, count, seed, shown=5):
    form, wrong = FORMS[identity], 0
    rows = lines(form, count, seed)
    while sheets := list(islice(rows, BATCH)):
        for sheet, reply in zip(sheets, replies(command, sheets)):
            if found := differences(scored(form, sheet), json.loads(reply)):
                wrong += 1
                if wrong <= shown:
                    print(identity, sheet, "; ".join(found))
    print(f"{identity}: {count} forms, {wrong} differ (seed {seed})")
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("id", nargs="?", choices=sorted(FORMS))
    options.add_argument("--list", action="store_true")
    options.add_argument("--random", type=int, metavar="N")
    options.add_argument("--compare", metavar="COMMAND")
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=1)
    wish = options.parse_args()
    if wish.list:
        print("\n".join(sorted(FORMS)))
        return 0
    if wish.id is None:
        options.error("which questionnaire?")
    if wish.compare:
        return 1 if compare(wish.id, wish.compare, wish.count, wish.seed) else 0
    if wish.random is not None:
        for line in lines(FORMS[wish.id], wish.random, wish.seed):
            print(line)
        return 0
    for line in sys.stdin:
        print(json.dumps(scored(FORMS[wish.id], line)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
