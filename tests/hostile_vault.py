"""A vault as somebody with bad intentions would make it, file by file.

The large ones are made here and kept nowhere. Nothing in it reaches out of the computer:
`example.invalid` is nobody.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it.utils import read_fixture_file
from media_vault import HARMFUL_SVG, png
from test_html import HOSTILE
from test_media import HARMFUL_PARTS

OUTSIDE = "outside"
"""The folder beside the vault that nobody may read."""

CONFIDENTIAL = "nobody may know of this"

HARM = "<script>ran(1)</script><img src=x onerror=ran(2)>"
"""What stands wherever text can stand."""

SECTION = "## Flashcards\n"
MUCH = 100_000


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file; what the author is told of it stands in `golden/hostile_check.txt`."""

    path: str
    content: str | bytes


def hostile_files() -> tuple[Hostile, ...]:
    """Return every file of the vault but for links, pipes and what has a name that is no text."""
    return (
        *_harm_in_every_place(),
        *_payloads(),
        *_ways_out(),
        *_names(),
        *_properties(),
        *_lengths(),
        *_bytes(),
        *_marks_of_anki(),
        *_drawings(),
        *_libraries(),
        *_settings(),
    )


def write_hostile_vault(root: Path) -> None:
    """Write all files, and beside the vault what nobody may read."""
    for each in hostile_files():
        file = root / each.path
        file.parent.mkdir(parents=True, exist_ok=True)
        content = each.content
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    outside = root.parent / OUTSIDE
    outside.mkdir()
    for name in ("secret.md", "secret.png", "secret.bib", "secret.css", "secret.txt"):
        (outside / name).write_text(
            f"{SECTION}secret?::{CONFIDENTIAL}\n@book{{secret2021, title={{x}}}}"
        )
    (root / "link to a folder").symlink_to(outside)
    (root / "link to everything").symlink_to("/")
    (root / "link.md").symlink_to(outside / "secret.md")
    (root / "link.png").symlink_to(outside / "secret.png")
    (root / "link.bib").symlink_to(outside / "secret.bib")
    (root / "circle.md").symlink_to("circle.md")
    (root / "device.md").symlink_to("/dev/zero")
    for name in ("pipe.md", "pipe.png", "pipe.bib", "pipe.svg", "pipe.json"):
        os.mkfifo(root / name)
    (root / "links.md").write_text(
        f"{SECTION}links?::![[link.png]] ![[link]] ![[pipe.png]] ![[pipe.svg]] ![[pipe]]\n"
    )


def _asks(path: str, answer: str) -> Hostile:
    """Return a vault note with one flashcard, on line 2."""
    return Hostile(path, f"{SECTION}What of {path.rpartition('/')[2]}?::{answer}\n")


# --- harm in every place where text can stand --------------------------------------------------


def _harm_in_every_place() -> Iterator[Hostile]:
    quoted = json.dumps(HARM)
    texts = {
        "question": f"{SECTION}{HARM}?::a\n",
        "answer": f"{SECTION}q?::a {HARM}\n",
        "both ways": f"{SECTION}q {HARM}:::a {HARM}\n",
        "several lines": f"{SECTION}q {HARM}\n?\na {HARM}\n",
        "label": f"{SECTION}Q: q {HARM}\nA: a {HARM}\n",
        "table": f"{SECTION}| Question | Answer |\n|---|---|\n| q {HARM} | a {HARM} |\n",
        "heading that asks": f"{SECTION}### Why {HARM}?\na {HARM}\n",
        "list": f"{SECTION}- Why {HARM}?\n  - a {HARM}\n",
        "cloze": f"{SECTION}q {{{{c1::{HARM}}}}} end\n",
        "hint": f"{SECTION}q {{{{c1::a::{HARM}}}}} end\n",
        "highlight": f"{SECTION}q ==a {HARM}== end\n",
        "title": f"---\ntitle: {quoted}\n---\n{SECTION}q?::a\n",
        "first heading": f"# H {HARM}\n{SECTION}q?::a\n",
        "heading": f"## Above {HARM}\n#{SECTION}q?::a\n",
        "alias": f"---\naliases: [{quoted}]\n---\n{SECTION}q?::a\n",
        "tags": f"---\ntags: [{quoted}, '{HARM.replace(' ', '_')}']\n---\n{SECTION}q?::a\n",
        "own tag": f"{SECTION}q?::a #{HARM}\n",
        "deck": f"---\ndeck: {quoted}\n---\n{SECTION}q?::a\n",
        "deck tag": f"#flashcards/{HARM.replace(' ', '_')}\n\n{SECTION}q?::a\n",
        "target deck": f"TARGET DECK: {HARM}\n\n{SECTION}q?::a\n",
        "permalink": f"---\npermalink: {quoted}\n---\n{SECTION}q?::a\n",
        "citekey": f"---\ncitekey: {quoted}\n---\n{SECTION}q?::a\n",
        "source": f"---\nsource: {quoted}\n---\n{SECTION}q?::a\n",
        "property names": f"---\n{quoted}: {quoted}\n---\n{SECTION}q?::a\n",
        "JSON": f'---\n{{"title": {quoted}, "tags": {quoted}}}\n---\n{SECTION}q?::a\n',
        "definition title": f"> [!definition] term {HARM}\n> body {HARM}\n",
        "definition type": f"> [!definition|{HARM}] term\n> body\n",
        "quote title": f"> [!quote] {HARM}\n> a **b** c\n",
        "quote text": f"> [!quote] x\n> a **b {HARM}** c {HARM}\n",
        "callout type": f"{SECTION}q?::a\n\n> [!{HARM}] t {HARM}\n> b {HARM}\n",
        "callout in an answer": f'{SECTION}q\n?\n> [!x"{HARM}] t\n> b\n',
        "code": f"{SECTION}q\n?\n```{HARM}\n{HARM}\n```\n",
        "inline code": f"{SECTION}q?::`{HARM}`\n",
        "math": f"{SECTION}q?::$a{HARM}$ and $$b{HARM}$$\n",
        "label of a link": f"{SECTION}q?::[[Elsewhere|{HARM}]] [{HARM}](Elsewhere.md)\n",
        "part of a link": f"{SECTION}q?::[[Elsewhere#{HARM}]]\n",
        "block id": f"{SECTION}q?::a ^{HARM}\n",
        "words of a picture": f"{SECTION}q?::![[picture.png|{HARM}]] ![{HARM}](picture.png)\n",
        "title of a link": f'{SECTION}q?::[x](https://example.invalid "{HARM}")\n',
        "footnote": f"{SECTION}q?::a[^{HARM}] b[^1] ^[{HARM}]\n\n[^1]: note {HARM}\n",
        "field of Dataview": f"{SECTION}q?::a [x:: {HARM}] (y:: {HARM})\n",
        "comment": f"{SECTION}q?::a %%{HARM}%% <!-- --!>{HARM} -->\n",
        "task": f"{SECTION}q\n?\n- [ ] {HARM}\n- [{HARM}] x\n",
        "entities": f"{SECTION}q?::&lt;script&gt;ran(1)&lt;/script&gt; &#60;script&#62;ran(1)\n",
        "embedded": f"{SECTION}q?::![[Elsewhere]] ![[Elsewhere#Harm]] ![[Elsewhere#^harm]]\n",
    }
    for name, text in texts.items():
        yield Hostile(f"Places/{name}.md", text)
    yield Hostile("Elsewhere.md", f"text {HARM}\n\n## Harm\n{HARM}\n\n{HARM} ^harm\n")
    yield Hostile("picture.png", png("picture"))


def _payloads() -> Iterator[Hostile]:
    """Yield each text of `tests/hostile/` as an answer and as what a quote hides."""
    files = sorted((Path(__file__).parent / "hostile").glob("*.md"))
    texts = [text for file in files for _, _, text, _ in read_fixture_file(file)]
    for number, text in enumerate([*texts, *HOSTILE]):
        below = "".join(f"> {line}\n" for line in text.rstrip("\n").split("\n"))
        yield Hostile(
            f"Payloads/{number}.md",
            f"> [!definition] Payload {number}\n{below}\n"
            f"> [!quote] Payload {number}\n> **hidden** and\n{below}",
        )


# --- out of the vault --------------------------------------------------------------------------


def _ways_out() -> Iterator[Hostile]:
    ways = (
        "![[../outside/secret.png]]",
        "![[../../outside/secret.png]]",
        "![[/../outside/secret.png]]",
        "![[..\\outside\\secret.png]]",
        "![[Ways/../../outside/secret.png]]",
        "![[./../../outside/secret.png]]",
        "![[OUTSIDE/secret.png]]",
        "![[//outside/secret.png]]",
        "![[/etc/passwd.png]]",
        "![[C:\\Windows\\secret.png]]",
        "![[file:///etc/passwd]]",
        "![[~/secret.png]]",
        "![[$HOME/secret.png]]",
        "![x](../../outside/secret.png)",
        "![x](..%2f..%2foutside%2fsecret.png)",
        "![x](%2e%2e/%2e%2e/outside/secret.png)",
        "![x](..\\..\\outside\\secret.png)",
        "![x](file:///etc/passwd)",
        "![x](file://example.invalid/share/secret.png)",
        "![x](\\\\example.invalid\\share\\secret.png)",
        "![x](data:image/svg+xml;base64,PHN2Zy8+)",
        "![x](<../../outside/secret.png>)",
        "![[../outside/secret.png\0.png]]",
        "![[../outside/secret]]",
        "![[../outside/secret.md]]",
        "![x](../../outside/secret.md)",
        "[[../outside/secret]]",
        "[x](file:///etc/passwd)",
        "[x](../../outside/secret.txt)",
    )
    for number, way in enumerate(ways):
        yield _asks(f"Ways/{number}.md", way)
    for number, name in enumerate(
        ("/etc/passwd", "../outside/secret.txt", "~root/x.bib", "\\0.bib")
    ):
        yield Hostile(
            f"Ways/library {number}.md",
            f'---\nbibliography: "{name}"\n---\n{SECTION}q?::a\n',
        )


# --- names -------------------------------------------------------------------------------------


def _names() -> Iterator[Hostile]:
    reserved = (
        "CON",
        "nul",
        "AUX",
        "COM1",
        "LPT9",
        "PRN.x",
        "aux .x",
        "ends in a dot.",
        "a:stream",
    )
    for name in reserved:
        yield _asks(f"Names/{name}.md", f"![[{name}.png]]")
        yield Hostile(f"Names/{name}.png", png(name))
    odd = (
        "\u202egnp.exe",
        "\u2066isolated\u2069",
        "zero\u200bwidth",
        "tag\U000e0041",
        "combining" + "\u0301" * 60,
        "\x1b[2J\x07bell",
        "line\nbreak",
        "tab\there",
        "<script>ran(1)<script>",
        '"onmouseover=ran(1) x="',
        "'; drop table notes; --",
        "$(touch pwned)`touch pwned`",
        "{{c1::x}} {{Front}}",
        "[sound:x.mp3]",
        "::deck::",
        "-rf",
        "%s%n%00",
        "..hidden",
        "\U0001f600" * 50,
    )
    for name in odd:
        yield Hostile(f"Names/{name}.md", f"---\ntags: [{json.dumps(name)}]\n---\n{SECTION}q?::a\n")
    yield _asks("<b>Folder</b>\u202e/a.md", "x")
    yield _asks("/".join(["deep"] * 200) + "/a.md", "x")
    for number, key in enumerate(
        ("p\u0430ng2021", "pang2021\u200b", "ｐang2021", "\u202epang2021")
    ):
        yield _asks(f"Names/homoglyph {number}.md", f"says [@{key}, p. 3] and [[@{key}]]")
        yield Hostile(f"Names/@{key}.md", "> [!quote] (Page 3)\n> a **b** c\n")


# --- properties --------------------------------------------------------------------------------


def _properties() -> Iterator[Hostile]:
    objects = (
        "!!python/object/apply:os.system ['touch pwned']",
        "!!python/object/new:subprocess.Popen [['touch', 'pwned']]",
        "!!python/name:os.system",
        "!!python/module:os",
        "!<tag:yaml.org,2002:python/object/apply:eval> ['1']",
        "!!ruby/object:Gem::Installer {i: x}",
        "!!javax.script.ScriptEngineManager []",
    )
    for number, value in enumerate(objects):
        yield _with("objects", number, f"title: {value}")
    laughs = "\n".join(
        ["a0: &a0 lol", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))]
    )
    twice = "\n".join(
        [
            f"a0: &a0 [{', '.join('x' * 900)}]",
            *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 10)),
        ]
    )
    wrong = (
        laughs,
        twice,
        "a: &a [*a]",
        "a: *nobody",
        "a: " + "[" * MUCH,
        "a: " + "{a: " * 5000,
        "- " * 5000,
        "a: 2024-13-45",
        "a: '" + "x" * MUCH + "'",
        '{"a": ' * 5000,
        '{"a": "\\ud800"}',
        "a: \x07",
        "? [a, b]\n: c",
    )
    for number, value in enumerate(wrong):
        yield _with("wrong", number, value)
    odd = (
        "tags: 3\naliases: {a: b}\ndeck: [a]\ntitle: [x]\npermalink: {}\ncitekey: 7",
        "tags: [[[[x]]], null, 1.5, 2020-01-01]\nbibliography: [[x.bib]]",
        "title: 1e400\ntags: .inf\naliases: 0x" + "f" * 5000,
        "a: 190:20:30\nflashcards: maybe\ncards-deck: '::::'",
        "deck: '" + "x" * 5000 + "'",
        "deck: '" + "a::" * 3000 + "'",
        "tags: ['" + "t" * 5000 + "']",
        "title: '" + "t" * 5000 + "'",
        "<<: {title: merged}\ntitle: own",
        "__proto__: {polluted: true}\nconstructor: x",
    )
    for number, value in enumerate(odd):
        yield _with("odd", number, value)


def _with(kind: str, number: int, properties: str) -> Hostile:
    text = f"---\n{properties}\n---\n{SECTION}{kind} {number}?::a\n"
    return Hostile(f"Properties/{kind} {number}.md", text)


# --- lengths and depths ------------------------------------------------------------------------


def _lengths() -> Iterator[Hostile]:
    yield _asks("Lengths/one line.md", "x" * 9_999_900)
    yield Hostile("Lengths/too large.md", SECTION + "x" * 10_000_000)
    yield Hostile("Lengths/heading.md", f"# {'x' * MUCH}\n{SECTION}q?::a\n")
    for mark in (
        "[",
        "[[",
        "![",
        "(",
        "{",
        "<",
        "*",
        "_",
        "`",
        "$",
        "~~",
        "==",
        "\\",
        "&",
        "@a",
        "#",
    ):
        yield _asks(f"Lengths/{ord(mark[0])}-{len(mark)}.md", mark * MUCH)
    # Just within what is exported, so that it is rendered as well.
    for name, text in {
        "brackets": "[" * 40_000,
        "braces": "{" * 40_000 + "}" * 40_000,
        "tags of HTML": "<b>" * 20_000,
        "divisions": "<div>" * 5000,
        "emphasis": "*a **b " * 9000,
        "links": "[[Elsewhere]] " * 6000,
        "combining": "e" + "\u0301" * 20_000,
        "right to left": "\u202e" * 20_000,
    }.items():
        yield _asks(f"Lengths/{name}.md", text)
    yield Hostile("Lengths/quotes.md", "> " * MUCH + "x\n")
    yield Hostile("Lengths/lists.md", "- " * MUCH + "x\n")
    yield Hostile(
        "Lengths/callouts.md", "".join(f"{'> ' * n}[!definition] x\n" for n in range(1, 60))
    )
    clozes = "{{c1::a " * 5000 + "}}" * 5000
    yield Hostile("Lengths/clozes.md", f"{SECTION}{clozes}\n")
    many = " ".join(f"{{{{c{n}::x}}}}" for n in range(1, 700))
    yield Hostile("Lengths/many clozes.md", f"{SECTION}{many}\n")
    yield _asks("Lengths/embeds itself.md", "![[embeds itself]] ![[Lengths/embeds 1]]")
    for number in range(1, 8):
        yield Hostile(f"Lengths/embeds {number}.md", f"![[embeds {number % 7 + 1}]]\n" * 30)


# --- bytes -------------------------------------------------------------------------------------


def _bytes() -> Iterator[Hostile]:
    text = f"{SECTION}q?::a"
    yield Hostile("Bytes/nul.md", f"{text}\0{HARM}\0\n")
    yield Hostile("Bytes/nuls.md", f"{text}{chr(0) * MUCH}\n")
    yield Hostile("Bytes/latin.md", f"{text}caf\xe9\n".encode("latin-1"))
    yield Hostile("Bytes/overlong.md", text.encode() + b"\xc0\xbcscript\xc0\xbe\n")
    yield Hostile("Bytes/surrogates.md", text.encode() + b"\xed\xa0\x80\n")
    yield Hostile("Bytes/utf-16.md", f"{text} {HARM}\n".encode("utf-16"))
    yield Hostile("Bytes/utf-7.md", f"{text} +ADw-script+AD4-ran(1)\n".encode())
    yield Hostile("Bytes/all.md", bytes(range(256)) * 40)
    yield Hostile("Bytes/control.md", text + "".join(map(chr, range(1, 32))) + "\x7f\x85\u2028\n")
    yield Hostile("Bytes/private.md", f"{text} \ufdd0\ufdd11\ufdd3 \ufdef \ue000 \uffff\n")
    yield Hostile("Bytes/marks.md", b"\xef\xbb\xbf\xef\xbb\xbf" + text.encode())


# --- what Anki would take for its own ----------------------------------------------------------


def _marks_of_anki() -> Iterator[Hostile]:
    for number, text in enumerate(
        (
            "[sound:../../../outside/secret.png] [sound:x.mp3|touch pwned]",
            "[anki:play:q:0] [anki:tts lang=en_US]x[/anki:tts]",
            "[latex]\\input{/etc/passwd}[/latex] [$]\\write18{touch pwned}[/$] [$$]x[/$$]",
            "$\\input{/etc/passwd} \\href{javascript:ran(1)}{x} \\require{html} \\unicode{x}$",
            "$\\def\\a{\\a\\a}\\a$ $\\newcommand{\\b}{\\b}\\b$",
            "{{Front}} {{FrontSide}} {{cloze:Text}} {{#Back}}x{{/Back}} {{type:Front}}",
            "{{c0::x}} {{c999999999999::y}} {{c1,2::z}} {{c1::}}",
            "\x1f\x1f\x1f fields",
            "<!--ID: 1566052191670--> ^1672531200000 <!--SR:!2024-10-18,7,190-->",
            "\\( x \\) \\[ y \\] <anki-mathjax>z</anki-mathjax>",
        )
    ):
        yield _asks(f"Anki/{number}.md", text)


# --- drawings ----------------------------------------------------------------------------------


def _drawings() -> Iterator[Hostile]:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    bombs = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};">' for n in range(1, 40))
    quadratic = (
        f'<!DOCTYPE svg [<!ENTITY a "{"x" * 50_000}">]>{head}<text>{"&a;" * 5000}</text></svg>'
    )
    space = "http://www.w3.org/2001/XInclude"
    include = f'<xi:include xmlns:xi="{space}" href="/etc/passwd" parse="text"/>'
    attributes = " ".join(f"a{n}='x'" for n in range(20_000))
    drawings: dict[str, str | bytes] = {
        "harmful": HARMFUL_SVG,
        "laughs": f'<!DOCTYPE svg [<!ENTITY b0 "lol">{bombs}]>{head}<text>&b39;</text></svg>',
        "quadratic": quadratic,
        "external": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{head}<text>&x;</text></svg>',
        "web entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "https://example.invalid">]>{head}&x;</svg>',
        "parameter": '<!DOCTYPE svg [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>'
        + head
        + "</svg>",
        "dtd": '<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + head + "</svg>",
        "include": f"{head}{include}</svg>",
        "deep": f"{head}{'<g>' * MUCH}{'</g>' * MUCH}</svg>",
        "compressed": gzip.compress(b"\0" * 50_000_000, 1),
        "page": f"<html><body>{HARM}</body></html>",
        "nothing": "",
        "nuls": "\0" * 1000,
        "attributes": f"{head}<path {attributes}/></svg>",
    }
    for name, content in drawings.items():
        yield Hostile(f"Drawings/{name}.svg", content)
        yield _asks(f"Drawings/{name}.md", f"![[{name}.svg]]")
    for number, part in enumerate(HARMFUL_PARTS):
        yield Hostile(f"Drawings/part {number}.svg", f"{head}{part}<path d='M0 0'/></svg>")
    parts = " ".join(f"![[part {number}.svg]]" for number in range(len(HARMFUL_PARTS)))
    yield _asks("Drawings/parts.md", parts)
    yield Hostile("Drawings/page.png", f"<html>{HARM}</html>")
    yield _asks("Drawings/no picture.md", "![[page.png]]")


# --- libraries ---------------------------------------------------------------------------------

CITEKEYS = ("harm2021", "pang2021", "csl2021", "deep2021", "macro2021", "long2021")


def _libraries() -> Iterator[Hostile]:
    fields = ("author", "title", "journal", "volume", "pages", "note", "publisher", "edition")
    harm = ",\n".join(f"  {name} = {{{HARM}}}" for name in fields)
    addresses = '  url = {javascript:ran(1)},\n  doi = {"><script>ran(1)</script>},\n'
    macros = "".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" for n in range(1, 40))
    csl = dict.fromkeys(
        ("title", "container-title", "publisher", "volume", "page", "note", "genre"), HARM
    )
    works = [
        {
            "id": "csl2021",
            "type": "book",
            "author": [{"family": HARM}],
            **csl,
            "URL": "javascript:1",
        },
        {"id": HARM, "type": HARM, "issued": {"date-parts": [["x", -5, 1e300]]}},
        {"id": ["x"], "author": {"family": 3}, "issued": 7, "title": {"a": 1}},
        {"id": "deep2021", "title": "x", "author": [[[[[]]]]]},
    ]
    yield Hostile("Libraries/harm.bib", f"@article{{harm2021,\n{addresses}{harm}\n}}\n")
    yield Hostile("Libraries/key.bib", f"@book{{{HARM.replace(',', '')}, title={{x}}}}\n")
    yield Hostile(
        "Libraries/macros.bib",
        f"@string{{m0 = {{lol}}}}\n{macros}@book{{macro2021, title = m39}}\n",
    )
    yield Hostile("Libraries/braces.bib", f"@book{{deep2020, title = {'{' * MUCH}\n")
    yield Hostile("Libraries/long.bib", f"@book{{long2021, title = {{{'x ' * 500_000}}}}}\n")
    yield Hostile("Libraries/names.bib", f"@book{{many2021, author = {{{'A and ' * 50_000}B}}}}\n")
    yield Hostile("Libraries/pang.bib", "@book{pang2021, title={Cells}, author={Pang, A.}}\n")
    yield Hostile("Libraries/page.bib", f"<!doctype html><html>{HARM}</html>")
    yield Hostile("Libraries/bytes.bib", b"@book{bytes2021, title={\xff\xfe\x00}}\n")
    yield Hostile(
        "Libraries/latex.bib", "@book{tex2021, title={\\input{/etc/passwd} \\write18{x}}}"
    )
    yield Hostile("Libraries/works.json", json.dumps(works, indent=1))
    yield Hostile(
        "Libraries/brackets.json",
        '[{"id": "x1", "type": "book", "a": ' + "[" * MUCH,
    )
    yield Hostile(
        "Libraries/number.json", '[{"id": "x2", "type": "book", "a": ' + "9" * 5000 + "}]"
    )
    for key in CITEKEYS:
        yield _asks(f"Libraries/cites {key}.md", f"says [@{key}, p. {HARM}]")


# --- settings ----------------------------------------------------------------------------------


def _settings() -> Iterator[Hostile]:
    app = {
        "userIgnoreFilters": ["/(a+)+$/", "/[/", HARM, "/" + "(" * 5000 + "/"],
        "attachmentFolderPath": "../../outside",
        "newLinkFormat": HARM,
    }
    yield Hostile(".obsidian/app.json", json.dumps(app))
    yield Hostile(".obsidian/templates.json", json.dumps({"folder": "../.."}))
    plugins = ["obsidian-spaced-repetition", "obsidian-citation-plugin", "../../outside"]
    yield Hostile(".obsidian/community-plugins.json", json.dumps(plugins))
    review = {"settings": {"singleLineCardSeparator": HARM, "flashcardTags": [HARM, 3]}}
    yield Hostile(".obsidian/plugins/obsidian-spaced-repetition/data.json", json.dumps(review))
    citing = {"citationExportPath": "../outside/secret.txt"}
    yield Hostile(".obsidian/plugins/obsidian-citation-plugin/data.json", json.dumps(citing))
    settings = (
        f"vault_name = '{HARM}'\nroot_deck = '{HARM}::\u202ex'\n"
        f"vault_id = '{HARM}'\nignore = ['{'*' * 50}x', '../**']\ncss = 'own.css'\n"
    )
    yield Hostile("flashcards.toml", settings)
    yield Hostile("own.css", f".card::after {{ content: '{HARM}' }}\n")
