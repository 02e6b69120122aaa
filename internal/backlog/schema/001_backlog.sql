-- +goose Up

CREATE TABLE backlog_batch (
    id           TEXT PRIMARY KEY,
    unit_id      TEXT NOT NULL,
    unit_path    TEXT NOT NULL,
    unit_name    TEXT NOT NULL,
    procedure_id TEXT NOT NULL,
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    expected     INTEGER NOT NULL CHECK (expected >= 0),
    sample       INTEGER NOT NULL CHECK (sample BETWEEN 0 AND 100),
    made_by      TEXT NOT NULL,
    made_at      {{.Time}} NOT NULL
);
CREATE INDEX backlog_batch_unit ON backlog_batch (unit_path, id);

-- Old papers on their way. Fields and pages are personal data.
CREATE TABLE backlog_paper (
    id         TEXT PRIMARY KEY,
    batch_id   TEXT NOT NULL REFERENCES backlog_batch (id),
    ord        INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('scanned', 'entered', 'checked', 'signed', 'shared')),
    draw       TEXT NOT NULL CHECK (draw IN ('', 'drawn', 'typed')),
    entered_by TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    number     TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    search     TEXT NOT NULL,
    held_by    TEXT NOT NULL DEFAULT '',
    held_until {{.Time}},
    body       TEXT NOT NULL,
    UNIQUE (batch_id, ord)
);
CREATE INDEX backlog_paper_state ON backlog_paper (batch_id, state, ord);

-- What was recognised in the pages of a paper, beside its files.
CREATE TABLE backlog_words (
    paper_id TEXT PRIMARY KEY REFERENCES backlog_paper (id),
    words    TEXT NOT NULL
);

-- Files that were brought in at once.
CREATE TABLE backlog_load (
    id       TEXT PRIMARY KEY,
    batch_id TEXT NOT NULL REFERENCES backlog_batch (id),
    body     TEXT NOT NULL,
    done     INTEGER NOT NULL,
    papers   INTEGER NOT NULL,
    failed   TEXT NOT NULL,
    ended    BOOLEAN NOT NULL,
    at       {{.Time}} NOT NULL
);
CREATE INDEX backlog_load_batch ON backlog_load (batch_id, id);

-- Each second look at a paper: how many fields, and how many of them were wrong.
CREATE TABLE backlog_look (
    id        TEXT PRIMARY KEY,
    paper_id  TEXT NOT NULL,
    batch_id  TEXT NOT NULL,
    task      TEXT NOT NULL CHECK (task IN ('check', 'retype')),
    person_id TEXT NOT NULL,
    fields    INTEGER NOT NULL,
    wrong     INTEGER NOT NULL,
    at        {{.Time}} NOT NULL
);
CREATE INDEX backlog_look_batch ON backlog_look (batch_id, task);
{{appendOnly "backlog_look"}}
