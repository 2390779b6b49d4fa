"""What follows in a sentence's units, told by expressions of bounded length. See `units` for the letters."""

import re

GROUP = re.compile(r"N(?:oN){0,4}(?:(?:,N(?:oN){0,4}){0,12},?CN(?:oN){0,4})?")
"""A noun phrase with its "of", and those coordinated with it."""
MEMBER = re.compile(r"N(?:oN){0,4}")
"""One of these."""
VERB = re.compile(r"(?:[IoyC]N|I?Y|,I?Y,){0,6}[FE]")
"""The verb of a noun phrase that ends here."""
ASIDE_VERB = re.compile(r"(?:[Ioy]N|I?Y){0,4}[,-](?:[HNEGIJM-]|y)[^.;:F]{0,14}(?:F[^.;:F]{0,10})?[,-][FE]")
"""The same beyond an aside."""
LATER = re.compile(r"E(?!C)[^,.;:FTSHWQE]{0,10}[FE]|ECE[^,.;:N]{0,6}F|E[^.;:FTSHWQEC,N][^.;:FTSHWQEC,]{0,6},F")
"""A form in -ed and, in the same clause, a verb that needs its noun phrase as subject more than it does."""
NEXT_VERB = re.compile(r"[^.;]{0,24}?F")
"""Another finite verb in the sentence."""
CLAUSE = re.compile(r"[FEGU]|(?:N(?:oN){0,4}(?:,?CN)?)(?:[IoyC]N|I?Y|C?N){0,4},?[FE]|N[^.;:]{0,16}F|[OI]?N,[^.;:]{1,16},F")
"""What makes a clause of what stands after a subordinator."""
SUBJECT = re.compile(r"N(?:oN){0,2}(?:F|EN|,[^,.;:FCSTW]{1,6},(?:F|EN))")
"""A subject and its verb, with nothing between but an aside."""
