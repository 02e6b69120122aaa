-- +goose Up
-- What a unit wants to reach of an indicator in a period, in hundredths of a percent. Every change is a row
-- with its reason; the last one of a unit, indicator and period holds, and one without goal takes it away.
CREATE TABLE insight_target (
  id        TEXT PRIMARY KEY,
  at        {{.Time}} NOT NULL,
  unit_id   TEXT NOT NULL,
  indicator TEXT NOT NULL CHECK (indicator IN ('online','on-time','on-time-strict','content')),
  span      TEXT NOT NULL,
  goal      BIGINT,
  owner     TEXT NOT NULL,
  reason    TEXT NOT NULL,
  by_id     TEXT NOT NULL,
  by_name   TEXT NOT NULL
);
CREATE INDEX insight_target_unit ON insight_target (unit_id, span, at);
{{appendOnly "insight_target"}}

-- Who gets the figures of which unit after each month or quarter. sent is the last period that was sent.
CREATE TABLE insight_plan (
  id         TEXT PRIMARY KEY,
  unit_id    TEXT NOT NULL,
  months     INTEGER NOT NULL CHECK (months IN (1, 3)),
  report     BOOLEAN NOT NULL,
  person_id  TEXT NOT NULL,
  person     TEXT NOT NULL,
  by_name    TEXT NOT NULL,
  made_at    {{.Time}} NOT NULL,
  stopped_at {{.Time}},
  sent       TEXT NOT NULL
);
CREATE INDEX insight_plan_unit ON insight_plan (unit_id);
