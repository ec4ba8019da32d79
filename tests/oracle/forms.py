"""Every questionnaire the oracle knows, by the id the program uses."""

from keys import PLAIN
from keys_made_up import MADE_UP
from keys_with_conditions import CONDITIONAL

FORMS = {**PLAIN, **CONDITIONAL, **MADE_UP}
