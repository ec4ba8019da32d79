"""The keys of plain questionnaires, every question asked of everybody, typed in from the published rules and not from the program's definitions.

A wrong key on either side shows as a disagreement. Names of scales and patterns are those the program prints.
"""

from rules import Form, Pattern, Reaches, Scale


def up_to(last, first=1):
    return [str(number) for number in range(first, last + 1)]


def pick(text):
    return text.split()


def same(items, low, high):
    return {item: list(range(low, high + 1)) for item in items}


def floor(items, at):
    return {item: at for item in items}


def one(items, low, high, **rule):
    """A form with a total; as a screen, positive from `screen` up."""
    screen = rule.pop("screen", None)
    if screen is not None:
        rule["cut"] = (screen, "up")
    return Form(same(items, low, high), {"total": Scale(items, **rule)}, {"screen_positive": Reaches({"total": screen})} if screen is not None else {})


# ---- PTSD. B 1-5, C 6-7, D 8-14, E 15-20; an item counts from 2; one B, one C, two D, two E.
PCL = {"total": up_to(20), "b": up_to(5), "c": pick("6 7"), "d": up_to(14, 8), "e": up_to(20, 15)}


def pcl(pattern, cut):
    scales = {name: Scale(items) for name, items in PCL.items()}
    if cut:
        scales["total"] = Scale(PCL["total"], cut=(31, "up"))
    met = Pattern({name: floor(PCL[name], 2) for name in "bcde"}, lambda b, c, d, e: b >= 1 and c >= 1 and d >= 2 and e >= 2)
    return Form(same(up_to(20), 0, 4), scales, {"symptom_pattern": met} if pattern else {})


# ---- Depression and anxiety
PHQ_BANDS = [(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 19, "moderately severe")]


def phq(count, spare):
    items = up_to(count)
    floors = {item: 1 if item == "9" else 2 for item in items}
    groups = {"core": {i: floors[i] for i in "12"}, "rest": {i: floors[i] for i in items[2:]}}
    choices = same(items, 0, 3)
    if count == 9:
        choices["10"] = [0, 1, 2, 3]
    return Form(choices, {"total": Scale(items, spare=spare, cut=(10, "up"), bands=PHQ_BANDS + [(20, 3 * count, "severe")])},
                {"symptom_pattern_major": Pattern(groups, lambda core, rest: core >= 1 and core + rest >= 5),
                 "symptom_pattern_other": Pattern(groups, lambda core, rest: core >= 1 and 2 <= core + rest <= 4)})


phq_4 = Form(same(up_to(4), 0, 3), {
    "total": Scale(up_to(4), bands=[(0, 2, "normal"), (3, 5, "mild"), (6, 8, "moderate"), (9, 12, "severe")]),
    "anxiety": Scale(pick("1 2"), cut=(3, "up")), "mood": Scale(pick("3 4"), cut=(3, "up"))},
    {"anxiety_positive": Reaches({"anxiety": 3}), "mood_positive": Reaches({"mood": 3})})

# ---- Distress, wellbeing
K10_BANDS = [(10, 15, "low"), (16, 21, "moderate"), (22, 29, "high"), (30, 50, "very high")]
US = lambda item, answer: answer - 1  # 1 to 5 in Australia, 0 to 4 in the United States
k10 = Form(same(up_to(10), 1, 5), {"total": Scale(up_to(10), bands=K10_BANDS), "total_0_40": Scale(up_to(10), points=US),
                                   "k6": Scale(pick("2 4 5 8 9 10"), points=US)})

SWLS_BANDS = [(5, 9, "extremely dissatisfied"), (10, 14, "dissatisfied"), (15, 19, "slightly dissatisfied"), (20, 20, "neutral"),
              (21, 25, "slightly satisfied"), (26, 30, "satisfied"), (31, 35, "extremely satisfied")]

collaborate = Form(same(up_to(3), 0, 4), {"total": Scale(up_to(3)), "scaled": Scale(up_to(3), fold="mean", times=25)},
                   {"top_score": Pattern({"n": floor(up_to(3), 4)}, lambda n: n == 3)})

# ---- Alliance
WAI_36 = {"task": ("2 4 7 11 13 15 16 18 24 31 33 35", "7 11 15 31 33"), "bond": ("1 5 8 17 19 20 21 23 26 28 29 36", "1 20 29"),
          "goal": ("3 6 9 10 12 14 22 25 27 30 32 34", "3 9 10 12 27 34")}
WAI_S = {"task": ("1 2 8 12", ""), "bond": ("3 5 7 9", ""), "goal": ("4 6 10 11", "4 10")}
WAI_SR = {"task": ("1 2 10 12", ""), "bond": ("3 5 7 9", ""), "goal": ("4 6 8 11", "")}
WAI_SRT_10 = {"goal": ("3 6 8", ""), "task": ("1 4 10", ""), "bond": ("2 5 7 9", "")}


def alliance(key, answers):
    scales = {name: Scale(pick(items), turned=pick(turned)) for name, (items, turned) in key.items()}
    every = sorted({item for scale in scales.values() for item in scale.items}, key=int)
    assert every == up_to(len(every))
    scales["total"] = Scale(every, turned=[item for scale in scales.values() for item in scale.turned])
    return Form(same(every, 1, answers), scales)


HAQ_TURNED = pick("4 8 11 16 19")
CHECK_IN = {"total": up_to(5), "aims": ["1"], "way": ["2"], "bond": pick("3 4")}
check_in = Form(same(up_to(5), 1, 5), {name: Scale(items) for name, items in CHECK_IN.items()})
haq_ii = Form(same(up_to(19), 1, 6), {"total": Scale(up_to(19), turned=HAQ_TURNED), "mean": Scale(up_to(19), turned=HAQ_TURNED, fold="mean")})

# ---- Sleep, stress, resilience, disability, headache
ISI_BANDS = [(0, 7, "no clinically significant insomnia"), (8, 14, "subthreshold"), (15, 21, "moderate"), (22, 28, "severe")]
brs = Form(same(up_to(6), 1, 5), {"mean": Scale(up_to(6), turned=pick("2 4 6"), fold="mean",
                                                bands=[(1, 2.99, "low"), (3, 4.30, "normal"), (4.31, 5, "high")])})
sds = Form(same(up_to(3), 0, 10), {"total": Scale(up_to(3))}, {"any_item_5": Pattern({"n": floor(up_to(3), 5)}, lambda n: n >= 1)})
hit_6 = Form({item: [6, 8, 10, 11, 13] for item in up_to(6)},
             {"total": Scale(up_to(6), bands=[(36, 49, "little or none"), (50, 55, "some"), (56, 59, "substantial"), (60, 78, "severe")])})
WHODAS = {"mobility": "1 7", "life": "2 12", "cognition": "3 6", "participation": "4 5", "self_care": "8 9", "people": "10 11"}
whodas_12 = Form(same(up_to(12), 1, 5), {"total": Scale(up_to(12), spare=1), "percent": Scale(up_to(12), spare=1, fold="percent"), **{name: Scale(pick(items)) for name, items in WHODAS.items()}})

# ---- Neurorehabilitation
NSI_4 = {"f4_vestibular": up_to(3), "f4_somatosensory": pick("4 5 6 7 9 10 11"), "f4_cognitive": up_to(16, 13), "f4_affective": up_to(22, 17)}
NSI_3 = {"f3_somatic_sensory": up_to(11), "f3_cognitive": up_to(16, 13), "f3_affective": ["12"] + up_to(22, 17)}
nsi_factors = Form(same(up_to(22), 0, 4), {"total": Scale(up_to(22)), **{n: Scale(i) for n, i in {**NSI_4, **NSI_3}.items()}})

PLAIN = {
    "pcl-5": pcl(pattern=True, cut=True),
    "pcl-5-week": pcl(pattern=False, cut=False),
    "phq-9": phq(9, spare=2),
    "phq-8": phq(8, spare=0),
    "phq-2": one(up_to(2), 0, 3, screen=3),
    "phq-4": phq_4,
    "gad-7": one(up_to(7), 0, 3, cut=(10, "up"), bands=[(0, 4, "minimal"), (5, 9, "mild"), (10, 14, "moderate"), (15, 21, "severe")]),
    "gad-2": one(up_to(2), 0, 3, screen=3),
    "k6": one(up_to(6), 0, 4, screen=13),
    "k10": k10,
    "swls": one(up_to(5), 1, 7, bands=SWLS_BANDS),
    "collaborate": collaborate,
    "wai-36-client": alliance(WAI_36, 7),
    "wai-36-therapist": alliance(WAI_36, 7),
    "wai-s-client": alliance(WAI_S, 7),
    "wai-s-therapist": alliance(WAI_S, 7),
    "wai-sr-client": alliance(WAI_SR, 5),
    "wai-sr-therapist": alliance(WAI_SR, 5),
    "wai-srt-10": alliance(WAI_SRT_10, 5),
    "check-in-patient": check_in,
    "check-in-therapist": check_in,
    "haq-ii-patient": haq_ii,
    "haq-ii-therapist": haq_ii,
    "isi": one(up_to(7), 0, 4, cut=(10, "up"), bands=ISI_BANDS),
    "isi-month": one(up_to(7), 0, 4, cut=(10, "up"), bands=ISI_BANDS),
    "pss-4": one(up_to(4), 0, 4, turned=pick("2 3")),
    "pss-10": one(up_to(10), 0, 4, turned=pick("4 5 7 8")),
    "brs": brs,
    "sds": sds,
    "hit-6": hit_6,
    "whodas-12": whodas_12,
    "nsi": one(up_to(22), 0, 4),
    "nsi-factors": nsi_factors,
    "prps": one(["1"], 1, 6),
}
