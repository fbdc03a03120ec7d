"""Whether a text says only what may be said: sentence by sentence, in plain rules, with no model and no network.

grounds = Grounds(may_say=("It started an hour ago.",))
check("Well, it began an hour ago, doctor.", grounds).complete     # True
check("It started two hours ago.", grounds).refused[0].why         # "number"
"""

from bedside.mind.claims.checking import check
from bedside.mind.claims.verdict import Grounds, Refusal, Verdict, Why

__all__ = ["Grounds", "Refusal", "Verdict", "Why", "check"]
