-- +goose Up
-- Whether a result belongs to a procedure that certifies copies of originals, and whether it was certified as a file.
ALTER TABLE insight_fact ADD COLUMN certifies BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE insight_fact ADD COLUMN electronic_copy BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE insight_cell ADD COLUMN certifying BIGINT NOT NULL DEFAULT 0;
ALTER TABLE insight_cell ADD COLUMN electronic_copies BIGINT NOT NULL DEFAULT 0;

-- Sums straight from facts are read from this index alone.
DROP INDEX insight_fact_went;
CREATE INDEX insight_fact_went ON insight_fact (ended_at, receiving_path, standing, end_kind, fell_at, received_at, told, has_file, filed, components, signed, sealed, issued,
    certifies, electronic_copy);
