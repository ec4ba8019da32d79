#!/usr/bin/env python3
"""The documents say what is so.

    documents.py TREE PROGRAM     every Markdown file of TREE, held against TREE and against `PROGRAM ... --help`

links      every relative link and picture leads to something that is there, and a heading's fragment to a heading
pictures   every `<!-- picture NAME: caption -->` is one that the tour takes
commands   every `rapport ...` in backquotes or a fenced block is a command, with the options it is given
labels     in the documents for people (packaging/documents/make.py names them), bold is a label of assets/strings/en.json
paths      what those name of the tree in backquotes is there
tests      every `Suite.test` the threat model names is a test; so is every name of a ctest
"""
import fnmatch
import functools
import importlib.util
import json
import os
import posixpath
import re
import subprocess
import sys

sys.dont_write_bytecode = True
tree, program = sys.argv[1:3]
spec = importlib.util.spec_from_file_location("make", os.path.join(tree, "packaging/documents/make.py"))
make = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make)

wrong = []
seen = dict.fromkeys(["links", "pictures", "commands", "labels", "paths", "tests"], 0)


def say(path, words):
    wrong.append("%s: %s" % (path, words))


def text_of(path):
    with open(os.path.join(tree, path), encoding="utf-8", errors="replace") as file:
        return file.read()


def files_of(*endings):
    for folder, below, names in os.walk(tree):
        below[:] = [each for each in below if each not in ("build", ".git", ".cache", "node_modules")]
        for name in names:
            if name.endswith(endings):
                yield os.path.relpath(os.path.join(folder, name), tree).replace(os.sep, "/")


FENCE = re.compile(r"^ *```.*?^ *```$", re.M | re.S)


def without_code(text):
    return re.sub(r"`[^`\n]+`", "", FENCE.sub("", text))


def spans(text):
    """What stands in backquotes, and each line of a fenced block."""
    for block in FENCE.findall(text):
        yield from block.splitlines()[1:-1]
    for span in re.findall(r"`([^`]+)`", FENCE.sub("", text)):
        yield " ".join(span.split())


def headings(path):
    return {make.slug(words.replace("`", "")) for words in re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(path)), re.M)}


def look_at_links(path, text):
    for link in re.findall(r"\]\(([^)\s]+)\)", without_code(text)):
        to, fragment = make.target_of(path, link)
        if link.startswith("#"):
            to, fragment = path, link[1:]
        if to is None:
            continue
        seen["links"] += 1
        if to.startswith("../") or not os.path.exists(os.path.join(tree, to)):
            say(path, "the link to %s leads nowhere" % link)
        elif fragment and fragment not in headings(to):
            say(path, "%s has no heading #%s" % (to, fragment))


@functools.lru_cache(maxsize=None)
def help_of(words):
    done = subprocess.run([program, *words, "--help"], capture_output=True, text=True, timeout=60)
    return done.stdout if done.returncode == 0 else ""


@functools.lru_cache(maxsize=None)
def subcommands(words):
    _, _, listed = help_of(words).partition("Subcommands:\n")
    return set(re.findall(r"^  (\S+)", listed, re.M))


def is_command(words, name):
    """One that is listed, or one that is kept out of the list and has a help page of its own."""
    usage = re.compile(r"^Usage: .*%s " % re.escape(" ".join([*words, name])), re.M)
    return name in subcommands(words) or bool(usage.search(help_of((*words, name))))


def look_at_command(path, span):
    if re.match(r"\s*apt(-get)? ", span):  # the package of that name
        return
    for call in re.findall(r"(?:^|[\s/\"'(])rapport((?: +[^\s`]+)*)", span):
        words, command = call.split(), ()
        if "rapport" in words:  # of the user rapport: sudo -u rapport rapport ..., runuser -u rapport -- rapport ...
            words = words[len(words) - words[::-1].index("rapport"):]
        for word in words:
            names = [each for each in re.split(r"\\?\|", word) if re.fullmatch(r"[a-z][a-z-]*", each)]
            if not names or not subcommands(command):
                break
            unknown = [each for each in names if not is_command(command, each)]
            if unknown:
                say(path, "there is no command `rapport %s`" % " ".join([*command, unknown[0]]))
                return
            if len(names) > 1:
                return
            command = (*command, names[0])
        if not words:
            continue
        seen["commands"] += 1
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]*", call):
            if not re.search(re.escape(option) + r"(?![\w-])", help_of(command)):
                say(path, "`rapport %s` has no option %s" % (" ".join(command), option))


def is_label(words, labels, patterns):
    return words in labels or any(pattern.fullmatch(words) for pattern in patterns)


def label_patterns(labels):
    """Of a label with {n} in it, what it may become; one that is all filling would let anything pass."""
    for label in labels:
        fixed = re.sub(r"\{\w+\}", "", label)
        if fixed != label and len(re.findall(r"\w", fixed)) >= 8:
            yield re.compile(".+".join(re.escape(part) for part in re.split(r"\{\w+\}", label)))


def tests_of_tree():
    names = set()
    for path in files_of(".cpp"):
        if path.startswith("tests/"):
            for suite, name in re.findall(r"\bTEST(?:_F|_P)?\(\s*(\w+)\s*,\s*(\w+)\s*\)", text_of(path)):
                names.add("%s.%s" % (suite, name))
    for path in files_of("CMakeLists.txt"):
        for name in re.findall(r"add_test\(NAME ([\w.${}]+)", text_of(path)):
            names.add(re.sub(r"\$\{\w+\}", "*", name))
        names.update(re.findall(r"rapport_tests\((\w+)", text_of(path)))
    return names


def look_at_tests(path, text, tests):
    for span in spans(text):
        if re.fullmatch(r"[A-Z]\w*\*?\.[\w*]+|end_to_end\.\w+|test_\w+|linux_\w+|release_\w+|oracle\.\w+", span):
            if span.endswith((".md", ".txt")):
                continue
            seen["tests"] += 1
            if not any(fnmatch.fnmatchcase(name, span) or fnmatch.fnmatchcase(span, name) for name in tests if name != "*"):
                say(path, "there is no test %s" % span)


def look_at_paths(path, text):
    tops = ("app", "instruments", "storage", "tests", "assets", "packaging")
    for span in spans(text):
        for word in re.findall(r"(?<![\w./-])(?:\./)?((?:%s)/[\w./-]+)" % "|".join(tops), span):
            if "NAME" in word:
                continue
            seen["paths"] += 1
            if not os.path.exists(os.path.join(tree, word)):
                say(path, "there is no %s" % word)


def main():
    labels = set(json.loads(text_of("assets/strings/en.json")).values())
    patterns = list(label_patterns(labels))
    tests = tests_of_tree()
    shots = "".join(text_of(path) for path in files_of(".cpp") if re.match(r"app/cli/tour_\w+\.cpp", path))
    beginnings = re.findall(r'"([a-z0-9-]+-)" \+', shots)
    for path in sorted(files_of(".md")):
        text = text_of(path)
        look_at_links(path, text)
        for span in spans(text):
            look_at_command(path, span)
        for name, _ in make.PICTURE.findall(text):
            seen["pictures"] += 1
            if '"%s"' % name not in shots and not any(name.startswith(each) for each in beginnings):
                say(path, "the tour takes no picture %s" % name)
        for comment in re.findall(r"<!-- picture.*", text):
            if not make.PICTURE.fullmatch(comment):
                say(path, "this is no picture: %s" % comment)
        if path not in make.main_paths() or path == "app/cli/README.md":
            continue
        for words in re.findall(r"\*\*(.+?)\*\*", without_code(text), re.S):
            seen["labels"] += 1
            if not is_label(" ".join(words.split()), labels, patterns):
                say(path, "no label of the screen says “%s”" % " ".join(words.split()))
        look_at_paths(path, text)
        look_at_tests(path, text, tests)

    for each in wrong:
        print(each)
    print("documents: %s, %d wrong" % (", ".join("%d %s" % (count, what) for what, count in seen.items()), len(wrong)))
    empty = [what for what, count in seen.items() if count == 0]
    if empty:
        print("documents: nothing was looked at of: %s" % ", ".join(empty))
    return 1 if wrong or empty else 0


if __name__ == "__main__":
    sys.exit(main())
