"""A fence of code in, HTML with coloured words out: the only door to Pygments.

Eight classes say what a word is; the colours are the style sheet's. A language that few people
learn, or more code than anybody learns, stays plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

CLASSES = frozenset(
    {
        "code-comment",
        "code-keyword",
        "code-meta",
        "code-name",
        "code-number",
        "code-string",
        "code-deleted",
        "code-inserted",
    }
)

_MOST_CHARACTERS = 5_000
_LANGUAGE = re.compile(r"\{?\s*\.?([A-Za-z0-9_+#.-]{1,30})")
_MARKS = re.compile("[\ufdd0-\ufdef]")

# Those of Pygments' hundreds that people learn. A few of the others take minutes for a page of
# blank lines.
_LANGUAGES = frozenset(
    """
    ada agda asm awk bash bat batch c c# c++ clojure cmake cobol common-lisp console coq cpp cs
    csharp css cuda cypher dart diff docker dockerfile elixir elm erlang f# fortran fsharp glsl go
    golang graphql groovy haskell hcl hs html http ini java javascript js json jsx julia kotlin
    latex lean less lisp llvm lua make makefile markdown mathematica matlab md mysql nasm nim nix
    objective-c objectivec ocaml octave pascal perl php postgresql powershell prolog proto protobuf
    ps1 py pycon python python3 r racket rb ruby rs rust sas scala scheme scss sh shell solidity
    sparql sql stata swift terraform tex toml ts tsx typescript udiff verilog vhdl vim vue
    wast wolfram xml yaml yml zig zsh
    """.split()  # noqa: SIM905 - so many words read better as words
)


def render_fence(
    _renderer: object, tokens: Sequence[Token], place: int, *_rest: object, **_more: object
) -> str:
    """Return the HTML of one fence, as markdown-it asks for it."""
    token = tokens[place]
    return f"<pre><code>{highlight(token.content, token.info)}</code></pre>\n"


def highlight(code: str, info: str) -> str:
    """Return code as HTML, its words marked by what they are in the language that `info` names."""
    lexer = _lexer(info) if len(code) <= _MOST_CHARACTERS and not _MARKS.search(code) else None
    pieces = tuple(lexer.get_tokens(code)) if lexer else ()
    # Some lexers lose what they cannot read, such as the end of a shell's session.
    whole = pieces and "".join(words for _, words in pieces) == code
    return "".join(_written(pieces)) if whole else escape(code, quote=False)


def _lexer(info: str) -> Lexer | None:
    match = _LANGUAGE.match(info.strip())
    return _named(match[1].lower() if match else "")


@cache
def _named(name: str) -> Lexer | None:
    if name not in _LANGUAGES:
        return None
    # Loaded when a flashcard has code: it would double the time that other commands take to start.
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except (ClassNotFound, ImportError, ValueError):
        return None


def _written(pieces: Iterable[tuple[_TokenType, str]]) -> Iterator[str]:
    classes = _classes()
    for name, run in groupby(pieces, key=lambda piece: _class(piece[0], classes)):
        text = escape("".join(words for _, words in run), quote=False)
        yield f'<span class="{name}">{text}</span>' if name and text.strip() else text


def _class(kind: _TokenType | None, classes: Mapping[_TokenType, str]) -> str:
    """Return the class of the nearest kind above that has one."""
    while kind is not None:
        if kind in classes:
            return classes[kind]
        kind = kind.parent
    return ""


@cache
def _classes() -> dict[_TokenType, str]:
    from pygments.token import (  # noqa: PLC0415 - see above
        Comment,
        Generic,
        Keyword,
        Name,
        Number,
        Operator,
        String,
    )

    return {
        Comment: "code-comment",
        Comment.Preproc: "code-meta",
        Generic.Deleted: "code-deleted",
        Generic.Heading: "code-keyword",
        Generic.Inserted: "code-inserted",
        Generic.Output: "code-comment",
        Generic.Prompt: "code-comment",
        Generic.Subheading: "code-keyword",
        Keyword: "code-keyword",
        Name.Attribute: "code-name",
        Name.Class: "code-name",
        Name.Decorator: "code-meta",
        Name.Function: "code-name",
        Name.Tag: "code-keyword",
        Number: "code-number",
        Operator.Word: "code-keyword",
        String: "code-string",
        String.Doc: "code-comment",
    }
