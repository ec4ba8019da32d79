"""The keys where a question depends on another, on the sex, or where answers do not count as they are numbered.

Typed in from the published rules, as keys.py.
"""

from fractions import Fraction

from keys import floor, one, pick, same, up_to
from rules import Form, Pattern, Reaches, Scale

def gate(on, leaves_out):
    """Left out after 0 at `on`; a blank there leaves it open."""

    def skips(item, answers, sex):
        if item not in leaves_out:
            return False
        return None if answers.get(on) is None else answers[on] == 0

    return skips


# A lifetime gate; No ends it with a total of 0. Without the gate's answer there is no total.
PC_PTSD = up_to(5)
pc_ptsd_5 = Form(
    same(["0"] + PC_PTSD, 0, 1),
    {"total": Scale(PC_PTSD, cut=(3, "up"))},
    {"screen_positive_3": Reaches({"total": 3}), "screen_positive_4": Reaches({"total": 4})},
    skips=gate("0", PC_PTSD))

# Item 4 is asked of women only.
phq_15 = Form(
    same(up_to(15), 0, 2),
    {"total": Scale(up_to(15), bands=[(0, 4, "minimal"), (5, 9, "low"), (10, 14, "medium"), (15, 30, "high")])},
    {"somatic_screen": Pattern({"n": floor(up_to(15), 2)}, lambda n: n >= 3)},
    skips=lambda item, answers, sex: item == "4" and sex == "male", sexed=True)

# Never at item 1: the rest is not asked. Men 4, women 3; or 5 for everyone.
audit_c = Form(
    same(up_to(3), 0, 4), {"total": Scale(up_to(3), cuts=[(4, "up", "male"), (3, "up", "female")])},
    {"screen_positive": Reaches({"total": {"female": 3, "male": 4}}), "screen_positive_5": Reaches({"total": 5}),
     "all_points_from_item_1": Pattern({"first": {"1": 1}, "rest": {"2": 1, "3": 1}}, lambda first, rest: first == 1 and rest == 0)},
    skips=gate("1", ["2", "3"]), sexed=True)

# Never at item 1: on to item 9. Items 9 and 10 count 0, 2 or 4.
audit = Form(
    {**same(up_to(8), 0, 4), "9": [0, 2, 4], "10": [0, 2, 4]},
    {"total": Scale(up_to(10), bands=[(0, 7, "zone I"), (8, 15, "zone II"), (16, 19, "zone III"), (20, 40, "zone IV")]),
     "consumption": Scale(up_to(3)), "dependence": Scale(pick("4 5 6"), cut=(4, "up")), "problems": Scale(pick("7 8 9 10"), cut=(1, "up"))},
    skips=gate("1", up_to(8, 2)))

# Doubled sums.
DEGREES = ("normal", "mild", "moderate", "severe", "extremely severe")
DASS = {"depression": ("3 5 10 13 16 17 21", (9, 13, 20, 27, 42)), "anxiety": ("2 4 7 9 15 19 20", (7, 9, 14, 19, 42)),
        "stress": ("1 6 8 11 12 14 18", (14, 18, 25, 33, 42))}
dass_21 = Form(same(up_to(21), 0, 3), {
    name: Scale(pick(items), times=2, bands=list(zip((0,) + tuple(top + 1 for top in tops), tops, DEGREES)))
    for name, (items, tops) in DASS.items()})

# Raw below 13 is poor well-being; times 4.
who_5 = Form(same(up_to(5), 0, 5), {"raw": Scale(up_to(5)), "percentage": Scale(up_to(5), times=4, cut=(48, "down"))},
             {"poor_wellbeing": Reaches({"raw": 12}, "down")})

# 1 is no more of a problem than before, and counts nothing.
RPQ_POINTS = lambda item, answer: 0 if answer == 1 else answer
rpq = Form(same(up_to(16), 0, 4), {"total": Scale(up_to(16), points=RPQ_POINTS), "rpq3": Scale(up_to(3), points=RPQ_POINTS),
                                   "rpq13": Scale(up_to(16, 4), points=RPQ_POINTS)})

# Four lines in millimetres; 36 of 40; any line below 9.
srs = Form(same(up_to(4), 0, 100), {"total": Scale(up_to(4), times=Fraction(1, 10), cut=(Fraction("35.9"), "down"))},
           {"line_below_9": Pattern({"n": floor(up_to(4), 90)}, lambda n: n < 4)})

MEQ = {"mystical": "4 5 6 9 14 15 16 18 20 21 23 24 25 26 28", "positive_mood": "2 8 12 17 27 30", "transcendence": "1 7 11 13 19 22",
       "ineffability": "3 10 29"}
meq30 = Form(same(up_to(30), 0, 5), {"total": Scale(up_to(30), fold="mean"), **{n: Scale(pick(i), fold="percent") for n, i in MEQ.items()}},
             {"complete": Reaches({name: 60 for name in MEQ})})

# Yes to 2 opens 3, 4 and 5; yes to 6 asks about the last three months. High: 4 or 5, or behaviour in three months.
C_SSRS = up_to(6) + ["6_3mo"]
TOP = {"top": floor(pick("4 5 6_3mo"), 1), "middle": floor(pick("3 6"), 1), "low": floor(pick("1 2"), 1)}
c_ssrs = Form(
    same(C_SSRS, 0, 1), {"high": Scale(pick("4 5 6_3mo"), fold="highest", cut=(1, "up"))},
    {"risk_high": Pattern(TOP, lambda top, middle, low: top > 0),
     "risk_moderate": Pattern(TOP, lambda top, middle, low: top == 0 and middle > 0),
     "risk_low": Pattern(TOP, lambda top, middle, low: top == middle == 0 and low > 0),
     "none_identified": Pattern(TOP, lambda top, middle, low: top == middle == low == 0)},
    skips=lambda item, answers, sex: gate("6", ["6_3mo"])(item, answers, sex) if item == "6_3mo" else gate("2", ["3", "4", "5"])(item, answers, sex))

CONDITIONAL = {
    "pc-ptsd-5": pc_ptsd_5,
    "phq-15": phq_15,
    "audit-c": audit_c,
    "audit": audit,
    "dass-21": dass_21,
    "who-5": who_5,
    "k6-us-form": one(up_to(6), 1, 5, points=lambda item, answer: 5 - answer, screen=13),
    "rpq": rpq,
    "srs": srs,
    "meq30": meq30,
    "c-ssrs-screener": c_ssrs,
}
