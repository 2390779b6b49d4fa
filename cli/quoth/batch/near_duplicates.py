"""Texts that are nearly the same, such as one agency's report in several papers: found by MinHash, linked in the database.

Of several such documents the first that was written stands for all, and the others are linked to it. Only those that
are no copies can be found by a new document, so a thousand copies of one text cost no more than one.
"""

import re
import sqlite3
import struct
from collections.abc import Iterable
from hashlib import blake2b

from quoth.storage.database import transaction

PHRASE = 3
"""Words in a phrase: a word that was changed costs three of the phrases that two texts share."""
SLOTS = 126
"""Numbers in a MinHash: the estimate of a similarity of 0.7 is off by 0.04 (standard error)."""
PER_BAND = 6
"""Numbers in a band. By 21 bands of 6, texts with a similarity of 0.7 are found with a probability of 0.93, and of 0.8 with 0.998."""
ALIKE = 0.7
"""The similarity of copies: the share of common phrases in all phrases of both texts."""
MOST = 50
"""Documents looked at for each band, so that texts from one mould cannot make the search slow."""
SEED = 1
TOGETHER = 1000
"""Documents placed in one transaction."""

WORD = re.compile(r"\w+")
PACKED = struct.Struct(f"<{SLOTS}I")
CANDIDATES = " UNION ".join([f"SELECT * FROM (SELECT document FROM fingerprint_bands WHERE band = ? LIMIT {MOST})"] * (SLOTS // PER_BAND))


def minhash(text: str) -> bytes:
    """The text's fingerprint: 126 numbers of 4 bytes, which for two texts agree in about as many places as they
    have phrases in common; empty for a text without words."""
    from rensa import RMinHash

    words = WORD.findall(text.casefold())
    if not words:
        return b""
    phrases = zip(*(words[k:] for k in range(PHRASE)), strict=False) if len(words) >= PHRASE else [words]
    sketch = RMinHash(num_perm=SLOTS, seed=SEED)
    sketch.update([" ".join(phrase) for phrase in phrases])
    return PACKED.pack(*sketch.digest())


def similarity(one: bytes, other: bytes) -> float:
    """The share of phrases that two texts have in common, 0 to 1, as their fingerprints tell; 0 where one is empty."""
    if not one or not other:
        return 0.0
    equal: int = sum(a == b for a, b in zip(PACKED.unpack(one), PACKED.unpack(other), strict=True))
    return equal / SLOTS


def fingerprint(db: sqlite3.Connection, document: int, new: bytes, stamp: str | None) -> None:
    """Note a document's fingerprint and its file's stamp. Where the text is another than before, the document is placed
    anew, and those that were copies of it wait for `place_rest`."""
    old = db.execute("SELECT minhash FROM fingerprints WHERE document = ?", (document,)).fetchone()
    if old == (new,):
        db.execute("UPDATE fingerprints SET stamp = ? WHERE document = ?", (stamp, document))
        return
    if old:
        _take_out(db, document, old[0])
    db.execute("INSERT OR REPLACE INTO fingerprints (document, stamp, minhash, placed) VALUES (?, ?, ?, 1)", (document, stamp, new))
    _place(db, document, new)


def place_rest(db: sqlite3.Connection) -> None:
    """Place the documents whose original has changed, in order of their numbers."""
    query = f"SELECT document, minhash FROM fingerprints WHERE NOT placed ORDER BY document LIMIT {TOGETHER}"
    while waiting := db.execute(query).fetchall():
        with transaction(db):
            for document, known in waiting:
                _place(db, document, known)
                db.execute("UPDATE fingerprints SET placed = 1 WHERE document = ?", (document,))


def _take_out(db: sqlite3.Connection, document: int, known: bytes) -> None:
    """Let a document be neither a copy nor an original."""
    db.executemany("DELETE FROM fingerprint_bands WHERE band = ? AND document = ?", ((band, document) for band in _bands(known)))
    db.execute("UPDATE fingerprints SET placed = 0 WHERE document IN (SELECT id FROM documents WHERE copy_of = ?)", (document,))
    db.execute("UPDATE documents SET copy_of = NULL, similarity = NULL WHERE copy_of = ?1 OR id = ?1", (document,))


def _place(db: sqlite3.Connection, document: int, known: bytes) -> None:
    """Link a document to the one that it is most like, or else let others find it."""
    bands = _bands(known)
    original = _most_alike(known, _candidates(db, bands))
    if original is None:
        db.executemany("INSERT INTO fingerprint_bands VALUES (?, ?)", ((band, document) for band in bands))
    else:
        db.execute("UPDATE documents SET copy_of = ?, similarity = ? WHERE id = ?", (*original, document))


def _most_alike(known: bytes, candidates: Iterable[tuple[int, bytes]]) -> tuple[int, float] | None:
    """The most similar of those that are alike, the earliest of several, and how similar it is."""
    found = [(number, similarity(known, other)) for number, other in candidates]
    return max((one for one in found if one[1] >= ALIKE), key=lambda one: (one[1], -one[0]), default=None)


def _candidates(db: sqlite3.Connection, bands: list[int]) -> list[tuple[int, bytes]]:
    if not bands:
        return []
    return db.execute(f"SELECT document, minhash FROM fingerprints WHERE document IN ({CANDIDATES})", bands).fetchall()


def _bands(known: bytes) -> list[int]:
    """A number of 64 bits, with sign, for each band of a fingerprint; none for an empty one."""
    width = 4 * PER_BAND
    parts = (bytes((k // width,)) + known[k : k + width] for k in range(0, len(known), width))
    return [int.from_bytes(blake2b(part, digest_size=8).digest(), "little", signed=True) for part in parts]
