-- +goose Up

-- Keys with which persons sign ("person/…") and the seals of agencies ("unit/…"). A key in a file lies here under its own password; of one on a card there are the
-- certificates alone, and of one that a provider keeps its name there.
CREATE TABLE sign_key (
    id        TEXT PRIMARY KEY,
    holder    TEXT NOT NULL,
    kind      TEXT NOT NULL CHECK (kind IN ('file', 'card', 'remote')),
    chain     TEXT NOT NULL,
    secret    TEXT NOT NULL,
    picture   TEXT NOT NULL,
    added_at  {{.Time}} NOT NULL,
    ended_at  {{.Time}}
);
CREATE UNIQUE INDEX sign_key_holder ON sign_key (holder) WHERE ended_at IS NULL;

-- Passwords that were wrong: after a few nobody may try again for a while.
CREATE TABLE sign_miss (
    key_id TEXT NOT NULL,
    at     {{.Time}} NOT NULL
);
CREATE INDEX sign_miss_key ON sign_miss (key_id, at);

-- Authorities that are trusted.
CREATE TABLE sign_root (
    id       TEXT PRIMARY KEY,
    sha256   TEXT NOT NULL,
    pem      TEXT NOT NULL,
    added_at {{.Time}} NOT NULL,
    added_by TEXT NOT NULL,
    ended_at {{.Time}}
);
CREATE UNIQUE INDEX sign_root_once ON sign_root (sha256) WHERE ended_at IS NULL;

-- What authorities have said about the certificates of keys: the newest answer or list for each.
CREATE TABLE sign_proof (
    certificate TEXT PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('ocsp', 'crl')),
    raw         TEXT NOT NULL,
    made_at     {{.Time}} NOT NULL,
    next_at     {{.Time}} NOT NULL
);

-- What somebody is asked to sign with one confirmation.
CREATE TABLE sign_batch (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL,
    key_id    TEXT NOT NULL,
    purpose   TEXT NOT NULL,
    at        {{.Time}} NOT NULL
);
CREATE INDEX sign_batch_at ON sign_batch (at);

-- The files of a batch: what was frozen, what came back, how far it came.
CREATE TABLE sign_request (
    id            TEXT PRIMARY KEY,
    batch_id      TEXT NOT NULL,
    ord           INTEGER NOT NULL,
    subject       TEXT NOT NULL,
    seen          INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'signed', 'used', 'refused')),
    body          TEXT NOT NULL,
    signed_sha256 TEXT NOT NULL,
    checked_at    {{.Time}},
    verdict       TEXT NOT NULL,
    UNIQUE (batch_id, ord)
);
CREATE INDEX sign_request_file ON sign_request (signed_sha256) WHERE signed_sha256 <> '';
CREATE INDEX sign_request_subject ON sign_request (subject);
