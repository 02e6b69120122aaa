-- +goose Up

-- Words of the register are found by an index of their own.
{{findable "archive_paper" "search"}}

-- What an office has issued, in the order of its register.
CREATE INDEX archive_paper_register ON archive_paper (unit_path{{.Path}}, id);
