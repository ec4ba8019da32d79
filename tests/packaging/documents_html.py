#!/usr/bin/env python3
"""documents_html.py TREE CMARK WORK: makes the HTML of the documents; every link, fragment and picture in it is there."""
import html.parser
import os
import re
import shutil
import subprocess
import sys

tree, cmark, work = sys.argv[1:4]
maker = os.path.join(tree, "packaging/documents/make.py")
wrong = []


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.pictures, self.first = [], [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        self.first += tag == "h1"
        if "id" in of:
            self.ids.append(of["id"])
        if tag in ("a", "link"):
            self.links.append(of["href"])
        if tag == "img":
            self.pictures.append((of["src"], of["alt"]))


def made(out, *more):
    done = subprocess.run([sys.executable, maker, "--source", tree, "--out", out, "--cmark", cmark, "--version", "0", *more],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit("html: %s" % done.stderr)
    return {name: open(os.path.join(out, name), encoding="utf-8").read() for name in os.listdir(out) if name.endswith(".html")}


def look_at(out, texts):
    pages = {name: Page(text) for name, text in texts.items()}
    for name, page in pages.items():
        if page.first != 1:
            wrong.append("%s has %d first headings" % (name, page.first))
        if "<!-- picture" in texts[name]:
            wrong.append("%s still has a place for a picture" % name)
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            to, _, fragment = link.partition("#")
            if to and not os.path.isfile(os.path.join(out, to)):
                wrong.append("%s: nothing at %s" % (name, link))
            elif fragment and fragment not in pages[to or name].ids:
                wrong.append("%s: no heading at %s" % (name, link))
        for source, words in page.pictures:
            if not os.path.isfile(os.path.join(out, source)) or not words:
                wrong.append("%s: no picture or no words at %s" % (name, source))
    return sum(len(page.links) for page in pages.values()), sum(len(page.pictures) for page in pages.values())


shutil.rmtree(work, ignore_errors=True)
os.makedirs(work)
names = set()
for folder, _, files in os.walk(tree):
    for each in files:
        if each.endswith(".md"):
            with open(os.path.join(folder, each), encoding="utf-8") as file:
                names.update(re.findall(r"^<!-- picture ([a-z0-9-]+):", file.read(), re.M))
tour = os.path.join(work, "tour")
os.makedirs(tour)
for number, name in enumerate(sorted(names), 1):  # the tour numbers its pictures
    shutil.copyfile(os.path.join(tree, "assets/pictures/kiosk-question.png"), os.path.join(tour, "%02d-%s.png" % (number, name)))

without = os.path.join(work, "without")
bare = made(without)
few = look_at(without, bare)
if "Made without" not in bare["index.html"]:
    wrong.append("the index does not say that pictures are missing")
full = os.path.join(work, "full")
links, pictures = look_at(full, made(full, "--pictures", tour))
if pictures - few[1] < len(names):
    wrong.append("%d pictures of the tour are named and %d came in" % (len(names), pictures - few[1]))
again = made(os.path.join(work, "again"), "--pictures", tour)
if again != {name: open(os.path.join(full, name), encoding="utf-8").read() for name in again}:
    wrong.append("made twice, it differs")

for each in wrong:
    print(each)
print("html: %d pages, %d links, %d pictures, %d wrong" % (len(again), links, pictures, len(wrong)))
sys.exit(1 if wrong or links == 0 or pictures == 0 else 0)
