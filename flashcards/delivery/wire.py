"""AnkiConnect's protocol: an action with its parameters out, its result in, by HTTP and JSON.

https://git.sr.ht/~foosoft/anki-connect - version 6: `{"action", "version", "params", "key"}` is
answered by `{"result", "error"}`, of which one is null.
"""

from __future__ import annotations

import ipaddress
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from msgspec import Struct

from flashcards.diagnostics import FlashcardsError

VERSION = 6

PATIENCE = 60.0
"""Seconds. Anki answers between two things that it does itself, such as a sync."""

LARGEST = 1 << 28
"""Bytes of an answer."""


class NobodyThereError(FlashcardsError):
    """Nothing listens at the address, or no longer."""


class RefusedError(FlashcardsError):
    """AnkiConnect says that it did not do it, and why."""


class _NoRedirects(HTTPRedirectHandler):
    """AnkiConnect sends nobody elsewhere; what does is something else."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Wire(Struct, frozen=True):
    """The line to one AnkiConnect."""

    address: str
    key: str = ""

    def __call__(self, action: str, *, patience: float = PATIENCE, **params: Any) -> Any:
        """Have something done, and return its result.

        Raises `NobodyThereError`, `RefusedError`, or another `FlashcardsError` if what answers is
        not AnkiConnect, or if it does not answer within `patience` seconds.
        """
        asked: dict[str, Any] = {"action": action, "version": VERSION, "params": params}
        if self.key:
            asked["key"] = self.key
        return self._result(action, self._answer(action, json.dumps(asked).encode(), patience))

    def _answer(self, action: str, body: bytes, patience: float) -> bytes:
        request = Request(  # noqa: S310 - http or https: the setting is checked
            self.address, body, {"Content-Type": "application/json"}
        )
        try:
            with _opener(self.address).open(request, timeout=patience) as response:
                answer: bytes = response.read(LARGEST)
        except HTTPError as error:
            error.close()
            raise self._strange(f"HTTP {error.code}") from error
        except TimeoutError as error:
            raise self._silent(action, patience) from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._silent(action, patience) from error
            raise self._gone(str(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise self._gone(str(error)) from error
        return answer

    def _result(self, action: str, answer: bytes) -> Any:
        try:
            values = json.loads(answer)
            error, result = values["error"], values["result"]
        except (ValueError, KeyError, TypeError, RecursionError) as garbage:
            raise self._strange(_shown(answer)) from garbage
        if error is None:
            return result
        if "api key" in str(error):
            raise FlashcardsError(
                "AnkiConnect wants a key, and not the one that was given"
                if self.key
                else "AnkiConnect wants a key",
                "set `key` in the table [sync] to the `apiKey` of AnkiConnect's configuration",
            )
        raise RefusedError(f"AnkiConnect could not do `{action}`: {error}")

    def _gone(self, reason: str) -> NobodyThereError:
        return NobodyThereError(
            f"Anki does not answer at {self.address}: {reason.lower()}",
            "start Anki and run the sync again: it goes on where it was",
        )

    def _silent(self, action: str, patience: float) -> FlashcardsError:
        return FlashcardsError(
            f"Anki did not answer `{action}` within {patience:g} seconds",
            "is a dialog open there, or is it busy? Then run the sync again: it goes on from there",
        )

    def _strange(self, answer: str) -> FlashcardsError:
        return FlashcardsError(
            f"what answers at {self.address} is not AnkiConnect: {answer}",
            "set `address` in the table [sync] to where AnkiConnect listens",
        )


def is_loopback(address: str) -> bool:
    """Tell whether an address is this computer's own."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _opener(address: str) -> OpenerDirector:
    """Return what asks; a proxy of the environment is not asked for this computer's own."""
    handlers = [ProxyHandler({})] if is_loopback(address) else []
    return build_opener(_NoRedirects, *handlers)


def _shown(answer: bytes) -> str:
    text = " ".join(answer[:80].decode("utf-8", "replace").split())
    return repr(text) if text else "it said nothing"
