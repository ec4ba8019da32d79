"""Changes one answer in the FHIR bundle, one in odm.xml and one in a wide CSV of a release: a reader must say so."""
import json
import os
import re
import sys

folder = sys.argv[1]
name = os.path.join(folder, "fhir_bundle.json")
bundle = json.load(open(name, encoding="utf-8"))
for entry in bundle["entry"]:
    r = entry["resource"]
    if r["resourceType"] == "Observation" and "valueQuantity" in r:
        r["valueQuantity"]["value"] += 1
        break
json.dump(bundle, open(name, "w", encoding="utf-8"))
name = os.path.join(folder, "odm.xml")
text = open(name, encoding="utf-8").read()
open(name, "w", encoding="utf-8").write(re.sub(r'(ItemOID="I\.pcl5\.pcl5_01" Value=)"\d"', r'\1"9"', text, count=1))
