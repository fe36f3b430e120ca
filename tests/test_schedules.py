"""Schedules of obsidian-spaced-repetition: read from the vault, and given to Anki once."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from anki_backend import DEFAULT, MERGING, OPTIONS, Imported, open_anki
from click.testing import CliRunner
from conftest import NOW, MakeVault

from flashcards.cli import main_group
from flashcards.config import Config, parse_config
from flashcards.export_report import summary_lines, summary_of
from flashcards.exporting import export
from flashcards.ledger import format_ledger, parse_ledger
from flashcards.model import Schedule, Stage
from flashcards.pipeline import Build, build
from flashcards.schedules import UnreadScheduleError, read_schedule

DAY = 86_400
AS_IN_PLUGIN = Config(syntaxes=parse_config("[syntaxes.osr]\nenabled = true").syntaxes)
MOMENT = "2026-12-05T02:34:58.468Z"
REVIEWED = int(datetime.fromisoformat("2026-11-25T02:34:58.468Z").timestamp())


def exported(root: Path, now: int = NOW, config: Config = AS_IN_PLUGIN) -> Build:
    """Export a vault to the deck beside it."""
    built = build(root, config, now)
    export(built, root.parent / "deck.apkg")
    return built


def note(*lines: str) -> str:
    """Return a vault note with flashcards of the plugin."""
    return "#flashcards\n\n" + "\n\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("2026-10-01,12,250", Schedule(date(2026, 10, 1), 12, 250)),
        ("01-10-2026,12,250", Schedule(date(2026, 10, 1), 12, 250)),
        ("Thu Oct 01 2026,12,250", Schedule(date(2026, 10, 1), 12, 250)),
        (" 2026-10-01 , 12 , 250 ", Schedule(date(2026, 10, 1), 12, 250)),
        ("2026-10-01,3.4,246.7", Schedule(date(2026, 10, 1), 3, 247)),
        ("2026-10-01,0,90", Schedule(date(2026, 10, 1), 1, 130)),
        ("1999-12-31,99999,99999", Schedule(date(1999, 12, 31), 36_500, 6_500)),
        ("2000-01-01,1,250", None),
        (
            f"fsrs,{MOMENT},8,7.51735908,4.74828477,2,3,1,0,2026-11-25T02:34:58.468Z",
            Schedule(
                date(2026, 12, 4), 8, 250, Stage.REVIEW, 7.5174, 4.748, 3, 1, reviewed=REVIEWED
            ),
        ),
        (
            f"fsrs,{MOMENT},0,0.212,6.4133,1,1,0,0,-",
            Schedule(date(2026, 12, 4), 1, 250, Stage.LEARNING, 0.212, 6.413, 1),
        ),
        (
            f"fsrs,{MOMENT},2,1.5,9,3,7,2,0",
            Schedule(date(2026, 12, 4), 2, 250, Stage.RELEARNING, 1.5, 9.0, 7, 2),
        ),
        (
            f"fsrs,{MOMENT},2,0,0,2,1,0,0,-",
            Schedule(date(2026, 12, 4), 2, 250, reviews=1),
        ),
        ("fsrs,-,0,0,0,0,0,0,0,-", None),
        (f"fsrs,{MOMENT},0,0,0,0,0,0,0,-", None),
    ],
)
def test_every_form_is_read(group: str, expected: Schedule | None) -> None:
    """A day, an interval and an ease; or what FSRS knows; or that the card was never reviewed"""
    assert read_schedule(group) == expected


@pytest.mark.parametrize(
    "group",
    [
        "",
        "soon",
        "2026-13-45,12,250",
        "2026-10-01,12",
        "2026-10-01,12,250,1",
        "2026-10-01,nan,250",
        "2026-10-01,-3,250",
        "2026-10-01,inf,250",
        f"fsrs,{MOMENT},8",
        "fsrs,soon,8,7.5,4.7,2,3,0,0,-",
        f"fsrs,{MOMENT},8,7.5,4.7,9,3,0,0,-",
        f"fsrs,{MOMENT},8,x,4.7,2,3,0,0,-",
    ],
)
def test_what_is_none_is_refused(group: str) -> None:
    """Nothing is made up for a group that cannot be read"""
    with pytest.raises(UnreadScheduleError):
        read_schedule(group)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-10, date(2026, 12, 4)), (0, date(2026, 12, 4)), (9, date(2026, 12, 5))],
)
def test_a_moment_is_a_day_of_the_learner(hours: int, expected: date) -> None:
    """The plugin writes moments in UTC; Anki's day ends at four in the night, where one lives"""
    zone = timezone(timedelta(hours=hours))
    schedule = read_schedule(f"fsrs,{MOMENT},8,7.5,4.7,2,3,0,0,-", zone)

    assert schedule is not None
    assert schedule.due == expected


def test_an_unread_schedule_is_reported(make_vault: MakeVault) -> None:
    """A date that there is not is told, with its place, and the card is new"""
    built = build(
        make_vault({"a.md": note("Bad::date <!--SR:!2026-13-45,12,250-->")}), AS_IN_PLUGIN, NOW
    )

    (told,) = [each for each in built.diagnostics if each.code == "unread-schedule"]
    assert "`2026-13-45,12,250`" in told.message
    assert str(told.span) == "a.md:3"
    assert not any(each.schedules for each in built.ledger.entries.values())


def test_groups_belong_to_cards_in_the_order_of_the_plugin(make_vault: MakeVault) -> None:
    """By number where clozes have one, else by place; the second group of `:::` is the way back"""
    built = build(
        make_vault(
            {
                "a.md": note(
                    "Au:::Gold <!--SR:!2026-01-01,1,250!2026-01-02,2,250!2026-01-03,3,250-->",
                    "The ==heart== pumps ==blood==.\n<!--SR:!2026-02-01,1,250!2026-02-02,2,250-->",
                    "A ==2;;b== and ==1;;c==.\n<!--SR:!2026-03-01,1,250!2026-03-02,2,250-->",
                    "Only:::one <!--SR:2026-04-01,1,250-->",
                )
            }
        ),
        AS_IN_PLUGIN,
        NOW,
    )

    days = {
        entry.question: {n: each.due.isoformat() for n, each in entry.schedules.items()}
        for entry in built.ledger.entries.values()
    }
    assert days == {
        "au": {0: "2026-01-01", 1: "2026-01-02"},
        "the heart pumps blood.": {0: "2026-02-01", 1: "2026-02-02"},
        "a b and c.": {0: "2026-03-01", 1: "2026-03-02"},
        "only": {0: "2026-04-01"},
    }


def test_the_ledger_keeps_schedules(make_vault: MakeVault) -> None:
    """What was given to Anki is read again as it was; a ledger without any has no word of them"""
    comment = f"<!--SR:!fsrs,{MOMENT},8,7.5,4.7,3,3,1,0,2026-11-25T02:34:58.468Z-->"
    built = build(make_vault({"a.md": note(f"a::b {comment}", "c::d")}), AS_IN_PLUGIN, NOW)

    lines = [*format_ledger(built.ledger)]

    assert parse_ledger(b"".join(lines).decode()).entries == built.ledger.entries
    assert [line.count(b'"schedules"') for line in lines] in ([0, 0, 1], [0, 1, 0])


def days_from_now(days: int) -> date:
    return (datetime.now().astimezone() - timedelta(hours=4)).date() + timedelta(days=days)


def comments(count: int) -> list[tuple[str, date, int, int, float | None]]:
    """Return comments of all forms, with what Anki must say of the card: due, ivl, ease, memory."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        due = days_from_now(chance.randrange(-900, 900))
        interval, ease = chance.randrange(1, 900), chance.randrange(130, 400)
        difficulty = None
        form = number % 5
        if form == 0:
            group = f"!{due},{interval},{ease}"
        elif form == 1:
            group = f"{due},{interval},{ease}"
        elif form == 2:
            group = f"!{due:%d-%m-%Y},{interval},{ease}"
        elif form == 3:
            group = f"!{due:%a %b %d %Y},{interval},{ease}"
        else:
            difficulty, ease = round(chance.uniform(1, 10), 3), 250
            group = f"!fsrs,{due}T12:00:00.000Z,{interval},{interval + 0.25},{difficulty},2,5,1,0,-"
        made.append((f"<!--SR:{group}-->", due, interval, ease, difficulty))
    return made


def _shown(due: date) -> str:
    """Return how Anki's browser shows a day: between midnight and four it adds to the date of the
    clock the days to come since a day that has not ended for it.
    """
    return (datetime.now().astimezone().date() + (due - days_from_now(0))).isoformat()


def test_anki_says_what_the_comments_say(make_vault: MakeVault, tmp_path: Path) -> None:
    """500 comments of all forms: due, interval, ease and difficulty are those of Anki's browser"""
    made = comments(500)
    lines = (f"q{number}::a {comment}" for number, (comment, *_) in enumerate(made))
    exported(make_vault({"a.md": note(*lines)}))

    with open_anki(tmp_path / "anki") as anki:
        assert anki.import_package(tmp_path / "deck.apkg", MERGING) == Imported(new=500)
        backend = anki.collection._backend
        backend.set_active_browser_columns(["question", "cardDue", "cardEase"])
        for card_id in anki.collection.find_cards(""):
            card = anki.collection.get_card(card_id)
            number = int(card.note()["Front"].removeprefix("q"))
            _, due, interval, ease, difficulty = made[number]
            _, shown_due, shown_ease = (
                cell.text for cell in backend.browser_row_for_id(card_id).cells
            )

            assert (shown_due, card.ivl, shown_ease) == (_shown(due), interval, f"{ease}%")
            assert (card.type, card.queue) == (2, 2)
            if difficulty is not None:
                assert card.memory_state is not None
                assert card.memory_state.difficulty == pytest.approx(difficulty)
                assert card.memory_state.stability == pytest.approx(interval + 0.25)
        assert anki.faults() == []


STAGES = note(
    f"learning::a <!--SR:!fsrs,{MOMENT},0,0.2,6.4,1,1,0,0,2026-12-05T02:33:58.468Z-->",
    f"relearning::b <!--SR:!fsrs,{MOMENT},0,1.2,8.4,3,9,2,0,2026-12-05T02:33:58.468Z-->",
    "overdue::c <!--SR:!2021-01-01,3,210-->",
    "siblings:::d <!--SR:!2021-01-01,3,210!2000-01-01,1,250-->",
    "new::e",
)


@pytest.mark.parametrize("fsrs", [False, True])
def test_cards_in_all_stages_can_be_studied(
    make_vault: MakeVault, tmp_path: Path, *, fsrs: bool
) -> None:
    """Learning steps, lapses, overdue and new cards are asked, with FSRS and without"""
    exported(make_vault({"a.md": STAGES}))

    with open_anki(tmp_path / "anki") as anki:
        anki.collection.set_config("fsrs", fsrs)
        anki.import_package(tmp_path / "deck.apkg", MERGING)
        kinds = anki.collection.db.all("select type, queue from cards order by nid, ord")
        assert [tuple(each) for each in kinds] == [(1, 3), (3, 3), (2, 2), (2, 2), (0, 0), (0, 0)]

        assert anki.study(40) >= 6
        assert anki.collection.db.scalar("select count() from cards where reps = 0") == 0
        assert anki.faults() == []


def test_without_learning_progress_all_cards_are_new(make_vault: MakeVault, tmp_path: Path) -> None:
    """Whoever does not tick it gets new cards, in the author's order"""
    exported(make_vault({"a.md": STAGES}))

    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg", DEFAULT)

        rows = anki.collection.db.all("select type, queue, due, ivl, reps from cards order by nid")
        assert [row[:2] for row in rows] == [[0, 0]] * 6
        assert [row[2] for row in rows] == [1, 2, 3, 4, 4, 5]
        assert anki.study(20) >= 6
        assert anki.faults() == []


@pytest.mark.parametrize("options", OPTIONS)
def test_what_is_studied_in_anki_stays(make_vault: MakeVault, tmp_path: Path, options: str) -> None:
    """A later import writes no card that exists, whatever is ticked"""
    root = make_vault({"a.md": STAGES})
    exported(root)
    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg", MERGING)
        anki.study(10)
        before = anki.scheduling()
        make_vault({"a.md": STAGES.replace("::c", "::see").replace("3,210", "77,310")})
        exported(root, NOW + DAY)

        assert anki.import_package(tmp_path / "deck.apkg", OPTIONS[options]).updated == 1

        assert anki.scheduling() == before


def package_bytes(root: Path) -> bytes:
    return (root.parent / "deck.apkg").read_bytes()


def test_a_later_comment_changes_nothing(make_vault: MakeVault) -> None:
    """Going on with the plugin beside Anki, comments change every day, and the package does not"""
    root = make_vault({"a.md": STAGES})
    exported(root)
    before = package_bytes(root)
    make_vault({"a.md": STAGES.replace("2021-01-01,3,210", "2026-01-01,99,270")})

    again = exported(root, NOW + DAY)

    assert package_bytes(root) == before
    assert {change.kind for change in again.changes} == {"unchanged"}


def test_a_first_comment_after_the_first_export_changes_nothing(make_vault: MakeVault) -> None:
    """Anki has the card as a new one, with reviews of its own perhaps"""
    root = make_vault({"a.md": note("a::b", "c:::d <!--SR:!2026-01-01,1,250-->")})
    exported(root)
    before = package_bytes(root)
    later = note(
        "a::b <!--SR:!2026-01-01,9,250-->", "c:::d <!--SR:!2026-02-02,2,250!2026-03-03,3,250-->"
    )
    make_vault({"a.md": later})

    exported(root, NOW + DAY)

    assert package_bytes(root) == before


def test_a_card_that_comes_later_brings_its_schedule(make_vault: MakeVault) -> None:
    """A cloze added beside others is a new card, and its own group is the one it is given"""
    root = make_vault({"a.md": note("The ==heart== pumps blood.\n<!--SR:!2026-02-01,1,250-->")})
    exported(root)
    both = "The ==heart== pumps ==blood==.\n<!--SR:!2026-09-09,9,290!2026-02-02,2,250-->"
    make_vault({"a.md": note(both)})

    (entry,) = exported(root, NOW + DAY).ledger.entries.values()

    assert {n: each.due for n, each in entry.schedules.items()} == {
        0: date(2026, 2, 1),
        1: date(2026, 2, 2),
    }


def test_schedules_can_be_left_out(make_vault: MakeVault, tmp_path: Path) -> None:
    """With `scheduling = false` all cards are new; they come along again when it is said no more"""
    root = make_vault({"a.md": STAGES})
    built = exported(root, config=parse_config("scheduling = false", base=AS_IN_PLUGIN))
    lines = list(summary_lines(summary_of(built), "deck.apkg"))
    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg", MERGING)
        assert anki.collection.db.scalar("select max(type) from cards") == 0

    again = exported(root)

    assert not any("history" in line for line in lines)
    assert '  history    4 cards come with a schedule: tick "Import any learning progress"' in (
        "\n".join(summary_lines(summary_of(again), "deck.apkg"))
    )


def test_a_vault_without_schedules_is_written_as_ever(make_vault: MakeVault) -> None:
    """The first moment and the preferences of the collection are touched only where it matters"""
    root = make_vault({"a.md": note("a::b")})
    exported(root)
    plain = package_bytes(root)
    config = parse_config("scheduling = false", base=AS_IN_PLUGIN)

    exported(root, config=config)

    assert package_bytes(root) == plain


IN_ZONE = """
import sys
sys.path[:0] = {tests!r},
from pathlib import Path
from anki_backend import MERGING, open_anki

with open_anki(Path(sys.argv[1])) as anki:
    anki.import_package(Path(sys.argv[2]), MERGING)
    today = anki.collection.sched.today
    dues = anki.collection.db.list("select due from cards order by id")
    print(*(due - today for due in dues))
"""


@pytest.mark.parametrize(
    ("name", "hours"), [("LINT-14", 14), ("IST-5:30", 5.5), ("UTC0", 0), ("HST10", -10)]
)
def test_what_is_due_today_is_due_today_everywhere(
    make_vault: MakeVault, tmp_path: Path, name: str, hours: float
) -> None:
    """Whatever the clock says where the package is imported, Anki's day there is the comment's"""
    there = timezone(timedelta(hours=hours))
    today = (datetime.now(UTC).astimezone(there) - timedelta(hours=4)).date()
    lines = (f"q{n}::a <!--SR:!{today + timedelta(days=n)},9,250-->" for n in (0, 1, -1))
    exported(make_vault({"a.md": note(*lines)}))
    script = IN_ZONE.format(tests=str(Path(__file__).parent))

    said = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "anki"), str(tmp_path / "deck.apkg")],
        env={"TZ": name, "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["0", "1", "-1"]


def test_the_option_counts_for_one_export(make_vault: MakeVault, tmp_path: Path) -> None:
    """Leaving schedules out and having them again needs no edit, also where all else is cached"""
    root = make_vault(
        {"a.md": STAGES, ".obsidian/community-plugins.json": '["obsidian-spaced-repetition"]'}
    )
    deck = str(tmp_path / "deck.apkg")
    written = []
    for options in ([], ["--no-scheduling"], [], ["--no-scheduling"]):
        done = CliRunner().invoke(main_group, ["export", str(root), deck, *options])
        assert ("history" in done.output) is not bool(options)
        written.append(Path(deck).read_bytes())

    assert written[0] == written[2]
    assert written[1] == written[3] != written[0]
