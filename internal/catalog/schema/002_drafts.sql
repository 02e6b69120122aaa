-- +goose Up
-- A draft is edited in the browser: its body changes until it is published, each time with a new edition.
ALTER TABLE catalog_version ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;
ALTER TABLE catalog_version ADD COLUMN edited_by TEXT NOT NULL DEFAULT '';       -- name of whoever did so last
ALTER TABLE catalog_version ADD COLUMN edited_at {{.Time}};
ALTER TABLE catalog_version ADD COLUMN end_decision_no TEXT NOT NULL DEFAULT ''; -- the decision that abolishes
-- A file with one procedure of another installation, put up beside the two of the whole catalogue.
ALTER TABLE catalog_upload ADD COLUMN bundle {{.Bytes}};
