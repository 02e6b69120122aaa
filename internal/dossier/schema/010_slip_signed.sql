-- +goose Up

-- Slips as they were signed. A slip without one is printed from what it says; once signed it is this file for ever.
CREATE TABLE dossier_slip_signed (
    slip_id TEXT PRIMARY KEY,
    sha256  TEXT NOT NULL,
    size    BIGINT NOT NULL,
    signer  TEXT NOT NULL,
    request TEXT NOT NULL,
    at      {{.Time}} NOT NULL
);
{{appendOnly "dossier_slip_signed"}}
