"""What can be wrong with rules: with one as it is written, and among actors that name or resemble each other."""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from quoth.errors import Problem
from quoth.rulebook.rules import FINDS, ActorRule, Alliance, Bloc, Claim, Deed, Example, GroupNoun, Head, Name, Rule, Term
from quoth.spelling import alias_key
from quoth.yaml_nodes import Step, Tree, Value

LONGEST_LIST = 24
SPELT_ALIKE = 0.8
"""From which ratio of difflib's two types are one, misspelt."""
AT = re.compile(r" - at `\$(.*)`$")
STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")
QUOTED = re.compile(r"[`'](.*)[`']$")
SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
YAML_WORDS = {"array": "list", "object": "mapping", "str": "text", "bool": "true or false", "int": "number", "null": "nothing"}


class Written(NamedTuple):
    """A rule as a file holds it: ``rule`` is None where it could not be understood."""

    id: str
    kind: type[Rule]
    rule: Rule | None
    item: dict[str, Value]
    tree: Tree
    where: str

    def place(self, *path: Step) -> str:
        """``path:line:column`` of a part of the rule."""
        place = self.tree.place(self.item, path)
        return self.where if place == self.tree.path else place


def suggest(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest known word; without one near, all the known words if they are few."""
    words = sorted(set(known))
    near = difflib.get_close_matches(word, words, n=1)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known: {', '.join(words)}" if 0 < len(words) <= LONGEST_LIST else ""


# ---- one rule as it is written ---------------------------------------------------------------


def convert_rule(kind: type[Rule], item: dict[str, Value]) -> Rule:
    """The rule that a mapping describes; raises msgspec.ValidationError. Text stands for booleans and numbers."""
    return msgspec.convert(item, kind, strict=False)


def explain(kind: type[Rule], written: Written) -> Iterator[Problem]:
    """All that is wrong with a rule which does not convert: each key is tried by itself."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for key, value in written.item.items():
        if key not in fields:
            where = written.tree.place(written.item, (key,), key=True)
            yield Problem(where, f"unknown key `{key}`", suggest(key, fields))
            continue
        try:
            msgspec.convert(value, fields[key].type, strict=False)
        except msgspec.ValidationError as error:
            yield _reworded(str(error), key, fields[key].type, written)
    for key, field in fields.items():
        if field.required and key not in written.item and key != "id":
            yield Problem(written.where, f"the key `{key}` is missing", f"every rule of `{kind.key}:` has it")


def _reworded(message: str, key: str, type_: Any, written: Written) -> Problem:
    """msgspec's complaint about one key in YAML's words, with its place and the nearest thing that is known."""
    at = AT.search(message)
    steps: list[Step] = [_step(*found) for found in STEP.findall(at[1])] if at else []
    message = AT.sub("", message)
    found = QUOTED.search(message)
    word = found[1] if found else ""
    shown = key + (at[1] if at else "")
    path = (key, *steps)
    if message.startswith("Object contains unknown field"):
        where = written.tree.place(written.item, (*path, word), key=True)
        return Problem(where, f"{shown}: unknown key `{word}`", suggest(word, _known(inspect.type_info(type_), steps)))
    if message.startswith("Object missing required field"):
        return Problem(written.place(*path), f"{shown}: the key `{word}` is missing")
    if message.startswith("Invalid enum value"):
        return Problem(written.place(*path), f"{shown}: unknown value `{word}`", suggest(word, _known(inspect.type_info(type_), steps)))
    if "matching regex" in message:  # only dates are told by one
        return Problem(written.place(*path), f"{shown}: not a date", "write a year, a month or a day: 2014, 2014-08 or 2014-08-28")
    message = re.sub(r"\w+", lambda word: YAML_WORDS.get(word[0], word[0]), message.replace("`", "").replace(" | ", " or "))
    return Problem(written.place(*path), f"{shown}: {message[:1].lower()}{message[1:]}")


def _step(field: str, index: str) -> Step:
    return int(index) if index.isdigit() else field or index


def _known(type_: inspect.Type, steps: Sequence[Step]) -> list[str]:
    """The keys or values that a type allows at the end of a path."""
    if isinstance(type_, inspect.UnionType):
        return [word for option in type_.types for word in _known(option, steps)]
    if isinstance(type_, inspect.StructType):
        if not steps:
            return [field.encode_name for field in type_.fields]
        return [word for field in type_.fields if field.encode_name == steps[0] for word in _known(field.type, steps[1:])]
    if isinstance(type_, inspect.LiteralType):
        return [str(value) for value in type_.values]
    if isinstance(type_, inspect.ListType | inspect.VarTupleType):
        return _known(type_.item_type, steps[1:])
    return _known(type_.value_type, steps[1:]) if isinstance(type_, inspect.DictType) else []


# ---- among actors ----------------------------------------------------------------------------


def names_of(actor: ActorRule) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """What names an actor wherever it stands, with its path. An actor's own name repeated in its names with `when`
    counts only with those words, as every Name does, and may be shared."""
    conditional = {alias_key(name.name) for name in actor.names if isinstance(name, Name)}
    if alias_key(actor.name) not in conditional:
        yield actor.name, ("name",)
    for field in ("names", "adjective", "people", "seats"):
        for index, name in enumerate(getattr(actor, field)):
            if isinstance(name, str):
                yield name, (field, index)


def shared_aliases(book: Iterable[Written]) -> Iterator[Problem]:
    """Every alias that names two actors, at the later one's place."""
    owners: dict[str, tuple[Written, tuple[Step, ...]]] = {}
    for written in book:
        if isinstance(written.rule, ActorRule):
            for name, path in names_of(written.rule):
                owner, first = owners.setdefault(alias_key(name), (written, path))
                if owner.id != written.id:
                    what = f"`{name}` of `{written.id}` names `{owner.id}` too, at {owner.place(*first)}"
                    yield Problem(written.place(*path), what, "keep it with one, or give both `when`")


def references(rule: Rule) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The ids of other actors that an actor or a bloc names, with their paths."""
    if isinstance(rule, ActorRule):
        if rule.country is not None:
            yield rule.country, ("country",)
        if rule.side is not None:
            yield rule.side, ("side",)
        for index, office in enumerate(rule.roles):
            yield office.of, ("roles", index, "of")
    elif isinstance(rule, Bloc):
        if rule.actor is not None:
            yield rule.actor, ("actor",)
        for index, member in enumerate(rule.members):
            yield (member, ("members", index)) if isinstance(member, str) else (member.actor, ("members", index, "actor"))


def unknown_references(book: Sequence[Written], disabled: set[str]) -> Iterator[Problem]:
    """Every reference to an actor that neither the book has nor a user's file has disabled."""
    actors = {written.id for written in book if issubclass(written.kind, ActorRule)}
    hints: dict[str, str] = {}
    for written in book:
        if isinstance(written.rule, ActorRule | Bloc):
            for id_, path in references(written.rule):
                if id_ not in actors and id_ not in disabled:
                    if id_ not in hints:  # looking for near ones among thousands takes milliseconds
                        hints[id_] = suggest(id_, actors)
                    yield Problem(written.place(*path), f"{path[0]}: no actor has the id `{id_}`", hints[id_])


def without_disabled(rule: Rule, disabled: set[str]) -> Rule:
    """The rule, with references to actors that a user's file has disabled left out."""
    if all(id_ not in disabled for id_, _ in references(rule)):
        return rule
    if isinstance(rule, Bloc):
        members = [member for member in rule.members if (member if isinstance(member, str) else member.actor) not in disabled]
        return msgspec.structs.replace(rule, actor=None if rule.actor in disabled else rule.actor, members=members)
    assert isinstance(rule, ActorRule)
    return msgspec.structs.replace(
        rule,
        country=None if rule.country in disabled else rule.country,
        side=None if rule.side in disabled else rule.side,
        roles=[office for office in rule.roles if office.of not in disabled],
    )


def leading_articles(book: Iterable[Written]) -> Iterator[Problem]:
    """Every name with an article that it can do without: a word alone ("The West") may need one, and media bear theirs."""
    for written in book:
        if isinstance(written.rule, ActorRule) and written.rule.type != "media":
            for name, path in names_of(written.rule):
                article, _, rest = name.partition(" ")
                if article in ("The", "the") and (" " in rest or rest.isupper()):
                    hint = f"write `{rest}`: it is found with and without one"
                    yield Problem(written.place(*path), f"`{name}` begins with an article", hint)


# ---- among group nouns -----------------------------------------------------------------------


def unclear_groups(book: Iterable[Written]) -> Iterator[Problem]:
    """Every group noun that cannot stand in an id or is another's too, and every form that calls nobody or two groups."""
    nouns: dict[str, Written] = {}
    forms: dict[str, tuple[Written, tuple[Step, ...]]] = {}
    for written in book:
        rule = written.rule
        if not isinstance(rule, GroupNoun):
            continue
        if not SLUG.fullmatch(rule.noun):
            hint = "write small letters, words joined by hyphens: it stands in ids such as syria:rebels"
            yield Problem(written.place("noun"), f"noun: `{rule.noun}` cannot stand in an id", hint)
        first = nouns.setdefault(rule.noun, written)
        if first is not written:
            what = f"noun: `{rule.noun}` is that of `{first.id}` too, at {first.place('noun')}"
            yield Problem(written.place("noun"), what, "choose another, or add the forms there")
        yield from _unclear_forms(written, rule, forms)


def _unclear_forms(written: Written, rule: GroupNoun, forms: dict[str, tuple[Written, tuple[Step, ...]]]) -> Iterator[Problem]:
    """What is wrong with the forms of one group noun; those seen so far are added to ``forms``."""
    paths: list[tuple[str, tuple[Step, ...]]] = [(form, ("forms", at)) for at, form in enumerate(rule.forms)]
    paths += [(form, ("one", at)) for at, form in enumerate(rule.one)]
    if not paths:
        yield Problem(written.place("forms"), "forms: no word calls the group", "write at least one form")
    for form, path in paths:
        if not form or form != " ".join(form.lower().split()):
            hint = "capitals in a text do not matter"
            yield Problem(written.place(*path), f"{path[0]}: `{form}` is not written in small letters with single spaces", hint)
        owner, first = forms.setdefault(form, (written, path))
        if (owner, first) != (written, path):
            what = f"{path[0]}: `{form}` calls `{owner.id}` already, at {owner.place(*first)}"
            yield Problem(written.place(*path), what, "keep it with one")


def shared_heads(book: Iterable[Written]) -> Iterator[Problem]:
    """Every word that makes bodies of two kinds, at the later one's place."""
    owners: dict[str, Written] = {}
    for written in book:
        for at, word in enumerate(written.rule.words if isinstance(written.rule, Head) else ()):
            first = owners.setdefault(word, written)
            if first is not written:
                yield Problem(written.place("words", at), f"words: `{word}` is one of `{first.id}` already", "keep it with one")


# ---- what rules say they find ----------------------------------------------------------------


def unknown_finds(book: Iterable[Written]) -> Iterator[Problem]:
    """Every part that an example names and that no find of such a rule has."""
    for written in book:
        parts = FINDS.get(written.kind)
        if written.rule is None or parts is None:
            continue
        for field in ("match", "gap"):
            for index, example in enumerate(getattr(written.rule.examples, field)):
                for part in (example.finds or {}) if isinstance(example, Example) else ():
                    if part not in parts:
                        where = written.tree.place(written.item, ("examples", field, index, "finds", part), key=True)
                        yield Problem(where, f"finds: no part is called `{part}`", suggest(part, parts))


def misspelt_types(book: Sequence[Written]) -> Iterator[Problem]:
    """Every type of relation that differs by little from one that more rules give; any other may be new."""
    rules = [(written, written.rule) for written in book if isinstance(written.rule, Alliance | Claim | Deed)]
    counts = Counter(rule.type for _, rule in rules)
    for written, rule in rules:
        others = [type_ for type_, count in counts.items() if count > counts[rule.type]]
        near = difflib.get_close_matches(rule.type, others, n=1, cutoff=SPELT_ALIKE)
        if near:
            yield Problem(written.place("type"), f"type: unknown value `{rule.type}`", f"did you mean `{near[0]}`?")


# ---- dates -----------------------------------------------------------------------------------


def backward_terms(book: Iterable[Written]) -> Iterator[Problem]:
    """Every stretch of time that ends before it begins."""
    for written in book:
        for term, path in _terms(written.rule):
            if term.from_ and term.to and term.from_[: len(term.to)] > term.to:
                where = written.place(*path, "to")
                yield Problem(
                    where,
                    f"{path[0] if path else 'to'}: the time ends with {term.to}, before it begins with {term.from_}",
                    "mend one of the dates",
                )


def _terms(rule: Rule | None) -> Iterator[tuple[Term | Bloc, tuple[Step, ...]]]:
    """The stretches of time in a rule, with their paths."""
    if isinstance(rule, ActorRule):
        yield from ((office, ("roles", index)) for index, office in enumerate(rule.roles))
    elif isinstance(rule, Bloc):
        yield rule, ()
        yield from ((member, ("members", index)) for index, member in enumerate(rule.members) if isinstance(member, Term))
