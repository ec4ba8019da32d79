"""What a published scoring rule says, as plain Python.

Written apart from the program: fractions instead of binary numbers, patterns decided by trying every way the blanks
could have been filled. Slow and plain on purpose.
"""

from fractions import Fraction
from itertools import product

MET, NOT_MET, CANNOT_TELL = "met", "not_met", "cannot_tell"


class Scale:
    """One total or subscale. `items` are item names; `spare` is how many may be blank and take the mean of the rest.

    `points(item, answer)` turns an answer into points; `turned` items count top + bottom - answer.
    `bands` are (lowest, highest, label) in rising order. `cuts` are (edge, "up" or "down", sex or None); the edge counts.
    """

    def __init__(self, items, *, turned=(), fold="sum", times=1, spare=0, points=None, bands=(), cut=None, cuts=()):
        self.items, self.turned, self.fold, self.times = list(items), set(turned), fold, times
        self.spare, self.points, self.bands = spare, points, list(bands)
        self.cuts = list(cuts) or ([(*cut, None)] if cut else [])
        self.known_ends = {}
        assert self.turned <= set(self.items)

    def worth(self, form, item, answer):
        choices = form.choices[item]
        if item in self.turned:
            answer = min(choices) + max(choices) - answer
        return self.points(item, answer) if self.points else answer

    def ends(self, form, item):
        if item not in self.known_ends:
            all_points = [self.worth(form, item, answer) for answer in form.choices[item]]
            self.known_ends[item] = min(all_points), max(all_points)
        return self.known_ends[item]

    def folded(self, form, sheet, points):
        """The score of a full set of points, one an item."""
        if self.fold == "sum":
            return self.times * sum(points)
        if self.fold == "mean":
            return self.times * Fraction(sum(points), len(points))
        if self.fold == "highest":
            return self.times * max(points)
        if self.fold == "percent":  # of the way from the lowest to the highest that can be reached
            low = sum(self.ends(form, item)[0] for item in self.items)
            high = sum(self.ends(form, item)[1] for item in self.items)
            return self.times * Fraction(100 * (sum(points) - low), high - low)
        raise ValueError(self.fold)

    def value(self, form, sheet):
        """(score or None, lowest it could be, highest it could be)"""
        lowest, highest, given = [], [], []
        for item in self.items:
            possible = [self.worth(form, item, answer) for answer in sheet.options[item]]
            lowest.append(min(possible)), highest.append(max(possible))
            if item in sheet.known:
                given.append(possible[0])
        low, high = self.folded(form, sheet, lowest), self.folded(form, sheet, highest)
        blank = len(self.items) - len(given)
        if blank == 0:
            return low, low, high
        if blank <= self.spare and given:
            mean = Fraction(sum(given), len(given))
            return self.folded(form, sheet, given + [mean] * blank), low, high
        return None, low, high

    def band(self, value):
        """The label; two labels where the value lies between two bands; None without bands or value."""
        if value is None or not self.bands:
            return None
        previous = None
        for top, label, bottom in [(Fraction(str(t)), l, Fraction(str(b))) for b, t, l in self.bands]:
            if value < bottom:
                return [previous, label]
            if value <= top:
                return label
            previous = label
        raise ValueError(value)


class Worked:
    """A score worked out by a function of its own over `items` (a name's answer, or None) and earlier scores.

    Its ranges are not told: the program bounds them, and that the bounds hold is the business of other tests.
    """

    spare, bands, cuts = 0, (), ()

    def __init__(self, items, by, *, bands=()):
        self.items, self.by, self.bands = list(items), by, list(bands)

    band = Scale.band

    def value(self, form, sheet):
        given = {item: sheet.options[item][0] if item in sheet.known else None for item in self.items}
        return self.by(given, lambda name: form.scales[name].value(form, sheet)[0]), None, None


class Pattern:
    """True when `holds` says so of how many items of each group stand at their floor or above.

    `groups` maps a name to {item: floor}; the groups share no item, so every mix of counts can come about.
    """

    def __init__(self, groups, holds):
        self.groups, self.holds, self.known = groups, holds, {}

    def verdict(self, form, sheet):
        ranges = []
        for members in self.groups.values():
            sure = open_ = 0
            for item, floor in members.items():
                reached = {answer >= floor for answer in sheet.options[item]}
                sure += reached == {True}
                open_ += len(reached) == 2
            ranges.append(range(sure, sure + open_ + 1))
        if tuple(ranges) not in self.known:
            seen = {bool(self.holds(**dict(zip(self.groups, counts)))) for counts in product(*ranges)}
            self.known[tuple(ranges)] = CANNOT_TELL if len(seen) == 2 else MET if seen == {True} else NOT_MET
        return self.known[tuple(ranges)]


class Reaches:
    """Whether scores reach their edges; `edges` maps a score to its edge, or to one edge for each sex."""

    def __init__(self, edges, way="up"):
        self.edges, self.way = edges, way

    def verdict(self, form, sheet):
        seen = set()
        for sex in [sheet.sex] if sheet.sex else ["female", "male"]:
            told = []
            for name, edge in self.edges.items():
                exact, low, high = form.scales[name].value(form, sheet)
                if exact is not None:
                    low = high = exact
                edge = edge[sex] if isinstance(edge, dict) else edge
                hits = (low >= edge, high >= edge) if self.way == "up" else (high <= edge, low <= edge)
                told.append(hits)
            seen.add(all(sure for sure, _ in told))
            seen.add(all(possible for _, possible in told))
        return CANNOT_TELL if len(seen) == 2 else MET if seen == {True} else NOT_MET


class Form:
    """One questionnaire: `choices` by item, scales, patterns.

    `skips` says of an item whether it is left out, by an earlier answer or the sex: True, False, or None when the
    earlier answer is blank. What is left out counts as the choice `left_out_as`.
    """

    def __init__(self, choices, scales, patterns=None, skips=None, sexed=False, left_out_as=0):
        self.choices, self.scales, self.patterns = choices, scales, patterns or {}
        self.skips, self.sexed = skips or (lambda item, answers, sex: False), sexed
        self.left_out_as = left_out_as


class Sheet:
    """One filled form: which answers could stand at each item, and at which it is known."""

    def __init__(self, form, answers, sex=None):
        self.sex, self.options, self.known = sex, {}, set()
        for item, choices in form.choices.items():
            answer, skipped = answers.get(item), form.skips(item, answers, sex)
            options = [form.left_out_as] if skipped else choices if answer is None else [answer]
            if skipped or (skipped is False and answer is not None):
                self.known.add(item)
            self.options[item] = [*options, form.left_out_as] if skipped is None else options


def score(form, answers, sex=None):
    """Everything the form says about these answers."""
    sheet = Sheet(form, answers, sex)
    out = {"scores": {}, "ranges": {}, "bands": {}, "criteria": {}, "reached_by_part": []}
    out["incomplete"] = any(item not in sheet.known for scale in form.scales.values() for item in scale.items)
    for name, scale in form.scales.items():
        value, low, high = scale.value(form, sheet)
        out["scores"][name] = None if value is None else float(value)
        if low is not None:
            out["ranges"][name] = [float(low), float(high)]
        if scale.bands:
            out["bands"][name] = scale.band(value)
        cuts = [(edge, way) for edge, way, only in scale.cuts if only is None or sex in (None, only)]
        if value is None and any(low >= edge if way == "up" else high <= edge for edge, way in cuts):
            out["reached_by_part"].append(name)
    for name, pattern in form.patterns.items():
        out["criteria"][name] = pattern.verdict(form, sheet)
    return out
