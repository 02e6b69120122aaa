-- +goose Up
-- A template of results can be a file of a word processor in place of the text.
ALTER TABLE catalog_result ADD COLUMN docx {{.Bytes}};
ALTER TABLE catalog_result ADD COLUMN docx_name TEXT NOT NULL DEFAULT '';
