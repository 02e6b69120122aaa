-- +goose Up
-- Whose dossiers have their result and can be rated. period is the month of the return.
CREATE TABLE rating_asked (
  subject        TEXT PRIMARY KEY,
  account_id     TEXT NOT NULL,
  code           TEXT NOT NULL,
  unit_id        TEXT NOT NULL,
  unit_path      TEXT NOT NULL,
  unit_name      TEXT NOT NULL,
  procedure_id   TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  period         TEXT NOT NULL,
  returned_at    {{.Time}} NOT NULL,
  until_at       {{.Time}} NOT NULL,
  answered       BOOLEAN NOT NULL
);
CREATE INDEX rating_asked_account ON rating_asked (account_id, until_at);
CREATE INDEX rating_asked_period ON rating_asked (period, unit_id);
CREATE INDEX rating_asked_returned ON rating_asked (returned_at);

-- Links by which an answer can be given: only their hashes, so that nobody who reads this can answer.
CREATE TABLE rating_link (
  hash    TEXT PRIMARY KEY,
  subject TEXT NOT NULL
);
CREATE INDEX rating_link_subject ON rating_link (subject);

-- What was answered: of no dossier, of no person, at no time. Keys are drawn by lot.
CREATE TABLE rating_answer (
  id             TEXT PRIMARY KEY,
  unit_id        TEXT NOT NULL,
  unit_path      TEXT NOT NULL,
  unit_name      TEXT NOT NULL,
  procedure_id   TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  period         TEXT NOT NULL,
  mark           TEXT NOT NULL CHECK (mark IN ('very','yes','no')),
  reasons        TEXT NOT NULL,
  words          TEXT NOT NULL
);
CREATE INDEX rating_answer_period ON rating_answer (period, unit_id);
{{appendOnly "rating_answer"}}

-- Bad marks that somebody has to look into. The dossier stands here only if the citizen said so.
CREATE TABLE rating_follow (
  id             TEXT PRIMARY KEY,
  unit_path      TEXT NOT NULL,
  unit_name      TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  subject        TEXT NOT NULL,
  code           TEXT NOT NULL,
  reasons        TEXT NOT NULL,
  words          TEXT NOT NULL,
  shown_from     {{.Time}} NOT NULL,
  due_at         {{.Time}} NOT NULL,
  done_at        {{.Time}},
  done_by        TEXT NOT NULL,
  outcome        TEXT NOT NULL
);
CREATE INDEX rating_follow_unit ON rating_follow (unit_path, due_at);
