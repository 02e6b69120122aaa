-- +goose Up
-- How far the announcements were heard, and with which calendars due dates were derived. turn grows with
-- every change: whoever began with another one begins again, so that hearing twice is once.
CREATE TABLE insight_state (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  turn     BIGINT NOT NULL,
  heard    BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  heard_at {{.Time}}
);
INSERT INTO insight_state (id, turn, heard, revision) VALUES (1, 0, 0, 0);

-- What counting needs to know of a dossier, as its events say. All of it can be made again.
CREATE TABLE insight_fact (
  dossier_id     TEXT PRIMARY KEY,
  seq            INTEGER NOT NULL,
  code           TEXT NOT NULL,
  receiving_id   TEXT NOT NULL,
  receiving_path TEXT NOT NULL,
  receiving_name TEXT NOT NULL,
  competent_id   TEXT NOT NULL,
  competent_path TEXT NOT NULL,
  competent_name TEXT NOT NULL,
  procedure_id   TEXT NOT NULL,
  procedure_name TEXT NOT NULL,
  version_id     TEXT NOT NULL,
  field          TEXT NOT NULL,
  channel        TEXT NOT NULL CHECK (channel IN ('direct','online','post')),
  declared       BOOLEAN NOT NULL,
  restricted     BOOLEAN NOT NULL,
  submitted_at   {{.Time}},
  received_at    {{.Time}},
  due_at         {{.Time}},
  first_due_at   {{.Time}},
  warn_at        {{.Time}},
  ended_at       {{.Time}},
  fell_at        {{.Time}},
  standing       TEXT NOT NULL CHECK (standing IN ('','early','on-time','late','none')),
  end_kind       TEXT NOT NULL CHECK (end_kind IN ('','done','stopped','withdrawn')),
  paused         BOOLEAN NOT NULL,
  asked          INTEGER NOT NULL,
  sent_back      INTEGER NOT NULL,
  took_minutes   BIGINT NOT NULL
);
CREATE INDEX insight_fact_received ON insight_fact (received_at);
CREATE INDEX insight_fact_ended ON insight_fact (ended_at);
CREATE INDEX insight_fact_fell ON insight_fact (fell_at);
CREATE INDEX insight_fact_unit ON insight_fact (receiving_path, received_at);
CREATE INDEX insight_fact_solver ON insight_fact (competent_path, received_at);
CREATE INDEX insight_fact_open ON insight_fact (due_at) WHERE ended_at IS NULL;
CREATE INDEX insight_fact_procedure ON insight_fact (procedure_id, received_at);

-- What procedures are called and where they belong, as the last fact of each says.
CREATE TABLE insight_procedure (
  id    TEXT PRIMARY KEY,
  name  TEXT NOT NULL,
  field TEXT NOT NULL
);

-- A stretch in which one side had a dossier. Minutes are of working time.
CREATE TABLE insight_step (
  dossier_id      TEXT NOT NULL,
  no              INTEGER NOT NULL,
  receiving_path  TEXT NOT NULL,
  unit_path       TEXT NOT NULL,
  unit            TEXT NOT NULL,
  procedure_id    TEXT NOT NULL,
  role            TEXT NOT NULL,
  name            TEXT NOT NULL,
  person_id       TEXT NOT NULL,
  person          TEXT NOT NULL,
  waits           TEXT NOT NULL CHECK (waits IN ('','supplement','payment','agency')),
  since_at        {{.Time}} NOT NULL,
  until_at        {{.Time}},
  working_minutes BIGINT NOT NULL,
  queued_minutes  BIGINT NOT NULL,
  PRIMARY KEY (dossier_id, no)
);
CREATE INDEX insight_step_person ON insight_step (unit_path, until_at);
CREATE INDEX insight_step_procedure ON insight_step (procedure_id, until_at);

-- Sums of facts by half months (cut on the 1st and the 15th), so that a board of a province does not read a
-- million rows. grain says what key is: nothing ('unit': the unit with all below; 'own': the unit alone),
-- a field, a procedure or a channel.
CREATE TABLE insight_cell (
  grain       TEXT NOT NULL CHECK (grain IN ('unit','own','field','procedure','channel')),
  path        TEXT NOT NULL,
  parent      TEXT NOT NULL,
  key         TEXT NOT NULL,
  half_on     TEXT NOT NULL,
  online      BIGINT NOT NULL,
  direct      BIGINT NOT NULL,
  post        BIGINT NOT NULL,
  supplements BIGINT NOT NULL,
  declared    BIGINT NOT NULL,
  early       BIGINT NOT NULL,
  on_time     BIGINT NOT NULL,
  overdue     BIGINT NOT NULL,
  stopped     BIGINT NOT NULL,
  withdrawn   BIGINT NOT NULL,
  fell        BIGINT NOT NULL,
  raised      BIGINT NOT NULL,
  PRIMARY KEY (grain, path, key, half_on)
);
CREATE INDEX insight_cell_parent ON insight_cell (grain, parent, half_on);

-- How long stretches lasted: how many of them, by the half month in which they ended, fell into a band of
-- working minutes, and their sum.
CREATE TABLE insight_pace (
  path    TEXT NOT NULL,
  waits   TEXT NOT NULL,
  role    TEXT NOT NULL,
  half_on TEXT NOT NULL,
  band    BIGINT NOT NULL,
  n       BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  queued  BIGINT NOT NULL,
  PRIMARY KEY (path, waits, role, half_on, band)
);

-- What the nightly comparison of facts with events found.
CREATE TABLE insight_check (
  id       TEXT PRIMARY KEY,
  at       {{.Time}} NOT NULL,
  compared BIGINT NOT NULL,
  differ   BIGINT NOT NULL,
  report   TEXT NOT NULL
);
CREATE INDEX insight_check_at ON insight_check (at);
{{appendOnly "insight_check"}}
