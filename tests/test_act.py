"""What `watch` and `schedule` do each time, if they deliver into Anki as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from anki_desktop import Desktop, make_profiles
from conftest import MakeVault

from flashcards.cli.act import Act, act_of
from flashcards.cli.options import Request
from flashcards.diagnostics import FlashcardsError


@pytest.fixture
def desktop(make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """Return a vault, and an Anki that is running."""
    make_profiles(tmp_path / "Anki2", "User 1")
    monkeypatch.setenv("ANKI_BASE", str(tmp_path / "Anki2"))
    vault = make_vault({"a.md": "## Flashcards\nWhat is a cell? :: A room.\n"})
    return Desktop(tmp_path / "Anki2", vault, running=True)


@pytest.fixture
def act(desktop: Desktop) -> Act:
    """Return what a watch or a schedule with --sync does."""
    request = Request(desktop.vault, (), None, None, quiet=True)
    return Act(request, desktop.vault.parent / "deck.apkg", None, sync=True)


def test_it_exports_and_delivers(desktop: Desktop, act: Act) -> None:
    """One line tells both, and the next time there is nothing to tell"""
    with desktop.ready():
        first, second = act.once(), act.once()

    assert first.changes == "1 new; delivered: imported"
    assert second.changes == ""
    with desktop.anki() as anki:
        assert [card.deck for card in anki.cards()] == ["vault"]


def test_an_anki_that_cannot_be_had_is_a_failure_and_mends(desktop: Desktop, act: Act) -> None:
    """So that a watch tries again, and a schedule says so; nothing is lost"""
    desktop.running = False
    with desktop.ready(), desktop.anki(), pytest.raises(FlashcardsError, match="not delivered"):
        act.once()
    desktop.running = True

    with desktop.ready():
        assert act.once().changes == "delivered: imported"


def test_a_schedule_remembers_that_it_delivers(act: Act) -> None:
    """What is kept in a file means the same when it is read"""
    assert act_of(act.values()).sync
    assert not act_of({**act.values(), "sync": False}).sync
