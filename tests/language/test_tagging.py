"""tagging: one letter a word, from closed classes, the lexicon, endings and corrections."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoth.language.tagging import known_words, lexicon_path, make_tagger, read_lexicon, tag
from workbench import cut


def tagged(text: str) -> str:
    """The text as words with their tags."""
    found = cut(text)
    return " ".join(f"{word}/{letter}" for word, letter in zip(found.words, found.tags, strict=True))


def letter_of(word: str, text: str) -> str:
    """The tag of a word of the text, where it first stands."""
    found = cut(text)
    return found.tags[found.words.index(word)]


def test_every_word_of_a_sentence_has_one_tag() -> None:
    assert tagged("The army left the town on Monday.") == "The/D army/N left/E the/D town/N on/I Monday/Y ./."
    assert tagged("She has not said whether they will go.") == "She/O has/h not/R said/V whether/W they/O will/X go/B ./."


# ---- a noun or a verb, by its neighbours -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("Officials claim that the road is open.", "claim", "B"),
        ("The claim that the road is open was false.", "claim", "N"),
        ("They will report it.", "report", "B"),
        ("The report was false.", "report", "N"),
        ("He wants to report it.", "report", "B"),
        ("Ankara claims it is ready.", "claims", "Z"),
        ("The group's claims were false.", "claims", "N"),
        ("He called the killings a crime.", "killings", "N"),
        ("The fighting went on.", "fighting", "N"),
        ("They were attacking the army.", "attacking", "G"),
    ],
)
def test_a_word_that_is_noun_or_verb_is_told_by_its_neighbours(text: str, word: str, letter: str) -> None:
    assert letter_of(word, text) == letter


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("He went to the town.", "to", "I"),
        ("He went to Ankara.", "to", "I"),
        ("He wants to go.", "to", "U"),
        ("He knew that the road was open.", "that", "T"),
        ("They lived in that town.", "that", "D"),
        ("There were no survivors.", "There", "O"),
        ("They lived there for years.", "there", "R"),
        ("It's late.", "'s", "b"),
        ("Turkey's army left.", "'s", "'"),
        ("The boys' mother left.", "'", "'"),
    ],
)
def test_small_words_are_told_apart_by_what_follows(text: str, word: str, letter: str) -> None:
    assert letter_of(word, text) == letter


# ---- capitals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "letter"),
    [
        ("The minister met Hassan.", "Hassan", "P"),
        ("Talks with May failed.", "May", "P"),
        ("Talks between US and IT experts failed.", "US", "P"),
        ("Talks between US and IT experts failed.", "IT", "P"),
        ("Then I left.", "I", "O"),
        ("The War of Words ended.", "of", "I"),
        ("Yesterday they left.", "Yesterday", "R"),
        ("“Yesterday they left,” he said.", "Yesterday", "R"),
        ("He told the Turkish officials.", "Turkish", "J"),
        ("He told a Cuban.", "Cuban", "P"),
        ("He told the Turkish-backed rebels.", "Turkish-backed", "J"),
        ("He met Omar al-Nasser.", "al-Nasser", "P"),
        ("They met the al-Qaeda-linked men.", "al-Qaeda-linked", "J"),
        ("They met in Port-au-Prince.", "Port-au-Prince", "P"),
        ("They met on Friday in March.", "March", "Y"),
        ("They will march on Friday.", "march", "B"),
    ],
)
def test_a_capital_makes_a_name_unless_it_opens_a_sentence(text: str, word: str, letter: str) -> None:
    assert letter_of(word, text) == letter


def test_a_word_in_capitals_at_the_start_is_known_by_its_small_letters() -> None:
    assert letter_of("Officials", "Officials left.") == "N"
    assert letter_of("Because", "Because of that they left.") == "S"


# ---- marks and unknown words -----------------------------------------------------------------


def test_marks_that_pair_are_tagged_as_such_and_apostrophes_are_not() -> None:
    assert tagged("'Go,' said the boys' mother.") == "'/“ Go/B ,/, '/” said/V the/D boys/N '/' mother/N ./."


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("zorbly", "R"),
        ("zorbing", "G"),
        ("zorbed", "E"),
        ("zorbous", "J"),
        ("zorbistan-backed", "J"),
        ("zorb", "N"),
        ("1,200", "M"),
        ("3rd", "M"),
    ],
)
def test_an_unknown_word_is_told_by_its_ending(word: str, letter: str) -> None:
    assert letter_of(word, f"He saw, {word}, and left.") == letter


@pytest.mark.parametrize(
    ("mark", "letter"), [(".", "."), ("?", "."), ("—", "-"), ("--", "-"), ("(", "("), ("]", ")"), ("%", "N"), ("€", "M"), ("¶", "x")]
)
def test_punctuation(mark: str, letter: str) -> None:
    assert letter_of(mark, f"He left {mark} Then he came") == letter


# ---- the tagger itself -----------------------------------------------------------------------


def test_closed_classes_lie_over_verbs_and_these_over_the_lexicon() -> None:
    known = known_words([("D", ["the"])], {"report": "B", "said": "E"}, {"the": "N", "report": "N", "said": "V", "army": "N"})
    assert known == {"the": "D", "report": "n", "said": "V", "army": "N"}


def test_corrections_are_applied_in_their_order() -> None:
    tagger = make_tagger({"report": "n", "the": "D"}, [], [("(?<=D)n", "N"), ("n", "B")])
    assert tag(tagger, ["the", "report", "report"], [False] * 3, [False] * 3, {}) == "DNB"


def test_a_tag_that_is_given_stays() -> None:
    tagger = make_tagger({}, [], [])
    assert tag(tagger, ["'", "word"], [False] * 2, [False] * 2, {0: "“"}) == "“N"


def test_without_a_lexicon_endings_must_do() -> None:
    assert read_lexicon(None) == {}


def test_the_lexicon_is_a_file_that_an_installed_package_brings() -> None:
    words = read_lexicon(lexicon_path())
    assert (words["army"], words["Syrian"]) == ("N", "J")
    assert len(words) > 50_000


def test_names_need_not_be_in_the_lexicon() -> None:
    assert "Damascus" not in read_lexicon(lexicon_path())
    assert letter_of("Damascus", "He saw Damascus and left.") == "P"
    assert letter_of("Damascus", "Damascus fell.") == "P"


@given(st.text(st.one_of(st.sampled_from("aT .,'“”\n"), st.characters()), max_size=120))
def test_any_text_has_a_tag_a_token(text: str) -> None:
    found = cut(text)
    assert len(found.tags) == len(found.words)
