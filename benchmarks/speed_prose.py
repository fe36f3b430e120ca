"""What stands in vault notes beside what is to be learned."""

from __future__ import annotations

from speed_flashcards import Author, Write


def prose(author: Author) -> str:
    """Return a paragraph, or what stands between paragraphs, with a blank line after it."""
    write = author.chance.choices(list(PROSE), list(PROSE.values()))[0]
    return f"{write(author)}\n"


def _paragraph(author: Author) -> str:
    return " ".join(author.rich(joint="|") for _ in range(author.chance.randint(2, 6)))


def _heading(author: Author) -> str:
    return f"## {author.words.clause(2, 4).title()}"


def _items(author: Author) -> str:
    return "\n".join(f"- {author.rich(joint='|')}" for _ in range(4))


def _mentions(author: Author) -> str:
    """Return a table as the plugin Dataview writes it into what is published."""
    rows = "\n".join(f"| {author.link(joint=chr(92) + '|')} |" for _ in range(4))
    table = f"| Incoming Links |\n| --- |\n{rows}"
    return f"## Mentions\n{table}\n\n{{ .block-language-dataview}}"


def _code(author: Author) -> str:
    return f"```python\n{author.words.code()}\n```"


def _formula(author: Author) -> str:
    return f"$$\n{author.words.formula()}\n$$"


def _callout(author: Author) -> str:
    return f"> [!note] {author.words.some(3)}\n> {author.rich()}"


def _fields(author: Author) -> str:
    return f"status:: {author.words.some(1)}\nrelated:: {author.link()}"


PROSE: dict[Write, int] = {
    _paragraph: 55,
    _heading: 12,
    _items: 12,
    _mentions: 5,
    _code: 4,
    _formula: 4,
    Author.picture: 3,
    _callout: 3,
    _fields: 2,
}
"""What may come next, with how often that is seen."""
