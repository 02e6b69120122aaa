-- +goose Up

-- A unit keeps its key for ever. origin is the name under which an importer knows it again.
CREATE TABLE org_unit (
    id         TEXT PRIMARY KEY,
    origin     TEXT NOT NULL UNIQUE,
    created_at {{.Time}} NOT NULL
);

-- What a unit is called and where it hangs, from one day to another, both included. An empty day
-- is unbounded. path is the keys of the unit and all above it: /<province>/<district>/.
CREATE TABLE org_unit_version (
    id              TEXT PRIMARY KEY,
    unit_id         TEXT NOT NULL REFERENCES org_unit (id),
    parent_id       TEXT REFERENCES org_unit (id),
    path            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    type            TEXT NOT NULL,
    code            TEXT NOT NULL,
    key             TEXT NOT NULL,
    name            TEXT NOT NULL,
    full_name       TEXT NOT NULL,
    name_en         TEXT NOT NULL,
    identifier_code TEXT NOT NULL,
    code_prefix     TEXT NOT NULL,
    from_on         TEXT NOT NULL,
    until_on        TEXT NOT NULL,
    legal_basis     TEXT NOT NULL,
    details         TEXT NOT NULL,
    search          TEXT NOT NULL,
    UNIQUE (unit_id, from_on),
    CHECK (until_on = '' OR until_on >= from_on)
);
CREATE INDEX org_unit_version_parent ON org_unit_version (parent_id, kind);
CREATE INDEX org_unit_version_code ON org_unit_version (kind, code);
CREATE INDEX org_unit_version_path ON org_unit_version (path);

-- Which unit came out of which, on what day. share_percent is how much of the area went over; 0
-- where only competence did.
CREATE TABLE org_unit_lineage (
    id            TEXT PRIMARY KEY,
    from_unit_id  TEXT NOT NULL REFERENCES org_unit (id),
    to_unit_id    TEXT NOT NULL REFERENCES org_unit (id),
    kind          TEXT NOT NULL,
    share_percent INTEGER NOT NULL CHECK (share_percent BETWEEN 0 AND 100),
    since_on      TEXT NOT NULL,
    legal_basis   TEXT NOT NULL,
    UNIQUE (from_unit_id, to_unit_id, kind)
);
CREATE INDEX org_unit_lineage_to ON org_unit_lineage (to_unit_id);

CREATE TABLE org_person (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    phone      TEXT NOT NULL,
    search     TEXT NOT NULL,
    created_at {{.Time}} NOT NULL
);

-- A post of a unit. Its role decides which work comes to it; several people may hold it at once.
CREATE TABLE org_position (
    id       TEXT PRIMARY KEY,
    unit_id  TEXT NOT NULL REFERENCES org_unit (id),
    key      TEXT NOT NULL,
    title    TEXT NOT NULL,
    role     TEXT NOT NULL,
    from_on  TEXT NOT NULL,
    until_on TEXT NOT NULL,
    rank     INTEGER NOT NULL,
    UNIQUE (unit_id, key),
    CHECK (until_on = '' OR until_on >= from_on)
);

CREATE TABLE org_holding (
    id          TEXT PRIMARY KEY,
    position_id TEXT NOT NULL REFERENCES org_position (id),
    person_id   TEXT NOT NULL REFERENCES org_person (id),
    from_on     TEXT NOT NULL,
    until_on    TEXT NOT NULL,
    decision    TEXT NOT NULL,
    UNIQUE (position_id, person_id, from_on),
    CHECK (until_on = '' OR until_on >= from_on)
);
CREATE INDEX org_holding_person ON org_holding (person_id);

-- Office hours: the sessions of the week that hold from a day on, until others do. unit_id '' is
-- every unit that has none of its own.
CREATE TABLE org_calendar_shift (
    id             TEXT PRIMARY KEY,
    unit_id        TEXT NOT NULL,
    from_on        TEXT NOT NULL,
    weekday        INTEGER NOT NULL CHECK (weekday BETWEEN 0 AND 6),
    open_minute    INTEGER NOT NULL,
    shut_minute    INTEGER NOT NULL,
    reception_only BOOLEAN NOT NULL,
    UNIQUE (unit_id, from_on, weekday, open_minute),
    CHECK (open_minute >= 0 AND open_minute < shut_minute AND shut_minute <= 1440)
);

-- Days off and make-up days. unit_id '' is every unit.
CREATE TABLE org_calendar_day (
    id          TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL,
    day_on      TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('off', 'make-up')),
    name        TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    replaces_on TEXT NOT NULL,
    expected    BOOLEAN NOT NULL,
    decision    TEXT NOT NULL,
    reason      TEXT NOT NULL,
    added_at    {{.Time}} NOT NULL,
    UNIQUE (unit_id, day_on)
);

-- Every content a calendar has had, by its version, so that an old due date can be counted again.
CREATE TABLE org_calendar_version (
    version TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    made_at {{.Time}} NOT NULL
);
{{appendOnly "org_calendar_version"}}

-- One row that changes with every change to calendars or units: processes drop what they remember.
CREATE TABLE org_revision (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO org_revision (id, number) VALUES (1, 1);
