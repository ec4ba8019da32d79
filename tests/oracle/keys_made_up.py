"""A made-up questionnaire whose scores are worked out by expressions (tests/exchange/made_up/expressions.json).

Typed in from what each score is meant to be, in three values and fractions, and not from the expressions.
"""

from fractions import Fraction

from keys import up_to
from rules import MET, NOT_MET, CANNOT_TELL, Form, Scale, Worked


def need(*values):
    return None if None in values else values


def weighted(given, _):
    three = need(given["1"], given["2"], given["3"])
    return three and sum(Fraction(tenths, 10) * answer for tenths, answer in zip((5, 3, 2), three))


def stage(given, score):
    marks = [None if given[item] is None else given[item] >= (1 if item == "9" else 2) for item in up_to(9)]
    if None in marks:
        return None
    if sum(marks) >= 5:
        return 2
    total = score("total")
    high = None if total is None else total >= 10
    told = (high, given["9"] >= 2)
    return 1 if True in told else None if None in told else 0


def ratio(given, score):
    both = need(score("total"), score("effort"))
    return both and Fraction(100) * both[0] / (both[1] * 3)


def spread(given, _):
    upper, lower = need(*(given[i] for i in "123")), need(*(given[i] for i in ("4", "5", "6", "10")))
    return max(upper) - min(lower) if upper and lower else None


def lenient(given, _):
    there = [given[item] for item in "1234" if given[item] is not None]
    return Fraction(sum(there) * 4, len(there)) if len(there) >= 3 else None


def divided(given, _):
    both = need(given["1"], given["2"])
    return Fraction(both[0], both[1] - 1) if both and both[1] != 1 else None


def conditional(given, _):
    heavy = None if need(given["1"], given["2"]) is None else 7 * given["1"] + given["2"] >= 8
    there = None if given["3"] is None else given["3"] != 0
    if heavy is False or there is False:
        return 0
    return None if None in (heavy, there) else Fraction(3, 2)


def average(given, score):
    four = need(given["1"], given["2"], given["3"], score("effort"))
    return four and Fraction(sum(four), 4)


class Care:
    """Stage 1 or above. Where the stage is not known every way the blanks could have been filled is tried."""

    def verdict(self, form, sheet):
        told = stage({item: sheet.options[item][0] if item in sheet.known else None for item in up_to(9)},
                     lambda name: form.scales[name].value(form, sheet)[0])
        if told is not None:
            return MET if told >= 1 else NOT_MET
        counts = [{answer >= (1 if item == "9" else 2) for answer in sheet.options[item]} for item in up_to(9)]
        sure, may = sum(each == {True} for each in counts), sum(True in each for each in counts)
        _, low, high = form.scales["total"].value(form, sheet)
        nine = sheet.options["9"]
        if sure >= 5 or low >= 10 or min(nine) >= 2:
            return MET
        return NOT_MET if may < 5 and high < 10 and max(nine) < 2 else CANNOT_TELL


expressions = Form(
    {**{item: [0, 1, 2, 3] for item in up_to(9)}, "10": [1, 2, 3, 4, 5], "11": [1, 2, 3, 4, 5]},
    {"total": Scale(up_to(9), spare=2), "effort": Scale(["10", "11"]), "weighted": Worked(["1", "2", "3"], weighted),
     "stage": Worked(up_to(9), stage, bands=[(0, 0, "none"), (1, 1, "some"), (2, 2, "much")]), "ratio": Worked(up_to(11), ratio),
     "spread": Worked(up_to(6) + ["10"], spread), "lenient": Worked(up_to(4), lenient), "divided": Worked(["1", "2"], divided),
     "conditional": Worked(["1", "2", "3"], conditional), "average": Worked(["1", "2", "3", "10", "11"], average)},
    {"care": Care()},
    skips=lambda item, answers, sex: False if item != "11" else None if answers.get("10") is None else answers["10"] < 3, left_out_as=1)

MADE_UP = {"expressions": expressions}
