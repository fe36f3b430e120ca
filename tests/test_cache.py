"""With a cache, and with many processes, the same comes out as without: to the byte."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import NOW, MakeVault, copy_of_sample
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.cache import Store
from flashcards.cache.values import fingerprint, from_bytes, to_bytes
from flashcards.config import read_config
from flashcards.diagnostics import Span
from flashcards.exporting import export_vault
from flashcards.memory_files import memory_of
from flashcards.pipeline import Build, build
from flashcards.workers import PLAINLY, Means

WORDS = ["cell", "nucleus", "membrane", "**energy**", "==starch==", "[[Notes/b]]", "@pang2021"]
BIB = "@book{pang2021, title={Cells}, author={Pang, Ann}, year={2021}}\n"


def export(root: Path, deck: Path, now: int, means: Means) -> Build:
    memory = memory_of(root, package=deck)

    built = build(root, read_config(root), now, memory=memory, means=means)
    export_vault(deck, memory, lambda: built, allow_removals=True)
    return built


def written(root: Path, deck: Path) -> dict[str, bytes]:
    """Return all that an export wrote."""
    files = [deck, root / ".flashcards/ledger.jsonl", root / ".flashcards/last.apkg"]
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("processes", [1, 2])
def test_the_sample_vault_is_the_same_cold_and_warm(tmp_path: Path, processes: int) -> None:
    """Three exports with a cache, empty, full and over a changed note, against those without"""
    plain, cached = copy_of_sample(tmp_path / "a"), copy_of_sample(tmp_path / "b")
    means = Means(Store(tmp_path / "cache", cached), processes=processes)

    for number in range(3):
        if number == 2:
            for root in (plain, cached):
                note = next(root.rglob("*.md"))
                note.write_text(note.read_text("utf-8") + "\nPlus :: more\n", "utf-8")
        one = export(plain, tmp_path / "a/deck.apkg", NOW + number, PLAINLY)
        other = export(cached, tmp_path / "b/deck.apkg", NOW + number, means)

        assert other.vault_notes == one.vault_notes
        assert other.rendered == one.rendered
        assert other.diagnostics == one.diagnostics
        assert written(cached, tmp_path / "b/deck.apkg") == written(plain, tmp_path / "a/deck.apkg")


def flashcard(number: random.Random) -> str:
    question, answer = (" ".join(number.choices(WORDS, k=4)) for _ in range(2))
    return f"{question}? :: {answer}\n"


def edit(root: Path, number: random.Random) -> None:
    """Do to a vault one of the things that people do between exports."""
    notes = sorted(root.rglob("*.md"))
    note = number.choice(notes)
    text = note.read_text("utf-8")
    choices: list[Callable[[], object]] = [
        lambda: note.write_text(text + flashcard(number), "utf-8"),
        lambda: note.write_text("\n".join(text.split("\n")[:-2]) + "\n", "utf-8"),
        lambda: note.write_text(text.replace("cell", "organ"), "utf-8"),
        lambda: note.rename(root / f"Renamed {number.randrange(9)}.md"),
        lambda: note.unlink() if len(notes) > 2 else None,
        lambda: (root / f"New {number.randrange(9)}.md").write_text(
            "---\naliases: [Notes/b]\n---\n## Flashcards\n" + flashcard(number), "utf-8"
        ),
        lambda: (root / "library.bib").write_text(BIB.replace("Ann", number.choice(WORDS))),
        lambda: (root / "flashcards.toml").write_text(
            f"[syntaxes.section]\nbold = {number.choice(['true', 'false'])}\n"
        ),
        lambda: note.write_text(f"---\nid: {number.randrange(3)}\n---\n{text}", "utf-8"),
        lambda: os.utime(note),
    ]
    number.choice(choices)()


@settings(max_examples=15)
@given(st.integers())
def test_any_sequence_of_edits_is_the_same_with_a_cache(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    """Edit, export with the cache; without it, over the same ledger, the bytes are the same"""
    folder, number = tmp_path_factory.mktemp("life"), random.Random(seed)
    root, deck = folder / "vault", folder / "deck.apkg"
    (root / "Notes").mkdir(parents=True)
    (root / "library.bib").write_text(BIB)
    for name in ("a.md", "Notes/b.md", "Notes/c.md"):
        (root / name).write_text("## Flashcards\n" + flashcard(number) * 2, "utf-8")
    means = Means(Store(folder / "cache", root))
    for step in range(5):
        other, other_deck = folder / f"{step}/vault", folder / f"{step}/deck.apkg"
        shutil.copytree(root, other)
        if deck.exists():
            shutil.copy(deck, other_deck)

        export(root, deck, NOW + step, means)
        export(other, other_deck, NOW + step, PLAINLY)

        assert written(root, deck) == written(other, other_deck)
        edit(root, number)


def parsed(store: Store) -> dict[str, bytes]:
    """Return what the cache knows of vault notes, by path."""
    with closing(sqlite3.connect(store.file)) as database:
        return dict(database.execute("select path, content from parsed"))


def test_only_what_changed_is_read_again(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest comes from the cache"""
    root = make_vault({f"{name}.md": "## Flashcards\na :: b\n" for name in "abc"})
    means = Means(Store(tmp_path / "cache", root))
    export(root, tmp_path / "deck.apkg", NOW, means)
    (root / "b.md").write_text("## Flashcards\na :: c\n")
    read: list[str] = []

    def reading(root: Path, paths: list[str], options: object) -> object:
        read.extend(paths)
        return parse_batch(root, paths, options)  # type: ignore[arg-type]

    from flashcards.parsing import parse_batch  # noqa: PLC0415 - before it is replaced

    monkeypatch.setattr("flashcards.reading.parse_batch", reading)

    export(root, tmp_path / "deck.apkg", NOW, means)

    assert read == ["b.md"]


def test_what_is_gone_is_forgotten(make_vault: MakeVault, tmp_path: Path) -> None:
    """So that the cache does not grow for years"""
    root = make_vault({f"{name}.md": "## Flashcards\na :: b\n" for name in "abc"})
    store = Store(tmp_path / "cache", root)
    export(root, tmp_path / "deck.apkg", NOW, Means(store))

    (root / "b.md").rename(root / "d.md")
    export(root, tmp_path / "deck.apkg", NOW, Means(store))

    assert set(parsed(store)) == {"a.md", "c.md", "d.md"}


def test_a_pattern_that_ran_out_of_time_is_tried_again(
    make_vault: MakeVault, tmp_path: Path
) -> None:
    """Whether it does depends on what else the computer was doing"""
    pattern = r"^(?:a|a)+$(.*)"
    data = f'{{"CUSTOM_REGEXPS": {{"Basic": "{pattern}"}}}}'
    root = make_vault(
        {
            "a.md": "a" * 40 + "!\n## Flashcards\na :: b\n",
            "b.md": "## Flashcards\nc :: d\n",
            ".obsidian/community-plugins.json": '["obsidian-to-anki-plugin"]',
            ".obsidian/plugins/obsidian-to-anki-plugin/data.json": data,
        }
    )
    store = Store(tmp_path / "cache", root)

    built = export(root, tmp_path / "deck.apkg", NOW, Means(store))

    assert [each.span.path for each in built.diagnostics if each.code == "pattern-too-slow"] == [
        "a.md"
    ]
    assert set(parsed(store)) == {"b.md"}


class _Command:
    """Runs something when it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("/tmp/flashcards-was-here",)  # noqa: S108 - it never comes to that


@pytest.mark.parametrize(
    "content",
    [
        pickle.dumps(_Command()),
        pickle.dumps(Path()),
        b"cflashcards.diagnostics\npickled\n.",
        b"cflashcards.model.vault\nVaultNote.__init__\n.",
        b"not a pickle",
        b"",
    ],
)
def test_bytes_that_are_not_ours_are_refused(content: bytes) -> None:
    """Nothing in them is called, whoever wrote them"""
    with pytest.raises(ValueError, match="no value of the model"):
        from_bytes(content)

    assert not Path("/tmp/flashcards-was-here").exists()  # noqa: S108 - see above


def test_values_come_back_as_they_were() -> None:
    """What `to_bytes` made, `from_bytes` reads"""
    assert from_bytes(to_bytes((Span("a.md", 1, 2), {"x": [1]}))) == (
        Span("a.md", 1, 2),
        {"x": [1]},
    )


def test_equal_settings_have_one_fingerprint() -> None:
    """A set has another order in each process, and a fingerprint has not"""
    one = frozenset(["osr", "quote", "section", "definition"])
    other = frozenset(["definition", "section", "quote", "osr"])

    assert fingerprint((one, {"a": Span("x", 1, 2)})) == fingerprint(
        (other, {"a": Span("x", 1, 2)})
    )
    assert fingerprint((one, 1)) != fingerprint((one, 2))
