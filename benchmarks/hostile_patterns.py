"""How long hostile texts take: what is almost a flashcard, a thousand times over.

Our own patterns must take time in proportion to the text: four times the text, about four times
the seconds. Patterns of users may be as bad as they like; they are stopped.

Prints two Markdown tables. Run from the repository: python benchmarks/hostile_patterns.py [name]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from msgspec.structs import replace

from flashcards.diagnostics import Diagnostic
from flashcards.model import VaultNote
from flashcards.parsing import parse_vault_note
from flashcards.syntaxes import NAMES, Style, SyntaxOptions

LENGTHS = (8_000, 32_000, 128_000)
"""Characters of a text."""

TOO_MUCH = 6.0
"""Four times the text may take that many times as long: linear, with some noise."""

LEAST = 0.05
"""Seconds below which growth is noise."""

# One near miss a line: by syntax and dialect, what is repeated until the text is long enough.
NEAR_MISSES: dict[str, tuple[str, ...]] = {
    "definition": ("> [!definition] a\n", "> [!definition]\n> **a", "> ==a {{c1::\n"),
    "quote": ("> [!quote] [[@\n> **\n", "> [!quote] [@a, p. \n", "> {{c1::{{c2::"),
    "section labelled": (
        "Q: a\n", "Q:\n", "A: b\n", "- Q: a\n  - Q:\n", "**Q:** ", "F: a\nA: b\n", "P: a?\nR: b\n",
        "- Front: a\n", "Card 2\n\n", "- Front: a\n- Back:\n",
    ),
    "section separated": (
        "a ::\n", "`a::b ", "[f:: ", ":: ", ";;;;; ", "a::a", "2001:db8:", "std::",
    ),
    "section unread": (
        "> Q: a\n", "> a ::\n>\n", "> [!qa] a\n", "**a?** ", "**a?", "a?\nb\n\n", "a?\n- b\n",
        "a?\n\n",
    ),
    "section multi-line": ("a\n?\n", "?\n", "?\n\n", "??\n?\n"),
    "section cloze": ("==a", "{{c1::", "==a\n", "**a", "{a", "{1:"),
    "section table, list, heading": ("| a |\n", "| Question |\n| --- |\n", "- a\n  ", "### a?\n"),
    "osr": ("#flashcards/", "a\n?\n\n", "<!--SR:!", "==1;;", "a::b `", "a ::: \n", "^"),
    "flashcards-obsidian": (
        "a #card\n", "#card", "## a #card-reverse\n", "^16725312000", "{1", "{2:a", "a :::\n",
        "```flashcard\nfront: a\n", "> [!card]\n",
    ),
    "obsidian-to-anki": (
        "START\nBasic\n", "START\n", "STARTI [Basic] a ", "STARTI ", "STARTI [", "`STARTI ",
        "FROZEN - Basic:\n", "FILE TAGS\n", "DELETE\n", "Tags: \n", "ID: ", "<!--ID: 5", "{a|",
    ),
    "any": ("$", "`", "[[", "![[", "![a](", "<!--", "%%", "\\", "> ", "- ", "\t", "#", "_*", "[^"),
}  # fmt: skip

EVERYTHING = SyntaxOptions(
    enabled=frozenset(NAMES),
    section_bold_clozes=True,
    section_curly_clozes=True,
    languages=("en", "de"),
)
SETTINGS = replace(
    EVERYTHING,
    obsidian_to_anki=replace(EVERYTHING.obsidian_to_anki, curly_clozes=True, highlights=True),
)

LINE = r"(?:\n(?:^.{1,3}$|^.{4}(?<!<!--).*))"
# What users have in their settings, or could have; with a text that each likes least.
USERS: dict[str, tuple[str, str]] = {
    "one line with `::`": (r"^(.*[^\n:])::([^\n:].*)$", "a:" * 40 + "\n"),
    "question and answer": (rf"^Q: ((?:.+\n)*)\n*A: (.+{LINE}*)", "Q: a\n"),
    "heading and paragraph": (rf"^#+ (.+)\n*({LINE}+)", "# a\n\n\n"),
    "rule between": (rf"((?:[^\n]\n?)+\n)-{{3,}}({LINE}+)", "a\n"),
    "paragraph with a word": (rf"((?:[^\n]\n?)+) #word ?\n*({LINE}+)", "a #wor\n"),
    "paragraph with a brace": (rf"((?:.+\n)*.*\{{.*{LINE}*)", "a\n"),
    "`(a+)+$`": ("(a+)+$", "a" * 8_000 + "!\n"),
    "`((a|aa)+)$`": ("((a|aa)+)$", "a" * 60 + "!\n"),
    "`(.*)*x`": ("((?:.*)*)x$", "a" * 400 + "\n"),
    "`([\\s\\S]*)([\\s\\S]*)END`": (r"([\s\S]*)([\s\S]*)END", "a b\n"),
}


def seconds_for(text: str, options: SyntaxOptions) -> tuple[float, tuple[Diagnostic, ...]]:
    """Read a vault note; return how long it took and what was said about it."""
    vault_note = VaultNote("a.md", {}, text)
    start = time.process_time()
    parsed = parse_vault_note(vault_note, options)
    return time.process_time() - start, parsed.diagnostics


def near_misses(names: Callable[[str], bool]) -> Iterator[str]:
    """Yield the table of our own patterns."""
    yield f"| syntax | near miss | {' | '.join(f'{n:,}' for n in LENGTHS)} | four times as much |"
    yield "| --- | --- |" + " ---: |" * (len(LENGTHS) + 1)
    for name, chunks in NEAR_MISSES.items():
        head = "## Flashcards\n\n" if name.startswith("section") else "#flashcards\n\n"
        for chunk in chunks if names(name) else ():
            texts = (head + chunk * (length // len(chunk)) for length in LENGTHS)
            seconds = [seconds_for(text, SETTINGS)[0] for text in texts]
            yield f"| {name} | `{chunk!r}` | {_row(seconds)} | {_growth(seconds)} |"


def patterns_of_users() -> Iterator[str]:
    """Yield the table of patterns that users could have."""
    yield f"| pattern of a user | {' | '.join(f'{n:,}' for n in LENGTHS)} | |"
    yield "| --- |" + " ---: |" * len(LENGTHS) + " --- |"
    for name, (pattern, chunk) in USERS.items():
        styles = (Style("Basic", pattern),)
        of_plugin = replace(SETTINGS.obsidian_to_anki, styles=styles)
        options = SyntaxOptions(enabled=frozenset({"obsidian-to-anki"}), obsidian_to_anki=of_plugin)
        found = [seconds_for(chunk * (n // len(chunk) + 1), options) for n in LENGTHS]
        stopped = any(each.code == "pattern-too-slow" for _, said in found for each in said)
        seconds = [each for each, _ in found]
        yield f"| {name} | {_row(seconds)} | {'stopped' if stopped else _growth(seconds)} |"


def _row(seconds: list[float]) -> str:
    return " | ".join(f"{each:.3f}" for each in seconds)


def _growth(seconds: list[float]) -> str:
    growth = seconds[-1] / max(seconds[-2], 1e-9)
    is_bad = growth > TOO_MUCH and seconds[-1] > LEAST
    return f"**× {growth:.1f}**" if is_bad else f"× {growth:.1f}"


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    print("\n".join(near_misses(lambda name: wanted in name)))
    print()
    print("\n".join(patterns_of_users()))
