"""The preview page in a real browser: what one sees, and what one can do without a mouse."""

from __future__ import annotations

import base64
import os
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe import faults_in_page
from browser import find_chromium
from browser_session import Session, browser_session
from conftest import NOW, copy_of_sample
from msgspec.structs import replace
from test_cards_in_browser import contrast

from flashcards.config import load_config
from flashcards.model import Texts
from flashcards.pipeline import Build, build
from flashcards.preview.files import inline, media_of
from flashcards.preview.live import shown
from flashcards.preview.page import preview_page
from flashcards.preview.serving import Board, Server

REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_BROWSER") == "1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        find_chromium() is None and not REQUIRED, reason="there is no Chromium to show a page in"
    ),
]

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "<a href='javascript:window.ran=3'>x</a><iframe src='https://evil.example'></iframe>"
    "<style>@import 'https://evil.example/a.css';</style>"
    '<span style="background: url(https://evil.example/b.png)">y</span>'
    "<meta http-equiv=refresh content='0;url=https://evil.example'>"
)
VAULT: dict[str, str | bytes] = {
    "Cards/Peru.md": "---\ntags: [geo/peru]\n---\n\n## Flashcards\n"
    "Capital of Peru? :: Lima\n\n"
    "Área del país? ::: $\\frac{1}{2}$ and ![[pixel.png]]\n\n"
    "The ==Andes== and the ==Amazon==\n\n"
    "Remote? :: ![map](https://evil.example/map.png)\n\n"
    "Gone? :: ![[gone.png]]\n",
    "Hostile.md": f"---\ntags: [bad]\n---\n\n## Flashcards\nHostile? :: {HOSTILE}\n",
    "Quote.md": "> [!quote] [[@nobody2021]]\n> Nothing **here** is known.\n",
    "Broken.md": "---\ntags: [\n---\ntext\n",
    "pixel.png": PIXEL,
}

# --- looking into the page ------------------------------------------------------------------------

SHADOW = "document.querySelector('.screen').shadowRoot"
CARD = f"{SHADOW}.querySelector('#qa').innerText"
ROWS = "[...document.querySelectorAll('.row .asked')].map(each => each.textContent)"
CHOSEN = "document.querySelector('.row[aria-selected=true] .asked').textContent"


@dataclass(slots=True)
class Shop:
    """One browser, and a folder for its pages."""

    session: Session
    folder: Path

    def show(self, built: Build, width: int = 1280) -> Session:
        """Open the page of a build in one file."""
        media = media_of(each.anki_note for each in built.rendered)
        page = self.folder / "page.html"
        page.write_text(preview_page(built, inline(built.root, media.values())), "utf-8")
        self.session.call("Page.navigate", url="about:blank")
        self.session.complaints.clear()
        self.session.asked.clear()
        self.session.prefer("light")
        self.session.resize(width, 800)
        self.session.open(page.as_uri())
        return self.session


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Keep one browser open."""
    with browser_session() as session:
        yield Shop(session, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def page(shop: Shop, build_vault: Callable[..., Build]) -> Iterator[Session]:
    """Show the small vault, and see in the end that nothing was loaded or complained of."""
    session = shop.show(build_vault(VAULT))
    yield session
    assert session.complaints == []
    assert [each for each in session.requests if not each.startswith("file:")] == []
    assert session.evaluate("window.ran") is None


def choose(page: Session, question: str) -> None:
    """Search for a flashcard, and have it shown."""
    page.press("/")
    page.type(question)
    page.wait_for(f"{ROWS}.length === 1")
    page.press("Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("keys", ["", "b", "bp", "?", "d"])
def test_axe_has_no_objection(page: Session, scheme: str, keys: str) -> None:
    """Roles, names, contrast: the list with a card, both sides, the keys, the diagnostics"""
    page.prefer(scheme)
    page.press(*keys)

    assert faults_in_page(page) == []


# --- what it shows --------------------------------------------------------------------------------


def test_the_first_flashcard_is_shown(page: Session) -> None:
    """Its question, its place as a link into Obsidian, its deck and tags"""
    assert page.evaluate(CHOSEN) == "Capital of Peru?"
    assert "Capital of Peru?" in page.evaluate(CARD)
    assert "Lima" not in page.evaluate(CARD)
    place = page.evaluate("document.querySelector('#stage .place').innerText")
    assert "Cards/Peru.md:6" in place
    assert "vault › Cards" in place
    assert "#geo/peru" in place
    link = page.evaluate("document.querySelector('#open').getAttribute('href')")
    assert link == "obsidian://open?vault=vault&file=Cards%2FPeru%23Flashcards"


def test_formulas_and_pictures_are_drawn(page: Session) -> None:
    """By the browser itself, from what is in the page"""
    choose(page, "Area del pais")
    page.press(" ")

    assert (
        page.evaluate(f"{SHADOW}.querySelector('math mfrac').getBoundingClientRect().height") > 20
    )
    page.wait_for(f"{SHADOW}.querySelector('img').naturalWidth === 1")


def test_remote_pictures_are_named(page: Session) -> None:
    """They are not loaded"""
    choose(page, "remote?")
    page.press(" ")

    assert "https://evil.example/map.png" in page.evaluate(CARD)
    assert "not loaded" in page.evaluate(CARD)


def test_hostile_text_does_nothing(page: Session) -> None:
    """Nothing runs, nothing is asked for; the fixture looks after the rest"""
    choose(page, "hostile?")
    page.press(" ")

    assert "Hostile?" in page.evaluate(CARD)
    assert page.evaluate(f"{SHADOW}.querySelectorAll('script, iframe, [onerror]').length") == 0


def test_the_policy_holds_even_if_the_text_were_not_clean(shop: Shop, build_vault: object) -> None:
    """A script in a field would not run, and what it would load is not asked for"""
    built = build_vault({"a.md": "## Flashcards\nq :: a\n"})  # type: ignore[operator]
    [rendered] = built.rendered
    fields = Texts.of({**rendered.anki_note.fields, "Front": HOSTILE + "<p>still here</p>"})
    bad = replace(rendered, anki_note=replace(rendered.anki_note, fields=fields))
    session = shop.show(replace(built, stages=replace(built.stages, rendered=(bad,))))

    assert "still here" in session.evaluate(CARD)
    assert session.evaluate("window.ran") is None
    assert not any("evil.example" in each for each in session.requests)


# --- what one can do ------------------------------------------------------------------------------


def test_space_turns_the_card(page: Session) -> None:
    """And back; the page says so to those who cannot see it"""
    page.press(" ")
    assert "Lima" in page.evaluate(CARD)
    assert page.evaluate("document.querySelector('#said').textContent") == "Answer"
    page.press(" ")
    assert "Lima" not in page.evaluate(CARD)


def test_the_button_and_a_click_turn_the_card(page: Session) -> None:
    """For mice and fingers"""
    page.evaluate("document.querySelector('#turn').click()")
    assert "Lima" in page.evaluate(CARD)
    page.evaluate(f"{SHADOW}.querySelector('.question').click()")
    assert "Lima" not in page.evaluate(CARD)


def test_a_focused_button_keeps_its_own_keys(page: Session) -> None:
    """Space on "Show answer" turns once, not twice, and the focus stays there"""
    page.evaluate("document.querySelector('#turn').focus()")
    page.press(" ")

    assert "Lima" in page.evaluate(CARD)
    assert page.evaluate("document.activeElement.id") == "turn"


def test_arrows_go_through_flashcards_and_cards(page: Session) -> None:
    """Up and down through the list, left and right through the cards of one"""
    page.press("ArrowDown", "j")
    assert page.evaluate(CHOSEN) == "The Andes and the Amazon"
    assert "[...] and the Amazon" in page.evaluate(CARD)
    page.press("ArrowRight")
    assert "The Andes and the [...]" in page.evaluate(CARD)
    page.press("ArrowRight", "ArrowLeft")
    assert "[...] and the Amazon" in page.evaluate(CARD)
    page.press("k", "ArrowUp", "ArrowUp")
    assert page.evaluate(CHOSEN) == "Capital of Peru?"


def test_search_finds_all_words_anywhere(page: Session) -> None:
    """Without accents and case, in question, answer, path, deck and tags"""
    for words, found in (
        ("lima", ["Capital of Peru?"]),
        ("PAÍS area", ["Área del país?"]),
        ("peru amazon", ["The Andes and the Amazon"]),
        ("bad hostile.md", ["Hostile?"]),
        ("quokka", []),
    ):
        page.press("Escape", "/")
        page.type(words)
        page.wait_for(f"document.querySelector('#search').value === {words!r}")
        page.wait_for(f"JSON.stringify({ROWS}) === JSON.stringify({found!r})")
    assert page.evaluate("document.querySelector('#nothing').textContent") == "Nothing fits."
    page.press("Escape", "n")  # the search is left even so
    assert page.evaluate("document.documentElement.dataset.light") == "night"
    page.evaluate("document.querySelector('#clear').click()")
    assert len(page.evaluate(ROWS)) == 7


@pytest.mark.parametrize(
    ("filter_", "value", "found"),
    [
        ("deck", "vault::Cards", 5),
        ("deck", "vault", 7),
        ("tag", "geo", 5),
        ("tag", "bad", 1),
        ("syntax", "quote", 1),
        ("diagnostic", "unknown-citekey", 1),
        ("diagnostic", "missing-media", 2),
    ],
)
def test_filters(page: Session, filter_: str, value: str, found: int) -> None:
    """A deck and a tag stand for those below them, too"""
    page.evaluate(
        f"(each => {{ each.value = {value!r}; each.dispatchEvent(new Event('change')) }})"
        f"(document.querySelector('#{filter_}'))"
    )

    assert len(page.evaluate(ROWS)) == found
    assert page.evaluate("document.querySelector('#flashcards-count').textContent").startswith(
        "7" if found == 7 else f"{found}/7"
    )


def test_diagnostics_stand_beside_the_card(page: Session) -> None:
    """With what to do, and the place"""
    choose(page, "gone?")

    told = page.evaluate("document.querySelector('#stage .told').innerText")
    assert "gone.png cannot be shown" in told
    assert "missing-media" in told


def test_diagnostics_without_a_flashcard_have_their_own_list(page: Session) -> None:
    """`d` goes there and back"""
    page.press("d")
    assert page.evaluate("document.querySelector('#list').getAttribute('aria-label')") == (
        "Other diagnostics"
    )
    assert "Broken.md" in page.evaluate("document.querySelector('.row .where').textContent")
    assert "Broken.md" in page.evaluate("document.querySelector('#stage .told').innerText")
    page.press("d")
    assert page.evaluate(CHOSEN) == "Capital of Peru?"


def test_night_and_day(page: Session) -> None:
    """As the system has it, until `n` says otherwise; page and card together"""
    colours = (
        "[getComputedStyle(document.body).backgroundColor,"
        f" getComputedStyle({SHADOW}.querySelector('.card')).backgroundColor]"
    )
    assert all(contrast(each, "rgb(0, 0, 0)") > 15 for each in page.evaluate(colours))
    page.press("n")
    assert all(contrast(each, "rgb(255, 255, 255)") > 15 for each in page.evaluate(colours))
    page.press("n")
    page.prefer("dark")
    assert page.evaluate("document.documentElement.dataset.light") == "day"  # chosen by hand


def test_night_follows_the_system(page: Session) -> None:
    """Where nobody has chosen"""
    page.prefer("dark")
    page.wait_for("document.documentElement.dataset.light === 'night'")
    assert page.evaluate(f"{SHADOW}.querySelector('.card').classList.contains('night_mode')")


def test_a_phone_is_as_wide_as_a_phone(page: Session) -> None:
    """With Anki's class for it"""
    page.press("p")

    assert page.evaluate("document.querySelector('.screen').offsetWidth") == 390
    assert page.evaluate(f"{SHADOW}.querySelector('.mobile .card') !== null")


def test_both_sides_stand_side_by_side(page: Session) -> None:
    """Question and answer"""
    page.press("b")

    texts = page.evaluate(
        "[...document.querySelectorAll('.screen')].map(each => each.shadowRoot.textContent)"
    )
    assert ["Lima" in text for text in texts] == [False, True]


def test_the_keys_are_listed(page: Session) -> None:
    """`?` opens, Escape closes, and keys meanwhile do nothing"""
    page.press("?")
    assert page.evaluate("document.querySelector('#help').open")
    page.press("n")
    assert page.evaluate("document.documentElement.dataset.light") == "day"
    page.press("Escape")
    page.wait_for("!document.querySelector('#help').open")


def test_a_reload_comes_back_to_the_same_place(page: Session) -> None:
    """Search, filter, flashcard, side and light stand in the address"""
    choose(page, "peru amazon")
    page.press("ArrowRight", " ", "n")
    before = page.evaluate(CARD)
    page.evaluate("window.old = 1")
    page.call("Page.reload")
    page.wait_for("window.old === undefined && document.readyState === 'complete'")

    assert page.evaluate(CARD) == before
    assert page.evaluate("document.querySelector('#search').value") == "peru amazon"
    assert page.evaluate("document.documentElement.dataset.light") == "night"


def test_an_address_that_makes_no_sense_is_no_trouble(shop: Shop, page: Session) -> None:
    """Written by hand, or from another vault"""
    url = (shop.folder / "page.html").as_uri()
    page.call("Page.navigate", url="about:blank")
    page.open(f"{url}#id=none&card=99&side=up&deck=no&list=what&q=%")

    assert page.evaluate("document.querySelector('.screen, #nothing') !== null")


# --- whom it must suit ----------------------------------------------------------------------------

TEXTS = """
[...document.querySelectorAll('body *')].flatMap(each => {
  const words = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  if (!words || each.closest('script, style, .unseen, dialog:not([open])')) return [];
  if (!each.checkVisibility()) return [];
  let behind = each;
  const back = () => getComputedStyle(behind).backgroundColor;
  while (back() === 'rgba(0, 0, 0, 0)' && behind !== document.body) behind = behind.parentElement;
  return [[each.className || each.localName, getComputedStyle(each).color, back()]];
})
"""


@pytest.mark.parametrize("key", ["", "n"], ids=["day", "night"])
def test_the_page_can_be_read(page: Session, key: str) -> None:
    """All its texts have WCAG's contrast (AA), the chosen row, diagnostics and keys too"""
    choose(page, "gone?")
    page.press(*key)
    seen = page.evaluate(TEXTS)
    page.press("d")
    seen += page.evaluate(TEXTS)
    page.press("?")
    seen += page.evaluate(TEXTS)

    assert {"asked", "where", "hint", "code"} <= {name for name, _, _ in seen}
    assert [each for each in seen if contrast(each[1], each[2]) < 4.5] == []


def test_everything_has_a_role_and_a_name(page: Session) -> None:
    """As a screen reader has it: no button, field or list without words"""
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    named = {
        (node["role"]["value"], node["name"]["value"])
        for node in nodes
        if not node["ignored"] and "name" in node
    }
    for role in ("button", "searchbox", "combobox", "listbox", "option", "link", "heading"):
        names = [name for kind, name in named if kind == role]
        assert names, role
        assert all(names), role
    assert ("listbox", "Flashcards") in named
    assert ("combobox", "Deck") in named


@pytest.mark.parametrize("width", [320, 360, 390, 600, 1024])
def test_nothing_is_wider_than_the_window(page: Session, width: int) -> None:
    """On a phone the list and the card take turns"""
    page.resize(width, 740)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    page.evaluate("document.querySelector('.row').click()")
    assert page.evaluate(wide) <= 0
    assert page.evaluate("document.querySelector('#stage').checkVisibility()")
    assert page.evaluate("document.querySelector('#list').checkVisibility()") == (width > 760)
    page.press("Escape")
    assert page.evaluate("document.querySelector('#list').checkVisibility()")


# --- large vaults and served pages ----------------------------------------------------------------


def many(number: int) -> dict[str, str]:
    """Return a vault with so many flashcards."""
    text = "with a line of text that is about as long as what people write on a card, $x_{%d}$"
    return {
        f"Folder {folder}/Deck.md": "## Flashcards\n"
        + "".join(
            f"Question {at} of folder {folder}? :: Answer {at} {text % at}\n\n"
            for at in range(number // 10)
        )
        for folder in range(10)
    }


def test_five_thousand_flashcards_are_as_quick_as_ten(
    shop: Shop, build_vault: Callable[..., Build]
) -> None:
    """Only the rows that can be seen are there, wherever one is in the list"""
    page = shop.show(build_vault(many(5000)))
    assert page.evaluate("document.querySelector('#flashcards-count').textContent") == "5000"
    assert page.evaluate("document.querySelectorAll('*').length") < 500

    page.press("End")
    assert page.evaluate(CHOSEN) == "Question 499 of folder 9?"
    page.wait_for(f"{ROWS}.at(-1) === 'Question 499 of folder 9?'")
    choose(page, "question 321 of folder 7")
    assert page.evaluate(CHOSEN) == "Question 321 of folder 7?"
    assert page.evaluate("document.querySelectorAll('*').length") < 500
    assert page.complaints == []


def test_a_served_page_follows_the_vault(shop: Shop, build_vault: Callable[..., Build]) -> None:
    """After a save the page is another, at the same place; trouble is shown until it is mended"""
    board = Board(shown(build_vault(VAULT)))
    page = shop.session
    with Server(board, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.complaints.clear()
        page.open(server.url)
        choose(page, "peru amazon")
        page.press(" ")
        page.wait_for(f"{CARD}.includes('The Andes')")

        board.put(replace(board.shown, trouble="flashcards.toml is not valid TOML"))
        page.wait_for("document.querySelector('.trouble')?.checkVisibility()")
        edited = str(VAULT["Cards/Peru.md"]).replace("==Amazon==", "==Amazon river==")
        board.put(shown(build_vault({"Cards/Peru.md": edited})))
        page.wait_for("document.querySelector('.screen')?.shadowRoot.textContent.includes('river')")

        assert "The Andes" in page.evaluate(CARD)
        assert page.evaluate("document.querySelector('#search').value") == "peru amazon"
        assert not page.evaluate("document.querySelector('.trouble').checkVisibility()")
        choose(page, "area")
        page.press(" ")
        page.wait_for(f"{SHADOW}.querySelector('img').naturalWidth === 1")
        page.open("about:blank")
        server.shutdown()
    assert page.complaints == []


def test_every_card_of_the_sample_fits_its_screen(shop: Shop, tmp_path: Path) -> None:
    """On a phone no side of any card is wider than the screen, and no picture is broken"""
    root = copy_of_sample(tmp_path)
    built = build(root, load_config(root / "flashcards.toml"), NOW)
    page = shop.show(built)
    page.press("p", "b")
    wrong = page.evaluate("""
      (async () => {
        const wrong = [], list = document.querySelector('#list');
        const count = Number(document.querySelector('#flashcards-count').textContent);
        for (let at = 0; at < count; at += 1) {
          for (const host of document.querySelectorAll('.screen')) {
            const pictures = [...host.shadowRoot.querySelectorAll('img')];
            const broken = each => each.decode().catch(() => wrong.push(each.src));
            await Promise.all(pictures.map(broken));
            if (host.scrollWidth > host.clientWidth) {
              wrong.push([document.querySelector('#open').textContent, host.scrollWidth]);
            }
          }
          list.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
        }
        return wrong;
      })()
    """)

    assert wrong == []
    assert page.complaints == []
    assert not [each for each in page.requests if not re.match("file:|about:", each)]
