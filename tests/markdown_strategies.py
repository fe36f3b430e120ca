"""Texts that are likely to confuse a reader of Markdown."""

from __future__ import annotations

from hypothesis import strategies as st

MARKDOWN = st.lists(
    st.sampled_from(
        ["*", "**", "_", "==", "~~", "`", "``", "```\n", "$", "$$", "[", "]", "[[", "]]", "(", ")",
         "![", "![[", "|", r"\|", "\\", "<", ">", "<!--", "-->", "%%", "{{c1::", "}}", "{", "}",
         "::", ";;", "#a", "^b", "\n", "\n\n", "- ", " ", "x", "word", "https://", "@k", "\ufdd0"]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)  # fmt: skip
