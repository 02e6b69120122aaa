-- +goose Up

-- One more kind of event: a result on paper gets its signed scan. As in 002, the table is laid anew, and is append-only as it was.
CREATE TABLE archive_event_wider (
    id          TEXT PRIMARY KEY,
    paper_id    TEXT NOT NULL,
    seq         INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('issue', 'revoke', 'replace', 'print', 'dispose', 'digitise')),
    at          {{.Time}} NOT NULL,
    person_id   TEXT NOT NULL,
    person_name TEXT NOT NULL,
    unit_name   TEXT NOT NULL,
    data        TEXT NOT NULL,
    UNIQUE (paper_id, seq)
);
INSERT INTO archive_event_wider (id, paper_id, seq, kind, at, person_id, person_name, unit_name, data)
  SELECT id, paper_id, seq, kind, at, person_id, person_name, unit_name, data FROM archive_event;
DROP TABLE archive_event;
ALTER TABLE archive_event_wider RENAME TO archive_event;
{{appendOnly "archive_event"}}
