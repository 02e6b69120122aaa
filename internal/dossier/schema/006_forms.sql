-- +goose Up
-- Files that come in pieces over a weak line: how much is here, and the file once it is whole.
CREATE TABLE dossier_part (
  id         TEXT PRIMARY KEY,
  account_id TEXT NOT NULL,
  draft_id   TEXT NOT NULL,
  paper      TEXT NOT NULL,
  name       TEXT NOT NULL,
  size       BIGINT NOT NULL CHECK (size > 0),
  sha256     TEXT NOT NULL,
  lengths    TEXT NOT NULL,
  have       BIGINT NOT NULL CHECK (have >= 0 AND have <= size),
  file       TEXT NOT NULL,
  began_at   {{.Time}} NOT NULL,
  touched_at {{.Time}} NOT NULL
);
CREATE INDEX dossier_part_draft ON dossier_part (draft_id, began_at);
CREATE INDEX dossier_part_touched ON dossier_part (touched_at);

-- Files that a draft let go of: thrown away after a while unless something else names them.
CREATE TABLE dossier_loose (
  sha256 TEXT PRIMARY KEY,
  at     {{.Time}} NOT NULL
);

-- Drafts thrown away by mistake can be taken back for a while.
ALTER TABLE dossier_draft ADD COLUMN dropped_at {{.Time}};
