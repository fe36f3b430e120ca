"""Five kinds of cards with the kind of text that people learn, for tests and pictures."""

from __future__ import annotations

from anki_notes import basic, changed, cloze, media_name

from flashcards.model import AnkiNote

DRAWING = b"""<svg xmlns="http://www.w3.org/2000/svg"
viewBox="0 0 420 190" width="420" height="190">
<g fill="none" stroke="black" stroke-width="2"><path d="M30 165H400M30 165V15"/>
<path d="M30 165C60 70 120 45 400 38"/>
<path stroke-dasharray="5 5" d="M30 30H400M62 165V98H30"/></g>
<g font-family="sans-serif" font-size="13"><text x="330" y="184">substrate</text>
<text x="50" y="184">Km</text><text x="340" y="24">Vmax</text></g></svg>"""
DRAWING_NAME = media_name("Kinetics.svg", DRAWING)

LINK = "obsidian://open?vault=Garden&amp;file=Cards%2FInsulin%20Resistance"
SUGAR = '<a href="obsidian://open?vault=Garden&amp;file=Cards%2FPlasma%20Glucose">blood sugar</a>'
REFERENCE = (
    '<div class="reference">Tsigos, C., &amp; Chrousos, G. P. (2002). '
    "Hypothalamic–pituitary–adrenal axis, neuroendocrine factors and stress. "
    "<i>Journal of Psychosomatic Research</i>, <i>53</i>(4), 865–871. "
    '<a href="https://doi.org/10.1016/S0022-3999(02)00429-4">'
    "https://doi.org/10.1016/S0022-3999(02)00429-4</a>, p. 867</div>"
)

DEFINITION = basic(
    "definition",
    {
        "Front": "Insulin Resistance",
        "Back": "Insulin resistance occurs when the body's cells become resistant to insulin, a "
        f"hormone that regulates {SUGAR} levels. This leads to elevated {SUGAR} levels, which can "
        "cause a variety of health problems.",
        "Context": '<span class="label">Definition</span>',
        "Link": LINK,
        "Source": REFERENCE,
    },
)

QUOTE = changed(
    cloze(
        "quote",
        "The HPA axis has direct as well as insulin-mediated effects on adipose tissue, ultimately "
        "promoting visceral adiposity, {{c1::insulin resistance}}, dyslipidemia and hypertension "
        "(metabolic syndrome X) and direct effects on the bone, causing “low turnover” "
        "osteoporosis.",
        0,
    ),
    Context="Insulin Resistance",
    Link=LINK,
    Source=REFERENCE,
)

REVERSED = basic(
    "reversed",
    {
        "Front": "Type 2 Diabetes",
        "Back": "A chronic condition in which <mark>insulin resistance</mark> and a relative lack "
        "of insulin raise blood sugar. Type 2 diabetes is far more common than type 1.",
        "Reversed": "A chronic condition in which <mark>insulin resistance</mark> and a relative "
        "lack of insulin raise blood sugar. […] is far more common than type 1.",
        "Context": '<span class="title">Insulin Resistance</span> › '
        '<span class="heading">Consequences</span>',
        "Hint": "Nine out of ten people with diabetes have it.",
        "Link": LINK,
    },
    ords=(0, 1),
)

SECTION = basic(
    "section",
    {
        "Front": "Which tissues answer less to insulin first?",
        "Back": "<ul>\n<li>skeletal muscle</li>\n<li>liver\n<ul>\n<li>where it should stop new "
        "glucose</li>\n</ul>\n</li>\n<li>adipose tissue</li>\n</ul>",
        "Context": "Insulin Resistance",
        "Extra": '<div class="callout" data-callout="tip"><div class="callout-title">Tip</div>'
        '<div class="callout-body">\n<p>Muscle takes up most of the glucose after a meal.</p>\n'
        "</div></div>",
        "Link": LINK,
    },
)

EVERYTHING = basic(
    "everything",
    {
        "Front": "How does Michaelis–Menten kinetics describe the rate of an enzyme?",
        "Back": "<p>The rate saturates as the substrate <code>S</code> grows:</p>"
        r"<p>\[ v = \frac{V_\max [S]}{K_m + [S]} \]</p>"
        f'<p><img src="{DRAWING_NAME}" alt="rate over substrate"></p>'
        "<table><thead><tr><th>Symbol</th><th>Meaning</th><th>Unit</th></tr></thead><tbody>"
        "<tr><td>V<sub>max</sub></td><td>rate at saturation</td><td>mol/s</td></tr>"
        "<tr><td>K<sub>m</sub></td><td>the substrate at which the rate is half of that</td>"
        "<td>mol/l</td></tr></tbody></table>"
        '<pre><code class="language-python">def rate(s, v_max=1.0, k_m=0.5):  # of one enzyme\n'
        "    return v_max * s / (k_m + s)\n</code></pre>"
        "<blockquote><p>All models are wrong, but some are useful.</p></blockquote><ul><li>See "
        'also <span class="unresolved">Lineweaver–Burk plot</span> <span class="tag">#enzyme</span>'
        '</li><li class="task">☑ <del>done</del></li></ul>'
        '<p><span class="missing">Plot.png</span></p>',
        "Context": "Enzyme Kinetics › Rates",
        "Link": LINK,
    },
    media=((DRAWING_NAME, "Kinetics.svg"),),
)

LANGUAGES = basic(
    "languages",
    {
        "Front": "ما هي مقاومة الأنسولين؟",
        "Back": "<p>インスリン抵抗性とは、細胞がインスリンに反応しにくくなる状態である。</p>"
        "<p>胰岛素抵抗是指细胞对胰岛素的反应下降。</p><p>עמידות לאינסולין (IR)</p>",
        "Context": "Languages",
        "Link": LINK,
    },
)

KINDS = "note abstract info todo tip success question warning failure danger bug example quote own"
BOXES = basic(
    "boxes",
    {
        "Front": "What stands in frames?",
        "Back": "".join(
            f'<div class="callout" data-callout="{kind}"><div class="callout-title">{kind}</div>'
            f'<div class="callout-body">\n<p>with <code>code</code></p>\n</div></div>'
            for kind in KINDS.split()
        )
        + '<details class="callout" data-callout="faq"><summary class="callout-title">Folded'
        '</summary><div class="callout-body"><p>inside</p><div class="callout" data-callout="bug">'
        '<div class="callout-title">Inner</div><div class="callout-body"><p>most</p></div></div>'
        "</div></details>"
        '<pre><code><span class="code-meta">@cache</span>\n<span class="code-keyword">def</span> '
        '<span class="code-name">rate</span>(s, v_max=<span class="code-number">1.0</span>):\n    '
        '<span class="code-comment">"""Of one enzyme, in a line that is far too long."""</span>\n'
        '    <span class="code-keyword">return</span> <span class="code-string">"s"</span>\n'
        '<span class="code-deleted">- old</span>\n<span class="code-inserted">+ new</span>'
        "</code></pre>"
        f'<div class="embed"><div class="embed-title"><a href="{LINK}">Insulin</a></div>\n'
        "<p>It lowers blood sugar.<sup>[1]</sup></p></div>"
        '<div class="footnotes">\n<div class="footnote"><sup>[1]</sup> By much.</div>\n</div>',
        "Context": "Look › Frames",
        "Hint": "Think of boxes.",
        "Link": LINK,
        "Source": REFERENCE,
    },
)

MANY_GAPS = cloze(
    "gaps",
    "{{c1::Mitochondria}} make {{c2::ATP::molecule}} by {{c1::oxidative phosphorylation, which "
    "couples the electron transport chain to a gradient of protons}}.",
    0,
    1,
)

GALLERY: tuple[AnkiNote, ...] = (
    DEFINITION,
    QUOTE,
    REVERSED,
    SECTION,
    EVERYTHING,
    LANGUAGES,
    BOXES,
    MANY_GAPS,
)
