"""What is known to come back from the sanitiser as it is, and is not sent there, does come back."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from flashcards.markdown.private import strip_references
from flashcards.markdown.sanitize import _CLEANER, comes_back, sanitise

ELEMENTS = (
    *(("<p>", "</p>"), ("<strong>", "</strong>"), ("<em>", "</em>"), ("<i>", "</i>")),
    *(("<mark>", "</mark>"), ("<code>", "</code>"), ("<ul>\n<li>", "</li>\n</ul>")),
    ('<span class="title">', "</span>"),
    ('<div class="reference">', "</div>"),
    ('<a href="obsidian://open?vault=V&amp;file=A%2FB">', "</a>"),
    ('<a class="citation" href="https://doi.org/10.1/x_(2)/~=">', "</a>"),
    ('<a href="http://a-b.example.org?x=1&amp;y#z">', "</a>"),
    ('<a href="zotero://open-pdf/library/items/ABCDEFGH?page=3">', "</a>"),
    ('<a href="https://xn--a.org/">', "</a>"),
    ('<a href="https://1.2.3.4.5/">', "</a>"),
    ("<pre><code>", "</code></pre>"),
    *(("<ul>\n", "</ul>"), ("<li>", "</li>\n"), ("<li>", "</li>"), ("<div>", "</div>")),
)
TEXTS = (
    *(
        "a",
        "B é",
        "ß",
        "漢",
        "²",
        " ",
        "\n",
        '"',
        "'",
        "’",
        "—",
        "{{c1::",
        "}}",
        "\\(",
        "[sound:a]",
    ),
    *("&amp;", "&lt;", "&gt;", "&quot;", "&", "<", ">", "&#65;", "&nbsp;", "\u00a0", "\u0301"),
    *("\ufdd0", "1", "\ufdd1", "\ufdd3", "\ufdd8", "<br />", "<br>", "<b>", "</p>", "<script>"),
    *('<img src="a-1.png" alt="b c" width="20">', '<img src="a.png" alt="&amp;">', "→", "。", "😀"),
    *("\t", "\x0c", "\r", "\u2028", "\ufeff", "\ufddf", "\ufdd9", "\u200b"),
)


def joined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(parts, max_size=4).map("".join)


HTML = joined(
    st.recursive(
        st.sampled_from(TEXTS),
        lambda inner: st.tuples(st.sampled_from(ELEMENTS), joined(inner)).map(
            lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}"
        ),
    )
)


@given(HTML)
@example("<p>A <strong>b</strong> &amp; c</p>\n<p>\ufdd01\ufdd1d\ufdd3</p>\n")
@settings(max_examples=2000)
def test_nothing_is_spared_the_sanitiser_that_it_would_change(html: str) -> None:
    """Whatever it is: the shortcut is one in time alone"""
    assert sanitise(html) == _CLEANER.clean(strip_references(html))


def test_what_most_fields_hold_is_known_to_come_back() -> None:
    """Words, emphasis, lists, pictures, links, references, our own marks"""
    assert comes_back('<p>A <a href="obsidian://open?vault=V&amp;file=A%2FB">b</a>.</p>\n')
    assert comes_back('<div class="reference">Pang, J. (2021). <i>T &amp; U</i>.</div>')
    assert comes_back("<p>A → b:</p>\n<ul>\n<li><em>c</em><br>\nd</li>\n<li>e</li>\n</ul>\n")
    assert comes_back('a<br>\n<img src="b-1.png" alt="" width="300">')
    assert comes_back("<pre><code>a\n  &lt; b\n</code></pre>\n")
    assert comes_back('<a href="https://example.org/a?b=1&amp;c#d">e</a>')
    assert comes_back("x \ufdd01\ufdd1<em>y</em>\ufdd3 \ufdd6x_1\ufdd7")


def test_what_could_do_harm_is_not() -> None:
    """Addresses elsewhere, other attributes and elements, elements that are not closed"""
    for html in (
        '<a href="javascript:alert(1)">x</a>',
        '<a href="obsidian://open?vault=V" onclick="x()">x</a>',
        '<p onload="x()">x</p>',
        "<script>x</script>",
        "<p>x",
        "<em><p>x</p></em>",
    ):
        assert not comes_back(html)
