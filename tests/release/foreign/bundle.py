"""Reads one release with Python's standard library alone and holds every format against long.csv and scores.csv:
every cell, every reason. Prints what differs; exit code 1 when anything does.

python3 bundle.py FOLDER
"""
import collections
import csv
import hashlib
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

folder = sys.argv[1]
problems = []
checked = collections.Counter()


def wrong(what):
    problems.append(what)


def same(where, got, wanted):
    checked[where.split(":")[0]] += 1
    if got != wanted:
        wrong("%s: %r, not %r" % (where, got, wanted))


def path(name):
    return os.path.join(folder, name)


def table(name):
    with open(path(name), encoding="utf-8", newline="") as file:
        text = file.read()
    if text.startswith("\ufeff") or "\r" in text or not text.endswith("\n"):
        wrong(name + ": byte order mark, carriage return or no last line end")
    rows = list(csv.reader(io.StringIO(text), strict=True))
    if any(len(row) != len(rows[0]) for row in rows):
        wrong(name + ": rows of different width")
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def number(text):
    return None if text == "" else float(text)


# What is true: long.csv for items, scores.csv for scores, in the order of the release.
_, long_rows = table("long.csv")
_, score_rows = table("scores.csv")
book = [row for row in table("codebook.csv")[1]]
items_of = collections.OrderedDict()   # stem -> variables of items, in order
scores_of = collections.defaultdict(list)
instrument_of = {}
for row in book:
    if not row["file"].endswith("_wide.csv") or not row["instrument"]:
        continue
    stem = row["file"][: -len("_wide.csv")]
    instrument_of[stem] = row["instrument"]
    items_of.setdefault(stem, [])
    if row["measure"] == "ordinal":
        items_of[stem].append(row["name"])
    elif row["measure"] == "scale":
        scores_of[stem].append(row["name"])
stem_of = {v: k for k, v in instrument_of.items()}
WHO = ["code", "age_band", "sex", "site", "arm", "version", "visit", "week"]

truth = collections.defaultdict(list)  # stem -> rows: who, items [(value, reason)], scores [value]
at = 0
while at < len(long_rows):
    stem = stem_of[long_rows[at]["instrument"]]
    block = long_rows[at: at + len(items_of[stem])]
    at += len(block)
    truth[stem].append({"who": [block[0][n] for n in WHO], "order": len(truth),
                        "items": [(number(r["value"]), r["missing_reason"]) for r in block], "scores": []})
    for r in block:
        if (r["value"] == "") == (r["missing_reason"] == ""):
            wrong("long.csv: an item with both or neither of answer and reason")
sequence = []  # the administrations in the order of the release
cursor = collections.Counter()
at = 0
while at < len(long_rows):
    stem = stem_of[long_rows[at]["instrument"]]
    sequence.append((stem, truth[stem][cursor[stem]]))
    cursor[stem] += 1
    at += len(items_of[stem])
at = 0
for stem, row in sequence:
    block = score_rows[at: at + len(scores_of[stem])]
    at += len(block)
    same("scores.csv:names", [r["scale"] for r in block], scores_of[stem])
    same("scores.csv:who", [block[0][n] for n in WHO] if block else row["who"], row["who"])
    row["scores"] = [number(r["score"]) for r in block]
    for r in block:
        if (r["score"] == "") == (r["absent"] == ""):
            wrong("scores.csv: a score with both or neither of value and rule")
same("scores.csv:length", at, len(score_rows))

# Wide CSV and XLSX.
CODES = {"declined": (-99, "a"), "not_asked": (-98, "b"), "not_reached": (-97, "c"), "cleared": (-96, "d"),
         "unrecorded": (-95, "e")}


def wide_words(stem, row):
    return "; ".join("%s=%s" % (name, why) for name, (value, why) in zip(items_of[stem], row["items"]) if why)


for stem in items_of:
    head, rows = table(stem + "_wide.csv")
    same("wide.csv:length " + stem, len(rows), len(truth[stem]))
    for row, true in zip(rows, truth[stem]):
        same("wide.csv:who", [row[n] for n in WHO], true["who"])
        same("wide.csv:items", [number(row[n]) for n in items_of[stem]], [v for v, _ in true["items"]])
        same("wide.csv:scores", [number(row[n]) for n in scores_of[stem]], true["scores"])
        same("wide.csv:reasons", row[head[-1]], wide_words(stem, true))

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PLACE = re.compile(r"([A-Z]+)([0-9]+)")


def column(letters):
    n = 0
    for c in letters:
        n = n * 26 + ord(c) - 64
    return n - 1


for stem in items_of:
    head, rows = table(stem + "_wide.csv")
    with zipfile.ZipFile(path(stem + ".xlsx")) as book_file:
        for info in book_file.infolist():
            same("xlsx:entry time", info.date_time, (1980, 1, 1, 0, 0, 0))
        strings = []
        if "xl/sharedStrings.xml" in book_file.namelist():
            for one in ET.fromstring(book_file.read("xl/sharedStrings.xml")):
                strings.append("".join(t.text or "" for t in one.iter(NS + "t")))
        core = book_file.read("docProps/core.xml").decode()
        for word in ("creator", "lastModifiedBy"):
            found = re.search("<(dc|cp):%s>(.*?)</" % word, core)
            if found and found.group(2):
                wrong("xlsx: a name in docProps: " + found.group(2))
        sheet = ET.fromstring(book_file.read("xl/worksheets/sheet1.xml"))
        if list(sheet.iter(NS + "f")):
            wrong("xlsx: a formula")
        cells = []
        for line in sheet.iter(NS + "row"):
            out = [("", None)] * len(head)
            for c in line.iter(NS + "c"):
                place = column(PLACE.match(c.get("r")).group(1))
                kind = c.get("t", "n")
                value = c.find(NS + "v")
                if kind == "inlineStr":
                    out[place] = ("s", "".join(t.text or "" for t in c.iter(NS + "t")))
                elif kind == "s":
                    out[place] = ("s", strings[int(value.text)])
                elif value is not None:
                    out[place] = ("n", float(value.text))
            cells.append(out)
    same("xlsx:header", [v for _, v in cells[0]], head)
    same("xlsx:length", len(cells) - 1, len(rows))
    texts = set(WHO[:-1]) | {head[-1]}
    for got, row in zip(cells[1:], rows):
        for name, (kind, value) in zip(head, got):
            if row[name] == "":
                same("xlsx:empty", kind, "")
            elif name in texts:
                same("xlsx:text", (kind, value), ("s", row[name]))
            else:
                # A workbook keeps sixteen digits of a number.
                close = kind == "n" and abs(value - float(row[name])) <= 1e-14 * abs(float(row[name]))
                same("xlsx:number", close or (kind, value), True)

# FHIR.
ABSENT = {"asked-declined": "declined", "not-applicable": "not_asked", "not-asked": "not_reached",
          "asked-unknown": "cleared", "unknown": "unrecorded"}
bundle = json.load(open(path("fhir_bundle.json"), encoding="utf-8"))
urls = [e["fullUrl"] for e in bundle["entry"]]
same("fhir:unique fullUrl", len(set(urls)), len(urls))
resources = [e["resource"] for e in bundle["entry"]]
for r in resources:
    if not re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", r["id"]):
        wrong("fhir: id " + r["id"])
values = {}  # questionnaire url -> linkId -> (system, code) -> points
for q in (r for r in resources if r["resourceType"] == "Questionnaire"):
    points = values.setdefault(q["url"], {})
    for item in q["item"]:
        for option in item.get("answerOption", []):
            coding = option["valueCoding"]
            points.setdefault(item["linkId"], {})[(coding["system"], coding["code"])] = next(
                e["valueDecimal"] for e in option["extension"] if e["url"].endswith("/ordinalValue"))
patients = {}
responses = []
observations = collections.defaultdict(list)
for entry in bundle["entry"]:
    r = entry["resource"]
    if r["resourceType"] == "Patient":
        patients[entry["fullUrl"]] = r
    elif r["resourceType"] == "QuestionnaireResponse":
        responses.append((entry["fullUrl"], r))
    elif r["resourceType"] == "Observation":
        for d in r["derivedFrom"]:
            if d["reference"] not in urls:
                wrong("fhir: reference to nothing " + d["reference"])
            observations[d["reference"]].append(r)
same("fhir:responses", len(responses), len(sequence))
for (url, r), (stem, true) in zip(responses, sequence):
    who = patients[r["subject"]["reference"]]
    same("fhir:code", who["identifier"][0]["value"], true["who"][0])
    said = {e["url"].rsplit("/", 1)[1]: e["valueString"] for e in who.get("extension", [])}
    same("fhir:person", [said.get(k, "") for k in ("age-band", "sex", "site", "arm")], true["who"][1:5])
    when = {e["url"].rsplit("/", 1)[1]: e.get("valueString", e.get("valueInteger")) for e in r["extension"]}
    same("fhir:when", (when.get("visit", ""), when["week"]), (true["who"][6], int(true["who"][7])))
    canonical, version = r["questionnaire"].split("|")
    same("fhir:version", version, true["who"][5])
    got = []
    for item in r["item"]:
        if item["linkId"].startswith("score."):
            continue
        if "answer" in item:
            coding = item["answer"][0]["valueCoding"]
            got.append((float(values[canonical][item["linkId"]][(coding["system"], coding["code"])]), ""))
        else:
            got.append((None, ABSENT[item["extension"][0]["valueCode"]]))
    same("fhir:items", got, true["items"])
    scores = [o["valueQuantity"]["value"] if "valueQuantity" in o else None for o in observations[url]]
    same("fhir:scores", [None if s is None else float(s) for s in scores], true["scores"])

# ODM.
O = "{http://www.cdisc.org/ns/odm/v1.3}"
odm = ET.parse(path("odm.xml")).getroot()
oids = collections.Counter(e.get("OID") for e in odm.iter() if e.get("OID"))
for oid, count in oids.items():
    same("odm:oid once", count, 1)
lists = {c.get("OID"): {i.get("CodedValue") for i in c.iter(O + "CodeListItem")} for c in odm.iter(O + "CodeList")}
list_of = {i.get("OID"): i.find(O + "CodeListRef").get("CodeListOID")
           for i in odm.iter(O + "ItemDef") if i.find(O + "CodeListRef") is not None}
for e in odm.iter():
    for name, value in e.attrib.items():
        if name.endswith("OID") and name not in ("OID", "FileOID") and value not in oids:
            wrong("odm: no %s %s" % (name, value))
events = []
for subject in odm.iter(O + "SubjectData"):
    person = {}
    for event in subject.iter(O + "StudyEventData"):
        for form in event.iter(O + "FormData"):
            data = {}
            for one in form.iter(O + "ItemData"):
                oid = one.get("ItemOID")
                name = oid.split(".")[2]
                if one.get("IsNull") == "Yes":
                    flag = one.find(".//" + O + "FlagValue")
                    same("odm:reason listed", flag.text in lists[flag.get("CodeListOID")], True)
                    data[name] = (None, flag.text)
                else:
                    if oid in list_of:
                        same("odm:value listed", one.get("Value") in lists[list_of[oid]], True)
                    data[name] = (one.get("Value"), "")
            if form.get("FormOID") == "F.person":
                person = data
            else:
                events.append((subject.get("SubjectKey"), form.get("FormOID")[2:], person, data))
same("odm:forms", len(events), len(sequence))
for (key, stem_got, person, data), (stem, true) in zip(events, sequence):
    same("odm:subject", (key, stem_got), (true["who"][0], stem))
    get = lambda d, n: d.get(n, ("", ""))[0]
    same("odm:who", [get(person, n) for n in WHO[1:5]] + [get(data, n) for n in WHO[5:]], true["who"][1:])
    got = [data[n] for n in items_of[stem]]
    same("odm:items", [(None if v is None else float(v), why) for v, why in got], true["items"])
    same("odm:scores", [None if n not in data else float(data[n][0]) for n in scores_of[stem]], true["scores"])

# REDCap.
HEADERS = ("Variable / Field Name,Form Name,Section Header,Field Type,Field Label,\"Choices, Calculations, OR Slider "
           "Labels\",Field Note,Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max,"
           "Identifier?,Branching Logic (Show field only if...),Required Field?,Custom Alignment,Question Number "
           "(surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation")
first = open(path("redcap_dictionary.csv"), encoding="utf-8").readline().rstrip("\n")
same("redcap:headers", first, HEADERS)
head, fields = table("redcap_dictionary.csv")
names = [f[head[0]] for f in fields]
same("redcap:unique names", len(set(names)), len(names))
for name in names:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,25}", name):
        wrong("redcap: field name " + name)
choices = {}
form_of = {}
type_of = {}
for f in fields:
    form_of[f[head[0]]] = f[head[1]]
    type_of[f[head[0]]] = f[head[3]]
    if f[head[3]] == "radio":
        choices[f[head[0]]] = {part.split(",", 1)[0].strip() for part in f[head[5]].split("|")}
forms = list(dict.fromkeys(f[head[1]] for f in fields))
with open(path("redcap_data.csv"), encoding="utf-8", newline="") as file:
    data_head = next(csv.reader(file))
allowed = set(names) | {"redcap_repeat_instrument", "redcap_repeat_instance"} | {f + "_complete" for f in forms}
for name in data_head:
    if name not in allowed:
        wrong("redcap: a column with no field: " + name)
_, data = table("redcap_data.csv")
seen = set()
form_rows = []
for row in data:
    key = (row["record_id"], row["redcap_repeat_instrument"], row["redcap_repeat_instance"])
    same("redcap:key once", key in seen, False)
    seen.add(key)
    for name, value in row.items():
        if value and name in choices and value not in choices[name]:
            wrong("redcap: %s is no choice of %s" % (value, name))
        if value and name in form_of and name != "record_id" and row["redcap_repeat_instrument"] \
                and form_of[name] != row["redcap_repeat_instrument"]:
            wrong("redcap: %s on the row of another form" % name)
    if row["redcap_repeat_instrument"]:
        form_rows.append(row)
same("redcap:rows", len(form_rows), len(sequence))
for row, (stem, true) in zip(form_rows, sequence):
    own = [n for n in names if form_of[n] == row["redcap_repeat_instrument"]]
    radios = [n for n in own if type_of[n] == "radio" and not n.endswith("_sex")]
    calcs = [n for n in own if type_of[n] == "calc"]
    same("redcap:who", row["record_id"], true["who"][0])
    same("redcap:items", [number(row[n]) for n in radios], [v for v, _ in true["items"]])
    same("redcap:scores", [number(row[n]) for n in calcs], true["scores"])
    same("redcap:reasons", [row[n] for n in own if n.endswith("_missing")], [wide_words(stem, true)])
for stem in items_of:
    with zipfile.ZipFile(path("redcap_" + stem + ".zip")) as z:
        same("redcap:zip", sorted(z.namelist()), ["OriginID.txt", "instrument.csv"])

# Data package: every row passes its schema.
package = json.load(open(path("datapackage.json"), encoding="utf-8"))
for resource in package["resources"]:
    blob = open(path(resource["path"]), "rb").read()
    same("datapackage:bytes", len(blob), resource["bytes"])
    same("datapackage:hash", "sha256:" + hashlib.sha256(blob).hexdigest(), resource["hash"])
    head, rows = table(resource["path"])
    fields = resource["schema"]["fields"]
    same("datapackage:fields", [f["name"] for f in fields], head)
    for row in rows:
        for f in fields:
            value, rules = row[f["name"]], f.get("constraints", {})
            if value == "":
                same("datapackage:required", rules.get("required", False), False)
                continue
            typed = {"integer": int, "number": float, "string": str}[f["type"]](value)
            same("datapackage:schema", ("enum" not in rules or typed in rules["enum"])
                 and ("minimum" not in rules or typed >= rules["minimum"])
                 and ("maximum" not in rules or typed <= rules["maximum"]), True)

# Sums and manifest.
manifest = json.load(open(path("manifest.json"), encoding="utf-8"))
listed = {f["name"]: f["sha256"] for f in manifest["files"]}
same("manifest:lists all", sorted(listed) + ["manifest.json"], sorted(os.listdir(folder), key=lambda n: (n == "manifest.json", n)))
for name, digest in listed.items():
    same("manifest:digest", hashlib.sha256(open(path(name), "rb").read()).hexdigest(), digest)
for line in open(path("SHA256SUMS")):
    digest, name = line.rstrip("\n").split("  ")
    same("sums:digest", listed[name], digest)

print(json.dumps({"administrations": len(sequence), "checked": checked, "problems": problems[:20],
                  "wrong": len(problems)}))
sys.exit(1 if problems else 0)
