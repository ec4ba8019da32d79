"""Random answers with blanks, the same for the same seed on every machine."""

import json
import random

BLANKS = (0.0, 0.0, 0.02, 0.1, 0.3, 0.8)


def answers(form, random_):
    """One filled form: evenly spread, leaning low or high, or the same answer throughout; with few or many blanks."""
    blank = random_.choice(BLANKS)
    manner = random_.choice(("even", "even", "low", "high", "straight"))
    place = random_.random()
    filled = {}
    for item, choices in form.choices.items():
        if random_.random() < blank:
            filled[item] = None
            continue
        where = {"even": random_.random(), "low": random_.random() ** 3, "high": 1 - random_.random() ** 3, "straight": place}[manner]
        filled[item] = sorted(choices)[min(int(where * len(choices)), len(choices) - 1)]
    sex = random_.choice(("female", "male", None)) if form.sexed else None
    for item in filled:  # what a closed gate leaves out is not answered
        if form.skips(item, filled, sex):
            filled[item] = None
    return filled, sex


def lines(form, count, seed):
    random_ = random.Random(seed)
    for _ in range(count):
        filled, sex = answers(form, random_)
        row = {"answers": filled}
        if sex:
            row["context"] = {"sex": sex}
        yield json.dumps(row)
