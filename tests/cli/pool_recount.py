#!/usr/bin/env python3
"""Counts a pooled folder again, from its CSV files and those of its sites, knowing nothing of Rapport.

    pool_recount.py POOLED NAME=SITE...     prints one JSON object; what is wrong is in "wrong"
"""
import collections
import csv
import hashlib
import json
import os
import sys


def rows(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


pooled = sys.argv[1]
sites = dict(one.split("=", 1) for one in sys.argv[2:])
wrong = []
manifest = json.load(open(os.path.join(pooled, "manifest.json"), encoding="utf-8"))

# Every row of every site once, but for the site and wider bands.
bare = ("code", "instrument", "version", "visit", "week")
for name, own in (("long.csv", ("item", "value", "missing_reason")), ("scores.csv", ("scale", "score", "absent"))):
    here = collections.Counter((row["site"],) + tuple(row[c] for c in bare + own) for row in rows(pooled, name))
    there = collections.Counter()
    for site, folder in sites.items():
        there.update((site,) + tuple(row[c] for c in bare + own) for row in rows(folder, name))
    if here != there:
        wrong.append("%s: other rows than the sites'" % name)

# k in every file of rows, over people and with the site.
smallest = None
for name in sorted(os.listdir(pooled)):
    if name.endswith("_wide.csv") or name == "long.csv":
        people = {row["code"]: (row["age_band"], row["sex"], row["site"], row["arm"]) for row in rows(pooled, name)}
        least = min(collections.Counter(people.values()).values())
        smallest = least if smallest is None else min(smallest, least)
if smallest < manifest["policy"]["k"]:
    wrong.append("a group of %d" % smallest)

# n, mean and SD of every row of table.csv that is told. Of two values at one visit the earlier counts.
values = {}
for row in rows(pooled, "scores.csv"):
    if row["score"]:
        key = (row["instrument"], row["scale"], row["visit"])
        first = values.setdefault(key, {}).get(row["code"])
        if first is None or int(row["week"]) < first[0]:
            values[key][row["code"]] = (int(row["week"]), float(row["score"]))
told = 0
for row in rows(pooled, "table.csv"):
    if row["n"] == "withheld":
        continue
    told += 1
    of = [k for k in values if k[0] == row["instrument"] and k[2] == row["visit"] and k[1].endswith("_" + row["score"])]
    numbers = [value for _, value in values[of[0]].values()] if len(of) == 1 else []
    n = len(numbers)
    mean = sum(numbers) / n if n else 0
    sd = (sum((x - mean) ** 2 for x in numbers) / (n - 1)) ** 0.5 if n > 1 else 0
    if str(n) != row["n"] or abs(mean - float(row["mean"])) > 0.0500001:
        wrong.append("table.csv, %s %s: n %d mean %.3f, not %s %s" % (row["instrument"], row["visit"], n, mean, row["n"], row["mean"]))
    if abs(sd - float(row["sd"])) > (0.5000001 if sd >= 9.95 else 0.0500001):
        wrong.append("table.csv, %s %s: sd %.3f, not %s" % (row["instrument"], row["visit"], sd, row["sd"]))

# Where the rows come from.
for one in manifest["pooled"]:
    with open(os.path.join(sites[one["site"]], "manifest.json"), "rb") as file:
        if hashlib.sha256(file.read()).hexdigest() != one["manifest_sha256"]:
            wrong.append("another manifest of " + one["site"])

counts = {name[:-4]: len(rows(pooled, name)) for name in os.listdir(pooled) if name.endswith(".csv") and not name.startswith("redcap")}
reasons = collections.Counter(row["missing_reason"] for row in rows(pooled, "long.csv") if row["missing_reason"])
sums = collections.Counter()
for row in rows(pooled, "long.csv"):
    sums[row["site"]] += int(row["value"] or 0)
print(json.dumps({"wrong": wrong, "told": told, "smallest": smallest, "people": len(set(r["code"] for r in rows(pooled, "long.csv"))),
                  "counts": counts, "reasons": reasons, "sums": sums}))
