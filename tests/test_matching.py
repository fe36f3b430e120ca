"""Which entry of the ledger a flashcard is, after an edit."""

from __future__ import annotations

import importlib
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from flashcards.identity.matching import Match, Sighting, match
from flashcards.identity.pairing import best_pairs
from flashcards.identity.similarity import similarity
from flashcards.ledger import LedgerEntry
from flashcards.model import Kind


def sighting(
    question: str,
    answer: str = "answer",
    *,
    path: str = "a.md",
    names: tuple[str, ...] = (),
    position: int = 0,
    vault_note: str = "",
    kind: Kind = Kind.BASIC,
) -> Sighting:
    place = vault_note or f"path:{path}"
    return Sighting(kind, place, path, names, "", question, answer, position)


def entry(guid: str, seen: Sighting, retired: int | None = None) -> LedgerEntry:
    return LedgerEntry(
        guid, seen.kind, seen.anchor, seen.vault_note, seen.names, seen.path, seen.position,
        seen.question, seen.answer, {}, (), "", (), (), {}, 0, 0, (0,), 0, retired,
    )  # fmt: skip


def found(
    sightings: list[Sighting], entries: list[LedgerEntry], *live: str, unread: str = "-"
) -> tuple[Match, ...]:
    notes = frozenset(
        {*(each.vault_note for each in sightings), *(f"path:{path}" for path in live)}
    )
    return match(sightings, entries, notes, lambda path: path == unread)


def summary(matches: tuple[Match, ...]) -> list[str]:
    return [f"{each.entry.guid if each.entry else '-'}: {each.rule}" for each in matches]


def test_what_is_equal_is_the_same_flashcard() -> None:
    """Order says nothing as long as the texts are different"""
    one, two = sighting("one?"), sighting("two?", position=1)
    entries = [entry("1", one), entry("2", two)]

    assert summary(found([two, one], entries)) == [
        "2: question and answer",
        "1: question and answer",
    ]


def test_equal_flashcards_are_told_apart_by_their_order() -> None:
    """Of two that are equal in one vault note the first stays the first"""
    entries = [entry("a", sighting("q?", position=1)), entry("b", sighting("q?", position=0))]

    matches = found([sighting("q?", position=4), sighting("q?", position=7)], entries)

    assert [each.entry.guid for each in matches if each.entry] == ["b", "a"]


def test_an_entry_is_used_once() -> None:
    """The copy of a flashcard is a new flashcard"""
    matches = found([sighting("q?"), sighting("q?", position=1)], [entry("a", sighting("q?"))])

    assert summary(matches) == ["a: question and answer", "-: new"]


def test_a_block_id_is_surer_than_any_text() -> None:
    """What stands below an author's id is that flashcard, even where another text was swapped in"""
    one, two = sighting("one?", names=("^x",)), sighting("two?", names=("^y",))

    matches = found([sighting("two?", names=("^x",)), sighting("one?", names=("^y",))],
                    [entry("1", one), entry("2", two)])  # fmt: skip

    assert summary(matches) == ["1: block id", "2: block id"]


@pytest.mark.parametrize(("before", "after"), [((), ("^x",)), (("^x",), ()), (("^x",), ("^y",))])
def test_a_block_id_may_come_and_go(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Adding, dropping or changing an id is no new flashcard"""
    matches = found([sighting("q?", names=after)], [entry("a", sighting("q?", names=before))])

    assert summary(matches) == ["a: question and answer"]


def test_the_same_question_goes_to_the_most_similar_answer() -> None:
    """One question asked of several things is told apart by its answers"""
    entries = [
        entry("cat", sighting("example?", "the cat sat on the mat")),
        entry("dog", sighting("example?", "a dog barks at night", position=1)),
    ]

    [only] = found([sighting("example?", "one dog barked at night")], entries)

    assert (only.entry, only.rule) == (entries[1], "question")


def test_a_rewritten_answer_keeps_its_flashcard() -> None:
    """The same question in the same vault note is enough"""
    matches = found([sighting("q?", "wholly other")], [entry("a", sighting("q?", "first words"))])

    assert summary(matches) == ["a: question"]


def test_a_reworded_question_keeps_its_flashcard() -> None:
    """An answer that says something is enough"""
    matches = found(
        [sighting("which organelle?", "the mitochondrion")],
        [entry("a", sighting("name what makes atp", "the mitochondrion"))],
    )

    assert summary(matches) == ["a: answer"]


def test_yes_is_no_sign() -> None:
    """An answer that fits every question is none by which to recognise one"""
    matches = found(
        [sighting("is blood red?", "yes")], [entry("a", sighting("do fish sleep", "yes"))]
    )

    assert summary(matches) == ["-: new"]


def test_similar_texts_are_paired_for_the_best_total() -> None:
    """Both rewritten a little: each goes to its own, though the first found might fit another"""
    entries = [
        entry("heart", sighting("what does the heart pump around", "blood through the body")),
        entry("lungs", sighting("what do lungs take up", "oxygen out of air", position=1)),
    ]

    matches = found(
        [
            sighting("what do the lungs take up", "oxygen from air"),
            sighting("what does a heart pump around", "blood in the body", position=1),
        ],
        entries,
    )

    assert summary(matches) == ["lungs: similar text", "heart: similar text"]


def test_near_ties_are_told() -> None:
    """Two entries that fit equally well are both named"""
    entries = [
        entry("1", sighting("example?", "red green blue one")),
        entry("2", sighting("example?", "red green blue two", position=1)),
    ]

    [only] = found([sighting("example?", "red green blue three")], entries)

    assert (only.entry, only.ties) == (entries[0], (entries[1],))


def test_another_one_of_many_that_are_alike_is_new() -> None:
    """What siblings have in common is no likeness"""
    places = ("france", "spain", "italy", "norway")
    siblings = [
        sighting(f"what is the capital of {place}?", f"town of {place}", position=at)
        for at, place in enumerate(places)
    ]
    entries = [entry(each.answer, each) for each in siblings]

    matches = found([sighting("what is the capital of peru?", "lima"), *siblings[1:]], entries)

    assert summary(matches)[0] == "-: new"


def test_a_flashcard_may_move_to_another_vault_note() -> None:
    """Question and answer alike, and its old place gone"""
    moved = sighting("what is atp?", "energy", path="b.md")

    matches = found([moved], [entry("a", sighting("what is atp?", "energy"))], "a.md")

    assert summary(matches) == ["a: moved"]


def test_a_moved_flashcard_may_be_edited_a_little() -> None:
    """The same question and a similar answer"""
    moved = sighting("what is atp?", "the energy of the cell", path="b.md")

    matches = found([moved], [entry("a", sighting("what is atp?", "energy of the cell"))], "a.md")

    assert summary(matches) == ["a: moved"]


def test_a_copy_in_another_vault_note_is_new() -> None:
    """As long as the old place is there nothing has moved"""
    here = sighting("q?")

    matches = found([sighting("q?", path="b.md"), here], [entry("a", here)])

    assert summary(matches) == ["-: new", "a: question and answer"]


def test_the_same_question_elsewhere_with_another_answer_is_new() -> None:
    """A question alone does not say which flashcard moved"""
    matches = found(
        [sighting("what?", "x y", path="b.md")], [entry("a", sighting("what?", "u v"))], "a.md"
    )

    assert summary(matches) == ["-: new"]


def test_a_renamed_vault_note_takes_its_flashcards_along() -> None:
    """Most flashcards equal: it is the same vault note, and the others in it may be edited"""
    before = [sighting(f"question {n}?", f"answer {n}", position=n) for n in range(3)]
    after = [
        sighting("question 0?", "answer 0", path="new.md"),
        sighting("question 1?", "answer 1", path="new.md", position=1),
        sighting("question 2?", "rewritten", path="new.md", position=2),
    ]

    matches = found(after, [entry(str(n), each) for n, each in enumerate(before)])

    assert summary(matches)[2] == "2: question"


def test_a_vault_note_that_gets_an_id_stays_the_same() -> None:
    """The same path under another name, even if all it says was rewritten in part"""
    after = sighting("q?", "rewritten", vault_note="permalink:/a/")

    assert summary(found([after], [entry("a", sighting("q?", "first"))])) == ["a: question"]


def test_a_vault_note_that_is_still_there_was_not_renamed() -> None:
    """A vault note that lost its flashcards to another one is still itself"""
    before = [sighting(f"question {n}?", f"answer {n}", position=n) for n in range(2)]
    after = [
        sighting("question 0?", "answer 0", path="b.md"),
        sighting("question 1?", "other", path="b.md", position=1),
    ]

    matches = found(after, [entry(str(n), each) for n, each in enumerate(before)], "a.md")

    assert summary(matches) == ["0: moved", "-: new"]


def test_the_id_of_another_plugin_is_known_anywhere() -> None:
    """Such ids are unique in a vault"""
    before = sighting("q?", "a", names=("id:15",))
    after = sighting("other", "text", path="b.md", names=("id:15",))

    assert summary(found([after], [entry("x", before)], "a.md")) == ["x: id of another plugin"]


def test_an_id_in_a_vault_note_that_was_not_read_names_nothing_else() -> None:
    """It may be the same id, copied"""
    before = sighting("q?", "a", names=("id:15",))
    after = sighting("other", "text", path="b.md", names=("id:15",))

    assert summary(found([after], [entry("x", before)], unread="a.md")) == ["-: new"]


def test_a_block_id_elsewhere_counts_if_its_old_place_is_gone() -> None:
    """Block ids are unique in a file only"""
    before = sighting("q?", "a", names=("^x",))
    after = sighting("other", "text", path="b.md", names=("^x",))
    still = sighting("q?", "changed")

    assert summary(found([after], [entry("x", before)], "a.md")) == ["x: block id"]
    assert summary(found([after, still], [entry("x", before)])) == ["-: new", "x: question"]


def test_a_block_id_that_two_vault_notes_use_names_nothing_elsewhere() -> None:
    """`^1` may mean anything"""
    before = [sighting("q?", "a", names=("^1",)), sighting("r?", "b", path="c.md", names=("^1",))]
    after = sighting("other", "text", path="b.md", names=("^1",))

    matches = found([after], [entry(each.question, each) for each in before], "a.md", "c.md")

    assert summary(matches) == ["-: new"]


def test_vault_notes_that_were_not_read_are_left_alone() -> None:
    """What nobody looked for is not gone, so nothing can have moved from there"""
    after = sighting("q?", path="b.md")

    assert summary(found([after], [entry("a", sighting("q?"))], unread="a.md")) == ["-: new"]


def test_a_kind_never_changes() -> None:
    """Anki cannot turn one kind of note into the other"""
    after = sighting("q?", kind=Kind.CLOZE, names=("^x",))

    assert summary(found([after], [entry("a", sighting("q?", names=("^x",)))])) == ["-: new"]


@pytest.mark.parametrize(
    ("after", "rule"),
    [
        (sighting("q?", "a b"), "question and answer"),
        (sighting("q?", "a b", path="b.md"), "moved"),
        (sighting("q?", "c d"), "question"),
        (sighting("other", "text", names=("^x",)), "block id"),
    ],
)
def test_a_retired_flashcard_comes_back_by_sure_signs(after: Sighting, rule: str) -> None:
    """What was deleted and is written again, or cut in one export and pasted in the next"""
    before = entry("a", sighting("q?", "a b", names=("^x",)), retired=1)

    assert summary(found([after], [before], "a.md")) == [f"a: {rule}"]


def test_a_retired_flashcard_does_not_come_back_for_likeness() -> None:
    """A new flashcard on the old topic is new"""
    before = entry("a", sighting("what does the heart pump", "blood around the body"), retired=1)

    assert summary(found([sighting("what does a heart pump", "blood in the body")], [before])) == [
        "-: new"
    ]


def test_a_live_entry_comes_before_a_retired_one() -> None:
    """Of two that say the same the one in Anki's eyes goes on"""
    entries = [entry("a", sighting("q?"), retired=1), entry("b", sighting("q?"))]

    assert summary(found([sighting("q?")], entries)) == ["b: question and answer"]


SMALL = st.lists(
    st.builds(
        sighting,
        st.sampled_from(["", "one?", "two?", "what is one?", "what is two?"]),
        st.sampled_from(["", "yes", "first answer", "second answer"]),
        path=st.sampled_from(["a.md", "b.md", "c.md"]),
        names=st.sampled_from([(), (), ("^x",), ("^y", "id:1")]),
        position=st.integers(0, 5),
        kind=st.sampled_from(list(Kind)),
    ),
    max_size=8,
)


@given(SMALL, SMALL, st.randoms(use_true_random=False))
def test_the_order_of_the_ledger_does_not_matter(
    before: list[Sighting], after: list[Sighting], rng: random.Random
) -> None:
    """The same vault and ledger give the same matches; no entry twice, no kind changed"""
    entries = [entry(str(n), each, 1 if n % 3 == 2 else None) for n, each in enumerate(before)]
    shuffled = rng.sample(entries, len(entries))

    matches = found(after, entries, "a.md")

    assert matches == found(after, shuffled, "a.md")
    used = [each.entry.guid for each in matches if each.entry]
    assert len(used) == len(set(used))
    kinds = zip(matches, after, strict=True)
    assert all(each.entry is None or each.entry.kind is seen.kind for each, seen in kinds)


@given(SMALL)
def test_nothing_edited_is_all_recognised(before: list[Sighting]) -> None:
    """Every flashcard of an unchanged vault has its entry"""
    entries = [entry(str(n), each) for n, each in enumerate(before)]

    assert all(each.entry for each in found(before, entries))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 9)), max_size=12))
def test_a_pairing_is_the_best_there_is(drawn: list[tuple[int, int, int]]) -> None:
    """No other pairing has a higher total"""
    scores = {(left, right): float(score) for left, right, score in drawn}

    def best(lefts: list[int], taken: frozenset[int]) -> float:
        if not lefts:
            return 0.0
        rest = lefts[1:]
        options = [(right, s) for (left, right), s in scores.items() if left == lefts[0]]
        totals = [s + best(rest, taken | {right}) for right, s in options if right not in taken]
        return max([best(rest, taken), *totals])

    pairs = best_pairs(scores)

    assert len(set(pairs.values())) == len(pairs)
    assert sum(scores[pair] for pair in pairs.items()) == best(list(range(5)), frozenset())


def test_a_typo_is_almost_the_same_word() -> None:
    """Also in scripts without blanks between words"""
    assert similarity("the mitochondrion", "the mitochondrian") > 0.8
    assert similarity("光合作用把光能变成化学能", "光合作用把光能转成化学能") > 0.6
    assert similarity("heart", "lung") == 0


def test_ten_thousand_flashcards_are_recognised_at_once() -> None:
    """Renamed or not; and thousands that were all edited do not take minutes"""
    before = [
        sighting(f"what is {n}?", f"it is {n * 7}", path=f"{n // 9}.md", position=n % 9)
        for n in range(10_000)
    ]
    moved = [replace(each, vault_note=f"path:x/{each.path}") for each in before]
    one = [sighting(f"{e.question} edited", f"{e.answer} too", path="0.md") for e in before[:2000]]
    entries = [entry(str(n), each) for n, each in enumerate(before)]
    start = time.process_time()

    for after in (before, moved, one):
        found(after, entries)

    assert time.process_time() - start < 10


def test_edits_by_the_hundred_keep_their_guids(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small run of the benchmark, which has the whole table"""
    monkeypatch.syspath_prepend(Path(__file__).parents[1] / "benchmarks")
    tallies = importlib.import_module("identity").measure(9)

    kept = {edit: tools["flashcards"].kept / (tools["flashcards"].known or 1)
            for edit, tools in tallies.items() if tools["flashcards"].known}  # fmt: skip
    both = {edit: kept.pop(edit) for edit in list(kept) if edit.startswith("rewrite both")}
    wrong = sum(tools["flashcards"].wrong for tools in tallies.values())

    assert {edit: share for edit, share in kept.items() if share < 1} == {}
    assert both["rewrite both, under half of the words"] >= 0.95
    assert wrong <= 1
