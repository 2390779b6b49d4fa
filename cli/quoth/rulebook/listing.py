"""Rules for people: a list of them, the source of one, a commented starting point for one's own."""

import difflib
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from quoth.errors import Problem
from quoth.rulebook.rules import KINDS, ActorRule, GroupNoun, Name, Rule, RuleBook
from quoth.spelling import filter_key

KIND_NAMES = tuple(kind.key for kind in KINDS)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)

STARTER = """\
# Rules of your own: quoth analyze --rules {folder} ARTICLE
# Each rule has an id that never changes, a note that says why it is there, and examples: `match` must be found,
# `miss` must not. Try them with: quoth rules check {folder}
# A rule with the id of a built-in one takes its place; `disable: [id]` at the top of a file drops built-in rules.

# An actor: whoever acts, speaks or is spoken about. All its names lead to the one id.
actors:
  - id: {slug}-brigade
    name: {title} Brigade
    # state, state-force, armed-group, igo, alliance, ngo, media, party, people, company or person
    type: armed-group
    # other names, former names, acronyms; no leading "the"
    names: [{title} Battalion]
    # how reports refer back to it: "the brigade"
    nouns: [brigade]
    examples:
      match:
        - Fighters of the {title} Brigade left the town on Monday.
      miss:
        # no name was given before: whose brigade?
        - The brigade left the town on Monday.

# A relation between two actors. {{a}} and {{b}} are actors, (words) in brackets may be missing, a|b is a choice.
alliances:
  - id: {slug}.marches-with
    note: Units that march with others are on their side.
    type: fights-alongside
    # or opposed
    kind: allied
    pattern: "{{a}} marched|marches|marching (shoulder to shoulder) with {{b}}"
    examples:
      match:
        # actors are found by their ids
        - text: Russia marched shoulder to shoulder with Belarus.
          finds: {{a: russia, b: belarus}}
      miss:
        - Russia marched through Belarus.

# A family of deeds: verbs (and `nouns`) in all their forms, with the roles of the two: subject, object, or a preposition.
deeds:
  - id: {slug}.escorts
    note: Escorts are for friends.
    type: backs
    kind: allied
    verbs: [escort]
    a: [subject]
    b: [object]
    examples:
      match:
        - text: Belarus, which Russia escorted, sent a ship.
          finds: {{a: russia, b: belarus}}
      miss:
        - Russia did not escort Belarus.

# A construction that finds a statement. {{speaker}} is whoever says it, {{clause}} what is said: the content.
quotes:
  - id: {slug}.as-somebody-sees-it
    note: An opinion whose holder comes first.
    pattern: "{{start}} as {{speaker}} sees it , {{clause}}"
    examples:
      match:
        - text: As the minister sees it, the road is closed.
          finds: {{speaker: the minister, content: the road is closed}}
      miss:
        - As the minister sees the bridge, she waves.
"""


class Row(msgspec.Struct, frozen=True):
    """A rule as `quoth rules list` shows it; ``where`` is file:line:column."""

    id: str
    kind: str
    where: str
    note: str


def rows(book: RuleBook, kinds: Iterable[str] = ()) -> list[Row]:
    """The rules in order of application, of some kinds only if any is given. Actors show their name for a note."""
    wanted = frozenset(kinds) or frozenset(KIND_NAMES)
    return [Row(rule.id, rule.key, nearby(book.where.get(rule.id, "")), _note(rule)) for rule in book.rules if rule.key in wanted]


def source_of(book: RuleBook, rule_id: str) -> tuple[str, list[str]]:
    """Where a rule is, as file:line:column, and its lines there: none if the file is gone. Raises KeyError for an
    id that is not in the book (see `unknown`)."""
    where = book.where[rule_id]
    path, line, column = where.rsplit(":", 2)
    try:
        lines = Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return where, []
    first, indent = int(line) - 1, int(column) - 1
    last = first + 1
    while last < len(lines) and (not lines[last].strip() or len(lines[last]) - len(lines[last].lstrip()) >= indent):
        last += 1
    block = lines[first:last]
    while block and not block[-1].strip():
        block.pop()
    return where, block


def unknown(book: RuleBook, rule_id: str) -> Problem:
    """That there is no such rule, with the ids nearest to it."""
    ids = [rule.id for rule in book.rules]
    within = [known for known in ids if rule_id in known]
    near = difflib.get_close_matches(rule_id, ids, n=3, cutoff=0.7) or within[:3]
    hint = f"did you mean {' or '.join(near)}?" if near else "quoth rules list shows every id"
    return Problem(rule_id, "no rule has this id", hint)


def begin(name: Path) -> Path | Problem:
    """Write a new file of rules, with its folder; the file, or why it was not written. Overwrites nothing."""
    path = name if name.suffix == ".yaml" else name.with_name(name.name + ".yaml")
    if not NAME.fullmatch(path.stem):
        return Problem(str(name), "cannot name a file of rules", "use small letters, digits and hyphens, such as my-rules")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(STARTER.format(slug=path.stem, title=path.stem.replace("-", " ").title(), folder=path.parent))
    except FileExistsError:
        return Problem(str(path), "is there already", "choose another name")
    except OSError as error:
        return Problem(str(path), f"cannot be written: {error.strerror or error}", "choose another place")
    return path


def counts(book: RuleBook) -> str:
    """One line that says how many rules and examples there are."""
    examples = sum(len(rule.examples.match) + len(rule.examples.miss) + len(rule.examples.gap) for rule in book.rules)
    return f"{len(book.rules):,} rules, {examples:,} examples: all hold"


def aliases(book: RuleBook, asked: Iterable[str] = ()) -> dict[str, frozenset[str]]:
    """The ids of the actors that each name may stand for; names folded as filters fold them. Of those ``asked`` for, names
    that a group noun makes ("Syrian rebels") stand for the parties of their own that texts call so."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for actor in book.of(ActorRule):
        for name in (actor.id, actor.name, *actor.names, *actor.seats, *_surnames(actor)):
            found[filter_key(name.name if isinstance(name, Name) else name)].add(actor.id)
    for name in asked:
        composed = _composed(book, filter_key(name), found)
        if composed:
            found[filter_key(name)] |= composed
    return {name: frozenset(ids) for name, ids in found.items()}


def _composed(book: RuleBook, name: str, owners: Mapping[str, set[str]]) -> set[str]:
    """The ids of the parties that a folded name calls by a group noun, with its owner's name or adjective before it or with none."""
    found = set()
    for group in book.of(GroupNoun):
        for form in group.forms if group.acts_for == "own" else ():
            before, noun, after = f" {name}".rpartition(f" {filter_key(form)}")
            if noun and not after:
                who = before.strip()
                ids = owners.get(who, set()) | _called(book, who) if who else () if group.owned else {"any"}
                found |= {f"{owner}:{group.noun}" for owner in ids}
    return found


def _called(book: RuleBook, adjective: str) -> set[str]:
    """The ids of the actors of a folded adjective, or of its people's name."""
    words = ((actor.id, word) for actor in book.of(ActorRule) for word in (*actor.adjective, *actor.people))
    return {id_ for id_, word in words if filter_key(word.name if isinstance(word, Name) else word) == adjective}


def nearby(where: str) -> str:
    """A place with its path from here where it lies below this folder."""
    here = os.path.join(os.getcwd(), "")
    return where.removeprefix(here)


def _surnames(actor: ActorRule) -> list[str]:
    return [actor.last_name] if actor.type == "person" else []


def _note(rule: Rule) -> str:
    return rule.note or (rule.name if isinstance(rule, ActorRule) else "")
