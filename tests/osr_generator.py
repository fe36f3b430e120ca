"""Vault notes in obsidian-spaced-repetition's forms, and what must be found in them.

Everything expected is known by construction: each piece is written together with the question, the
answer, the hidden words, the deck and the number of lines that it stands for. Nothing here calls
the program that is tested.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Style:
    """The plugin's settings of one vault."""

    separator: str = "::"
    reversed_separator: str = ":::"
    marker: str = "?"
    reversed_marker: str = "??"
    end_marker: str = ""
    tag: str = "flashcards"
    folders: bool = False
    clozes: tuple[str, ...] = ("==",)
    line_end: str = "\n"

    @property
    def patterns(self) -> tuple[str, ...]:
        """The cloze patterns, in the plugin's notation."""
        return tuple(f"{mark}[123;;]answer[;;hint]{_CLOSING[mark]}" for mark in self.clozes)


_CLOSING = {"==": "==", "**": "**", "{{": "}}"}

STYLES = (
    Style(),
    Style(line_end="\r\n"),
    Style(separator=";;", reversed_separator=";;;", marker=";?", reversed_marker=";??"),
    Style(end_marker="+++", clozes=("==", "**")),
    Style(tag="anki/cards", clozes=("**", "{{")),
    Style(folders=True, clozes=("==", "**", "{{"), separator=" -> ", reversed_separator=" <-> "),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One flashcard."""

    question: str
    answer: str
    first: int
    last: int
    deck: str
    reversed: bool = False
    hidden: tuple[tuple[str, str, int | None], ...] = ()
    """What a cloze flashcard hides: the words, the hint, the author's number."""

    block_id: str | None = None
    schedules: int = 0
    tags: tuple[str, ...] = ()


@dataclass(slots=True)
class VaultNoteText:
    """A vault note in the making: lines written, and flashcards that they hold."""

    style: Style
    random: random.Random
    lines: list[str] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)
    deck: str = ""
    count: int = 0

    def word(self) -> str:
        """Return a word that stands nowhere else in the vault note, with some Unicode around."""
        self.count += 1
        return self.random.choice(_WORDS).format(self.count)

    def phrase(self) -> str:
        """Return a few words, with Markdown that means nothing to the plugin."""
        words = [self.word() for _ in range(self.random.randint(1, 4))]
        if self.random.random() < 0.3:
            words.insert(0, self.random.choice(_INLINE))
        return " ".join(words)


_WORDS = (
    "wort{}",
    "слово{}",
    "語{}",
    "naïve{}",
    "x{}",
    "A.{}",
    "(y{})",
    "it's{}",
    "50{} %",
    "z{}: so",
)
_INLINE = (
    "*light*", "`code`", "`std::vector`", "`a ;; b`", "`==x==`", "$x_1$", r"$\frac{a}{b}$",
    "[[Link|label]]",
    "[text](https://example.org/a::b)", "https://example.org/x::y", "![[picture.png]]", "~~gone~~",
    "a = b", "[^1]", "&amp;", "C++", "<b>b</b>", r"\*star\*",
)  # fmt: skip


def generate(seed: int, style: Style, pieces: int) -> tuple[str, tuple[Expected, ...]]:
    """Return the text of a vault note, and the flashcards that must be found in it, in order."""
    text = VaultNoteText(style, random.Random(seed))
    if style.folders:
        text.lines += [text.phrase(), ""]  # a rule in the first line would begin properties
    else:
        _first_tag(text)
    for _ in range(pieces):
        chance = text.random.random()
        if chance < 0.62:
            _flashcard(text)
        elif chance < 0.7 and not style.folders:
            _tag_line(text)
        else:
            noise = "\n".join(text.random.choice(_NOISE)(text))
            text.lines += noise.split("\n")
        text.lines.append("")
    end = text.random.choice(("", style.line_end))
    body = style.line_end.join(text.lines).rstrip() + end
    return body, tuple(text.expected)


def _first_tag(text: VaultNoteText) -> None:
    """Write the tag that opens the vault note, in its properties or its text."""
    deck = text.random.choice(("", "bio", "bio/cells"))
    tag = f"{text.style.tag}/{deck}" if deck else text.style.tag
    text.deck = deck.replace("/", "::")
    if text.random.random() < 0.5:
        text.lines += ["---", f"tags: [{tag}, other]", "sr-due: 2026-10-01", "---", ""]
    else:
        text.lines += [
            text.random.choice((f"#{tag}", f"About #{tag} and more.", f"# Title #{tag}"))
        ]
        text.lines += [""]


def _tag_line(text: VaultNoteText) -> None:
    """Write a line with a tag, which holds for all that follows."""
    deck = text.random.choice(("chem", "chem/acids", "Höhe/ü_1"))
    text.deck = deck.replace("/", "::")
    text.lines.append(f"#{text.style.tag}/{deck}")
    if text.random.random() < 0.5:
        _flashcard(text)


def _flashcard(text: VaultNoteText) -> None:
    text.random.choice(_FORMS)(text)


def _separated(text: VaultNoteText, mark: str = "") -> None:
    style = text.style
    both = text.random.random() < 0.3
    separator = style.reversed_separator if both else style.separator
    front, back = text.phrase(), text.phrase()
    blank = text.random.choice(("", " "))
    own, deck = _own_tag(text)
    tail, tags = ("  #later/on", ("later/on",)) if text.random.random() < 0.1 else ("", ())
    first = len(text.lines) + 1
    line = f"{mark}{own}{front}{blank}{separator}{blank}{back}{tail}"
    block_id, schedules = _write_marks(text, line)
    text.expected.append(
        Expected(
            front, back, first, len(text.lines), deck, both, (), block_id, schedules, tuple(tags)
        )
    )


def _list(text: VaultNoteText) -> None:
    """Write list items that are flashcards, and prose below some of them."""
    for number in range(1, text.random.randint(2, 5)):
        mark = text.random.choice(("- ", "* ", f"{number}. ", "- [ ] ", "    - "))
        if not text.lines[-1:] or not text.lines[-1].strip():
            mark = mark.lstrip()
        _separated(text, mark)
        if text.random.random() < 0.3:
            text.lines.append(f"    - {text.phrase()}")


def _heading(text: VaultNoteText) -> None:
    _separated(text, text.random.choice(("# ", "## ", "###### ")))


def _below_prose(text: VaultNoteText) -> None:
    """Write prose right above a separated line, which is no part of it."""
    text.lines += [text.phrase() for _ in range(text.random.randint(1, 2))]
    _separated(text)


def _run(text: VaultNoteText) -> None:
    for _ in range(text.random.randint(2, 4)):
        _separated(text)


def _multi_line(text: VaultNoteText) -> None:
    style = text.style
    both = text.random.random() < 0.3
    own, deck = _own_tag(text)
    front = _lines(text, text.random.choice(_QUESTIONS))
    back = _lines(text, text.random.choice(_ANSWERS))
    if style.end_marker and text.random.random() < 0.5:
        back += ["", text.phrase()]
    first = len(text.lines) + 1
    blank = text.random.choice(("", " "))
    text.lines += [own + front[0], *front[1:]]
    text.lines.append((style.reversed_marker if both else style.marker) + blank)
    ends_in_code = back[-1][:3] in {"```", "~~~"} or back[-1] == "$$"
    is_quoted = back[-1].startswith(">") or back[-1].startswith("|")
    text.lines += back[:-1]
    block_id, schedules = _write_marks(text, back[-1], on_line=not (ends_in_code or is_quoted))
    if style.end_marker:
        text.lines.append(style.end_marker)
    text.expected.append(
        Expected(
            _without_mark(front), "\n".join(back), first, len(text.lines), deck, both, (),
            block_id, schedules,
        )
    )  # fmt: skip


def _without_mark(lines: list[str]) -> str:
    """A question of one line loses the mark of its heading or list item."""
    marks = ("### ", "- ")
    if len(lines) == 1:
        return next((lines[0].removeprefix(m) for m in marks if lines[0].startswith(m)), lines[0])
    return "\n".join(lines)


_QUESTIONS = (
    ("{}",), ("{}",), ("{}", "{}"), ("### {}",), ("- {}",), ("{}", "- {}", "- {}"),
    ("{}", "```py", "a::b ;; c -> d", "", "?", "```"), ("### {}", "{}"), ("![[{}.png]]",),
)  # fmt: skip
_ANSWERS = (
    ("{}",), ("{}",), ("{}", "{}", "{}"), ("- {}", "- {}", "  - {}"), ("1. {}", "2. {}"),
    ("```", "a::b ;; c", "", "?", "==x==", "```"), ("{}", "~~~py", "", "# {}", "", "~~~"),
    ("$$", "x", "", "y", "$$"), ("> [!note] {}", "> {}"), ("| a | b |", "| - | - |", "| {} | c |"),
    ("==bright== {}",), ("{}", "", "{}"), ("**strong** {}", "## {}"), ("![[{}.png]]",),
)  # fmt: skip


def _lines(text: VaultNoteText, templates: tuple[str, ...]) -> list[str]:
    """Fill in words; an answer over a blank line is written only where an end marker ends it."""
    in_code = False
    lines: list[str] = []
    for template in templates:
        in_code ^= template[:3] in {"```", "~~~", "$$"}
        if not template and not in_code and not text.style.end_marker:
            break
        lines.append(template.format(text.phrase() if not in_code else text.word()))
    return lines


def _cloze(text: VaultNoteText) -> None:
    style = text.style
    own, deck = _own_tag(text)
    written: list[str] = []
    shown: list[str] = []
    hidden: list[tuple[str, str, int | None]] = []
    for _ in range(text.random.randint(1, 3)):
        mark = text.random.choice(style.clozes)
        answer, hint = text.word(), text.random.choice(("", "", "a hint"))
        number = text.random.choice((None, None, 1, 2, 13))
        inner = (f"{number};;" if number else "") + answer + (f";;{hint}" if hint else "")
        words = text.phrase()
        joint = text.random.choice((" ", "\n")) if written else ""
        is_old = mark == "==" and hint and text.random.random() < 0.3 and number is None
        closing = _CLOSING[mark]
        written.append(
            f"{joint}{words} " + (f"=={answer}==^[{hint}]" if is_old else mark + inner + closing)
        )
        shown.append(f"{joint}{words} =={inner}==")
        hidden.append((answer, hint, number))
    lines = "".join(written).split("\n")
    first = len(text.lines) + 1
    lines[0] = own + lines[0]
    text.lines += lines[:-1]
    block_id, schedules = _write_marks(text, lines[-1])
    more = ""
    if style.end_marker:
        more = f"\n\n{text.phrase()}"
        text.lines += more.split("\n")[1:]
        text.lines.append(style.end_marker)
    text.expected.append(
        Expected(
            "".join(shown) + more, "", first, len(text.lines), deck, False, tuple(hidden),
            block_id, schedules,
        )
    )  # fmt: skip


def _own_tag(text: VaultNoteText) -> tuple[str, str]:
    """Return a tag for one flashcard alone, or none, and the deck it is in then."""
    if text.style.folders or text.random.random() < 0.85:
        return "", text.deck
    return f"#{text.style.tag}/own/deck ", "own::deck"


def _write_marks(text: VaultNoteText, line: str, *, on_line: bool = True) -> tuple[str | None, int]:
    """Write a line with a block id and a schedule around or below it; return what was written."""
    block_id = f"id-{len(text.lines)}" if on_line and text.random.random() < 0.2 else None
    tail = f" ^{block_id}" if block_id else ""
    schedule = text.random.choice(_SCHEDULES)
    form = text.random.choice(_MARKS) if schedule else "none"
    if form in {"behind", "before"} and not on_line:
        form = "below"
    match form:
        case "behind":
            text.lines.append(f"{line}{tail} {schedule}")
        case "before":
            text.lines.append(f"{line} {schedule}{tail}")
        case "below":
            text.lines += [line + tail, schedule]
        case "callout":
            text.lines += [line + tail, "> [!sr|card-metadata]", f"> {schedule}"]
        case _:
            text.lines.append(line + tail)
    return block_id, int(form != "none")


_SCHEDULES = (
    "", "", "", "<!--SR:!2026-10-01,12,250-->", "<!--SR:!2026-10-01,12,250!2026-09-20,4,230-->",
    "<!--SR:2021-08-16,51,230-->", "<!--SR:!16-08-2021,51,230-->",
    "<!--SR:!Mon Aug 16 2021,51,230-->",
    "<!--SR:!fsrs,2026-10-01T00:00:00.000Z,5.2,1.3,4,10,3,0,2-->",
)  # fmt: skip
_MARKS = ("behind", "before", "below", "callout")

_FORMS: tuple[Callable[[VaultNoteText], None], ...] = (
    _separated, _separated, _run, _list, _heading, _below_prose, _multi_line, _multi_line,
    _multi_line, _cloze, _cloze,
)  # fmt: skip


def _prose(text: VaultNoteText) -> Iterator[str]:
    for _ in range(text.random.randint(1, 3)):
        yield text.phrase()


def _fence(text: VaultNoteText) -> Iterator[str]:
    mark = text.random.choice(("```", "~~~", "````"))
    separator, marker = text.style.separator, text.style.marker
    yield f"{mark}{text.random.choice(('', 'py'))}"
    yield f"a{separator}b"
    yield ""
    yield from ("==x==", marker, "**y** {{z}}", "#flashcards/no")
    yield mark


def _comment(text: VaultNoteText) -> Iterator[str]:
    if text.random.random() < 0.5:
        yield f"<!-- a{text.style.separator}b ==x== -->"
    else:
        yield from ("<!--", f"a{text.style.separator}b", "", "==x==", "-->")


def _hidden(text: VaultNoteText) -> Iterator[str]:
    """Separators and clozes where they do not count."""
    separator = text.style.separator
    yield text.random.choice(
        (
            f"prose `a{separator}b` and `==x==`",
            f"$a{separator}b$ and $==x==$",
            "https://example.org/?a==b==c",
            f"%% a{separator}b ==x== %%",
            f"[[a{separator}b]]",
            f"| a | b |\n| - | - |\n| c{separator}d | ==x== |",
            f"> a{separator}b\n> ==x==",
            f"> [!note] **x** ==y==\n> a{separator}b",
            f"$$\na{separator}b\n==x==\n$$",
            "if a == b and c == d",
            "2 ** 3 ** 4",
            f"Q {text.style.marker}",
        )
    )


def _plain_heading(text: VaultNoteText) -> Iterator[str]:
    yield f"{'#' * text.random.randint(1, 6)} {text.word()}"


def _plain_list(text: VaultNoteText) -> Iterator[str]:
    yield from (f"- {text.phrase()}", f"  - {text.phrase()}", f"- {text.phrase()}")


def _rule(text: VaultNoteText) -> Iterator[str]:
    del text
    yield "---"


_NOISE: tuple[Callable[[VaultNoteText], Iterator[str]], ...] = (
    _prose, _prose, _fence, _comment, _hidden, _plain_heading, _plain_list, _rule,
)  # fmt: skip
