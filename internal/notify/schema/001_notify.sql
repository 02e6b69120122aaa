-- +goose Up
CREATE TABLE notify_notice (
  id           TEXT PRIMARY KEY,
  who          TEXT NOT NULL,
  event        TEXT NOT NULL,
  subject      TEXT NOT NULL,
  link         TEXT NOT NULL,
  version      INTEGER NOT NULL,
  title_vi     TEXT NOT NULL,
  title_en     TEXT NOT NULL,
  short_vi     TEXT NOT NULL,
  short_en     TEXT NOT NULL,
  body_vi      TEXT NOT NULL,
  body_en      TEXT NOT NULL,
  given_email  TEXT NOT NULL,
  given_phone  TEXT NOT NULL,
  given_lang   TEXT NOT NULL,
  told_at      {{.Time}} NOT NULL,
  read_at      {{.Time}},
  forgotten_at {{.Time}}
);
CREATE INDEX notify_notice_who ON notify_notice (who, id);
CREATE INDEX notify_notice_unread ON notify_notice (who) WHERE read_at IS NULL;
CREATE INDEX notify_notice_unforgotten ON notify_notice (told_at) WHERE forgotten_at IS NULL;

CREATE TABLE notify_delivery (
  id        TEXT PRIMARY KEY,
  notice_id TEXT NOT NULL REFERENCES notify_notice (id),
  who       TEXT NOT NULL,
  channel   TEXT NOT NULL,
  address   TEXT NOT NULL,
  lang      TEXT NOT NULL,
  state     TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  tries     INTEGER NOT NULL,
  why       TEXT NOT NULL,
  ref       TEXT NOT NULL,
  made_at   {{.Time}} NOT NULL,
  due_at    {{.Time}} NOT NULL,
  tried_at  {{.Time}},
  sent_at   {{.Time}},
  UNIQUE (notice_id, channel)
);
CREATE INDEX notify_delivery_sent ON notify_delivery (who, channel, sent_at);
CREATE INDEX notify_delivery_unsent ON notify_delivery (id) WHERE state <> 'sent';

CREATE TABLE notify_template (
  event      TEXT NOT NULL,
  version    INTEGER NOT NULL,
  title_vi   TEXT NOT NULL,
  title_en   TEXT NOT NULL,
  short_vi   TEXT NOT NULL,
  short_en   TEXT NOT NULL,
  body_vi    TEXT NOT NULL,
  body_en    TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  by_account TEXT NOT NULL,
  by_name    TEXT NOT NULL,
  made_at    {{.Time}} NOT NULL,
  PRIMARY KEY (event, version)
);

CREATE TABLE notify_choice (
  who        TEXT NOT NULL,
  kind       TEXT NOT NULL,
  channel    TEXT NOT NULL,
  wants      BOOLEAN NOT NULL,
  changed_at {{.Time}} NOT NULL,
  PRIMARY KEY (who, kind, channel)
);

CREATE TABLE notify_address (
  who          TEXT NOT NULL,
  channel      TEXT NOT NULL,
  address      TEXT NOT NULL,
  code_hash    TEXT NOT NULL,
  asked_at     {{.Time}} NOT NULL,
  confirmed_at {{.Time}},
  PRIMARY KEY (who, channel)
);

CREATE TABLE notify_reader (
  who        TEXT PRIMARY KEY,
  lang       TEXT NOT NULL,
  changed_at {{.Time}} NOT NULL
);
