-- +goose Up
-- Certification books: one line a number, without gaps over a year of an office's book.
CREATE TABLE dossier_book (
  id           TEXT PRIMARY KEY,
  dossier_id   TEXT NOT NULL,
  seq          INTEGER NOT NULL,
  unit_id      TEXT NOT NULL,
  unit_path    TEXT NOT NULL,
  book         TEXT NOT NULL CHECK (book IN ('BS', 'CK', 'HĐ,GD')),
  year         TEXT NOT NULL,
  no           BIGINT NOT NULL CHECK (no > 0),
  what         TEXT NOT NULL,
  copies       INTEGER NOT NULL CHECK (copies > 0),
  signer       TEXT NOT NULL,
  signer_title TEXT NOT NULL,
  at           {{.Time}} NOT NULL,
  UNIQUE (unit_id, book, year, no)
);
CREATE INDEX dossier_book_dossier ON dossier_book (dossier_id, seq);
