"""Pictures, sounds and videos: what an author embeds in, what Anki shows and plays out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from msgspec import Struct

from flashcards.diagnostics import Severity
from flashcards.links import split_href
from flashcards.markdown.private import SOUND_CLOSE, SOUND_OPEN, strip_marks
from flashcards.media import HARMLESS_LOSS, MediaKind, Refusal, media_kind
from flashcards.model import Media
from flashcards.render.seen import Seen
from flashcards.render.values import RenderContext

_MOST = 500
"""Files on the cards of one flashcard."""

_SIZE = re.compile(r"(?P<width>\d{1,5})(?:x(?P<height>\d{1,5}))?")

# A picture stands on paper, also at night: so the light one, if there are two.
_EXPORTED = (".svg", ".png", ".light.svg", ".light.png", ".dark.svg", ".dark.png")

_REMOTE = ("http://", "https://")

# Pages that Obsidian shows in place when they stand where a picture's address would.
_PAGES = re.compile(
    r"(?i)https?://(?:(?:www|m)\.)?(?:youtube\.com|youtu\.be|vimeo\.com|twitter\.com|x\.com)/"
)


class Pictures(Struct, frozen=True):
    """Shows what the vault note at `source_path` embeds."""

    source_path: str
    context: RenderContext
    seen: Seen

    def show(self, target: str, label: str, written: str = "") -> str:
        """Return the HTML for a file of the vault; `written` is the target if written otherwise."""
        kind = media_kind(target) or MediaKind.PICTURE
        path = self.context.links.resolve(target, self.source_path)
        if path is None:
            reason = Refusal("there is no such file in the vault", "mend the name, or add the file")
            return self._missing(target, kind, reason, written)
        self.seen.look_into(path)
        if len(self.seen.media) >= _MOST and not self._is_seen(path):
            reason = Refusal(f"a flashcard has at most {_MOST} of them", "split the flashcard")
            return self._missing(target, kind, reason, written)
        media = self.context.attach(path)
        if isinstance(media, Refusal):
            return self._missing(target, kind, media, written)
        self.seen.media[media.name] = media
        self._tell_what_is_left_out(media, written or target)
        match kind:
            case MediaKind.PICTURE:
                return self._picture(media.name, label)
            case MediaKind.DOCUMENT:
                # Anki keeps it among its media, and opens it in a browser.
                shown = _split_size(strip_marks(label))[0] or path.rpartition("/")[2]
                return f'<a href="{escape(media.name)}">{escape(shown)}</a>'
            case _:
                return SOUND_OPEN + media.name + SOUND_CLOSE

    def show_export(self, path: str | None, label: str) -> str | None:
        """Return the picture that was exported from an Excalidraw drawing or a canvas, if any."""
        for exported in _exports(path or ""):
            if self.context.links.resolve("/" + exported, self.source_path):
                return self.show("/" + exported, label)
        return None

    def show_address(self, src: str, alt: str) -> str:
        """Return the HTML for `![alt](src)`; pictures in the web stay there."""
        if src.lower().startswith(_REMOTE):
            return self._picture(src, alt) if _is_picture(src) else self._linked(src, alt)
        inside = split_href(src)
        if inside is None:
            reason = Refusal("its address leads nowhere in Anki", "put the picture into the vault")
            return self._missing(src[:40], MediaKind.PICTURE, reason)
        return self.show(inside[0], alt, written=src.partition("#")[0])

    def _is_seen(self, path: str) -> bool:
        return any(each.path == path for each in self.seen.media.values())

    def _picture(self, src: str, label: str) -> str:
        """Return a picture, with its words below it where the vault shows them, too."""
        image = _img(src, label)
        words = _split_size(strip_marks(label))[0]
        if not words or not self.context.captions:
            return image
        return f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>"

    def _linked(self, src: str, alt: str) -> str:
        message = f"{src} is embedded, and shown as a link"
        self.seen.tell(
            "embed-not-shown",
            Severity.INFO,
            src,
            message,
            "embed a file of the vault to have it on the card",
        )
        return f'<a href="{escape(src)}">{escape(_split_size(strip_marks(alt))[0] or src)}</a>'

    def _tell_what_is_left_out(self, media: Media, at: str) -> None:
        missing = [name for name in media.left_out if name != HARMLESS_LOSS]
        if missing:
            self.seen.tell(
                "drawing-cleaned",
                Severity.INFO,
                at,
                f"{media.path} is shown without what could do harm in it: {', '.join(missing)}",
                "if something is missing on the card, export the drawing as PNG",
            )

    def _missing(self, name: str, kind: MediaKind, reason: Refusal, written: str = "") -> str:
        message = f"the {kind} {name} cannot be shown: {reason.reason}"
        self.seen.tell("missing-media", Severity.WARNING, written or name, message, reason.hint)
        return f'<span class="missing">[missing {kind}: {escape(name)}]</span>'


def _exports(path: str) -> Iterator[str]:
    """Yield the names under which Excalidraw and Obsidian export a picture, best first."""
    for suffix, own in ((".excalidraw.md", ".md"), (".excalidraw", ""), (".canvas", "")):
        if path.lower().endswith(suffix):
            whole = path[: len(path) - len(own)]
            for name in dict.fromkeys((whole, whole.removesuffix(".canvas"))):
                yield from (name + ending for ending in _EXPORTED)


def _is_picture(src: str) -> bool:
    """Whether an address in the web may be a picture's: anything but a film, a sound or a page."""
    path = re.split("[?#]", src, maxsplit=1)[0]
    return media_kind(path) in {MediaKind.PICTURE, None} and not _PAGES.match(src)


def _img(src: str, label: str) -> str:
    alt, size = _split_size(strip_marks(label))
    sizes = "".join(f' {name}="{value}"' for name, value in size.items() if value)
    return f'<img src="{escape(src)}" alt="{escape(alt)}"{sizes}>'


def _split_size(label: str) -> tuple[str, dict[str, str]]:
    """Split `words|300x200`, either part of which may be missing."""
    alt, _, size = label.rpartition("|")
    match = _SIZE.fullmatch(size.strip())
    return (alt.removesuffix("\\").strip(), match.groupdict("")) if match else (label, {})
