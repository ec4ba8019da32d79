#!/usr/bin/env python3
"""Writes a bill of materials (CycloneDX 1.5, JSON) of the three programs, from what this Debian machine says of them.

    bill_of_materials.py --out FILE RAPPORT RAPPORT-DESK RAPPORT-KIOSK

Every library that a program or one of its libraries is linked with is looked up: the file, the package it belongs to, the
package's version and licence. The same programs and packages give the same bytes.
"""
import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import urllib.parse
import uuid

sys.dont_write_bytecode = True  # a build writes nothing among the sources
from debian_licence import licence_of  # noqa: E402

# Compiled into the programs, so no library of theirs tells: a file of each, and the programs it is in.
COMPILED_IN = {
    "/usr/include/nlohmann/json.hpp": ("rapport", "rapport-desk", "rapport-kiosk"),
    "/usr/include/CLI/CLI.hpp": ("rapport", "rapport-desk", "rapport-kiosk"),
    "/usr/include/cereal/cereal.hpp": ("rapport", "rapport-desk"),
    "/usr/include/boost/version.hpp": ("rapport", "rapport-desk"),
    "/usr/include/imgui/imgui.h": ("rapport-desk", "rapport-kiosk"),
}
# Read while a program runs, where they are installed: letters and voices.
READ_AT_RUN = {
    "fonts-inter": ("rapport", "rapport-desk", "rapport-kiosk"),
    "fonts-droid-fallback": ("rapport-desk", "rapport-kiosk"),
    "fonts-noto-core": ("rapport-desk", "rapport-kiosk"),
}


def fail(sentence):
    sys.stderr.write(f"bill_of_materials: {sentence}\n")
    sys.exit(3)


def output(*command, allow=(0,)):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
    except FileNotFoundError:
        fail(f"there is no {command[0]} here")
    if done.returncode not in allow:
        fail(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout


def loaded(program):
    """Where the loader finds each library of a program, by the name it is asked for."""
    found = {}
    for line in output("ldd", program).splitlines():
        if "not found" in line:
            fail(f"{program} is linked with what is not here: {line.strip()}")
        match = re.match(r"\s*(\S+) => (/\S+)", line) or re.match(r"\s*(/\S+)()", line)
        if match:
            path = match[2] or match[1]
            found[os.path.basename(match[1])] = path
    return found


def needed(paths):
    """The names of the libraries that each file asks the loader for."""
    told, path = {}, None
    for line in output("readelf", "-d", "/dev/null", *paths, allow=(0, 1)).splitlines():
        if line.startswith("File: "):
            path = line[6:]
            told[path] = []
        elif match := re.search(r"\(NEEDED\).*\[(.+)\]", line):
            told[path].append(match[1])
    return told


def spellings(path):
    """One file as dpkg may know it: before and after /lib became /usr/lib, and behind its links."""
    for one in (path, os.path.realpath(path)):
        yield one
        yield one[4:] if one.startswith("/usr/") else "/usr" + one


def owners(paths):
    """The package of each file, as dpkg-query takes it ("libc6:amd64"); files of no package are left out."""
    wanted = {spelling: path for path in paths for spelling in spellings(path)}
    found = {}
    for line in output("dpkg", "-S", *sorted(wanted), allow=(0, 1)).splitlines():
        match = re.match(r"(\S+?)(?:, .*)?: (/.+)$", line)
        if match and match[2] in wanted:
            found.setdefault(wanted[match[2]], match[1])
    return found


def packages(names):
    """What dpkg knows of each installed package, by the name it was asked for."""
    fields = ["binary:Package", "Package", "Version", "Architecture", "source:Package", "source:Version", "db:Status-Status"]
    form = "\t".join("${%s}" % one for one in fields) + "\n"
    told = {}
    for line in output("dpkg-query", "-W", "-f=" + form, *sorted(names), allow=(0, 1)).splitlines():
        values = dict(zip(fields, line.split("\t")))
        if values["db:Status-Status"] == "installed":
            told.update({name: values for name in names if name in (values["binary:Package"], values["Package"])})
    return told


def distribution():
    for line in pathlib.Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("ID="):
            return line[3:].strip('"')
    return "debian"


def purl(package):
    quoted = urllib.parse.quote(package["Version"], safe=".-~_")
    return f"pkg:deb/{distribution()}/{package['Package']}@{quoted}?arch={package['Architecture']}"


def properties(**values):
    return [{"name": f"rapport:{name}", "value": value} for name, value in sorted(values.items())]


def package_component(package, kind, **more):
    more["source"] = f"{package['source:Package']} {package['source:Version']}"
    component = {
        "type": kind,
        "bom-ref": purl(package),
        "name": package["Package"],
        "version": package["Version"],
        "purl": purl(package),
    }
    licence = licence_of(package["Package"])
    if licence:
        component["licenses"] = [licence]
        more["licence"] = "what Debian's copyright file says of all files of the source that have no other"
    component["properties"] = properties(**more)
    return component


def program_component(path, version):
    return {
        "type": "application",
        "bom-ref": f"program:{path.name}",
        "name": path.name,
        "version": version,
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }


def main():
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--out", required=True, type=pathlib.Path)
    asked.add_argument("programs", nargs=3, type=pathlib.Path)
    wishes = asked.parse_args()
    told = json.loads(output(str(wishes.programs[0]), "--version", "--json"))

    libraries = {}  # name the loader uses -> path
    for program in wishes.programs:
        libraries.update(loaded(str(program)))
    by_file = owners([*libraries.values(), *COMPILED_IN])
    known = packages({*by_file.values(), *READ_AT_RUN})

    components, depends = {}, {"rapport": set()}

    def ref_of(name):
        """The component a library belongs to, made when it is first met; what no package owns has its bare name."""
        package = known.get(by_file.get(libraries[name]))
        made = package_component(package, "library", linked="shared") if package else {
            "type": "library", "bom-ref": f"file:{name}", "name": name}
        components.setdefault(made["bom-ref"], made)
        return made["bom-ref"]

    asks = needed([*map(str, wishes.programs), *libraries.values()])

    def add(owner, names):
        depends.setdefault(owner, set()).update({ref_of(name) for name in names if name in libraries} - {owner})

    for program in wishes.programs:
        made = program_component(program, told["version"])
        components[made["bom-ref"]] = made
        depends["rapport"].add(made["bom-ref"])
        add(made["bom-ref"], asks[str(program)])
        strict = sorted(components[ref]["name"] for ref in depends[made["bom-ref"]]
                        if {"license": {"id": "GPL-3.0-or-later"}} in components[ref].get("licenses", []))
        if strict:
            made["properties"] = properties(licence=f"of the source; linked with {', '.join(strict)} it is passed on "
                                                    "under GPL-3.0-or-later")
    for name, path in libraries.items():
        add(ref_of(name), asks[path])
    for path, programs in COMPILED_IN.items():
        if path not in by_file:
            fail(f"no package has {path}, so it cannot be told what was compiled in")
        made = package_component(known[by_file[path]], "library", linked="compiled in")
        components[made["bom-ref"]] = made
        for program in programs:
            depends[f"program:{program}"].add(made["bom-ref"])
    for name, programs in READ_AT_RUN.items():
        if name in known:
            made = package_component(known[name], "data")
            components[made["bom-ref"]] = made
            for program in programs:
                depends[f"program:{program}"].add(made["bom-ref"])

    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application",
                "bom-ref": "rapport",
                "name": "rapport",
                "version": told["version"],
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "properties": properties(commit=told["commit"], compiler=told["compiler"]),
            },
        },
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(depends.get(ref, ()))} for ref in sorted({*components, "rapport"})],
    }
    # A number of its own for every other content, and the same one for the same.
    bill["serialNumber"] = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill, sort_keys=True)).urn
    fresh = wishes.out.with_name(wishes.out.name + ".new")
    fresh.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    fresh.replace(wishes.out)


if __name__ == "__main__":
    main()
