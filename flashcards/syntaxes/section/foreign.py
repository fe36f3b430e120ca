"""Labels in a language that is not set: the author is told once, with the setting to write."""

from __future__ import annotations

from flashcards.syntaxes._languages import LANGUAGES
from flashcards.syntaxes.section.draft import Reading, Scene, unparsed
from flashcards.syntaxes.section.elements import Row


def read(row: Row, at: int, scene: Scene) -> Reading | None:
    """Say that a question and the answer below it have the labels of another language."""
    if at not in row.pairs.foreign:
        return None
    answer, code = row.pairs.foreign[at]
    languages = [each for each in scene.options.languages if each != "en"] + [code]
    written = ", ".join(f'"{each}"' for each in languages)
    message = (
        f"`{row[at].head}` and `{row[answer].head}` are labelled in {LANGUAGES[code].name}, "
        "a language that is not set"
    )
    hint = f"write `languages = [{written}]` under `[syntaxes.section]` in flashcards.toml"
    return Reading(answer + 1, (unparsed(scene, row[at], message, hint),), once=True)
