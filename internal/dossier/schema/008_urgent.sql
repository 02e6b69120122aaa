-- +goose Up
-- Openings of dossiers in an emergency by those who otherwise may not: who, on what ground, until when, and what a
-- review found.
CREATE TABLE dossier_urgent (
  id             TEXT PRIMARY KEY,
  dossier_id     TEXT NOT NULL,
  code           TEXT NOT NULL,
  receiving_path TEXT NOT NULL,
  competent_path TEXT NOT NULL,
  person_id      TEXT NOT NULL,
  person_name    TEXT NOT NULL,
  position       TEXT NOT NULL,
  unit_path      TEXT NOT NULL,
  unit_name      TEXT NOT NULL,
  ground         TEXT NOT NULL CHECK (ground IN ('life','disaster','security','authority')),
  basis          TEXT NOT NULL,
  purpose        TEXT NOT NULL,
  opened_at      {{.Time}} NOT NULL,
  until_at       {{.Time}} NOT NULL,
  outcome        TEXT NOT NULL CHECK (outcome IN ('','confirmed','objected')),
  remark         TEXT NOT NULL,
  reviewed_by    TEXT NOT NULL,
  reviewed_at    {{.Time}}
);
CREATE INDEX dossier_urgent_person ON dossier_urgent (person_id, opened_at);
CREATE INDEX dossier_urgent_open ON dossier_urgent (outcome, opened_at);
