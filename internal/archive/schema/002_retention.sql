-- +goose Up

-- One more kind of event. SQLite cannot change a CHECK, so the table is laid anew beside the old one; nothing in it
-- changes, and it is append-only as it was.
CREATE TABLE archive_event_new (
    id          TEXT PRIMARY KEY,
    paper_id    TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('issue', 'revoke', 'replace', 'print', 'dispose')),
    at          {{.Time}} NOT NULL,
    person_id   TEXT NOT NULL,
    person_name TEXT NOT NULL,
    unit_name   TEXT NOT NULL,
    data        TEXT NOT NULL,
    UNIQUE (paper_id, seq)
);
INSERT INTO archive_event_new (id, paper_id, seq, kind, at, person_id, person_name, unit_name, data)
  SELECT id, paper_id, seq, kind, at, person_id, person_name, unit_name, data FROM archive_event;
DROP TABLE archive_event;
ALTER TABLE archive_event_new RENAME TO archive_event;
{{appendOnly "archive_event"}}

-- Whether the paper still has the file; the digest stays, so that a stranger's copy is still found.
ALTER TABLE archive_file ADD COLUMN held BOOLEAN NOT NULL DEFAULT TRUE;

-- Files that a paper has let go of, until it is known whether something else names them.
CREATE TABLE archive_loose (
    sha256 TEXT PRIMARY KEY,
    at     {{.Time}} NOT NULL
);

-- How long papers of a kind are kept, at a unit and below; years 0 is for ever.
CREATE TABLE archive_term (
    unit_path TEXT NOT NULL,
    procedure TEXT NOT NULL,
    title     TEXT NOT NULL,
    years     INTEGER NOT NULL CHECK (years BETWEEN 0 AND 200),
    counted   TEXT NOT NULL CHECK (counted IN ('issue', 'end')),
    ground    TEXT NOT NULL,
    set_by    TEXT NOT NULL,
    set_at    {{.Time}} NOT NULL,
    PRIMARY KEY (unit_path, procedure)
);

-- Proposals to dispose of papers, and what was decided. ord is the number of the minutes in the office's year, 0 while
-- there are none.
CREATE TABLE archive_disposal (
    id          TEXT PRIMARY KEY,
    state       TEXT NOT NULL CHECK (state IN ('proposed', 'agreed', 'refused')),
    unit_id     TEXT NOT NULL,
    unit_path   TEXT NOT NULL,
    unit_name   TEXT NOT NULL,
    year        INTEGER NOT NULL,
    ord         INTEGER NOT NULL,
    why         TEXT NOT NULL,
    proposer_id TEXT NOT NULL,
    proposer    TEXT NOT NULL,
    proposed_at {{.Time}} NOT NULL,
    decider_id  TEXT NOT NULL,
    decider     TEXT NOT NULL,
    decided_at  {{.Time}},
    answer      TEXT NOT NULL
);
CREATE UNIQUE INDEX archive_disposal_number ON archive_disposal (unit_id, year, ord) WHERE ord > 0;
CREATE INDEX archive_disposal_unit ON archive_disposal (unit_path, id);

-- The papers of a proposal, as they stood when it was made. A paper waits in one proposal at most.
CREATE TABLE archive_disposal_item (
    disposal_id TEXT NOT NULL,
    ord         INTEGER NOT NULL,
    paper_id    TEXT NOT NULL,
    waits       BOOLEAN NOT NULL,
    title       TEXT NOT NULL,
    number      TEXT NOT NULL,
    code        TEXT NOT NULL,
    issued_on   TEXT NOT NULL,
    kept_until  TEXT NOT NULL,
    ground      TEXT NOT NULL,
    files       INTEGER NOT NULL,
    PRIMARY KEY (disposal_id, ord)
);
CREATE UNIQUE INDEX archive_disposal_waits ON archive_disposal_item (paper_id) WHERE waits;
