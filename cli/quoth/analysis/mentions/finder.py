"""Find the actors that the rules know, by name, adjective, people, seat or surname, longest first.

A name that several actors bear is settled by the words of its rules, or left unresolved; so is one which needs
such words, unless it is nobody else's and stands as a subject by itself.
"""

from collections.abc import Iterator
from typing import NamedTuple

from quoth.analysis.findings import Named
from quoth.analysis.mentions.disambiguation import Beside
from quoth.analysis.mentions.index import MEMO, Alias, Index, bare_acronym, begins_name, parts_of
from quoth.analysis.mentions.role_nouns import compose
from quoth.analysis.mentions.surnames import find_surnames
from quoth.language.text import Text
from quoth.spelling import ARTICLES, plain_key

DASHES = frozenset("-‐‑–+")
SHORT = 6
"""Letters of a single word below which it must be spelled as the rules spell it."""
WHOLE_NAMES = {"armed-group": 3, "alliance": 3, "igo": 2, "ngo": 2}
"""From how many capitalised words on a doubtful name stands by itself, by type; others are too common."""
UNCOUNTED = ARTICLES | {"'s", "’s"}
"""Words whose capitals say nothing."""


class Reached(NamedTuple):
    """Names that end before token ``last``; ``compound`` is the rest of that token ("linked")."""

    last: int
    compound: str
    aliases: tuple[Alias, ...]


def find_actors(text: Text, index: Index) -> list[Named]:
    """The mentions of known actors, in order of the text, none over another."""
    return find_names(text, index)[0]


def find_names(text: Text, index: Index) -> tuple[list[Named], list[Named]]:
    """These mentions, and the adjectives of states that only say where those are from who are none of them ("Iraqi militias")."""
    if len(index.begins) > MEMO or len(index.folded) > MEMO:
        index.begins.clear()
        index.folded.clear()
    scan = _Scan(text, index)
    scan.names()
    for named in find_surnames(scan.beside, list(scan.found.values())):
        scan.keep(named)
    return list(scan.composed()), scan.apart


class _Scan:
    """One document's search. ``found`` maps a mention's first token to it; ``defined`` holds the acronyms that
    the document introduces in brackets, with None for those of actors that no rule knows."""

    def __init__(self, text: Text, index: Index) -> None:
        self.text, self.index = text, index
        self.words, self.tags = text.words, text.tags
        self.beside = Beside(text, index)
        self.covered = self.beside.covered
        self.found: dict[int, Named] = {}
        self.apart: list[Named] = []
        self.defined: dict[str, str | None] = {}

    def names(self) -> None:
        words, index = self.words, self.index
        begins = {word: begins_name(word, index) for word in set(words)}
        past = 0
        for at in [at for at, word in enumerate(words) if begins[word]]:
            if at >= past:
                past = self._name_at(at)
        self._new_acronyms({bare: actor for bare, actor in self.defined.items() if actor and not begins.get(bare)})

    def composed(self) -> Iterator[Named]:
        """The mentions with the nouns that belong to them, in order; none reaches into another."""
        for first in sorted(self.found):
            named = compose(self.found[first], self.beside)
            if named is None:
                self.apart.append(self.found[first])
                continue
            self.covered.update(range(named.first, named.last))
            yield named

    def keep(self, named: Named) -> None:
        self.found[named.first] = named
        self.covered.update(range(named.first, named.last))

    def _name_at(self, at: int) -> int:
        """Keep the longest name that begins here; past which token the search goes on."""
        for reached in self._reached(at):
            bearers = self._bearers(at, reached)
            if not bearers:
                continue
            if len({alias.actor for alias in bearers}) == 1:
                self._keep_alias(at, reached, bearers[0])
            return reached.last
        return at + 1

    def _keep_alias(self, at: int, reached: Reached, alias: Alias) -> None:
        start, end = self.text.starts[at], self._end(reached)
        self.keep(Named(alias.actor, at, reached.last, start, end, alias.how, reached.compound))
        self._define(at, reached.last, alias.actor)

    # ---- which names match

    def _reached(self, at: int) -> list[Reached]:
        """The names that the tokens from here on spell, the longest first, an acronym before what only folds alike."""
        found = self._acronym(at)
        names, key, token = self.index.names, "", at
        while token < len(self.words):
            word = self.words[token]
            if token > at and (word in DASHES or self._is_stop_inside(token)):
                token += 1
                continue
            parts = parts_of(word, self.index)
            for n, part in enumerate(parts):
                grown = f"{key} {part}" if n or key else part
                if grown not in names:
                    if n and names[key]:
                        found += self._with_compound(token, word.rsplit("-", len(parts) - n), names[key])
                    return sorted(found, key=lambda reached: -reached.last)
                key = grown
            token += 1
            if names[key]:
                found.append(self._dashed(token, names[key]))
        return sorted(found, key=lambda reached: -reached.last)

    def _is_stop_inside(self, token: int) -> bool:
        """ "F. W. de Klerk", "No. 10"."""
        return self.words[token] == "." and len(self.words[token - 1]) < 3 and token + 1 not in self.beside.opens

    def _with_compound(self, token: int, pieces: list[str], aliases: tuple[Alias, ...]) -> list[Reached]:
        rest = "-".join(pieces[1:])
        return [Reached(token + 1, rest, aliases)] if rest.islower() else []

    def _dashed(self, last: int, aliases: tuple[Alias, ...]) -> Reached:
        """ "U.S.-led" is cut into three tokens."""
        dash, rest = self.beside.after(last), self.beside.after(last + 1)
        if dash == "-" and rest.islower() and self.text.starts[last + 1] - self.text.ends[last - 1] == 1:
            return Reached(last + 2, rest, aliases)
        return Reached(last, "", aliases)

    def _acronym(self, at: int) -> list[Reached]:
        word = self.words[at]
        aliases = self.index.acronyms.get(bare_acronym(word))
        if aliases is not None:
            if not word.isupper():  # "Sana" may be SANA, or a town
                aliases = aliases + self.index.names.get(parts_of(word, self.index)[0], ())
            return [self._dashed(at + 1, aliases)]
        head, dash, rest = word.partition("-")
        aliases = self.index.acronyms.get(head) if dash and rest.islower() else None
        return [] if aliases is None else [Reached(at + 1, rest, aliases)]

    # ---- whose name it is

    def _bearers(self, at: int, reached: Reached) -> list[Alias]:
        """The names that hold here: of one actor if it is decided whose it is, of several if it is not."""
        last = reached.last
        bare = bare_acronym(self.words[at]).partition("-")[0]
        if last - at == 1 and bare in self.defined:
            actor = self.defined[bare]
            return [Alias(bare, actor, "name")] if actor else []
        fitting = [a for a in reached.aliases if self._fits(at, reached, a) and not self.beside.is_other(at, last, a)]
        alive = [alias for alias in fitting if not alias.when or self.beside.context(alias)]
        if len(alive) > 1 and len({alias.actor for alias in alive}) > 1:
            alive = self._decide(self._span(at, reached), fitting)
        if not alive and len({alias.actor for alias in reached.aliases}) == 1:
            alive = [alias for alias in fitting if self._stands_alone(at, last, alias)]
        if alive and self.words[at - 1 : at] == ["("] and self._is_defined_otherwise(at, alive[0].actor):
            return []
        return alive

    def _decide(self, span: str, fitting: list[Alias]) -> list[Alias]:
        """One actor's names if the spelling or the document's other words choose it, else those of all."""
        exact = [alias for alias in fitting if not alias.when and alias.text == span]
        ranks: dict[str, tuple[int, bool]] = {}
        for alias in fitting:
            count, plain = ranks.get(alias.actor, (0, False))
            ranks[alias.actor] = (count + self.beside.context(alias), plain or not alias.when)
        if len({alias.actor for alias in exact}) == 1 and max(ranks.values())[0] == 0:
            return exact
        best = max(ranks.values())
        chosen = [actor for actor, rank in ranks.items() if rank == best]
        return [alias for alias in fitting if len(chosen) > 1 or alias.actor == chosen[0]]

    def _fits(self, at: int, reached: Reached, alias: Alias) -> bool:
        """Whether capitals, and the article that a name needs, stand here as in the name."""
        span = self._span(at, reached)
        if (alias.article and not self._has_article(at, reached.last)) or (
            self._must_be_exact(span, alias) and plain_key(span) != plain_key(alias.text)
        ):
            return False
        return span == alias.text or self._capitals_fit(span.split(), alias.text.split())

    def _capitals_fit(self, given: list[str], wanted: list[str]) -> bool:
        """Whether the capitals are the name's; a distinct name's noun may be small ("the Wagner group")."""
        given = [word for word in given if word.isupper() or word.lower() not in UNCOUNTED]
        if not wanted[0][0].isupper():
            return any(not word.islower() for word in given) or all(word.islower() for word in wanted)
        if not given or given[0].islower():
            return False
        if _small_words(given) <= _small_words([piece for word in wanted for piece in word.split("-")]):
            return True
        distinct = given[0].isupper() or parts_of(given[0], self.index)[0] not in self.index.shared
        return distinct and given[-1].lower() in self.index.generic

    def _must_be_exact(self, span: str, alias: Alias) -> bool:
        """Seats, and states and short names of one word, are too easily another word: Douma, Cameron, "Finish", Bath."""
        if alias.how == "seat":
            return True
        single = " " not in span and "-" not in span
        return single and (len(span) < SHORT or self.index.by_id[alias.actor].type in ("state", "people"))

    def _span(self, at: int, reached: Reached) -> str:
        """The name as the text spells it."""
        return self.text.article.text[self.text.starts[at] : self._end(reached)]

    def _end(self, reached: Reached) -> int:
        return self.text.ends[reached.last - 1] - (len(reached.compound) + 1 if reached.compound else 0)

    def _has_article(self, at: int, last: int) -> bool:
        article = self.beside.before(at)
        if article.lower() != "the":
            return False
        if self.words[at].lower() in self.beside.lists["region"]:
            return True  # "between Russia and the West"
        return (article == "The" and at - 1 not in self.beside.opens) or self.beside.acts(at, last)

    def _stands_alone(self, at: int, last: int, alias: Alias) -> bool:
        """Whether a doubtful name that only one actor bears counts without the words of its rule."""
        rule = self.index.by_id[alias.actor]
        words = alias.text.split(" ")
        if (rule.type == "state" and (self.beside.has_state_office(last, alias) or self.beside.is_office_of(at))) or self.beside.is_served(
            at, last, alias
        ):
            return True
        if rule.type == "person" or alias.text in self.index.lists["never-alone"] or not self.beside.acts(at, last):
            return False
        if len(words) > 1:
            least = 2 if alias.how == "seat" else WHOLE_NAMES.get(rule.type or "", len(words) + 1)
            return sum(word[0].isupper() for word in words) >= least
        if sum(c.isupper() for c in alias.text) > 1:
            return len(alias.text) > 2 and not self.beside.is_shouted(at)
        if rule.type not in ("state", "media", "ngo") or self.words[at] in self.index.genders:
            return False
        return (alias.how == "seat" or at not in self.beside.opens) and self.words[at] not in self.beside.called_after_name

    # ---- acronyms that the document introduces

    def _define(self, first: int, last: int, actor: str) -> None:
        """Note the acronym in brackets after a name."""
        bare = self._bracketed(last)
        if not bare or self.index.by_id[actor].type == "person":
            return
        known = self.index.acronyms.get(bare)
        if self._initials(first, last) == bare or (known is None and self.index.by_id[actor].type != "state"):
            self.defined[bare] = actor

    def _bracketed(self, at: int) -> str:
        """The acronym in the bracket that opens at this token."""
        if self.words[at : at + 1] != ["("] or at + 2 >= len(self.words) or self.words[at + 2] not in ("),;"):
            return ""
        bare = bare_acronym(self.words[at + 1])
        return bare if 2 <= len(bare) <= 8 and sum(c.isupper() for c in bare) > 1 and bare.isalnum() else ""

    def _initials(self, first: int, last: int) -> str:
        words = [piece for word in self.words[first:last] for piece in word.split("-")]
        return "".join(word[0] for word in words if word[:1].isupper())

    def _is_defined_otherwise(self, at: int, actor: str) -> bool:
        """Whether the words before the bracket, and not this actor's name, are what the acronym here is short for."""
        bare, small = self._bracketed(at - 1), self.index.lists["inside-name"]
        first, left = at - 1, len(bare)
        while bare and left and first > 0 and at - first < 3 * len(bare):
            first -= 1
            if self.words[first][0].isupper():
                left -= 1
            elif self.words[first] not in small:
                return False
        if not bare or self._initials(first, at - 1) != bare:
            return False
        spelled = {part for word in self.words[first : at - 1] if word not in small for part in parts_of(word, self.index)}
        rule = self.index.by_id[actor]
        for name in (rule.name, *(n if isinstance(n, str) else n.name for n in rule.names)):
            same = spelled & {part for word in name.split() for part in parts_of(word, self.index)}
            if 2 * len(same) > len(spelled):
                return False
        self.defined[bare] = None
        return True

    def _new_acronyms(self, defined: dict[str, str]) -> None:
        """Mentions by acronyms that only the document knows."""
        text = self.text
        for at, word in enumerate(self.words) if defined else ():
            actor = defined.get(bare_acronym(word))
            if actor is not None and at not in self.covered:
                self.keep(Named(actor, at, at + 1, text.starts[at], text.ends[at], "name"))


def _small_words(words: list[str]) -> int:
    """How many words are in small letters, articles apart; "Ki-moon" is "Ki-Moon"."""
    return sum(word.islower() and word not in UNCOUNTED for word in words)
