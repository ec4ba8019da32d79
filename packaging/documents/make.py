#!/usr/bin/env python3
"""Makes the HTML documents of the Markdown files that lie beside what they describe.

    make.py --source TREE --out FOLDER [--pictures FOLDER] [--cmark PROGRAM] [--version V]

A line `<!-- picture NAME: caption -->` stands for a picture of the tour (`rapport tour`): nobody sees it in the Markdown, and in the
HTML it is the picture, where the folder has it. What is linked from a document becomes a page too; a link to anything else of the
tree becomes plain words, since the tree does not travel with the pages.
"""
import argparse
import html
import os
import posixpath
import re
import shutil
import subprocess
import sys

MAIN = [
    ("For people who use it", [
        ("app/kiosk/MANUAL.md", "for patients, and for staff who hand the tablet over"),
        ("app/desk/MANUAL.md", "for clinicians and administrators"),
        ("storage/release/MANUAL.md", "for researchers"),
    ]),
    ("For people who answer for it", [
        ("storage/THREATS.md", "what is protected, from whom, by what, and what is left"),
        ("storage/DATA_PROTECTION.md", "what is kept, where, how long, and who can read it"),
        ("packaging/INSTALLATION.md", "for a clinic of one tablet, and of ten"),
    ]),
    ("For people who change it", [
        (".github/CONTRIBUTING.md", "an instrument, a screen, an export format"),
        ("app/cli/README.md", "commands, exit codes and outputs"),
    ]),
]
NAMES = {"app/cli/README.md": "The command line", "storage/release/README.md": "What may leave"}  # a room's heading says too little here
PICTURE = re.compile(r"^<!-- picture ([a-z0-9-]+): (.+) -->$", re.M)
LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)
IMAGE = re.compile(r'<p><img src="([^"]*)" alt="([^"]*)" /></p>')


def main_paths():
    return [path for _, documents in MAIN for path, _ in documents]


def page_name(path):
    return path[: -len(".md")].lstrip(".").replace("/", "-") + ".html"


def slug(heading):
    words = re.sub(r"[^\w\- ]", "", html.unescape(re.sub(r"<[^>]+>", "", heading)).lower())
    return words.replace(" ", "-")


def title_of(text, path):
    if path in NAMES:
        return NAMES[path]
    for line in text.splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path


def target_of(page, link):
    """The tree's path a relative link leads to, and its fragment; no path where it leads out of the tree or into the same page."""
    if re.match(r"[a-z][a-z0-9+.-]*:", link) or link.startswith("#"):
        return None, ""
    path, _, fragment = html.unescape(link).partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)), fragment


def links_of(text):
    return re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text)


class Maker:
    def __init__(self, source, out, pictures, cmark, version):
        self.source, self.out, self.pictures = source, out, pictures
        self.cmark, self.version = cmark, version
        self.texts, self.missing = {}, []

    def read_all(self):
        """The main documents and whatever Markdown they lead to."""
        wanted = main_paths()
        while wanted:
            path = wanted.pop(0)
            if path in self.texts:
                continue
            with open(os.path.join(self.source, path), encoding="utf-8") as file:
                self.texts[path] = file.read()
            for link in links_of(self.texts[path]):
                to, _ = target_of(path, link)
                if to and to.endswith(".md") and os.path.isfile(os.path.join(self.source, to)):
                    wanted.append(to)

    def tour_picture(self, name):
        """The tour numbers its pictures: 07-kiosk-cover.png."""
        if self.pictures:
            for file in sorted(os.listdir(self.pictures)):
                if re.fullmatch(r"(\d+-)?" + re.escape(name) + r"\.png", file):
                    return os.path.join(self.pictures, file)
        return None

    def put_picture(self, match):
        name, caption = match.groups()
        found = self.tour_picture(name)
        if not found:
            self.missing.append(name)
            return ""
        self.copy(found, name + ".png")
        return "\n![%s](pictures/%s.png)\n" % (caption, name)

    def copy(self, found, name):
        folder = os.path.join(self.out, "pictures")
        os.makedirs(folder, exist_ok=True)
        shutil.copyfile(found, os.path.join(folder, name))

    def to_html(self, text):
        command = [self.cmark, "--unsafe", "-e", "table", "-e", "autolink"]
        try:
            done = subprocess.run(command, input=text.encode(), capture_output=True)
        except FileNotFoundError:
            sys.exit("documents: there is no %s here: packaging/install.sh --documents" % self.cmark)
        if done.returncode != 0:
            sys.exit("documents: %s failed: %s" % (self.cmark, done.stderr.decode()))
        return done.stdout.decode()

    def lead(self, page, match):
        link, words = match.groups()
        to, fragment = target_of(page, link)
        if to is None:
            return match.group(0)
        if to in self.texts:
            return '<a href="%s%s">%s</a>' % (page_name(to), "#" + fragment if fragment else "", words)
        return words

    def figure(self, page, match):
        link, caption = match.groups()
        if not link.startswith("pictures/"):
            to, _ = target_of(page, link)
            self.copy(os.path.join(self.source, to), posixpath.basename(to))
            link = "pictures/" + posixpath.basename(to)
        return '<figure><img src="%s" alt="%s"><figcaption>%s</figcaption></figure>' % (link, caption, caption)

    @staticmethod
    def table(match):
        """One of many columns may be wider than the words around it."""
        many = match.group(0).partition("</tr>")[0].count("<th") > 4
        return '<div class="%s">%s</div>' % ("table wide" if many else "table", match.group(0))

    def page(self, path):
        body = self.to_html(PICTURE.sub(self.put_picture, self.texts[path]))
        contents = []

        def heading(match):
            level, words = match.groups()
            if level == "2":
                contents.append('<li><a href="#%s">%s</a></li>' % (slug(words), words))
            return '<h%s id="%s">%s</h%s>' % (level, slug(words), words, level)

        body = re.sub(r"<h([1-6])>(.*?)</h\1>", heading, body)
        body = IMAGE.sub(lambda match: self.figure(path, match), body)
        body = LINK.sub(lambda match: self.lead(path, match), body)
        body = re.sub(r"<table>.*?</table>", self.table, body, flags=re.S)
        if len(contents) > 2:
            listed = '<nav class="contents" aria-label="On this page"><ul>%s</ul></nav>' % "".join(contents)
            body = re.sub(r"(</h1>)", lambda end: end.group(0) + listed, body, count=1)
        return self.whole(title_of(self.texts[path], path), body, path)

    def whole(self, title, body, path):
        links = "".join('<a href="%s"%s>%s</a>' % (page_name(each), ' aria-current="page"' if each == path else "",
                                                   html.escape(title_of(self.texts[each], each)))
                        for each in main_paths())
        return ('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
                '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>%s</title>\n'
                '<link rel="stylesheet" href="style.css">\n</head>\n<body>\n<nav class="all" aria-label="All documents">'
                '<a class="home" href="index.html">Rapport %s</a>%s</nav>\n<main>\n%s</main>\n</body>\n</html>\n'
                % (html.escape(title), html.escape(self.version), links, body))

    def index(self):
        body = "<h1>Rapport: the documents</h1>\n"
        for heading, documents in MAIN:
            body += "<h2>%s</h2>\n<ul>\n" % heading
            for path, about in documents:
                body += '<li><a href="%s">%s</a>: %s</li>\n' % (page_name(path), html.escape(title_of(self.texts[path], path)), about)
            body += "</ul>\n"
        others = sorted(set(self.texts) - set(main_paths()))
        body += "<h2>What they lead to</h2>\n<ul>\n"
        for path in others:
            body += '<li><a href="%s">%s</a> (%s)</li>\n' % (page_name(path), html.escape(title_of(self.texts[path], path)), path)
        body += "</ul>\n"
        if self.missing:
            body += "<p>Made without %d pictures of the tour.</p>\n" % len(self.missing)
        return self.whole("Rapport: the documents", body, "")

    def make(self):
        os.makedirs(self.out, exist_ok=True)
        self.read_all()
        pages = {page_name(path): self.page(path) for path in sorted(self.texts)}
        pages["index.html"] = self.index()
        for name, text in pages.items():
            with open(os.path.join(self.out, name), "w", encoding="utf-8") as file:
                file.write(text)
        shutil.copyfile(os.path.join(os.path.dirname(os.path.abspath(__file__)), "style.css"), os.path.join(self.out, "style.css"))
        if self.missing:
            print("documents: without %d pictures of the tour: %s" % (len(self.missing), ", ".join(sorted(set(self.missing)))),
                  file=sys.stderr)
        print("documents: %d pages in %s" % (len(pages), self.out), file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description="Makes the HTML documents.")
    parser.add_argument("--source", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--pictures", default="", help="folder of the tour's pictures")
    parser.add_argument("--cmark", default="cmark-gfm")
    parser.add_argument("--version", default="")
    wishes = parser.parse_args()
    if wishes.pictures and not os.path.isdir(wishes.pictures):
        sys.exit("documents: there is no folder %s" % wishes.pictures)
    if os.path.isdir(wishes.out) and os.listdir(wishes.out):  # a page of a document that is gone must not stay
        if not os.path.isfile(os.path.join(wishes.out, "index.html")):
            sys.exit("documents: %s holds something else, so nothing was made there" % wishes.out)
        shutil.rmtree(wishes.out)
    Maker(wishes.source, wishes.out, wishes.pictures, wishes.cmark, wishes.version).make()


if __name__ == "__main__":
    main()
