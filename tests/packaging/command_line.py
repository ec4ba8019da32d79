"""command_line.py BIN MAN: the help of each command, asked of the programs themselves, held against the manual pages and
the completion for bash. What the help shows and a page lacks, or a page has and no help shows, is an error."""
import gzip
import re
import subprocess
import sys

BIN, MAN = sys.argv[1:3]
COMPLETION = f"{MAN}/rapport.bash"


def help_of(program, path):
    return subprocess.run([f"{BIN}/{program}", *path, "--help"], check=True, capture_output=True, text=True).stdout


def parts_of(text):
    """Subcommands and options with their short names: entries stand two spaces in, their explanations further."""
    commands, options, section = [], [], ""
    for line in text.splitlines():
        if re.match(r"^[A-Z][A-Za-z ]*:", line):
            section = line.split(":")[0].lower()
        entry = re.match(r"^  (\S+)", line)
        if entry and section == "subcommands":
            commands.append(entry[1])
        elif entry and section == "options":
            options += [name for name in entry[1].split(",") if name.startswith("-")]
    return commands, options


def walk(program, path=()):
    commands, options = parts_of(help_of(program, path))
    yield path, commands, options
    for command in commands:
        yield from walk(program, (*path, command))


def page_of(program):
    with gzip.open(f"{MAN}/{program}.1.gz", "rt", encoding="utf-8") as page:
        return page.read().replace("\\-", "-")


def sections_of(page):
    """What a page says under the name of each command; under the program's own name what comes before the commands."""
    before, *rest = re.split(r"^\.SS ", page, flags=re.M)
    sections = {"": before}
    for each in rest:
        name, _, body = each.partition("\n")
        sections[name] = body
    return sections


def completions(questions):
    """What bash offers for each list of words, the last of which is being typed."""
    lines = [f"source {COMPLETION}"]
    for words in questions:
        quoted = " ".join(f"'{word}'" for word in words)
        lines.append(f'COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _rapport; echo "${{COMPREPLY[*]}}"')
    done = subprocess.run(["bash", "-u", "-c", "\n".join(lines)], check=True, capture_output=True, text=True)
    assert done.stderr == "", done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def check_pages():
    count = 0
    for program in ("rapport", "rapport-desk", "rapport-kiosk"):
        sections = sections_of(page_of(program))
        seen = set()
        for path, _, options in walk(program):
            name = " ".join((program, *path)) if path else ""
            assert name in sections, f"{program}.1 has no section for {name}"
            seen.add(name)
            bold = set(re.findall(r"\\fB(-[^\\]*)\\fR", sections[name]))
            wanted = {each for each in options if not path or each not in ("-h", "--help")}
            assert wanted == bold, f"{name or program}: {wanted ^ bold}"
            count += 1
        assert seen == set(sections), f"{program}.1 has what no help shows: {set(sections) - seen}"
    assert count > 60, count


def check_completion():
    subprocess.run(["bash", "-n", COMPLETION], check=True)
    questions, answers = [], []
    for path, commands, options in walk("rapport"):
        questions += [["rapport", *path, ""], ["rapport", *path, "-"]]
        answers += [commands, options]
    questions += [["rapport", "vault", "cre"], ["rapport", "run", "--theme", ""], ["rapport", "run", "--releases", "-"]]
    answers += [["create"], ["light", "dark", "high-contrast"], []]
    for question, answer, offered in zip(questions, answers, completions(questions), strict=True):
        assert sorted(offered) == sorted(answer), f"{question}: {offered} and not {answer}"


check_pages()
check_completion()
