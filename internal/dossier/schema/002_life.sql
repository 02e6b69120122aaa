-- +goose Up
-- More states; what lists, warnings and the search for duplicates ask of a dossier. SQLite cannot change
-- a CHECK, so the table is laid anew beside the old one.
CREATE TABLE dossier_record_new (
  id             TEXT PRIMARY KEY,
  code           TEXT NOT NULL UNIQUE,
  secret         TEXT NOT NULL,
  version        INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('submitted','fixing','refused','received','processing','waiting','paying','agency','proposed','approved','done','posted','returned','stopped','withdrawn')),
  channel        TEXT NOT NULL,
  procedure_id   TEXT NOT NULL,
  version_id     TEXT NOT NULL,
  name           TEXT NOT NULL,
  receiving_path TEXT NOT NULL,
  competent_path TEXT NOT NULL,
  account_id     TEXT NOT NULL,
  owner_name     TEXT NOT NULL,
  search         TEXT NOT NULL,
  turn_role      TEXT NOT NULL,
  turn_path      TEXT NOT NULL,
  assignee_id    TEXT NOT NULL,
  assignee       TEXT NOT NULL,
  submitted_at   {{.Time}} NOT NULL,
  due_at         {{.Time}},
  warn_at        {{.Time}},
  paused         BOOLEAN NOT NULL,
  ended_at       {{.Time}},
  sort_at        {{.Time}} NOT NULL,
  body           TEXT NOT NULL,
  owner_no       TEXT NOT NULL DEFAULT '',
  level          TEXT NOT NULL DEFAULT '',
  outcome        TEXT NOT NULL DEFAULT '',
  asked          INTEGER NOT NULL DEFAULT 0,
  fallen_at      {{.Time}},
  received_at    {{.Time}}
);
INSERT INTO dossier_record_new (id, code, secret, version, state, channel, procedure_id, version_id, name, receiving_path, competent_path,
    account_id, owner_name, search, turn_role, turn_path, assignee_id, assignee, submitted_at, due_at, warn_at, paused, ended_at, sort_at, body)
  SELECT id, code, secret, version, state, channel, procedure_id, version_id, name, receiving_path, competent_path,
    account_id, owner_name, search, turn_role, turn_path, assignee_id, assignee, submitted_at, due_at, warn_at, paused, ended_at, sort_at, body
  FROM dossier_record;
DROP TABLE dossier_record;
ALTER TABLE dossier_record_new RENAME TO dossier_record;
CREATE INDEX dossier_record_turn ON dossier_record (turn_path, turn_role, sort_at, id);
CREATE INDEX dossier_record_receiving ON dossier_record (receiving_path, sort_at, id);
CREATE INDEX dossier_record_competent ON dossier_record (competent_path, sort_at, id);
CREATE INDEX dossier_record_assignee ON dossier_record (assignee_id, sort_at, id);
CREATE INDEX dossier_record_account ON dossier_record (account_id, submitted_at);
CREATE INDEX dossier_record_owner ON dossier_record (owner_no, procedure_id) WHERE owner_no <> '';
CREATE INDEX dossier_record_warn ON dossier_record (warn_at) WHERE ended_at IS NULL;
CREATE INDEX dossier_record_due ON dossier_record (due_at) WHERE ended_at IS NULL;
CREATE INDEX dossier_record_ready ON dossier_record (ended_at) WHERE state = 'done';

-- What agencies were asked and have not answered yet, for their lists. Made again from the record.
CREATE TABLE dossier_errand (
  dossier_id TEXT NOT NULL,
  key        TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('opinion','part')),
  name       TEXT NOT NULL,
  unit_path  TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  asked_at   {{.Time}} NOT NULL,
  due_at     {{.Time}},
  PRIMARY KEY (dossier_id, key)
);
CREATE INDEX dossier_errand_unit ON dossier_errand (unit_path, asked_at);

-- Warnings already given, so that each is given once, whichever process comes by.
CREATE TABLE dossier_warning (
  dossier_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  about_at   {{.Time}} NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (dossier_id, kind, about_at)
);
