-- +goose Up

-- When somebody is away, both days included. What was cancelled stays.
CREATE TABLE org_leave (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES org_person (id),
    from_on      TEXT NOT NULL,
    until_on     TEXT NOT NULL,
    kind         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    set_by       TEXT NOT NULL,
    set_at       {{.Time}} NOT NULL,
    cancelled_by TEXT NOT NULL,
    cancelled_at {{.Time}},
    CHECK (until_on >= from_on)
);
CREATE INDEX org_leave_person ON org_leave (person_id, until_on);

-- Who does the work of a post while its holder (absent_id) is away. It counts from the day it is
-- confirmed; names are as they were.
CREATE TABLE org_stand_in (
    id           TEXT PRIMARY KEY,
    leave_id     TEXT REFERENCES org_leave (id),
    position_id  TEXT NOT NULL REFERENCES org_position (id),
    absent_id    TEXT NOT NULL REFERENCES org_person (id),
    person_id    TEXT NOT NULL REFERENCES org_person (id),
    from_on      TEXT NOT NULL,
    until_on     TEXT NOT NULL,
    reason       TEXT NOT NULL,
    decision     TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    asked_at     {{.Time}} NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at {{.Time}},
    cancelled_by TEXT NOT NULL,
    cancelled_at {{.Time}},
    cancel_why   TEXT NOT NULL,
    CHECK (until_on >= from_on),
    CHECK (person_id <> absent_id)
);
CREATE INDEX org_stand_in_person ON org_stand_in (person_id, until_on);
CREATE INDEX org_stand_in_absent ON org_stand_in (absent_id, until_on);
