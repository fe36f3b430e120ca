"""Code: which is coloured, and that its text stays what it was."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape

import pytest

from flashcards.clozes import OPEN
from flashcards.markdown import code
from flashcards.markdown.code import CLASSES, highlight
from flashcards.markdown.sanitize import sanitise

PYTHON = '@cache\ndef f(x):\n    """Say."""\n    return "<b>" + 1  # so & so\n'


def text_of(html: str) -> str:
    """Return what a reader sees of the HTML."""
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_words_have_the_class_of_what_they_are() -> None:
    """Each known class is one that the sanitiser leaves alone; the text is as it was"""
    html = highlight(PYTHON, "python")

    assert '<span class="code-keyword">def</span> <span class="code-name">f</span>' in html
    assert '<span class="code-string">"&lt;b&gt;"</span>' in html
    assert '<span class="code-comment"># so &amp; so</span>' in html
    assert set(re.findall(r'class="([^"]*)"', html)) <= CLASSES
    assert text_of(html) == PYTHON
    assert sanitise(f"<pre><code>{html}</code></pre>") == f"<pre><code>{html}</code></pre>"


@pytest.mark.parametrize("name", sorted(code._LANGUAGES))
def test_every_language_is_known(name: str) -> None:
    """Pygments knows each name that we do, and no text of it is lost or takes long"""
    assert code._named(name) is not None
    for piece in ("\n \n", "{{c1::x}} ", '"', "<a b='c'>", "\\", "/* ", "a::b(1)\n", "é"):
        source = piece * (600 // len(piece))
        assert text_of(highlight(source, name)) == source


@pytest.mark.parametrize("info", ["", "mermaid", "klingon", "text", "autohotkey", "{}", "\ufffd"])
def test_other_languages_stay_plain(info: str) -> None:
    """So does code without one"""
    assert "<span" not in highlight(PYTHON, info)


@pytest.mark.parametrize("info", ["Python", "python title='x'", "{.python .numberLines}", "py"])
def test_a_language_is_named_in_many_ways(info: str) -> None:
    """In any case, with what plugins write behind it, and as Pandoc writes it"""
    assert highlight(PYTHON, info) == highlight(PYTHON, "python")


def test_long_and_marked_code_stays_plain() -> None:
    """Nobody learns five pages of code; and our own marks must not be cut apart"""
    assert "<span" not in highlight(PYTHON * 100, "python")
    assert "<span" not in highlight(f"x = {OPEN}1", "python")


def test_pygments_is_loaded_only_for_code() -> None:
    """A vault without code does not pay for it"""
    program = (
        "import sys; from flashcards.markdown.code import highlight; highlight('a', 'mermaid');"
        "assert 'pygments' not in sys.modules; highlight('a', 'c');"
        "assert 'pygments' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
