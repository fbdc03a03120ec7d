"""Lists of words that tell what a case means, kept as data in `words.yaml`."""

from functools import lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=1)
def _all() -> dict[str, frozenset[str]]:
    raw: dict[str, str] = yaml.safe_load((files(__package__) / "words.yaml").read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}


def word_list(name: str) -> frozenset[str]:
    """The words under a heading."""
    return _all()[name]
