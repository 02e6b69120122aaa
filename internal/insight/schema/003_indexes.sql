-- +goose Up
-- What is added up straight from facts is read from indexes alone.
DROP INDEX insight_fact_open;
DROP INDEX insight_fact_received;
DROP INDEX insight_fact_ended;
DROP INDEX insight_fact_fell;
CREATE INDEX insight_fact_came ON insight_fact (received_at, receiving_path, channel, asked, declared);
CREATE INDEX insight_fact_went ON insight_fact (ended_at, receiving_path, standing, end_kind, fell_at, received_at);
CREATE INDEX insight_fact_fall ON insight_fact (fell_at, receiving_path, warn_at, field, procedure_id, channel);
