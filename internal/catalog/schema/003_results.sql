-- +goose Up
-- Texts from which results of a procedure are drafted. A draft is edited in the browser; what was published is
-- never changed: the next one takes its place.
CREATE TABLE catalog_result (
	id           TEXT PRIMARY KEY,
	procedure_id TEXT NOT NULL REFERENCES catalog_procedure (id),
	case_key     TEXT NOT NULL,                 -- of the cases that it is for; empty: all that have none of their own
	number       INTEGER NOT NULL CHECK (number > 0),
	status       TEXT NOT NULL CHECK (status IN ('draft', 'published', 'ended')),
	name         TEXT NOT NULL,                 -- what the result is called
	body         TEXT NOT NULL,
	edition      INTEGER NOT NULL DEFAULT 0,
	edited_by    TEXT NOT NULL DEFAULT '',      -- name of whoever did so last
	edited_at    {{.Time}} NOT NULL,
	published_by TEXT NOT NULL DEFAULT '',
	published_at {{.Time}},
	ended_at     {{.Time}},
	UNIQUE (procedure_id, case_key, number),
	CHECK (status = 'draft' OR published_at IS NOT NULL)
);
-- One draft and one that holds, at most, for each case.
CREATE UNIQUE INDEX catalog_result_draft ON catalog_result (procedure_id, case_key) WHERE status = 'draft';
CREATE UNIQUE INDEX catalog_result_holds ON catalog_result (procedure_id, case_key) WHERE status = 'published';
