#!/usr/bin/env python3
"""coverage_lines.py UNTAKEN < EXPORT: which branches were taken, out of what `llvm-cov export` wrote.

Each branch has two ways, true and false; the copies that templates, inline functions and several programs have of one
branch count as one, gone where any of them was. Prints a line for each file, the worst first, and one for each room.
Writes every way that was not gone to the file UNTAKEN, a line each: file, line, way, the words of the source.
"""
import collections
import json
import sys


def show(name, gone, count, lines):
    print("%6.1f %%  %4d of %4d ways  %6.1f %% of lines  %s" % (100 * gone / count, gone, count, lines, name))


def ways(file):
    """How often each way was gone: (line, column, "true" or "false") to a number."""
    gone = collections.Counter()
    for line, column, _, _, yes, no, *_ in file["branches"]:
        gone[line, column, "true"] += yes
        gone[line, column, "false"] += no
    return gone


def main():
    data = json.load(sys.stdin)["data"][0]
    rooms = collections.defaultdict(lambda: [0, 0, 0, 0])
    files = [(file, ways(file)) for file in data["files"] if file["branches"]]
    with open(sys.argv[1], "w") as out:
        for file, all_ways in sorted(files, key=lambda f: sum(map(bool, f[1].values())) / len(f[1])):
            room, name = file["filename"].split("/")[-2:]
            gone = sum(1 for count in all_ways.values() if count)
            lines = file["summary"]["lines"]
            show(room + "/" + name, gone, len(all_ways), lines["percent"])
            whole = rooms[room]
            for at, more in enumerate((gone, len(all_ways), lines["covered"], lines["count"])):
                whole[at] += more
            with open(file["filename"]) as source:
                text = source.read().split("\n")
            for (line, _, way), count in sorted(all_ways.items()):
                if not count:
                    out.write("%s/%s:%d: never %s: %s\n" % (room, name, line, way, text[line - 1].strip()))
    for room, (gone, count, lines, all_lines) in sorted(rooms.items()):
        show(room + ", all of it", gone, count, 100 * lines / all_lines)


if __name__ == "__main__":
    main()
