#!/usr/bin/env python3
"""coverage_lines.py UNTAKEN < EXPORT: which branches were taken, out of what `llvm-cov export` wrote.

Prints a line for each file, the worst first, and one for each room. Writes every branch that was not taken to the file
UNTAKEN, a line each: file, line, which way was never gone, the words of the source.
"""
import collections
import json
import sys


def sum_of(summary):
    return summary["branches"]["covered"], summary["branches"]["count"], summary["lines"]["percent"]


def show(name, covered, count, lines):
    print("%6.1f %%  %4d of %4d branches  %6.1f %% of lines  %s" % (100 * covered / count, covered, count, lines, name))


def untaken(file):
    """(line, "true" or "false") of each way never gone; a template's copies count as one."""
    gone = collections.Counter()
    for line, column, end, end_column, yes, no, *_ in file["branches"]:
        gone[line, column, "true"] += yes
        gone[line, column, "false"] += no
    return sorted((line, way) for (line, column, way), count in gone.items() if count == 0)


def main():
    data = json.load(sys.stdin)["data"][0]
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    files = [f for f in data["files"] if f["summary"]["branches"]["count"]]
    with open(sys.argv[1], "w") as out:
        for file in sorted(files, key=lambda f: f["summary"]["branches"]["percent"]):
            room, name = file["filename"].split("/")[-2:]
            covered, count, lines = sum_of(file["summary"])
            show(room + "/" + name, covered, count, lines)
            whole = rooms[room]
            whole[0] += covered
            whole[1] += count
            whole[2] += file["summary"]["lines"]["covered"]
            whole[3] += file["summary"]["lines"]["count"]
            with open(file["filename"]) as source:
                text = source.read().split("\n")
            for line, way in untaken(file):
                out.write("%s/%s:%d: never %s: %s\n" % (room, name, line, way, text[line - 1].strip()))
    for room, (covered, count, lines, all_lines) in sorted(rooms.items()):
        show(room + ", all of it", covered, count, 100 * lines / all_lines)


if __name__ == "__main__":
    main()
