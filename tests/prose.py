"""Texts that look like news, like nothing at all, and like both, for the promises."""

from hypothesis import strategies as st

FRAGMENTS = (
    "Turkey", "Russia and Iran", "the Free Syrian Army (FSA)", "Hezbollah", "Angela Merkel", "Mr. Erdogan", "Lt. Gen. Ali Hassan", "the group",
    "Turkish-backed rebels", "al-Qaeda-linked", "US-led", "officials in Ankara", "a spokesman for Hamas", "who", "which", "he", "she", "they", "it", "I", "we",
    "said", "told", "accused", "of", "that", "warned", "adding", "denied", "according to", "called for", "vowed to", "did not say whether", "asked", "and", "but",
    "backed by", "fighting between", "attacked", "agreement with", "is", "was", "will", "the road was open", "on Monday", "in the U.S.", "at 9 a.m.", "No. 5",
    "don't", "the boys'", "rock 'n' roll", "'em", "’90s", "Asked about it,", "“We will stay,”", "‘No,’", '"Go,"', "«Oui»", "„Nein“",
)  # fmt: skip
MARKS = ("“", "”", "‘", "’", '"', "'", "''", "``", "«", "»", "„", "‚", "‹", "›", "(", ")", "[", "]", "—", "–", "-", "…", "...", ".", ",", ":", ";", "?", "!")
SPACES = (" ", " ", " ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\u00a0", "\u2028", "\u0085", "\x0b", "\x0c")
ODD = ("\x00", "\x1b[31m", "\x07", "\ufeff", "\u200b", "\u202e", "e\u0301", "İ", "ß", "ﬁ", "ǅ", "𝔘", "😀", "\ue000", "\uf8ff", "\U0010ffff", "٣", "漢字", "مرحبا", "_", "#", "/", "@", "&", "$5m", "½")

pieces = st.one_of(st.sampled_from(FRAGMENTS), st.sampled_from(FRAGMENTS), st.sampled_from(MARKS), st.sampled_from(ODD), st.text(max_size=4))
texts = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from([*"“”‘’\"'«»„,.:()-[] \n\r", "a", "B"]), max_size=120),
    st.lists(st.tuples(pieces, st.sampled_from(SPACES)), max_size=60).map(lambda pairs: "".join(piece + space for piece, space in pairs)),
    st.lists(st.tuples(st.sampled_from(FRAGMENTS + MARKS), st.sampled_from(SPACES[:6])), max_size=80).map(
        lambda pairs: "".join(piece + space for piece, space in pairs)
    ),
)
"""Any text whatever; half of them of words that the rules know."""
