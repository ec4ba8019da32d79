"""A Debian package's licence, where its copyright file can be read by a machine; never a guess."""
import pathlib
import re

FORMAT = re.compile(r"https?://www\.debian\.org/doc/packaging-manuals/copyright-format/1\.0/?$")

# Short names that copyright-format 1.0 (section 7.1.1) itself gives a meaning, in SPDX's spelling.
SPDX = {
    "apache-2.0": "Apache-2.0", "bsd-2-clause": "BSD-2-Clause", "bsd-3-clause": "BSD-3-Clause", "expat": "MIT",
    "isc": "ISC", "mpl-1.1": "MPL-1.1", "mpl-2.0": "MPL-2.0", "zlib": "Zlib", "cc0-1.0": "CC0-1.0",
    # The same names in both lists.
    "ofl-1.1": "OFL-1.1", "bsl-1.0": "BSL-1.0", "ftl": "FTL",
}
for _family, _versions in {"GPL": ("1", "2", "3"), "LGPL": ("2", "2.1", "3")}.items():
    for _version in _versions:
        _full = _version if "." in _version else _version + ".0"
        for _name in {_version, _full}:
            SPDX[f"{_family}-{_name}".lower()] = f"{_family}-{_full}-only"
            SPDX[f"{_family}-{_name}+".lower()] = f"{_family}-{_full}-or-later"


def paragraphs(text):
    for block in re.split(r"\n\s*\n", text):
        fields, name = {}, None
        for line in block.splitlines():
            match = re.match(r"([A-Za-z][A-Za-z0-9-]*):\s*(.*)$", line)
            if match:
                name = match[1].lower()
                fields[name] = match[2].strip()
            elif name and line[:1] in " \t":
                fields[name] += "\n" + line.strip()
        yield fields


def declared(text):
    """The short name of the licence of all files of a source that have no other, or None."""
    read = list(paragraphs(text))
    if not read or not FORMAT.match(read[0].get("format", "")):
        return None
    for fields in read[1:]:
        if "*" in fields.get("files", "").split():
            return fields.get("license", "").split("\n")[0].strip() or None
    return None


def spdx(name):
    """An SPDX expression for a short name, or None where a part of it has no such meaning."""
    parts = re.split(r"\s+(and|or)\s+", name)
    if "," in name or {"and", "or"} <= set(parts[1::2]):
        return None  # which of the two binds more closely is a reader's business
    for at in range(0, len(parts), 2):
        parts[at] = SPDX.get(parts[at].lower())
        if parts[at] is None:
            return None
    return " ".join(part.upper() if at % 2 else part for at, part in enumerate(parts))


def licence_of(package, documents=pathlib.Path("/usr/share/doc")):
    """What CycloneDX has under "licenses": SPDX where it can be said in it, else Debian's own words."""
    try:
        text = (documents / package / "copyright").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    name = declared(text)
    if name is None:
        return None
    known = spdx(name)
    if known is None:
        return {"license": {"name": name}}
    return {"expression": known} if " " in known else {"license": {"id": known}}
