-- +goose Up

-- Files that scanners put into the watched folder. Each content is taken once for an office, by whichever process comes first.
CREATE TABLE backlog_found (
    id        TEXT PRIMARY KEY,
    unit_id   TEXT NOT NULL,
    unit_path TEXT NOT NULL,
    digest    TEXT NOT NULL,
    name      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    size      BIGINT NOT NULL,
    type      TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'brought', 'refused', 'dropped')),
    why       TEXT NOT NULL,
    at        {{.Time}} NOT NULL,
    UNIQUE (unit_id, digest)
);
CREATE INDEX backlog_found_state ON backlog_found (unit_id, state, id);
CREATE INDEX backlog_found_file ON backlog_found (sha256);
