"""A vault made with bad intentions, from the command line to Anki's cards in a browser.

Nothing in it runs, nothing outside it is read, nothing of it is changed, and whatever is refused is
told with its path and line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest
from anki_backend import RenderedCard, open_anki
from browser import Frame, measure
from browser_session import browser_session
from conftest import MakeVault
from hostile_vault import CONFIDENTIAL, HARM, MUCH, OUTSIDE, hostile_files, write_hostile_vault
from test_hostile import ATTEMPTS, LISTENER, needs_browser

import flashcards
from flashcards.cli.terminal import harmless
from flashcards.config import load_config, read_config
from flashcards.diagnostics import FlashcardsError
from flashcards.package import read_fields
from flashcards.pipeline import Build, build
from flashcards.preview.files import inline, media_of
from flashcards.preview.page import preview_page

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems refuse many of these names themselves"
)

NOW = 1_750_000_000

# Every file that is opened, every folder that is listed, and whatever starts or asks others.
SCRIPT = """
import json, os, sys, flashcards.cli as cli
seen = []
WATCHED = ("open", "os.", "subprocess.", "socket.", "shutil.", "urllib.", "pty.", "ctypes.dlopen")
def hook(event, args):
    if event.startswith(WATCHED):
        first = args[0] if args and isinstance(args[0], (str, bytes, int)) else str(args[:1])
        first = os.fsdecode(first) if isinstance(first, bytes) else str(first)
        mode = str(args[1]) if event == "open" and args[1] else ""
        writes = event == "open" and (set("wax+") & set(mode) or args[2] & 3)
        seen.append((event, first, bool(writes)))
sys.addaudithook(hook)
try:
    cli.main()
except SystemExit as error:
    code = error.code
with open(os.environ["SEEN"], "w", errors="surrogateescape") as file:
    json.dump([code, seen], file)
"""

CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod"}
READING = {"open", "os.scandir", "os.listdir"}
ALLOWED = {"socket.gethostname", "os.putenv", "os.utime", "os.truncate"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export of the hostile vault did."""

    root: Path
    deck: Path
    code: int
    said: str
    events: list[tuple[str, str, bool]]
    before: dict[str, str]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Export the vault by the command line, and write down all that it asks of the system."""
    home = tmp_path_factory.mktemp("hostile")
    root, deck = home / "vault", home / "decks" / "deck.apkg"
    root.mkdir()
    deck.parent.mkdir()
    write_hostile_vault(root)
    before = digests(root)
    environment = {
        **os.environ,
        "SEEN": str(deck.parent / "seen.json"),
        "XDG_CACHE_HOME": f"{home}/cache",
    }
    command = [sys.executable, "-c", SCRIPT, "export", str(root), str(deck)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=deck.parent,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    code, events = json.loads((deck.parent / "seen.json").read_text(errors="surrogateescape"))
    return Exported(root, deck, code, done.stdout + done.stderr, [tuple(e) for e in events], before)


@pytest.fixture(scope="module")
def built(exported: Exported) -> Build:
    """Build the vault once more, to look at it from within."""
    return build(exported.root, read_config(exported.root), NOW)


@pytest.fixture(scope="module")
def cards(
    exported: Exported, built: Build, tmp_path_factory: pytest.TempPathFactory
) -> list[RenderedCard]:
    """Import the package into Anki, which finds no fault with it, and return all cards."""
    with open_anki(tmp_path_factory.mktemp("anki")) as anki:
        assert anki.import_package(exported.deck).new == len(built.rendered)
        assert anki.faults() == []
        return anki.cards()


def digests(root: Path) -> dict[str, str]:
    """Return a digest of every file of the vault by path."""
    files = (Path(folder) / name for folder, _, names in os.walk(root) for name in names)
    return {
        str(file.relative_to(root)): sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file() and not file.is_symlink() and ".flashcards" not in file.parts
    }


def inside(path: str, *folders: Path | str) -> bool:
    real = Path(os.path.realpath(path))
    return any(real.is_relative_to(os.path.realpath(folder)) for folder in folders)


def test_the_corpus_is_large() -> None:
    """Each file is of its own, and together they try what is known to have worked elsewhere"""
    paths = [each.path for each in hostile_files()]

    assert len(paths) == len(set(paths)) > 400


def test_it_is_exported(exported: Exported, built: Build) -> None:
    """With a summary that cannot speak to the terminal"""
    assert exported.code == 0
    assert len(built.rendered) > 500
    assert harmless(exported.said) == exported.said
    assert CONFIDENTIAL not in exported.said


def test_nothing_outside_the_vault_is_read(exported: Exported) -> None:
    """But for the program itself, the cache, and the package"""
    home = exported.root.parent
    program = (sys.prefix, sys.base_prefix, Path(flashcards.__file__).parent, home / "cache")
    read = {path for event, path, _ in exported.events if event in READING and not path.isdigit()}
    foreign = {
        path
        for path in read
        if not inside(path, exported.root, exported.deck.parent, *program)
        and not path.startswith(("/etc/localtime", "/usr/share/zoneinfo", "/proc/self", "/sys/"))
    }

    assert len(read) > 400
    assert foreign - {os.devnull} == set()
    names = {Path(path).name for path in read if inside(path, home)}
    assert not {each for each in names if each.startswith(("pipe.", "device.", "link.", OUTSIDE))}


def test_nothing_is_written_but_what_is_ours(exported: Exported) -> None:
    """The folder `.flashcards`, the package, the cache; the vault's files are as they were"""
    ours = (exported.root / ".flashcards", exported.deck.parent, exported.root.parent / "cache")
    written = {path for event, path, writes in exported.events if writes or event in CHANGING}
    temporary = {path for path in written if path.isdigit()}

    assert {path for path in written - temporary if not inside(path, *ours)} <= {os.devnull}
    assert digests(exported.root) == exported.before
    assert [str(path) for path in exported.root.parent.rglob("pwned*")] == []


def test_nobody_else_is_started_or_asked(exported: Exported) -> None:
    """No program, no shell, no network"""
    quiet = READING | CHANGING | ALLOWED
    others = {event for event, _, _ in exported.events} - quiet

    assert {each for each in others if each.startswith(("subprocess", "socket", "urllib"))} == set()
    assert not others & {"os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"}


def test_nothing_of_the_secret_is_in_the_package(exported: Exported) -> None:
    """Whatever named it"""
    fields = read_fields(exported.deck)

    assert len(fields) > 500
    assert not any(CONFIDENTIAL in text for each in fields.values() for text in each.values())


def test_every_refusal_is_told_with_its_line(
    built: Build, golden: Callable[[str, str], None]
) -> None:
    """Each place, exactly; but for the many texts whose own tests say what becomes of them"""
    told = sorted(
        f"{each.span} {each.code}" for each in built.diagnostics if "Payloads" not in each.span.path
    )

    golden("hostile_check.txt", "".join(f"{harmless(line)}\n" for line in dict.fromkeys(told)))


def test_each_place_that_is_told_is_there(exported: Exported, built: Build) -> None:
    """The line is one of the file, so that an editor can go there"""
    for each in built.diagnostics:
        file = exported.root / each.span.path
        assert os.path.lexists(file), each
        lines = file.read_bytes().count(b"\n") + 1 if file.is_file() else 1
        assert 1 <= each.span.line <= each.span.end_line, each
        assert each.span.line <= lines or file.stat().st_size > MUCH, each


def test_names_in_anki_are_harmless(cards: list[RenderedCard]) -> None:
    """Of decks no level is empty, and of media all are plain"""
    assert all(part.strip() for card in cards for part in card.deck.split("::"))
    assert HARM.split("::")[0] in " ".join(card.deck for card in cards)


def shown(cards: list[RenderedCard]) -> Iterator[tuple[str, str, str]]:
    """Yield a name, the HTML and the CSS of each side of each card.

    The answer of a card that is no cloze shows its question, too.
    """
    for card in cards:
        name = f"{card.guid} {card.template} {card.ordinal}"
        yield f"{name} answer", card.answer, card.css
        if card.template == "Cloze":
            yield f"{name} question", card.question, card.css


SIDES = ATTEMPTS.replace("!page.querySelector('.answer') || ", "").replace(
    "querySelectorAll('.answer *')", "querySelectorAll('#qa *:not(#qa > style)')"
)
SOURCES = r"""[...(page?.querySelectorAll('[src]') ?? [])].map(each => each.getAttribute('src'))
.filter(each => !/^(https?:.*|_?[a-z0-9][a-z0-9._-]*)$/.test(each))"""


@needs_browser
@pytest.mark.browser
def test_no_card_does_anything(cards: list[RenderedCard], exported: Exported) -> None:
    """In a browser with a listener: no script, no request, no way off the page, on either side"""
    sides = [each for each in shown(cards) if len(each[1]) < MUCH // 5]
    assert len(sides) > 900
    done: dict[str, object] = {}
    for at in range(0, len(sides), 400):
        part = sides[at : at + 400]
        frames = [
            Frame(html, css, width=360, height=200, head=LISTENER, folder=exported.root.parent)
            for _, html, css in part
        ]
        found = measure(frames, f"[...({SIDES}), ...({SOURCES})]")
        done |= dict(zip((name for name, _, _ in part), found, strict=True))

    assert {name: what for name, what in done.items() if what} == {}


@needs_browser
@pytest.mark.browser
def test_the_preview_of_it_does_nothing(built: Build, tmp_path: Path) -> None:
    """One goes through its first cards: no script of theirs runs, and nothing is asked for"""
    page = tmp_path / "page.html"
    media = inline(built.root, media_of(each.anki_note for each in built.rendered).values())
    page.write_text(preview_page(built, media), "utf-8", "replace")

    with browser_session() as session:
        session.open(page.as_uri())
        for _ in range(60):
            session.press("ArrowDown")

        assert session.requests == [page.as_uri()]
        scripts = [each for each in session.complaints if "ran" in each or "script" in each]
        assert scripts == []


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('css = "../outside/secret.txt"', r"does not end in \.css"),
        ('css = "/etc/passwd"', r"does not end in \.css"),
        ('css = "broken.css"', "holds `</style`"),
        ('css = "pipe.css"', "it is no file"),
        ('css = "\\u0000.css"', "cannot read the style sheet"),
        ('bibliography = ["/dev/zero"]', "there is no bibliography"),
        ('bibliography = ["pipe.css"]', "there is no bibliography"),
        ("a = " + "[" * 10_000, "not valid TOML"),
        ("a = " + "9" * 5000, "not valid TOML"),
        ("a." * 5000 + "a = 1", "TOML|unknown|setting"),
        ('root_deck = "::"', "must be a deck"),
        (f'"{HARM.replace(chr(34), "")}" = 1', "unknown|setting"),
        ("x" * 2_000_000, "larger than 1 MB"),
    ],
)
def test_settings_that_mean_harm_stop_the_run(
    make_vault: MakeVault, settings: str, message: str
) -> None:
    """Nothing is exported by them, and the message says what is wrong"""
    root = make_vault({"flashcards.toml": settings, "broken.css": "</STYLE><script>", "a.md": "x"})
    os.mkfifo(root / "pipe.css")

    with pytest.raises(FlashcardsError, match=message):
        build(root, load_config(root / "flashcards.toml"), NOW)
