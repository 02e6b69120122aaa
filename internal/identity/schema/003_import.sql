-- +goose Up

-- A file of officers that somebody looks at before it is applied. It holds personal data and is
-- forgotten after a day.
CREATE TABLE identity_import (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  name       TEXT NOT NULL,
  content    {{.Bytes}} NOT NULL,
  made_at    {{.Time}} NOT NULL,
  applied_at {{.Time}}
);
