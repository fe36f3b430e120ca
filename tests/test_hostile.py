"""What could do harm, in `tests/hostile/`: text, the page's own end, or nothing at all.

Below each text stands what people see of it on the card. A browser loads every one as Anki renders
it, with a listener to whom each script, each request and each way off the page is a failure.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection
from anki_backend import open_anki
from anki_notes import basic, cloze, packaged
from browser import Frame, find_chromium, measure
from drawings import clean_drawing
from markdown_it.utils import read_fixture_file
from media_vault import HARMFUL_SVG
from test_html import HOSTILE, Links, assert_harmless, cards_in_anki, field
from test_media import HARMFUL_PARTS

from flashcards.clozes import CLOSE, OPEN, SEP
from flashcards.markdown.anki import card_ords
from flashcards.markdown.html import to_html
from flashcards.markdown.private import strip_private
from flashcards.notetypes import BASIC
from flashcards.package import write_package

FIXTURES = [
    (f"{file.stem}:{line} {title}", text.removesuffix("\n"), seen.strip())
    for file in sorted((Path(__file__).parent / "hostile").glob("*.md"))
    for line, title, text, seen in read_fixture_file(file)
]
TEXTS = [pytest.param(text, id=name) for name, text, _ in FIXTURES]

REQUIRED = os.environ.get("FLASHCARDS_REQUIRE_BROWSER") == "1"
needs_browser = pytest.mark.skipif(
    find_chromium() is None and not REQUIRED, reason="there is no Chromium to load cards with"
)

# The policy forbids what a card has no business with, and the browser reports each attempt.
LISTENER = """
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-ours';
style-src 'unsafe-inline'; img-src file:; media-src file:; form-action 'none'; base-uri file:">
<script nonce="ours">var seen = []; addEventListener('securitypolicyviolation', event =>
seen.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample))</script>
"""

ATTEMPTS = """
page === null || !page.querySelector('.answer') || !page.body.matches('.card') ? ['left the page'] :
[...view.seen,
 ...[...page.querySelectorAll('a[href]')].map(each => each.protocol).filter(
   each => !['http:', 'https:', 'mailto:', 'obsidian:', 'zotero:'].includes(each)),
 ...[...page.querySelectorAll('.answer *')].filter(
   each => each.matches('script, style, iframe, object, embed, form, input, svg, math, link, meta')
   || [...each.attributes].some(attribute => attribute.name.startsWith('on'))
 ).map(each => each.localName)]
"""
# Without the mark that makes a command of TeX none, which nobody sees.
SEEN = """page?.querySelector('.answer')?.innerText
.replace(/\u200c/g, '').replace(/\\s+/g, ' ').trim()"""


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """Give an empty collection of Anki's own."""
    found = Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    yield found
    found.close()


def clozed(markdown: str) -> str:
    """Return the field of a text that is hidden as a whole."""
    return to_html(f"{OPEN}1{SEP}{strip_private(markdown)}{CLOSE} end", Links())


@pytest.mark.parametrize("markdown", TEXTS)
def test_the_field_is_harmless(markdown: str) -> None:
    """Nothing in the field runs, loads or passes for one of Anki's marks"""
    assert_harmless(field(markdown))
    assert not re.search(r"\{\{(?!c1::)|\[sound:|\[anki:", clozed(markdown))


@pytest.mark.parametrize("markdown", TEXTS)
def test_a_cloze_ends_where_it_should(collection: Collection, markdown: str) -> None:
    """What a cloze hides is hidden: nothing of it is on the question side"""
    html = clozed(markdown)
    if not card_ords(html):
        return
    assert card_ords(html) == (0,)
    [(question, _)] = cards_in_anki(collection, html)
    text = re.sub(r"<[^>]*>|\s", "", question)
    assert text.endswith(("[...]end", "[...]", "end"))
    assert "ran(1)" not in text


@needs_browser
@pytest.mark.browser
def test_nothing_runs_loads_or_leads_away(tmp_path: Path) -> None:
    """Each text on a card, rendered by Anki, is what stands in the fixture, and does nothing"""
    texts = [text for _, text, _ in FIXTURES] + list(HOSTILE)
    notes = [basic(f"back-{n}", {"Back": field(text)}) for n, text in enumerate(texts)]
    notes += [
        cloze(f"gap-{n}", html, 0)
        for n, text in enumerate(texts)
        if card_ords(html := clozed(text))
    ]
    write_package(tmp_path / "deck.apkg", packaged(*notes), tmp_path)
    with open_anki(tmp_path / "anki") as anki:
        anki.import_package(tmp_path / "deck.apkg")
        cards = {card.guid: card for card in anki.cards()}
    frames = [
        Frame(
            cards[note.guid].answer.replace('"field text"', '"field answer"'),
            BASIC.css,
            width=360,
            height=300,
            head=LISTENER,
            folder=tmp_path,
        )
        for note in notes
    ]

    attempts, shown = zip(*measure(frames, f"[{ATTEMPTS}, {SEEN}]"), strict=True)  # type: ignore[misc]
    tried = dict(zip((note.guid for note in notes), attempts, strict=True))
    assert {guid: what for guid, what in tried.items() if what} == {}
    told = {name: text for (name, _, _), text in zip(FIXTURES, shown, strict=False)}
    assert told == {name: seen for name, _, seen in FIXTURES}


@needs_browser
@pytest.mark.browser
def test_no_drawing_runs_or_loads_anything() -> None:
    """A harmful SVG file, made harmless, does nothing even where it stands in the page itself"""
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    files = [HARMFUL_SVG, *(f"{head}{part}<path d='M0 0'/></svg>" for part in HARMFUL_PARTS)]
    drawings = [clean_drawing(each.encode()).content.decode() for each in files]
    frames = [Frame(f"<div class='answer'></div>{each}", "", head=LISTENER) for each in drawings]

    assert measure(frames, ATTEMPTS) == [[] for _ in frames]


@needs_browser
@pytest.mark.browser
def test_the_listener_hears() -> None:
    """The same texts, not sanitised, are heard: scripts, requests, and ways off the page"""
    loud = (
        "<script>ran(1)</script>",
        "<img src=x onerror=ran(1)>",
        "<iframe src=https://example.invalid></iframe>",
        "<img src=https://example.invalid/x.png>",
        "<b style='background:url(https://example.invalid/x.png)'>x</b>",
        "<a href=javascript:ran(1)>x</a>",
        "<svg><script>ran(1)</script></svg>",
        "<details open ontoggle=ran(1)>x</details>",
        "<link rel=stylesheet href=https://example.invalid/x.css>",
    )
    frames = [Frame(f'<div class="answer">{html}</div>', "", head=LISTENER) for html in loud]

    heard = dict(zip(loud, measure(frames, ATTEMPTS), strict=True))
    assert [html for html, what in heard.items() if not what] == []
