-- +goose Up
-- What applicant and office wrote to each other. Never edited, never deleted.
CREATE TABLE dossier_message (
  id          TEXT PRIMARY KEY,
  dossier_id  TEXT NOT NULL,
  side        TEXT NOT NULL CHECK (side IN ('applicant','office')),
  at          {{.Time}} NOT NULL,
  account_id  TEXT NOT NULL,
  person_name TEXT NOT NULL,
  position    TEXT NOT NULL,
  unit_name   TEXT NOT NULL,
  words       TEXT NOT NULL,
  files       TEXT NOT NULL,
  wants       BOOLEAN NOT NULL
);
CREATE INDEX dossier_message_dossier ON dossier_message (dossier_id, at, id);
{{appendOnly "dossier_message"}}

-- Messages that their writers took back within minutes: that they did stays to be seen.
CREATE TABLE dossier_message_back (
  message_id TEXT PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  at         {{.Time}} NOT NULL
);
CREATE INDEX dossier_message_back_dossier ON dossier_message_back (dossier_id);
{{appendOnly "dossier_message_back"}}

-- How the exchange on a dossier stands, for lists; but for who has read what, it can be made again.
CREATE TABLE dossier_talk (
  dossier_id        TEXT PRIMARY KEY,
  account_id        TEXT NOT NULL,
  waits             TEXT NOT NULL CHECK (waits IN ('','applicant','office')),
  since             {{.Time}},
  last_at           {{.Time}} NOT NULL,
  for_applicant     INTEGER NOT NULL,
  for_office        INTEGER NOT NULL,
  applicant_read_at {{.Time}},
  office_read_at    {{.Time}},
  settled_at        {{.Time}}
);
CREATE INDEX dossier_talk_account ON dossier_talk (account_id);
CREATE INDEX dossier_talk_waits ON dossier_talk (waits, since);

-- Results handed out, in the order in which that happened, for those who are asked afterwards.
CREATE INDEX dossier_event_returned ON dossier_event (at, id) WHERE kind IN ('return', 'fetch');
