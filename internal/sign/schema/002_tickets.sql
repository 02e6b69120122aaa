-- +goose Up

-- One more kind of key: the signing program on the PC, which signs whole files. SQLite cannot change a CHECK, so the table is
-- laid anew.
CREATE TABLE sign_key_new (
    id        TEXT PRIMARY KEY,
    holder    TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('file', 'card', 'remote', 'plugin')),
    chain     TEXT NOT NULL,
    secret    TEXT NOT NULL,
    picture   TEXT NOT NULL,
    added_at  {{.Time}} NOT NULL,
    ended_at  {{.Time}}
);
INSERT INTO sign_key_new (id, holder, kind, chain, secret, picture, added_at, ended_at)
  SELECT id, holder, kind, chain, secret, picture, added_at, ended_at FROM sign_key;
DROP TABLE sign_key;
ALTER TABLE sign_key_new RENAME TO sign_key;
CREATE UNIQUE INDEX sign_key_holder ON sign_key (holder) WHERE ended_at IS NULL;

-- Tickets with which that program fetches one file and brings it back, each once. Only their digests are here. who is the
-- person for whom it does so, JSON.
CREATE TABLE sign_ticket (
    digest     TEXT PRIMARY KEY,
    purpose    TEXT NOT NULL CHECK (purpose IN ('fetch', 'bring')),
    batch_id   TEXT NOT NULL,
    request_id TEXT NOT NULL,
    who        TEXT NOT NULL,
    ends_at    {{.Time}} NOT NULL,
    used_at    {{.Time}}
);
CREATE INDEX sign_ticket_ends ON sign_ticket (ends_at);
