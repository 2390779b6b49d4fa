"""Articles by the thousand for measuring: paragraphs of seeds/ in another order, with other names, days and numbers.

    python -m tests.newsroom FOLDER [COUNT]

The same count gives the same articles. One in twenty is a copy of an earlier one as papers print it: another headline,
the last paragraph cut, a word changed here and there.
"""

import re
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[1]
COUNT = 20_000
WORDS = 500
"""In an article, about."""
COPY_EVERY = 20
FIRST_DAY = date(2015, 1, 1)
DAYS = 1_000

SURNAMES = ("Ardan", "Belkov", "Cassim", "Dorrego", "Eland", "Farrukh", "Gorani", "Halim", "Jovic", "Kessel", "Maroun", "Okoro")
"""Invented; they take the places of some of the surnames in the seeds."""
TITLED = re.compile(r"\b(President|Mr\.|Mrs\.|Ms\.|General|Colonel|Minister|Secretary) ((?:[A-Z]\w+ )*)([A-Z]\w+)")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})\b")
NUMBER = re.compile(r"(?<![\d,.-])[2-9]\d{0,2}(?![\d,.-])")


def paragraphs() -> list[str]:
    """All paragraphs of the seeds that are more than a headline."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [part for text in texts for part in text.split("\n\n") if len(part.split()) > 15]


def original_of(number: int) -> int:
    """Of which article the article of this number is a copy: of an earlier one that is none; itself if it is none."""
    if number % COPY_EVERY != COPY_EVERY - 1:
        return number
    drawn = Random(f"copy {number}").randrange(number)
    return drawn - (drawn % COPY_EVERY == COPY_EVERY - 1)


def article(number: int, stock: Sequence[str]) -> tuple[str, str]:
    """The name and the text of an article, for a number from 0."""
    chance = Random(number)
    name = f"{FIRST_DAY + timedelta(days=chance.randrange(DAYS))}-{number:06}.txt"
    if original_of(number) != number:
        return name, _copied(article(original_of(number), stock)[1], chance)
    chosen: list[str] = []
    for part in chance.sample(stock, len(stock)):
        chosen.append(_varied(part, chance))
        if sum(len(one.split()) for one in chosen) >= WORDS:
            break
    return name, "\n\n".join([f"Report {number} from {chance.choice(SURNAMES)}", *chosen]) + "\n"


def generate(folder: Path, count: int = COUNT) -> int:
    """Write the articles, a folder for each year; returns the number of their words."""
    stock, words = paragraphs(), 0
    for number in range(count):
        name, text = article(number, stock)
        words += len(text.split())
        path = folder / name[:4] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return words


def _varied(text: str, chance: Random) -> str:
    """The same news of another day."""
    others: dict[str, str] = {}

    def named(match: re.Match[str]) -> str:
        return f"{match[1]} {match[2]}{others.setdefault(match[3], chance.choice([match[3], *SURNAMES]))}"

    text = TITLED.sub(named, text)
    text = re.sub(rf"\b({'|'.join(others) or '(?!)'})\b", lambda match: others[match[0]], text)
    text = WEEKDAY.sub(lambda _: chance.choice(WEEKDAYS), text)
    return NUMBER.sub(lambda match: str(chance.randrange(2, 10 ** len(match[0]))), text)


def _copied(text: str, chance: Random) -> str:
    """The same report as another paper prints it."""
    _, *parts = text.rstrip("\n").split("\n\n")
    parts = parts[:-1] if len(parts) > 4 else parts
    words = " \n\n ".join(parts).split(" ")
    for place in chance.sample(range(len(words)), 3):
        words[place] += " reportedly" if words[place].isalpha() else ""
    return "\n\n".join([f"From our wire, {chance.choice(WEEKDAYS)}", " ".join(words).replace(" \n\n ", "\n\n")]) + "\n"


if __name__ == "__main__":
    print(f"{generate(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT):,} words")
