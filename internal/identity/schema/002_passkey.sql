-- +goose Up

-- Keys with which an officer signs in: a phone, a laptop, a security key. credential is the public
-- half and what its maker said of it; nothing here opens anything.
CREATE TABLE identity_passkey (
  id            TEXT PRIMARY KEY,
  account_id    TEXT NOT NULL REFERENCES identity_account (id),
  credential_id TEXT NOT NULL UNIQUE,
  name          TEXT NOT NULL,
  credential    TEXT NOT NULL,
  created_at    {{.Time}} NOT NULL,
  used_at       {{.Time}}
);
CREATE INDEX identity_passkey_account ON identity_passkey (account_id, id);
