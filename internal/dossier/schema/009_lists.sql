-- +goose Up
-- What is open, and what waits for somebody, is little beside what has ended: its lists read these indexes alone until
-- they know which lines they want.
CREATE INDEX dossier_record_open ON dossier_record
  (sort_at, id, receiving_path, competent_path, turn_path, turn_role, assignee_id, level, warn_at, due_at, paused) WHERE ended_at IS NULL;
CREATE INDEX dossier_record_open_received ON dossier_record (receiving_path, id) WHERE ended_at IS NULL;
CREATE INDEX dossier_record_open_decided ON dossier_record (competent_path, id) WHERE ended_at IS NULL;
DROP INDEX dossier_record_turn;
CREATE INDEX dossier_record_turn ON dossier_record (turn_role, turn_path, assignee_id, sort_at, id) WHERE turn_role <> '';
{{findable "dossier_record" "search"}}
