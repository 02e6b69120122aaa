-- +goose Up
-- The register of dossiers is read by receipt: the receipts of a period, in order.
CREATE INDEX dossier_slip_form ON dossier_slip (form, at, id);
