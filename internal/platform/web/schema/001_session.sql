-- +goose Up
CREATE TABLE web_session (
  token      TEXT PRIMARY KEY,
  data       {{.Bytes}} NOT NULL,
  expires_at {{.Time}} NOT NULL
);
CREATE INDEX web_session_expires ON web_session (expires_at);
