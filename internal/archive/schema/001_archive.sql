-- +goose Up

-- Issued papers as their events have made them: a convenience that can be made again.
CREATE TABLE archive_paper (
    id         TEXT PRIMARY KEY,
    code       TEXT NOT NULL UNIQUE,
    version    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('valid', 'revoked', 'replaced')),
    subject    TEXT NOT NULL,
    account_id TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    unit_path  TEXT NOT NULL,
    unit_name  TEXT NOT NULL,
    title      TEXT NOT NULL,
    number     TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    search     TEXT NOT NULL,
    body       TEXT NOT NULL
);
CREATE INDEX archive_paper_unit ON archive_paper (unit_path, issued_on, id);
CREATE INDEX archive_paper_subject ON archive_paper (subject);
CREATE INDEX archive_paper_account ON archive_paper (account_id, issued_on, id) WHERE account_id <> '';
CREATE INDEX archive_paper_ended ON archive_paper (id) WHERE state <> 'valid';

-- Whom papers speak of.
CREATE TABLE archive_holder (
    paper_id    TEXT NOT NULL,
    ord         INTEGER NOT NULL,
    personal_no TEXT NOT NULL,
    PRIMARY KEY (paper_id, ord)
);
CREATE INDEX archive_holder_person ON archive_holder (personal_no, paper_id) WHERE personal_no <> '';

-- Which files are whose: a stranger's copy is found by what is in it.
CREATE TABLE archive_file (
    sha256   TEXT NOT NULL,
    paper_id TEXT NOT NULL,
    PRIMARY KEY (sha256, paper_id)
);

CREATE TABLE archive_event (
    id          TEXT PRIMARY KEY,
    paper_id    TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('issue', 'revoke', 'replace', 'print')),
    at          {{.Time}} NOT NULL,
    person_id   TEXT NOT NULL,
    person_name TEXT NOT NULL,
    unit_name   TEXT NOT NULL,
    data        TEXT NOT NULL,
    UNIQUE (paper_id, seq)
);
{{appendOnly "archive_event"}}
