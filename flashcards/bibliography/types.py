"""BibLaTeX's, BibTeX's and Mendeley's types of entry to CSL's types of item: data only."""

from __future__ import annotations

_TYPES = {
    "article-journal": "article periodicalarticle suppperiodical journalarticle review",
    "article-magazine": "magazinearticle",
    "article-newspaper": "newspaperarticle newspaper",
    "article": "preprint",
    "book": "book mvbook collection mvcollection proceedings mvproceedings reference mvreference "
    "manual",
    "pamphlet": "booklet",
    "chapter": "inbook incollection bookinbook suppbook suppcollection booksection",
    "entry-encyclopedia": "inreference encyclopediaarticle",
    "paper-conference": "inproceedings conference conferencepaper",
    "speech": "presentation talk lecture",
    "webpage": "online electronic www webpage web_page website",
    "post-weblog": "blogpost blog",
    "report": "report techreport whitepaper",
    "standard": "standard",
    "thesis": "thesis phdthesis mastersthesis bachelorthesis bathesis",
    "manuscript": "unpublished manuscript",
    "patent": "patent",
    "dataset": "dataset data",
    "software": "software computerprogram",
    "motion_picture": "video movie film videorecording",
    "broadcast": "broadcast tvbroadcast radiobroadcast podcast",
    "song": "audio music audiorecording",
    "graphic": "image artwork figure",
    "map": "map",
    "personal_communication": "letter email",
    "interview": "interview",
    "periodical": "periodical",
    "legislation": "legislation legal statute bill",
    "legal_case": "jurisdiction case",
    "performance": "performance",
}

CSL_TYPES = {name: csl for csl, names in _TYPES.items() for name in names.split()}
"""CSL's type by type of entry; any other entry is a `document`."""

SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
"""The type that `entrysubtype` makes of an article."""

GENRES = {
    "phdthesis": "Doctoral dissertation",
    "mathesis": "Master’s thesis",
    "mastersthesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "bachelorthesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "Technical Report",
    "resreport": "Research Report",
    "patent": "Patent",
    "patentus": "U.S. Patent",
    "patenteu": "European Patent",
    "patentuk": "U.K. Patent",
    "patentde": "German Patent",
    "patreq": "Patent Application",
    "patrequs": "U.S. Patent Application",
    "podcast": "Audio podcast",
    "software": "Computer software",
    "datacd": "Data CD",
    "audiocd": "Audio CD",
    "phd thesis": "Doctoral dissertation",
    "phd dissertation": "Doctoral dissertation",
    "ph.d. thesis": "Doctoral dissertation",
    "doctoral thesis": "Doctoral dissertation",
    "master thesis": "Master’s thesis",
    "master's thesis": "Master’s thesis",
    "master’s thesis": "Master’s thesis",
}
"""What BibLaTeX's keywords for `type`, and what people write there, are called in a reference."""

STATUSES = {
    "inpreparation": "in preparation",
    "submitted": "submitted for publication",
    "forthcoming": "forthcoming",
    "inpress": "in press",
    "prepublished": "advance online publication",
}
"""What BibLaTeX's keywords for `pubstate` mean."""
