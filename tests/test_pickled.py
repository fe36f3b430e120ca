"""What passes between processes, and into a cache: it comes back as it was."""

from __future__ import annotations

import io
import pickle
import re
from enum import Enum, StrEnum
from pathlib import Path
from typing import Any

import pytest
from conftest import NOW, copy_of_sample
from msgspec import Struct

from flashcards import diagnostics, model
from flashcards.cache.values import from_bytes, to_bytes
from flashcards.config import load_config
from flashcards.diagnostics import Severity
from flashcards.excerpts import Excerpts
from flashcards.identity import identify
from flashcards.links import LinkIndex
from flashcards.media import Attachments
from flashcards.model import Hidden, Kind, Stage, VaultNote
from flashcards.parsing import parse_batch, parse_vault_note
from flashcards.pipeline import Build, build
from flashcards.properties import split_properties
from flashcards.render import RenderContext, Renderer, anki_note, render, suggest
from flashcards.syntaxes import NAMES, SyntaxOptions
from flashcards.vault import walk_vault

FIXTURES = Path(__file__).parent
EVERYTHING = SyntaxOptions(enabled=frozenset(NAMES))
VALUES = frozenset({"flashcards.diagnostics", "datetime"})
"""Modules of what may stand in a parsed vault note, beside those of the model."""


class _Strict(pickle.Unpickler):
    """Loads values of the model and nothing else, as a cache must."""

    def find_class(self, module: str, name: str) -> Any:
        assert module.startswith("flashcards.model.") or module in VALUES, (module, name)
        return super().find_class(module, name)


def there_and_back(value: object) -> object:
    """Return what another process would get."""
    return _Strict(io.BytesIO(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))).load()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return the sample vault, built."""
    root = copy_of_sample(tmp_path_factory.mktemp("built"))
    return build(root, load_config(root / "flashcards.toml"), NOW)


def test_sample_vault(built: Build) -> None:
    """Every parsed vault note, every Anki note and every work of the sample comes back the same"""
    for each in (*built.vault_notes, *built.rendered, *built.works.items.values()):
        assert there_and_back(each) == each


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.md")), ids=lambda path: path.stem)
def test_fixtures(path: Path) -> None:
    """Whatever is found in the text of a fixture comes back the same, in any syntax"""
    text = path.read_text(encoding="utf-8")
    for each in (text, *re.split(r"^\.$", text, flags=re.MULTILINE)):
        properties, body, _ = split_properties(each.lstrip("\n"), "a.md")
        parsed = parse_vault_note(VaultNote("a.md", properties, body), EVERYTHING)
        assert there_and_back(parsed) == parsed


def test_properties() -> None:
    """Dates, times and all else that YAML knows come back the same"""
    text = "---\na: 2024-01-02\nb: 2024-01-02 03:04:05+01:00\nc: [1, 2.5, null, {d: x}]\n---\n"
    properties, body, _ = split_properties(text, "a.md")
    parsed = parse_vault_note(VaultNote("a.md", properties, body), SyntaxOptions())

    assert there_and_back(parsed).properties == properties  # type: ignore[attr-defined]


STRUCTS = [
    each
    for each in {**vars(diagnostics), **vars(model)}.values()
    if isinstance(each, type) and issubclass(each, Struct) and each is not Struct
]


def test_every_field() -> None:
    """No field of a value is forgotten, and values still differ by each"""
    for value in STRUCTS:
        contents = tuple(str(number) for number, _ in enumerate(value.__struct_fields__))
        assert there_and_back(value(*contents)) == value(*contents)


def test_what_stages_pass_on_is_frozen() -> None:
    assert STRUCTS
    assert [each for each in STRUCTS if not each.__struct_config__.frozen] == []


def test_what_many_have_in_common_is_there_once() -> None:
    """The empty parts of vault notes, and the names of syntaxes, wherever they come from"""
    text = "## Flashcards\na::b\n"
    here = parse_vault_note(VaultNote("a.md", {}, text), SyntaxOptions())
    one, other = (from_bytes(to_bytes(here)) for _ in range(2))

    assert one == other == here
    assert one.described is other.described
    assert one.footnotes is other.footnotes
    assert one.outline.block_ids is other.outline.block_ids
    assert one.flashcards[0].syntax is other.flashcards[0].syntax
    assert one.flashcards[0].dialect is other.flashcards[0].dialect


def test_hidden_texts_worked_out_when_asked_for(built: Build) -> None:
    """They are a mapping like any other, in the order of the numbers"""
    some = [each.identified for each in built.rendered if len(each.identified.clozes) > 1]
    for each in some:
        assert Hidden(each) == each.hidden
        assert [*Hidden(each)] == [*each.hidden] == sorted(each.hidden)
        assert [*Hidden(each).items()] == [*each.hidden.items()]
        assert repr(Hidden(each)) == repr(each.hidden)
        assert there_and_back(each.hidden) == Hidden(each)
    assert some


def test_parsing_of_a_batch(built: Build) -> None:
    """A batch gives each vault note, or what is wrong with its file, in the order asked for"""
    paths = [each.path for each in built.vault_notes]
    parsed = parse_batch(built.root, [*paths, "missing.md"], SyntaxOptions())

    assert [each.path if each else None for each, _ in parsed] == [*paths, None]
    assert [each.code for each in parsed[-1][1]] == ["unreadable-file"]


def test_rendering_of_a_batch(built: Build) -> None:
    """In another process a flashcard becomes the same, and says the same, as in this one"""
    identified = [each.identified for each in built.rendered]
    context = _context(built)
    sent, parts = pickle.loads(pickle.dumps((Renderer(context), identified)))  # noqa: S301 - ours
    there = pickle.loads(pickle.dumps(sent.render(parts)))  # noqa: S301 - ours
    here = [render(each, context) for each in identified]

    notes = [anki_note(each, written) for each, (written, _) in zip(identified, there, strict=True)]
    assert notes == [each for each, _ in here]
    told = [tuple(suggest(said, built.works.suggest)) for _, said in there]
    assert told == [said for _, said in here]


def test_suggestions_elsewhere(built: Build) -> None:
    """A citekey that nothing knows is told with those like it, wherever it was rendered"""
    known = next(iter(built.works.items))
    vault_note = VaultNote("a.md", {}, f"## Flashcards\nWho?::Them [@{known}x]\n")
    parsed = parse_vault_note(vault_note, SyntaxOptions())
    identified, _, _ = identify((parsed,), built.ledger)
    [here] = [render(each, _context(built))[1] for each in identified]
    [(_, there)] = Renderer(_context(built)).render(identified)

    assert f"@{known}" in here[0].hint
    assert f"@{known}" not in there[0].hint
    assert tuple(suggest(there, built.works.suggest)) == here


def _context(built: Build) -> RenderContext:
    listing, _ = walk_vault(built.root)
    return RenderContext(
        vault_name=built.ledger.vault_name,
        links=LinkIndex(
            listing.vault_notes,
            listing.attachments,
            ((each.path, each.aliases) for each in built.vault_notes),
        ),
        attach=Attachments(built.root).attach,
        items=built.works.items,
        suggestions=built.works.suggest,
        literature_notes=built.works.literature_notes,
        references=built.works.references,
        vault_notes={each.path: each for each in built.vault_notes},
        excerpts=Excerpts(built.root).find,
    )


@pytest.mark.parametrize("member", [*Kind, *Severity, *Stage])
def test_members_of_enumerations_come_back_whatever_python_does(
    member: Enum, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11.2 has `getattr` called for them, which what reads a cache refuses"""
    by_name = lambda self, _protocol: (getattr, (type(self), self.name))  # noqa: E731
    monkeypatch.setattr(Enum, "__reduce_ex__", by_name)
    monkeypatch.setattr(StrEnum, "__reduce_ex__", by_name)

    assert from_bytes(to_bytes(member)) is member
