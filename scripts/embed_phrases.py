"""Write the vectors of all wordings that ship with the package to `src/bedside/mind/encoder/phrases.npz`.

Run it after a change of `taxonomy.yaml` or `wordings.yaml`: `python scripts/embed_phrases.py`. What is missing from the
table is computed at the first start on a user's machine and kept in the user's cache, so an old table only costs time.
"""

from __future__ import annotations

from bedside.mind.encoding import SHIPPED, SentenceEncoder, write_table
from bedside.mind.lexicon import leaning_wordings, shared_wordings


def main() -> None:
    """Encode every wording once and write the table."""
    SHIPPED.unlink(missing_ok=True)
    encoder = SentenceEncoder()
    texts = sorted({wording.text for wording in (*shared_wordings(), *leaning_wordings())})
    write_table(SHIPPED, {text: encoder.encode(text) for text in texts})
    print(f"{len(texts)} wordings, {SHIPPED.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
