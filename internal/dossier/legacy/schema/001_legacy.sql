-- +goose Up
-- Which columns of another system's files are what, kept by name.
CREATE TABLE legacy_mapping (
  name    TEXT PRIMARY KEY,
  body    TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at      {{.Time}} NOT NULL
);

-- Files on their way in. The file itself holds personal data: it is thrown away when the run is over, and
-- after some days when nobody confirmed it.
CREATE TABLE legacy_run (
  id           TEXT PRIMARY KEY,
  file_name    TEXT NOT NULL,
  content      {{.Bytes}},
  source       TEXT NOT NULL,
  unit_path    TEXT NOT NULL,
  by_name      TEXT NOT NULL,
  actor        TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('taken','checked','running','over')),
  mapping      TEXT NOT NULL,
  done_lines   INTEGER NOT NULL,
  counts       TEXT NOT NULL,
  created_at   {{.Time}} NOT NULL,
  confirmed_at {{.Time}},
  ended_at     {{.Time}}
);
CREATE INDEX legacy_run_created ON legacy_run (created_at);

-- What was wrong or odd in a file, line by line.
CREATE TABLE legacy_problem (
  run_id  TEXT NOT NULL REFERENCES legacy_run (id) ON DELETE CASCADE,
  seq     INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  field   TEXT NOT NULL,
  warning BOOLEAN NOT NULL,
  key     TEXT NOT NULL,
  args    TEXT NOT NULL,
  PRIMARY KEY (run_id, seq)
);

-- Which lines of which system have come in: once, however often their file is brought.
CREATE TABLE legacy_line (
  source     TEXT NOT NULL,
  code       TEXT NOT NULL,
  dossier_id TEXT NOT NULL,
  run_id     TEXT NOT NULL,
  line       INTEGER NOT NULL,
  PRIMARY KEY (source, code)
);
