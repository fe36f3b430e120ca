"""The tables of an Anki collection of schema 11, which every Anki since 2.0 reads."""

from __future__ import annotations

APPLICATION_ID = 0x764C6361
"""Written into the database's header (SQLite keeps a place for it): the package is ours."""

# Empty tables must be there, too: without `revlog` or `graves` Anki refuses the package.
TABLES = """
create table col (
  id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null,
  conf text not null, models text not null, decks text not null, dconf text not null,
  tags text not null
);
create table notes (
  id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null,
  csum integer not null, flags integer not null, data text not null
);
create table cards (
  id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null
);
create table revlog (
  id integer primary key, cid integer not null, usn integer not null, ease integer not null,
  ivl integer not null, lastIvl integer not null, factor integer not null, time integer not null,
  type integer not null
);
create table graves (usn integer not null, oid integer not null, type integer not null);
"""

INDEXES = """
create index ix_notes_usn on notes (usn);
create index ix_cards_usn on cards (usn);
create index ix_revlog_usn on revlog (usn);
create index ix_cards_nid on cards (nid);
create index ix_cards_sched on cards (did, queue, due);
create index ix_revlog_cid on revlog (cid);
create index ix_notes_csum on notes (csum);
"""

# Anki's own defaults for a new collection. Neither is imported: presets need "with deck presets",
# and Anki never overwrites the preset 1 that every collection has.
PREFERENCES: dict[str, object] = {
    "activeDecks": [1],
    "addToCur": True,
    "collapseTime": 1200,
    "curDeck": 1,
    "curModel": None,
    "dueCounts": True,
    "estTimes": True,
    "newSpread": 0,
    "nextPos": 1,
    "sortBackwards": False,
    "sortType": "noteFld",
    "timeLim": 0,
}

FIRST_MOMENT = 946_728_000
"""Noon of the first of January 2000, in UTC: the first day of a package with schedules."""

# With these Anki counts a package's days by the calendar of whoever imports it, and not by hours
# since its first moment: what is due today is due today, in any time zone.
CALENDAR: dict[str, object] = {"creationOffset": 0, "rollover": 4, "schedVer": 2}

DECK_PRESETS: dict[str, object] = {
    "1": {
        "id": 1,
        "name": "Default",
        "mod": 0,
        "usn": 0,
        "autoplay": True,
        "maxTaken": 60,
        "replayq": True,
        "timer": 0,
        "new": {
            "bury": False,
            "delays": [1, 10],
            "initialFactor": 2500,
            "ints": [1, 4, 0],
            "order": 1,
            "perDay": 20,
        },
        "rev": {
            "bury": False,
            "ease4": 1.3,
            "ivlFct": 1,
            "maxIvl": 36500,
            "perDay": 200,
        },
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
    }
}
