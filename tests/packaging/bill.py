#!/usr/bin/env python3
"""The bill of materials says what the programs are made of: held against the loader's own lists, dpkg and CycloneDX's schema.

    bill.py PROJECT BILL RAPPORT RAPPORT-DESK RAPPORT-KIOSK
"""
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import warnings

sys.dont_write_bytecode = True
project, bill_file, *programs = map(pathlib.Path, sys.argv[1:])
sys.path.insert(0, str(project / "packaging"))
import debian_licence  # noqa: E402

text = bill_file.read_text(encoding="utf-8")
bill = json.loads(text)
components = {one["bom-ref"]: one for one in bill["components"]}
depends = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def names_below(ref):
    """Every component that something is made of, however deep."""
    found, open_ends = set(), [ref]
    while open_ends:
        for one in depends[open_ends.pop()]:
            if one not in found:
                found.add(one)
                open_ends.append(one)
    return {components[one]["name"] for one in found}


class Bill(unittest.TestCase):
    def test_is_what_the_official_schema_allows(self):
        import jsonschema
        schemas = project / "build/schema/node_modules/@cyclonedx/cyclonedx-library/res/schema"
        self.assertTrue(schemas.is_dir(), "packaging/install.sh --tests puts the schema there")
        read = {name: json.loads((schemas / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8"))
                for name in ("bom-1.5", "spdx", "jsf-0.82")}
        base = "http://cyclonedx.org/schema/"
        store = {f"{base}{name}{middle}.schema.json": schema for name, schema in read.items() for middle in ("", ".SNAPSHOT")}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            resolver = jsonschema.RefResolver(base, read["bom-1.5"], store=store)
            check = jsonschema.Draft7Validator(read["bom-1.5"], resolver=resolver)
        self.assertEqual([error.message for error in check.iter_errors(bill)], [])
        for spoil in (lambda one: one["components"][0].update(type="thing"),
                      lambda one: one["components"][0].update(licenses=[{"license": {"id": "No-Such-Licence"}}]),
                      lambda one: one.update(serialNumber="1")):
            spoilt = json.loads(text)
            spoil(spoilt)
            self.assertFalse(check.is_valid(spoilt))

    def test_is_the_same_bytes_whoever_makes_it_when_and_where(self):
        with tempfile.TemporaryDirectory() as folder:
            again = pathlib.Path(folder) / "again.json"
            subprocess.run([sys.executable, str(project / "packaging/bill_of_materials.py"), "--out", str(again),
                            *map(str, programs)], check=True, cwd=folder,
                           env={**os.environ, "TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "COLUMNS": "40"})
            self.assertEqual(again.read_bytes(), bill_file.read_bytes())
        for path in (project, bill_file.parent):
            self.assertNotIn(str(path), text)

    def test_has_the_hash_and_the_version_of_each_program(self):
        told = json.loads(output(programs[0], "--version", "--json"))
        self.assertEqual(bill["metadata"]["component"]["version"], told["version"])
        self.assertIn({"name": "rapport:commit", "value": told["commit"]}, bill["metadata"]["component"]["properties"])
        for program in programs:
            one = components[f"program:{program.name}"]
            self.assertEqual(one["hashes"], [{"alg": "SHA-256", "content": hashlib.sha256(program.read_bytes()).hexdigest()}])
            self.assertEqual(one["version"], told["version"])

    def test_names_the_package_of_every_library_a_program_asks_for(self):
        for program in programs:
            packages = [components[ref] for ref in depends[f"program:{program.name}"]]
            files = {os.path.basename(line) for one in packages if "purl" in one
                     for line in output("dpkg", "-L", one["name"] + (":" + one["purl"].split("arch=")[1] if
                                                                     not one["purl"].endswith("=all") else "")).splitlines()}
            asked = re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", str(program)))
            self.assertGreater(len(asked), 5)
            self.assertEqual([name for name in asked if name not in files], [], program.name)

    def test_says_the_version_that_dpkg_has(self):
        for one in bill["components"]:
            if "purl" not in one:
                self.assertEqual(one["type"], "application", one["name"])
                continue
            quoted = re.fullmatch(r"pkg:deb/[a-z]+/([a-z0-9.+-]+)@([A-Za-z0-9.%~_-]+)\?arch=([a-z0-9]+)", one["purl"])
            self.assertTrue(quoted, one["purl"])
            self.assertEqual(quoted[1], one["name"])
            self.assertEqual(urllib.parse.unquote(quoted[2]), one["version"])
            self.assertIn(one["version"], output("dpkg-query", "-W", "-f=${Version}\n", one["name"]).splitlines())

    def test_says_of_a_program_linked_with_glpk_that_it_is_passed_on_under_the_gpl(self):
        for program in programs:
            asked = "libglpk" in output("objdump", "-p", str(program))
            said = [one["value"] for one in components[f"program:{program.name}"].get("properties", [])]
            self.assertEqual(asked, any("GPL-3.0-or-later" in value for value in said), (program.name, said))
        self.assertNotIn("properties", components["program:rapport-kiosk"])

    def test_tells_the_three_programs_apart(self):
        below = {program.name: names_below(f"program:{program.name}") for program in programs}
        for name in below:
            self.assertTrue([one for one in below[name] if one.startswith("libsodium")])
            self.assertIn("nlohmann-json3-dev", below[name])
        self.assertFalse([name for name in below["rapport-kiosk"] if re.search("sqlcipher|sqlite|cereal", name)])
        self.assertFalse([name for name in below["rapport"] if re.search("imgui|glfw", name)])
        self.assertLessEqual({"libsqlcipher1", "libcereal-dev", "libimgui-dev"}, below["rapport-desk"])
        self.assertIn("fonts-inter", below["rapport-kiosk"])


class Licences(unittest.TestCase):
    form = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"

    def test_the_one_of_all_files_is_taken_and_no_other(self):
        text = self.form + "Files: debian/*\nLicense: GPL-3+\n\nFiles:\n *\nCopyright: N\nLicense: Expat\n words\n"
        self.assertEqual(debian_licence.declared(text), "Expat")

    def test_what_a_machine_cannot_read_is_left_out(self):
        self.assertIsNone(debian_licence.declared("This is cairo.\n\nFiles: *\nLicense: Expat\n"))
        self.assertIsNone(debian_licence.declared(self.form + "Files: src/*\nLicense: Expat\n"))
        self.assertIsNone(debian_licence.licence_of("no-such-package"))

    def test_short_names_become_spdx_where_the_format_gives_them_a_meaning(self):
        # Debian copyright-format 1.0, section 7.1.1, and the SPDX list.
        for name, known in {"Expat": "MIT", "GPL-2": "GPL-2.0-only", "GPL-2+": "GPL-2.0-or-later",
                            "LGPL-2.1+": "LGPL-2.1-or-later", "BSD-3-clause": "BSD-3-Clause", "ISC": "ISC",
                            "GPL-2+ or MPL-1.1": "GPL-2.0-or-later OR MPL-1.1", "public-domain": None, "MIT": None,
                            "Apache-2.0 and Expat or ISC": None, "GPL-2+ or AFL-2.1, and Expat": None}.items():
            self.assertEqual(debian_licence.spdx(name), known, name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
