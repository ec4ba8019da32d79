#!/usr/bin/env python3
"""Holds the independent scorer, and a program if one is named, against the facts in tests/vectors.

    facts.py                                every fact against the independent scorer
    facts.py --program "rapport score ID -" the same against a program; ID stands for the questionnaire

A fact names its own outcomes; OUTCOMES says which of our scores or patterns each one is. A fact that maps to nothing is
an error, so none is passed over in silence. Change and RCI facts are not scores and are counted apart.
"""

import argparse
import json
import pathlib
import shlex
import subprocess
import sys

sys.dont_write_bytecode = True

from forms import FORMS
from rules import score

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"

FORM_OF = {
    "PCL-5 past_month": ["pcl-5"], "PCL-5 past_week": ["pcl-5-week"], "PHQ-9 standard": ["phq-9"], "PHQ-8 standard": ["phq-8"],
    "PHQ-2 standard": ["phq-2"], "PHQ-4 standard": ["phq-4"], "PHQ-15 standard": ["phq-15"], "GAD-7 standard": ["gad-7"],
    "GAD-2 standard": ["gad-2"], "PC-PTSD-5 2016": ["pc-ptsd-5"], "AUDIT-C past_year_VA": ["audit-c"], "AUDIT WHO_2001": ["audit"],
    "DASS-21 x2": ["dass-21"], "WHO-5 WHO_2024": ["who-5"], "K6 scored_0_4": ["k6"], "K6 US_form_codes_1_all_to_5_none": ["k6-us-form"],
    "K10 scored_1_5": ["k10"], "SWLS standard": ["swls"], "CollaboRATE 5_anchor_0_4": ["collaborate"], "PSS-4 standard": ["pss-4"],
    "PSS-10 standard": ["pss-10"], "BRS 6_item": ["brs"], "ISI 7_item": ["isi", "isi-month"], "HIT-6 standard": ["hit-6"],
    "HAq-II patient": ["haq-ii-patient"], "RPQ 24h_ones_recoded_to_0": ["rpq"], "NSI 22_item": ["nsi-factors", "nsi"],
    "MEQ30 Barrett_2015_order": ["meq30"], "Session Rating Scale V3_10cm": ["srs"], "Sheehan Disability Scale discretised_0_10": ["sds"],
    "WHODAS 2.0 12-item simple_1_5": ["whodas-12"], "WAI-36 client": ["wai-36-client"], "WAI-36 therapist": ["wai-36-therapist"],
    "WAI-S client": ["wai-s-client"], "WAI-S therapist": ["wai-s-therapist"], "WAI-SR client": ["wai-sr-client", "wai-sr-therapist"],
    "WAI-SRT therapist_10_item": ["wai-srt-10"], "C-SSRS screener recent": ["c-ssrs-screener"],
}

NOT_SCORES = ("PCL-5 change", "NSI change", "RCI (Jacobson-Truax)")


def at_least(edge, name="total"):
    return lambda out: None if out["scores"][name] is None else out["scores"][name] >= edge


def verdict(name):
    return lambda out: {"met": True, "not_met": False, "cannot_tell": None}[out["criteria"][name]]


def mean_of(name, items):
    return lambda out: None if out["scores"][name] is None else out["scores"][name] / items


def said(name):
    return lambda out: out["scores"][name]


def risk(out):
    for pattern, word in (("risk_high", "high"), ("risk_moderate", "moderate"), ("risk_low", "low"), ("none_identified", "none_identified")):
        if out["criteria"][pattern] == "met":
            return word
    return None


OUTCOMES = {
    "pcl-5": {**{letter: said(letter.lower()) for letter in "BCDE"}, "symptom_pattern_met": verdict("symptom_pattern")},
    "pcl-5-week": {**{letter: said(letter.lower()) for letter in "BCDE"}, "symptom_pattern_met": lambda out: None},
    "phq-9": {"major_depressive_syndrome": verdict("symptom_pattern_major"), "other_depressive_syndrome": verdict("symptom_pattern_other")},
    "phq-8": {"major_depressive_syndrome": verdict("symptom_pattern_major"), "other_depressive_syndrome": verdict("symptom_pattern_other")},
    "phq-2": {"positive": at_least(3)},
    "gad-2": {"positive": at_least(3)},
    "gad-7": {"positive_cut10": at_least(10)},
    "phq-4": {"depression": said("mood"), "anxiety_positive": at_least(3, "anxiety"), "depression_positive": at_least(3, "mood")},
    "k6": {"serious_mental_illness_13": at_least(13)},
    "k10": {"k6_0_24": said("k6")},
    "pc-ptsd-5": {"positive_cut3": at_least(3), "positive_cut4": at_least(4)},
    "phq-15": {},
    "audit-c": {"positive_men4_women3": verdict("screen_positive"), "positive_va_dod_5": verdict("screen_positive_5")},
    "audit": {"dependence_4plus": at_least(4, "dependence")},
    "who-5": {"below_cut": lambda out: None if out["scores"]["raw"] is None else out["scores"]["raw"] < 13},
    "collaborate": {"sum": said("total"), "mean_scaled_0_100": said("scaled"), "top_score": verdict("top_score")},
    "sds": {"any_item_5plus": verdict("any_item_5")},
    "meq30": {"mystical_pct": said("mystical"), "positive_mood_pct": said("positive_mood"), "transcendence_pct": said("transcendence"),
              "ineffability_pct": said("ineffability"), "complete_mystical_experience": verdict("complete"), "total_mean": said("total")},
    "srs": {"below_36": lambda out: None if out["scores"]["total"] is None else out["scores"]["total"] < 36},
    "whodas-12": {"total_12_60": said("total"), "total_0_48": lambda out: None if out["scores"]["total"] is None else out["scores"]["total"] - 12,
                  "percent_0_100": said("percent")},
    "c-ssrs-screener": {"risk": risk},
}
for form, sizes in {"wai-36": (36, 12, 12, 12), "wai-s": (12, 4, 4, 4), "wai-sr": (12, 4, 4, 4)}.items():
    for who in ("client", "therapist"):
        OUTCOMES[f"{form}-{who}"] = {f"{n}_mean": mean_of(n, k) for n, k in zip(("total", "task", "bond", "goal"), sizes)}
OUTCOMES["wai-srt-10"] = {f"{n}_mean": mean_of(n, k) for n, k in (("total", 10), ("task", 3), ("bond", 4), ("goal", 3))}

# Said by the program in other places than scores and patterns, or by both in other words.
ELSEWHERE = {("phq-9", "prorated"), ("phq-8", "prorated"), ("phq-15", "n_bothered_a_lot")}


def asked(form, fact):
    """The fact's answers as our forms take them: whole millimetres on the SRS, the sex beside the answers."""
    answers = dict(fact["answers"])
    sex = answers.pop("sex", None)
    if form == "srs":
        answers = {item: None if value is None else round(value * 10) for item, value in answers.items()}
    return answers, sex


def disagreements(form, fact, out):
    found = []
    for name, want in fact["expected"].items():
        if (form, name) in ELSEWHERE:
            continue
        read = OUTCOMES.get(form, {}).get(name) or (said(name) if name in out["scores"] else None)
        if read is None:
            if form != "nsi":  # the total alone; the factors are the business of nsi-factors
                found.append(f"{name}: not said")
            continue
        have = read(out)
        near = isinstance(want, (int, float)) and isinstance(have, (int, float)) and abs(want - have) < 6e-5
        if have != want and not near:
            found.append(f"{name}: {want} expected, {have} found")
    for name, want in fact["bands"].items():
        if form in ("pcl-5", "pcl-5-week"):
            continue  # the fact's two words are the cut-off of 31
        have = out["bands"].get(name)
        if have != (want and want.replace("_", " ")):
            found.append(f"band of {name}: {want} expected, {have} found")
    return found


def by_program(command, form, answers, sex):
    row = {"answers": answers, **({"context": {"sex": sex}} if sex else {})}
    words = [form if word == "ID" else word.replace("{ID}", form) for word in shlex.split(command)]
    done = subprocess.run(words, input=json.dumps(row), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode != 0:
        return None
    reply = json.loads(done.stdout)
    return {"scores": {name: value["value"] for name, value in reply["scores"].items()}, "criteria": reply["criteria"],
            "bands": {name: value["band"] for name, value in reply["scores"].items()}}


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", metavar="COMMAND")
    options.add_argument("--only", metavar="ID")
    wish = options.parse_args()
    held = wrong = apart = unknown = 0
    for path in sorted(VECTORS.glob("*.json")):
        for fact in json.loads(path.read_text()):
            if fact["instrument"] in NOT_SCORES:
                apart += 1
                continue
            for form in FORM_OF[f"{fact['instrument']} {fact['version']}"]:
                if wish.only not in (None, form):
                    continue
                answers, sex = asked(form, fact)
                out = by_program(wish.program, form, answers, sex) if wish.program else score(FORMS[form], answers, sex)
                if out is None:
                    unknown += 1
                    print(form, "is not scored by the program")
                    continue
                found = disagreements(form, fact, out)
                held, wrong = held + (not found), wrong + bool(found)
                if found:
                    print(form, json.dumps(answers), "; ".join(found))
    print(f"{held} facts hold, {wrong} do not, {unknown} could not be tried; {apart} are about change and not scores")
    return 1 if wrong or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
