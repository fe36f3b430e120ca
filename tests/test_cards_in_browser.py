"""Cards as people see them: rendered by Anki, laid out by a browser, by day and by night."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from anki_backend import open_anki
from anki_notes import packaged
from axe import faults_in_frames
from browser import Frame, find_chromium, measure, screenshot
from card_gallery import DRAWING, GALLERY

from flashcards.notetypes import BASIC
from flashcards.package import write_package

REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_BROWSER") == "1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_chromium() is None and not REQUIRED, reason="there is no Chromium to draw cards with"
    ),
]

DESKTOP, PHONE = 1100, 390

MakeFrame = Callable[..., Frame]


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeFrame]:
    """Return a function that gives one side of a card of the gallery, as Anki renders it."""
    folder = tmp_path_factory.mktemp("gallery")
    (folder / "Kinetics.svg").write_bytes(DRAWING)
    write_package(folder / "deck.apkg", packaged(*GALLERY), folder)
    with open_anki(folder / "anki") as anki:
        anki.import_package(folder / "deck.apkg")
        cards = {(card.guid, card.ordinal): card for card in anki.cards()}
        media = Path(anki.collection.media.dir())

    def make(guid: str, side: str = "answer", ordinal: int = 0, **screen: bool | int) -> Frame:
        card = cards[guid, ordinal]
        html = card.answer if side == "answer" else card.question
        return Frame(html, card.css, folder=media, **screen)

    return make


# --- a few lines of JavaScript that look at one page ----------------------------------------------

WIDENED = "page.documentElement.scrollWidth - page.documentElement.clientWidth"

# Colours as the screen has them: each text with the nearest background behind it.
COLOURS = """
[...page.querySelectorAll('.card, .card *')].flatMap(each => {
  const words = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!words || each.closest('style') || !each.checkVisibility()) return [];
  let behind = each;
  const back = () => view.getComputedStyle(behind).backgroundColor;
  while (back() === 'rgba(0, 0, 0, 0)' && behind !== page.body) behind = behind.parentElement;
  return [[each.className || each.localName, view.getComputedStyle(each).color, back()]];
})
"""


def luminance(colour: str) -> float:
    """Return WCAG's relative luminance of a colour such as `rgb(36, 34, 31)`."""
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return WCAG's contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# --- what must be true of every card --------------------------------------------------------------


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_all_text_can_be_read(frame: MakeFrame, *, night: bool) -> None:
    """Every text has the contrast that WCAG asks for (AA, 4.5) on what is behind it"""
    frames = [frame(note.guid, night=night) for note in GALLERY]
    frames += [frame(note.guid, "question", night=night) for note in GALLERY]
    pages = measure(frames, COLOURS)

    seen = {tuple(text) for page in pages for text in page}
    assert {
        *("cloze", "context", "reference", "mark", "code", "tag", "missing"),
        *("callout-title", "code-keyword", "code-comment", "footnote"),
    } <= {name for name, _, _ in seen}
    weak = [(name, round(contrast(text, behind), 1)) for name, text, behind in seen]
    assert [each for each in weak if each[1] < 4.5] == []


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
def test_axe_has_no_objection(frame: MakeFrame, *, night: bool) -> None:
    """Contrast, roles, names of pictures and links: the checker that others use finds nothing"""
    sides = ("question", "answer")
    frames = [frame(note.guid, side, night=night) for note in GALLERY for side in sides]

    assert faults_in_frames(frames) == [[] for _ in frames]


def test_axe_objects_to_what_is_wrong(frame: MakeFrame) -> None:
    """The same cards in a grey that is too light, and with a picture that nobody describes"""
    card = frame("definition")
    pale = replace(card, css=f"{card.css} .card {{ color: #bbb }}")
    nameless = replace(card, html=f"{card.html}<img src='Kinetics.svg'>")

    found = [
        {str(fault).partition(":")[0] for fault in faults}  # type: ignore[attr-defined]
        for faults in faults_in_frames([pale, nameless])
    ]
    assert found == [{"color-contrast"}, {"image-alt"}]


@pytest.mark.parametrize("width", [320, PHONE, DESKTOP])
def test_nothing_widens_the_page(frame: MakeFrame, width: int) -> None:
    """Tables and code scroll in themselves, pictures shrink, and long addresses break"""
    frames = [frame(note.guid, width=width) for note in GALLERY]

    assert measure(frames, WIDENED) == [0] * len(frames)


def test_a_line_is_not_too_long(frame: MakeFrame) -> None:
    """On a wide screen the text stands in the middle, at most 36 times the letter's size wide"""
    wide = frame("definition", width=DESKTOP)
    told = measure(
        [wide],
        "(box => [Math.round(box.left), Math.round(view.innerWidth - box.right), box.width])"
        "(page.querySelector('.flashcard').getBoundingClientRect())",
    )

    left, right, width = told[0]
    assert left == right
    assert width <= 36 * 16


def test_night_is_dark_everywhere(frame: MakeFrame) -> None:
    """Anki's classes for night, on a computer and on Android, both turn the page dark"""
    colour = "view.getComputedStyle(page.body).backgroundColor"
    day, night = measure([frame("quote"), frame("quote", night=True)], colour)
    android = measure([frame("quote", night=True)], _only_class("night_mode", colour))[0]
    preview = measure(
        [frame("quote")],
        "(page.documentElement.className = 'nightMode', " + colour + ")",
    )[0]

    assert luminance(str(day)) > 0.9
    assert luminance(str(night)) < 0.05
    assert android == preview == night


def _only_class(name: str, expression: str) -> str:
    return f"(page.body.className = 'card card1 {name}', {expression})"


def test_clozes_stand_out(frame: MakeFrame) -> None:
    """A gap and what was in it have a colour of their own and are bold"""
    style = (
        "(each => [each.color, each.fontWeight, view.getComputedStyle(page.body).color])"
        "(view.getComputedStyle(page.querySelector('.cloze')))"
    )
    for night in (False, True):
        frames = [frame("quote", side, night=night) for side in ("question", "answer")]
        for colour, weight, ink in measure(frames, style):
            assert colour != ink
            assert int(weight) >= 600


def test_the_hint_waits_to_be_asked_for(frame: MakeFrame) -> None:
    """Folded on the question, gone once the answer is there"""
    shown = (
        "[page.querySelector('.hint > div').checkVisibility(),"
        " page.querySelector('.hint').checkVisibility()]"
    )
    frames = [frame("reversed", "question"), frame("reversed", "answer")]

    assert measure(frames, shown) == [[False, True], [False, False]]


def test_pictures_fit_the_screen(frame: MakeFrame) -> None:
    """As wide as the text at most, never higher than the screen, and in their own shape"""
    shape = "(box => [box.width, box.height])(page.querySelector('img').getBoundingClientRect())"
    for width, height in measure([frame("everything"), frame("everything", width=DESKTOP)], shape):
        assert 200 < width <= 576
        assert width / height == pytest.approx(420 / 190, rel=0.02)


def test_a_picture_is_as_large_as_its_author_said() -> None:
    """Never wider than the text, then in its own shape; the width alone also sets the height"""
    src = "data:image/svg+xml," + quote(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}'/>", safe="'{}"
    )
    wide, tall = src.format(1000, 500), src.format(200, 1000)
    pictures = (
        (f'<img src="{wide}" width="200" height="80">', (200, 80), (200, 80)),
        (f'<img src="{wide}" width="2000" height="1000">', (576, 288), (320, 160)),
        (f'<img src="{wide}" width="200">', (200, 100), (200, 100)),
        (f'<img src="{tall}" width="100">', (100, 500), (100, 500)),
        (f'<img src="{tall}">', (84, 420), (84, 420)),
    )
    shape = "(box => [box.width, box.height])(page.querySelector('img').getBoundingClientRect())"
    for screen, which in ((DESKTOP, 1), (360, 2)):
        fields = [f'<div class="flashcard"><div class="field">{each[0]}</div>' for each in pictures]
        frames = [Frame(f"{field}</div>", BASIC.css, screen) for field in fields]
        shapes = [tuple(map(round, map(float, each))) for each in measure(frames, shape)]
        assert shapes == [each[which] for each in pictures]


def test_each_script_runs_in_its_own_direction(frame: MakeFrame) -> None:
    """Arabic and Hebrew begin at the right, Latin and Han at the left, paragraph by paragraph"""
    begins = (
        "(width => [...page.querySelectorAll('.question, .answer p')].map(each => {"
        " const range = page.createRange(); range.selectNodeContents(each);"
        " const box = range.getBoundingClientRect();"
        " return width - box.right < box.left ? 'right' : 'left' }))(view.innerWidth)"
    )

    assert measure([frame("languages")], begins) == [["right", "left", "left", "right"]]


def test_links_at_the_foot_can_be_touched(frame: MakeFrame) -> None:
    """On a phone, links of the source, `Open in Obsidian`, the hint and a fold are a finger high"""
    heights = (
        "[...page.querySelectorAll('.source a, .link a, summary')].filter("
        "each => each.checkVisibility()).map(each => each.getBoundingClientRect().height)"
    )
    for sides in ("question", "answer"):
        [found] = measure([frame("boxes", sides, mobile=True)], heights)
        assert found
        assert min(found) >= 44


def test_tasks_stand_in_their_lists() -> None:
    """One below another is further in, and the lines of a long one begin below its words"""
    html = (
        '<div class="field"><ul><li>plain<ul><li class="task">☐ below</li></ul></li>'
        f'<li class="task">☑ {"many words " * 20}<ul><li class="task">☐ below</li>'
        f'</ul></li><li class="task"><p>☐ {"apart " * 40}</p><p>more</p></li></ul></div>'
    )
    # Where each line of text begins, and where the words do that follow a box.
    lines = """
      [...page.querySelectorAll('li, p')].filter(each => each.firstChild.data).map(each => {
        const range = page.createRange(), text = each.firstChild;
        const boxed = /^[☐☑] /.test(text.data);
        range.setStart(text, boxed ? 2 : 0); range.setEnd(text, text.data.trimEnd().length);
        const words = [...range.getClientRects()].map(each => Math.round(each.left));
        range.setStart(text, 0);
        return [Math.round(range.getClientRects()[0].left), ...new Set(words)];
      })
    """
    [told] = measure([Frame(html, BASIC.css, width=360)], lines)
    plain, under_plain, long, under_long, apart, more = told  # type: ignore[misc]

    assert under_plain[0] > plain[0]
    assert under_long[0] > long[0]
    assert under_long[0] == under_plain[0]
    for task in (long, apart):
        box, words, *below = task
        assert box < words
        assert all(abs(each - words) <= 4 for each in below)
    assert abs(more[0] - plain[0]) <= 1


def test_a_fold_needs_no_script(frame: MakeFrame) -> None:
    """A folded callout shows its title alone, and all of it once it is open"""
    shown = (
        "(each => [each.querySelector('.callout-body').checkVisibility(), (each.open = true, "
        "each.querySelector('.callout-body').checkVisibility())])(page.querySelector('details.callout'))"
    )

    assert measure([frame("boxes")], shown) == [[False, True]]


def test_kinds_of_callouts_tell_themselves_apart(frame: MakeFrame) -> None:
    """Each has a sign before its title, and the colour of its kind by day and by night"""
    look = (
        "[...page.querySelectorAll('.answer > div > .callout-title, .answer > .callout > "
        ".callout-title')].map(each => [view.getComputedStyle(each, '::before').content, "
        "view.getComputedStyle(each).color])"
    )
    for night in (False, True):
        [kinds] = measure([frame("boxes", night=night)], look)
        assert len({sign for sign, _ in kinds}) >= 10
        assert len({colour for _, colour in kinds}) >= 7
        assert all(sign not in {"none", "normal"} for sign, _ in kinds)


def test_long_code_scrolls(frame: MakeFrame) -> None:
    """Its lines stay lines, wider than what is seen of them"""
    scrolls = "(each => each.scrollWidth > each.clientWidth)(page.querySelector('pre'))"

    assert measure([frame("boxes", width=320)], scrolls) == [True]


def test_a_picture_of_a_card_can_be_made(frame: MakeFrame, tmp_path: Path) -> None:
    """The pictures in the documentation come from this"""
    picture = tmp_path / "card.png"
    screenshot([frame("definition")], picture, width=500, height=400)

    assert picture.read_bytes().startswith(b"\x89PNG")
