"""What LaTeX's commands stand for: data only."""

from __future__ import annotations

_GREEK = (
    "alpha:α beta:β gamma:γ delta:δ epsilon:ϵ varepsilon:ε zeta:ζ eta:η theta:θ vartheta:ϑ "
    "iota:ι kappa:κ lambda:λ mu:μ nu:ν xi:ξ omicron:ο pi:π varpi:ϖ rho:ρ varrho:ϱ sigma:σ "
    "varsigma:ς tau:τ upsilon:υ phi:ϕ varphi:φ chi:χ psi:ψ omega:ω Gamma:Γ Delta:Δ Theta:Θ "
    "Lambda:Λ Xi:Ξ Pi:Π Sigma:Σ Upsilon:Υ Phi:Φ Psi:Ψ Omega:Ω "
)
_TEXT_GREEK = " ".join(
    f"text{pair}"
    for pair in _GREEK.replace("ϵ", "ε").replace("ϕ", "φ").split()
    if "var" not in pair
)
_LETTERS = (
    "aa:å AA:Å ae:æ AE:Æ oe:œ OE:Œ o:ø O:Ø l:ł L:Ł ss:ß SS:ẞ i:ı j:ȷ dh:ð DH:Ð th:þ TH:Þ dj:đ DJ:Đ "
    "ng:ŋ NG:Ŋ textdotlessi:ı textdotlessj:ȷ textschwa:ə textsci:ɪ "
)
_PUNCTUATION = (
    "textquoteleft:‘ textquoteright:’ textquotedblleft:“ textquotedblright:” lq:‘ rq:’ "
    "quotesinglbase:‚ quotedblbase:„ guillemotleft:« guillemotright:» guillemetleft:« "
    "guillemetright:» guilsinglleft:‹ guilsinglright:› glqq:„ grqq:“ glq:‚ grq:‘ flqq:« frqq:» "
    "flq:‹ frq:› textendash:– textemdash:— textellipsis:… ldots:… dots:… cdots:⋯ textbullet:• "
    "bullet:• textperiodcentered:· cdot:⋅ textexclamdown:¡ textquestiondown:¿ textbackslash:\\ "
    "backslash:\\ textasciitilde:~ textasciicircum:^ textunderscore:_ textbar:| textbardbl:‖ "
    "textbraceleft:{ textbraceright:} lbrace:{ rbrace:} textless:< textgreater:> textdollar:$ "
    "textquotesingle:' textasciigrave:` textquotedbl:\" textasteriskcentered:* ast:∗ "
    "textvisiblespace:␣ slash:/ hyphen:- textnumero:№ colon:: "
)
_SIGNS = (
    "S:§ P:¶ textsection:§ textparagraph:¶ dag:† ddag:‡ textdagger:† textdaggerdbl:‡ dagger:† "
    "ddagger:‡ copyright:© textcopyright:© textregistered:® texttrademark:™ textservicemark:℠ "
    "pounds:£ textsterling:£ euro:€ texteuro:€ EUR:€ textyen:¥ textcent:¢ textcurrency:¤ "
    "textdegree:° degree:° textcelsius:℃ textordfeminine:ª textordmasculine:º textmu:µ "
    "textonehalf:½ textonequarter:¼ textthreequarters:¾ textonesuperior:¹ texttwosuperior:² "
    "textthreesuperior:³ textperthousand:‰ TeX:TeX LaTeX:LaTeX LaTeXe:LaTeX2ε BibTeX:BibTeX "
    "checkmark:✓ textmale:♂ textfemale:♀ male:♂ female:♀ textmusicalnote:♪ flat:♭ sharp:♯ "
    "natural:♮ hbar:ℏ ell:ℓ Re:ℜ Im:ℑ aleph:ℵ wp:℘ angstrom:Å prime:′ "
)
_OPERATORS = (
    "texttimes:× times:× textdiv:÷ div:÷ textpm:± pm:± mp:∓ textminus:− minus:− leq:≤ le:≤ geq:≥ "
    "ge:≥ leqslant:≤ geqslant:≥ neq:≠ ne:≠ approx:≈ sim:∼ simeq:≃ cong:≅ equiv:≡ propto:∝ ll:≪ "
    "gg:≫ lt:< gt:> infty:∞ partial:∂ nabla:∇ sum:∑ prod:∏ int:∫ surd:√ forall:∀ exists:∃ in:∈ "
    "notin:∉ subset:⊂ supset:⊃ subseteq:⊆ supseteq:⊇ cup:∪ cap:∩ emptyset:∅ varnothing:∅ wedge:∧ "
    "vee:∨ neg:¬ lnot:¬ textlnot:¬ perp:⊥ parallel:∥ angle:∠ circ:∘ star:⋆ oplus:⊕ otimes:⊗ "
    "rightarrow:→ to:→ textrightarrow:→ leftarrow:← textleftarrow:← uparrow:↑ textuparrow:↑ "
    "downarrow:↓ textdownarrow:↓ leftrightarrow:↔ Rightarrow:⇒ Leftarrow:⇐ Leftrightarrow:⇔ "
    "mapsto:↦ rightleftharpoons:⇌ langle:⟨ rangle:⟩ vert:| mid:∣ "
)


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


def _table(*rows: str) -> dict[str, str]:
    pairs = (pair.partition(":") for row in rows for pair in row.split())
    return {command: character for command, _, character in pairs}


SYMBOLS = _table(_GREEK, _TEXT_GREEK, _LETTERS, _PUNCTUATION, _SIGNS, _OPERATORS) | {
    "textmu": "µ",
    "space": " ",
    "nobreakspace": "\xa0",
    "quad": "\u2003",
    "qquad": "\u2003\u2003",
    "thinspace": "\u2009",
    "enspace": "\u2002",
    "newline": " ",
    "linebreak": " ",
    "par": " ",
}
"""Control words that stand for characters."""

CONTROL_SYMBOLS = {
    "\\": " ",
    " ": " ",
    "\n": " ",
    "\t": " ",
    ",": "\u2009",
    ";": "\u2009",
    ":": "\u2009",
    ">": "\u2009",
    "!": "",
    "-": "",
    "/": "",
    "@": "",
}
"""Control symbols that are no accents; any other stands for its own character."""

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "h": "\u0309",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
    "textcommaabove": "\u0313",
    "U": "\u030e",
    "G": "\u030f",
    "f": "\u0311",
}
"""Accent commands and Unicode's combining character for each."""

ITALIC = ("<i>", "</i>")
BOLD = ("<b>", "</b>")
SMALL_CAPITALS = ('<span style="font-variant: small-caps">', "</span>")
SUBSCRIPT = ("<sub>", "</sub>")
SUPERSCRIPT = ("<sup>", "</sup>")
DOUBLE_QUOTES = ("“", "”")
SINGLE_QUOTES = ("‘", "’")

STYLES = {
    "emph": ITALIC,
    "textit": ITALIC,
    "textsl": ITALIC,
    "mathit": ITALIC,
    "mkbibemph": ITALIC,
    "mkbibitalic": ITALIC,
    "textbf": BOLD,
    "mathbf": BOLD,
    "mkbibbold": BOLD,
    "textsc": SMALL_CAPITALS,
    "mkbibacro": SMALL_CAPITALS,
    "textsubscript": SUBSCRIPT,
    "mkbibsubscript": SUBSCRIPT,
    "textsuperscript": SUPERSCRIPT,
    "mkbibsuperscript": SUPERSCRIPT,
    "mkbibquote": DOUBLE_QUOTES,
    "enquote": DOUBLE_QUOTES,
    "textquote": DOUBLE_QUOTES,
    "mkbibparens": ("(", ")"),
    "mkbibbrackets": ("[", "]"),
    "frac": ("", "/"),
    "nicefrac": ("", "/"),
    "sfrac": ("", "/"),
}
"""Commands that put something around their argument."""

DECLARATIONS = {
    "em": ITALIC,
    "it": ITALIC,
    "sl": ITALIC,
    "itshape": ITALIC,
    "slshape": ITALIC,
    "bf": BOLD,
    "bfseries": BOLD,
    "sc": SMALL_CAPITALS,
    "scshape": SMALL_CAPITALS,
}
"""Commands that hold until the end of the group they stand in."""

SWALLOWING = _words(
    "noopsort begin end label href textcolor color foreignlanguage hspace vspace vphantom hphantom "
    "phantom fontsize selectlanguage"
)
"""Commands whose (first) argument is not shown."""

IGNORED = _words(
    "relax protect rm normalfont upshape mdseries rmfamily sffamily ttfamily tt sf tiny small "
    "footnotesize scriptsize normalsize large Large nobreak allowbreak break null noindent sl "
    "displaystyle textstyle limits left right big Big hfill xspace bibrangessep autocap"
)
"""Commands that show nothing."""
