-- +goose Up
-- Time stamps (RFC 3161) of checkpoints, as an authority gave them.
CREATE TABLE audit_anchor (
  size  BIGINT PRIMARY KEY CHECK (size > 0),
  at    {{.Time}} NOT NULL,
  token {{.Bytes}} NOT NULL
);
{{appendOnly "audit_anchor"}}
