-- +goose Up
CREATE TABLE identity_account (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CHECK (kind IN ('officer', 'citizen')),
  name            TEXT NOT NULL,
  fold            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
  state_why       TEXT NOT NULL,
  created_at      {{.Time}} NOT NULL,
  signed_in_at    {{.Time}},
  unused_since_at {{.Time}} NOT NULL
);

CREATE TABLE identity_officer (
  account_id  TEXT PRIMARY KEY REFERENCES identity_account (id),
  login       TEXT NOT NULL UNIQUE,
  person_id   TEXT NOT NULL UNIQUE,
  password    TEXT NOT NULL,
  password_at {{.Time}} NOT NULL,
  one_time    BOOLEAN NOT NULL,
  totp        TEXT NOT NULL,
  totp_step   BIGINT NOT NULL,
  totp_new    TEXT NOT NULL
);

CREATE TABLE identity_recovery (
  account_id TEXT NOT NULL REFERENCES identity_account (id),
  hash       TEXT NOT NULL,
  used_at    {{.Time}},
  PRIMARY KEY (account_id, hash)
);

CREATE TABLE identity_citizen (
  account_id      TEXT PRIMARY KEY REFERENCES identity_account (id),
  provider        TEXT NOT NULL,
  subject         TEXT NOT NULL,
  personal_number TEXT NOT NULL,
  born_on         TEXT NOT NULL,
  phone           TEXT NOT NULL,
  email           TEXT NOT NULL,
  assurance       TEXT NOT NULL,
  UNIQUE (provider, subject)
);
CREATE INDEX identity_citizen_number ON identity_citizen (personal_number);

CREATE TABLE identity_session (
  id          TEXT PRIMARY KEY,
  account_id  TEXT NOT NULL REFERENCES identity_account (id),
  way         TEXT NOT NULL,
  position_id TEXT NOT NULL,
  from_addr   TEXT NOT NULL,
  agent       TEXT NOT NULL,
  created_at  {{.Time}} NOT NULL,
  seen_at     {{.Time}} NOT NULL,
  ended_at    {{.Time}},
  ended_why   TEXT NOT NULL
);
CREATE INDEX identity_session_account ON identity_session (account_id, id);
CREATE INDEX identity_session_open ON identity_session (seen_at) WHERE ended_at IS NULL;

CREATE TABLE identity_try (
  key     TEXT PRIMARY KEY,
  tries   INTEGER NOT NULL,
  last_at {{.Time}} NOT NULL
);

CREATE TABLE identity_token (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  hash         TEXT NOT NULL UNIQUE,
  rights       TEXT NOT NULL,
  unit_path    TEXT NOT NULL,
  made_by      TEXT NOT NULL,
  created_at   {{.Time}} NOT NULL,
  expires_at   {{.Time}} NOT NULL,
  used_at      {{.Time}},
  revoked_at   {{.Time}}
);
