"""Every questionnaire the oracle knows, by the id the program uses."""

from keys import PLAIN
from keys_with_conditions import CONDITIONAL

FORMS = {**PLAIN, **CONDITIONAL}
