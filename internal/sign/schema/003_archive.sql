-- +goose Up

-- Until when the time stamp over a whole signed file holds: the end of its authority's certificate. The moment of signing where
-- one was wanted and not to be had; none where none was wanted.
ALTER TABLE sign_request ADD COLUMN lasts_until {{.Time}};
CREATE INDEX sign_request_lasts ON sign_request (lasts_until) WHERE lasts_until IS NOT NULL;
