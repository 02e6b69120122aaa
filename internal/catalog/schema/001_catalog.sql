-- +goose Up
CREATE TABLE catalog_procedure (
	id         TEXT PRIMARY KEY,
	code       TEXT NOT NULL,          -- national code; empty while none is confirmed
	slug       TEXT NOT NULL UNIQUE,
	name       TEXT NOT NULL,
	name_en    TEXT NOT NULL,
	level      TEXT NOT NULL CHECK (level IN ('province', 'district', 'commune')),
	field      TEXT NOT NULL,
	source     TEXT NOT NULL,
	confidence TEXT NOT NULL,
	created_at {{.Time}} NOT NULL,
	UNIQUE (level, name)
);
CREATE UNIQUE INDEX catalog_procedure_code ON catalog_procedure (level, code) WHERE code <> '';

CREATE TABLE catalog_version (
	id           TEXT PRIMARY KEY,
	procedure_id TEXT NOT NULL REFERENCES catalog_procedure (id),
	number       INTEGER NOT NULL CHECK (number > 0),
	status       TEXT NOT NULL CHECK (status IN ('draft', 'published', 'abolished')),
	from_on      TEXT NOT NULL,        -- first day; empty in a draft
	until_on     TEXT NOT NULL,        -- last day; empty without end
	decision_no  TEXT NOT NULL,
	digest       TEXT NOT NULL,        -- of the body: the same content makes no new version
	body         TEXT NOT NULL,        -- the content as JSON, never changed
	created_at   {{.Time}} NOT NULL,
	UNIQUE (procedure_id, number),
	CHECK (status = 'draft' OR from_on <> ''),
	CHECK (until_on = '' OR until_on >= from_on)
);
-- One version begins on a day, and one at most is without end.
CREATE UNIQUE INDEX catalog_version_from ON catalog_version (procedure_id, from_on) WHERE status <> 'draft';
CREATE UNIQUE INDEX catalog_version_open ON catalog_version (procedure_id) WHERE status <> 'draft' AND until_on = '';

CREATE TABLE catalog_competence (
	id           TEXT PRIMARY KEY,
	procedure_id TEXT NOT NULL REFERENCES catalog_procedure (id),
	unit_kind    TEXT NOT NULL,        -- kind of the unit that decides: district, commune
	department   TEXT NOT NULL,        -- the part of it that works, as the decision names it; empty: the unit itself
	from_on      TEXT NOT NULL,        -- first day; it holds until the next one begins
	created_at   {{.Time}} NOT NULL,
	UNIQUE (procedure_id, from_on)
);

-- Files put up for an import, until somebody has read what it would do and confirmed it.
CREATE TABLE catalog_upload (
	id           TEXT PRIMARY KEY,
	account_id   TEXT NOT NULL,        -- whose it is: nobody else confirms it
	csv          {{.Bytes}},
	detailed     {{.Bytes}},
	publish_from TEXT NOT NULL,
	decision_no  TEXT NOT NULL,
	why          TEXT NOT NULL,
	created_at   {{.Time}} NOT NULL
);

CREATE TABLE catalog_state (
	id       INTEGER PRIMARY KEY CHECK (id = 1),
	revision BIGINT NOT NULL           -- counts changes, so that every process knows when to read again
);
INSERT INTO catalog_state (id, revision) VALUES (1, 0);
