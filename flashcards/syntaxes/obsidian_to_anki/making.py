"""Make a flashcard of a notetype's fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from flashcards.clozes import Curly, find_clozes
from flashcards.diagnostics import Diagnostic, Severity, Span
from flashcards.inline import split_block_id
from flashcards.model import Cloze, Flashcard, ForeignMark, Kind
from flashcards.syntaxes._foreign import strip_foreign
from flashcards.syntaxes._obsidian_to_anki_options import ObsidianToAnkiOptions
from flashcards.syntaxes._options import SyntaxOptions
from flashcards.syntaxes._sheet import Sheet
from flashcards.syntaxes.obsidian_to_anki.file_lines import FileLines
from flashcards.syntaxes.obsidian_to_anki.notetypes import (
    ADD_REVERSE,
    BASIC_FIELDS,
    PLAIN_EXTRA,
    Notetype,
    nearest_names,
)
from flashcards.syntaxes.obsidian_to_anki.values import Values, read_values, trim

NAME = "obsidian-to-anki"

UNKNOWN_AS = Notetype("Basic", BASIC_FIELDS)
"""How a flashcard is read whose notetype nobody knows: nothing that was written is dropped."""


class Scene(Struct, frozen=True):
    """What every form of the plugin may know."""

    sheet: Sheet
    syntaxes: SyntaxOptions
    file: FileLines

    @property
    def options(self) -> ObsidianToAnkiOptions:
        """What the plugin's own settings say."""
        return self.syntaxes.obsidian_to_anki


def make(
    notetype: Notetype, values: Values, span: Span, dialect: str, scene: Scene
) -> Flashcard | None:
    """Return the flashcard, or None if it asks nothing or has no answer."""
    values = _cleaned(_with_frozen(notetype, values, scene), notetype)
    texts, block_id = _block_id(notetype, values.fields)
    fields = _fields(notetype, texts, scene.options)
    if fields is None:
        return None
    clozes = _clozes(fields.get("Text", ""), notetype, scene.options)
    return Flashcard(
        NAME,
        Kind.CLOZE if clozes else Kind.BASIC,
        fields,
        span,
        dialect,
        reversed=not clozes and (notetype.is_reversed or bool(texts.get(ADD_REVERSE))),
        clozes=clozes,
        headings=scene.sheet.place_at(span.line, scene.syntaxes).headings,
        block_id=block_id,
        tags=(*values.tags, *scene.file.tags),
        deck=scene.file.deck,
        foreign=tuple(dict.fromkeys(values.foreign)),
    )


def why_none(notetype: Notetype, values: Values, span: Span, dialect: str) -> Diagnostic:
    """Say what is missing in what `make` made nothing of."""
    first, *others = notetype.fields
    if not values.fields.get(first, "").strip():
        message = f"nothing is asked: the field `{first}` of `{notetype.name}` is empty"
        hint = "write the question behind the notetype, before any other field"
    elif notetype.is_cloze:
        message = f"nothing is hidden, as `{notetype.name}` needs it"
        hint = "write {{c1::hidden}}; with `curly_clozes = true` {hidden} does it, too"
    else:
        label = others[0] if others else "Back"
        message = f"there is no answer: `{notetype.name}` needs the field `{label}`"
        hint = f"write `{label}: …`" + (", on a line of its own" if dialect == "block" else "")
    return Diagnostic("unparsed-flashcard", Severity.WARNING, span, message, hint)


def unknown_notetype(
    name: str, span: Span, form: str, *, exported: bool, scene: Scene
) -> Diagnostic:
    """Warn of a notetype that neither Anki nor the settings know."""
    near = " or ".join(f"`{each}`" for each in nearest_names(name, scene.options))
    meant = f"did you mean {near}? " if near else ""
    said = f"`{name}` is no notetype that is known here" if name else "no notetype is named"
    done = "it was read as `Basic`" if exported else "it has no `Back:`, so it is no flashcard"
    return Diagnostic(
        "unknown-notetype",
        Severity.WARNING,
        span,
        f"{said}; {done}",
        f"{meant}expected: {form}; `notetypes` in [syntaxes.obsidian-to-anki]"
        " names your own ones and their fields",
    )


def _with_frozen(notetype: Notetype, values: Values, scene: Scene) -> Values:
    """Append what a FROZEN line gives all flashcards of a notetype, as the plugin does."""
    lines = scene.file.frozen.get(notetype.name)
    if lines is None:
        return values
    fields = dict(values.fields)
    for name, text in read_values(lines, notetype.fields).fields.items():
        fields[name] = "\n\n".join(filter(None, (fields.get(name, ""), text)))
    return replace(values, fields=fields)


def _cleaned(values: Values, notetype: Notetype) -> Values:
    """Take the ids and schedules of plugins out of all fields."""
    foreign: list[ForeignMark] = [*values.foreign]
    fields: dict[str, str] = {}
    for name in notetype.fields:
        stripped = strip_foreign(values.fields.get(name, ""))
        foreign += stripped.foreign
        fields[name] = trim(stripped.text)
    return replace(values, fields=fields, foreign=tuple(foreign))


def _clozes(text: str, notetype: Notetype, options: ObsidianToAnkiOptions) -> tuple[Cloze, ...]:
    """Return what is hidden; Anki's own clozes count in any notetype, since names are the user's.

    (Anki calls its notetype for clozes "Lückentext" in German, and "克漏字" in Chinese.)
    """
    if not notetype.is_cloze:
        return find_clozes(text, highlights=False) if "{{c" in text else ()
    curly = Curly.OBSIDIAN_TO_ANKI if options.curly_clozes else None
    return find_clozes(text, highlights=options.highlights, curly=curly)


def _block_id(notetype: Notetype, fields: Mapping[str, str]) -> tuple[dict[str, str], str | None]:
    """Take `^id` off the end of the last field that says something."""
    left = dict(fields)
    last = next((name for name in reversed(notetype.fields) if left.get(name)), "")
    text, block_id = split_block_id(left.get(last, ""))
    if block_id is None or not text.strip():
        return left, None
    left[last] = text
    return left, block_id


def _fields(
    notetype: Notetype, texts: Mapping[str, str], options: ObsidianToAnkiOptions
) -> dict[str, str] | None:
    """Return our fields: the first one asks, the second answers, the others are extra.

    If the second is empty, the next one that is not answers.
    """
    first, *others = notetype.fields
    filled = [name for name in others if name != ADD_REVERSE and texts.get(name)]
    question = texts.get(first, "").strip()
    if question and _clozes(question, notetype, options):
        return _with_extra({"Text": question}, filled, texts)
    if not question or not filled or notetype.is_cloze:
        return None
    answer, *extra = filled
    back = texts[answer] if answer == others[0] else _named(answer, texts)
    return _with_extra({"Front": question, "Back": back}, extra, texts)


def _with_extra(
    made: dict[str, str], names: Sequence[str], fields: Mapping[str, str]
) -> dict[str, str]:
    extra = "\n\n".join(_named(name, fields) for name in names)
    return {**made, "Extra": extra} if extra else made


def _named(name: str, fields: Mapping[str, str]) -> str:
    """Put the field's name above what stands in it, so that a reader knows what it is."""
    text = fields.get(name, "")
    if name in PLAIN_EXTRA or not text:
        return text
    return f"**{name}:** {text.strip()}" if "\n" not in text else f"**{name}:**\n\n{text}"
