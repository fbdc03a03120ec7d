"""Bedside: meet a simulated patient, act, and learn from what was written down.

>>> from bedside import Consultation, Scenario

`Scenario` reads a case, `Consultation` runs one; both are imported when first asked for, so that `import bedside` costs
nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.activities.clinic import Consultation
    from bedside.scenario import Scenario

__version__ = "0.1.0"
__all__ = ["Consultation", "Scenario", "__version__"]

_HOMES = {"Consultation": "bedside.activities.clinic", "Scenario": "bedside.scenario"}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"bedside has no {name!r}; it offers {', '.join(_HOMES)}.")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
