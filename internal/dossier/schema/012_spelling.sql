-- +goose Up
-- Dossiers whose words were indexed without their marks: they are indexed anew while the house is open, and then there are none.
CREATE INDEX dossier_record_folded ON dossier_record (id) WHERE search NOT LIKE '%|';
