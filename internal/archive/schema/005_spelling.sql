-- +goose Up
-- Papers whose words were indexed without their marks: they are indexed anew while the house is open, and then there are none.
CREATE INDEX archive_paper_folded ON archive_paper (id) WHERE search NOT LIKE '%|';
