-- +goose Up
-- What officers keep beside dossiers. Nothing here is part of a dossier: all of it can be thrown away
-- without one changing. owner_id is the person it belongs to, empty when it is the unit's.
CREATE TABLE dossier_label (
  id        TEXT PRIMARY KEY,
  owner_id  TEXT NOT NULL,
  unit_path TEXT NOT NULL,
  name      TEXT NOT NULL,
  colour    TEXT NOT NULL,
  at        {{.Time}} NOT NULL,
  UNIQUE (owner_id, unit_path, name)
);
CREATE TABLE dossier_labelled (
  dossier_id TEXT NOT NULL,
  label_id   TEXT NOT NULL REFERENCES dossier_label (id) ON DELETE CASCADE,
  by_id      TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (dossier_id, label_id)
);
CREATE INDEX dossier_labelled_label ON dossier_labelled (label_id, dossier_id);

-- Nobody but its author reads a note.
CREATE TABLE dossier_note (
  dossier_id TEXT NOT NULL,
  person_id  TEXT NOT NULL,
  body       TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (dossier_id, person_id)
);

CREATE TABLE dossier_follow (
  person_id  TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (person_id, dossier_id)
);

-- Saved filters: query is what stands behind the question mark of the list's address.
CREATE TABLE dossier_view (
  id        TEXT PRIMARY KEY,
  owner_id  TEXT NOT NULL,
  unit_path TEXT NOT NULL,
  name      TEXT NOT NULL,
  query     TEXT NOT NULL,
  at        {{.Time}} NOT NULL,
  UNIQUE (owner_id, unit_path, name)
);

-- Columns that an officer wants in lists, in their order.
CREATE TABLE dossier_columns (
  person_id TEXT PRIMARY KEY,
  columns   TEXT NOT NULL,
  at        {{.Time}} NOT NULL
);

-- Reasons that a unit keeps in stock. procedure_id is empty for those of all procedures.
CREATE TABLE dossier_reason (
  id           TEXT PRIMARY KEY,
  unit_path    TEXT NOT NULL,
  procedure_id TEXT NOT NULL,
  kind         TEXT NOT NULL,
  name         TEXT NOT NULL,
  body         TEXT NOT NULL,
  by_name      TEXT NOT NULL,
  at           {{.Time}} NOT NULL
);
CREATE INDEX dossier_reason_unit ON dossier_reason (unit_path, kind);

-- Files that an officer has held against the form. A new file has a new sum and must be held again.
CREATE TABLE dossier_checked (
  dossier_id TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  by_id      TEXT NOT NULL,
  by_name    TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (dossier_id, sha256)
);

-- Work over many dossiers. Each is a transaction of its own; an item without an outcome is still to
-- be done, so that work that broke off goes on where it was.
CREATE TABLE dossier_batch (
  id         TEXT PRIMARY KEY,
  person_id  TEXT NOT NULL,
  verb       TEXT NOT NULL,
  args       TEXT NOT NULL,
  started    BOOLEAN NOT NULL,
  created_at {{.Time}} NOT NULL
);
CREATE INDEX dossier_batch_person ON dossier_batch (person_id, created_at);
CREATE TABLE dossier_batch_item (
  batch_id   TEXT NOT NULL REFERENCES dossier_batch (id) ON DELETE CASCADE,
  seq        INTEGER NOT NULL,
  dossier_id TEXT NOT NULL,
  code       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  outcome    TEXT NOT NULL CHECK (outcome IN ('', 'done', 'refused')),
  why        TEXT NOT NULL,
  PRIMARY KEY (batch_id, seq),
  UNIQUE (batch_id, dossier_id)
);

CREATE INDEX dossier_record_sort ON dossier_record (sort_at, id);
CREATE INDEX dossier_record_submitted ON dossier_record (submitted_at, id);
