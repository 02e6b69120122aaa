-- +goose Up
CREATE TABLE audit_entry (
  id           TEXT PRIMARY KEY,
  at           {{.Time}} NOT NULL,
  action       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  actor_kind   TEXT NOT NULL,
  account_id   TEXT NOT NULL,
  person_id    TEXT NOT NULL,
  person_name  TEXT NOT NULL,
  position_id  TEXT NOT NULL,
  position     TEXT NOT NULL,
  unit_id      TEXT NOT NULL,
  unit_name    TEXT NOT NULL,
  on_behalf_of TEXT NOT NULL,
  why          TEXT NOT NULL,
  purpose      TEXT NOT NULL,
  data         TEXT NOT NULL,
  from_addr    TEXT NOT NULL,
  request_id   TEXT NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, id);
CREATE INDEX audit_entry_account ON audit_entry (account_id, id);
CREATE INDEX audit_entry_person ON audit_entry (person_id, id);
CREATE INDEX audit_entry_action ON audit_entry (action, id);
{{appendOnly "audit_entry"}}
