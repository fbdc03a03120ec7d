"""An optional language model that phrases what the patient may say, and what it is told: never more than that.

settings = load_settings(data_folder)            # None: no model, and nothing changes
with Phraser(settings) as phraser:
    ann = Person("Ann Lee", age_years=54, sex="female")
    phrase = phraser.phrase(Request(ann, words=("It started an hour ago.",), asked="When did it start?"))

Whatever comes back is checked by `bedside.mind.claims` before anybody hears it.
"""

from bedside.mind.phrasing.client import ModelFault, Outcome, PhrasingError
from bedside.mind.phrasing.phraser import LONGEST_PHRASE, Phrase, Phraser
from bedside.mind.phrasing.prompt import Person, Request, Spoken, grounds_of, messages
from bedside.mind.phrasing.settings import Settings, SettingsError, load_settings

__all__ = [
    "LONGEST_PHRASE",
    "ModelFault",
    "Outcome",
    "Person",
    "Phrase",
    "Phraser",
    "PhrasingError",
    "Request",
    "Settings",
    "SettingsError",
    "Spoken",
    "grounds_of",
    "load_settings",
    "messages",
]
