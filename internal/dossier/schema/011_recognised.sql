-- +goose Up

-- What was recognised in the pages of papers that were digitised, beside the signed files and in none of them. The words
-- are personal data, as the files are, and go when their file goes.
CREATE TABLE dossier_recognised (
    sha256 TEXT PRIMARY KEY,
    size   BIGINT NOT NULL,
    state  TEXT NOT NULL CHECK (state IN ('waiting', 'read', 'unread', 'failed')),
    pages  INTEGER NOT NULL,
    words  TEXT NOT NULL,
    at     {{.Time}} NOT NULL
);
CREATE INDEX dossier_recognised_unread ON dossier_recognised (at) WHERE state = 'unread';
