-- +goose Up
-- What another system says of how content people were, marked as declared.
ALTER TABLE rating_asked ADD COLUMN declared BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE rating_answer ADD COLUMN declared BOOLEAN NOT NULL DEFAULT FALSE;
