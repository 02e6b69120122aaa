-- +goose Up

-- One more state of a scanner's file: it went into a dossier that was taken in. SQLite cannot change a CHECK, so the table is laid
-- anew; nothing in it changes.
CREATE TABLE backlog_found_wider (
    id        TEXT PRIMARY KEY,
    unit_id   TEXT NOT NULL,
    unit_path TEXT NOT NULL,
    digest    TEXT NOT NULL,
    name      TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    size      BIGINT NOT NULL,
    type      TEXT NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('waiting', 'brought', 'refused', 'dropped', 'counter')),
    why       TEXT NOT NULL,
    at        {{.Time}} NOT NULL,
    UNIQUE (unit_id, digest)
);
INSERT INTO backlog_found_wider (id, unit_id, unit_path, digest, name, sha256, size, type, state, why, at)
  SELECT id, unit_id, unit_path, digest, name, sha256, size, type, state, why, at FROM backlog_found;
DROP TABLE backlog_found;
ALTER TABLE backlog_found_wider RENAME TO backlog_found;
CREATE INDEX backlog_found_state ON backlog_found (unit_id, state, id);
CREATE INDEX backlog_found_file ON backlog_found (sha256);
