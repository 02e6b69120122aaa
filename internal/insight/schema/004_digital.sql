-- +goose Up
-- What is electronic of a dossier, as its events said; what is in the tables already was counted before anything said so.
ALTER TABLE insight_fact ADD COLUMN told BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN components INTEGER NOT NULL DEFAULT 0;
ALTER TABLE insight_fact ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE insight_fact ADD COLUMN reused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE insight_fact ADD COLUMN has_file BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN signed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN sealed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN issued BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN proofs TEXT NOT NULL DEFAULT '';

ALTER TABLE insight_cell ADD COLUMN reused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN done BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN untold BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN results BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN digitised BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN components BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN filed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN signed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN signed_sealed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN issued BIGINT NOT NULL DEFAULT 0;

-- Sums straight from facts are read from these indexes alone.
DROP INDEX insight_fact_came;
DROP INDEX insight_fact_went;
CREATE INDEX insight_fact_came ON insight_fact (received_at, receiving_path, channel, asked, declared, reused);
CREATE INDEX insight_fact_went ON insight_fact (ended_at, receiving_path, standing, end_kind, fell_at, received_at, told, has_file, filed, components, signed, sealed, issued);
