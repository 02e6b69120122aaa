-- +goose Up

-- The last day of a paper's force, '' without one: whose papers end soon are told.
ALTER TABLE archive_paper ADD COLUMN until TEXT NOT NULL DEFAULT '';
UPDATE archive_paper SET until = COALESCE({{jsonText "body" "Until"}}, '');
CREATE INDEX archive_paper_until ON archive_paper (until) WHERE until <> '';

CREATE TABLE archive_reminded (
    paper_id TEXT PRIMARY KEY,
    at       {{.Time}} NOT NULL
);
