-- +goose Up
-- What happened. The only truth; the rest of this file can be made again from it.
CREATE TABLE dossier_event (
  id           TEXT PRIMARY KEY,
  dossier_id   TEXT NOT NULL,
  seq          INTEGER NOT NULL CHECK (seq > 0),
  kind         TEXT NOT NULL,
  at           {{.Time}} NOT NULL,
  actor_kind   TEXT NOT NULL,
  account_id   TEXT NOT NULL,
  person_id    TEXT NOT NULL,
  person_name  TEXT NOT NULL,
  position     TEXT NOT NULL,
  unit_id      TEXT NOT NULL,
  unit_name    TEXT NOT NULL,
  on_behalf_of TEXT NOT NULL,
  from_addr    TEXT NOT NULL,
  data         TEXT NOT NULL,
  UNIQUE (dossier_id, seq)
);
{{appendOnly "dossier_event"}}

-- What the events add up to, for lists and quick opening.
CREATE TABLE dossier_record (
  id             TEXT PRIMARY KEY,
  code           TEXT NOT NULL UNIQUE,
  secret         TEXT NOT NULL,
  version        INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('submitted','fixing','refused','received','processing','waiting','proposed','approved','done','returned','withdrawn')),
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
  body           TEXT NOT NULL
);
CREATE INDEX dossier_record_turn ON dossier_record (turn_path, turn_role, sort_at, id);
CREATE INDEX dossier_record_receiving ON dossier_record (receiving_path, sort_at, id);
CREATE INDEX dossier_record_competent ON dossier_record (competent_path, sort_at, id);
CREATE INDEX dossier_record_assignee ON dossier_record (assignee_id, sort_at, id);
CREATE INDEX dossier_record_account ON dossier_record (account_id, submitted_at);

-- Series of numbers without gaps: codes of a unit and day, slips of a unit and year, results.
CREATE TABLE dossier_number (
  series TEXT NOT NULL,
  period TEXT NOT NULL,
  last   BIGINT NOT NULL,
  PRIMARY KEY (series, period)
);

-- Slips as they were printed; a further print gives the same paper.
CREATE TABLE dossier_slip (
  id         TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  form       TEXT NOT NULL,
  era        TEXT NOT NULL,
  number     TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  data       TEXT NOT NULL
);
CREATE INDEX dossier_slip_dossier ON dossier_slip (dossier_id, seq);
{{appendOnly "dossier_slip"}}

-- Work of a citizen, or of an officer at the counter, before anything happened.
CREATE TABLE dossier_draft (
  id           TEXT PRIMARY KEY,
  account_id   TEXT NOT NULL,
  dossier_id   TEXT NOT NULL,
  procedure_id TEXT NOT NULL,
  name         TEXT NOT NULL,
  version      INTEGER NOT NULL,
  created_at   {{.Time}} NOT NULL,
  saved_at     {{.Time}} NOT NULL,
  body         TEXT NOT NULL
);
CREATE INDEX dossier_draft_account ON dossier_draft (account_id, saved_at);

-- Files sent ahead by programs, waiting to be named in a dossier.
CREATE TABLE dossier_upload (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  file       TEXT NOT NULL
);

-- Answers already given under an idempotency key.
CREATE TABLE dossier_answer (
  account_id TEXT NOT NULL,
  key        TEXT NOT NULL,
  request    TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  at         {{.Time}} NOT NULL,
  PRIMARY KEY (account_id, key)
);

-- Look-ups by code that failed, to slow down guessing, whichever process they reached.
CREATE TABLE dossier_miss (
  id        TEXT PRIMARY KEY,
  from_addr TEXT NOT NULL,
  code      TEXT NOT NULL,
  at        {{.Time}} NOT NULL
);
CREATE INDEX dossier_miss_from ON dossier_miss (from_addr, at);
CREATE INDEX dossier_miss_code ON dossier_miss (code, at);
