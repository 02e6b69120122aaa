-- +goose Up
-- The public ledger. A fact is announced in the transaction in which it becomes true and gets its place
-- in the queue there; the sequencer then moves it into the tree, once and in order.
CREATE TABLE audit_pending (
  seq     {{.Serial}},
  key     TEXT NOT NULL,
  subject TEXT NOT NULL,
  kind    TEXT NOT NULL,
  at      {{.Time}} NOT NULL,
  entry   TEXT NOT NULL
);

-- The leaves as they are published, in order. subject never leaves the house.
CREATE TABLE audit_leaf (
  idx       BIGINT PRIMARY KEY CHECK (idx >= 0),
  key       TEXT NOT NULL UNIQUE,
  subject   TEXT NOT NULL,
  kind      TEXT NOT NULL,
  at        {{.Time}} NOT NULL,
  sealed_at {{.Time}} NOT NULL,
  hash      TEXT NOT NULL,
  entry     TEXT NOT NULL
);
CREATE INDEX audit_leaf_subject ON audit_leaf (subject, idx);
CREATE INDEX audit_leaf_hash ON audit_leaf (hash);
{{appendOnly "audit_leaf"}}

-- Hashes of the tree, numbered as golang.org/x/mod/sumdb/tlog does.
CREATE TABLE audit_hash (
  idx  BIGINT PRIMARY KEY CHECK (idx >= 0),
  hash {{.Bytes}} NOT NULL
);
{{appendOnly "audit_hash"}}

-- Signed statements of how the tree stood.
CREATE TABLE audit_checkpoint (
  size BIGINT PRIMARY KEY CHECK (size > 0),
  at   {{.Time}} NOT NULL,
  note TEXT NOT NULL
);
{{appendOnly "audit_checkpoint"}}

-- What witnesses put below a checkpoint: signatures with their own time.
CREATE TABLE audit_cosignature (
  size    BIGINT NOT NULL,
  witness TEXT NOT NULL,
  at      {{.Time}} NOT NULL,
  line    TEXT NOT NULL,
  PRIMARY KEY (size, witness)
);
{{appendOnly "audit_cosignature"}}

-- One row: how large the tree is, under what name it is published, and which process sequences.
CREATE TABLE audit_tree (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  size       BIGINT NOT NULL,
  origin     TEXT NOT NULL,
  holder     TEXT NOT NULL,
  held_until {{.Time}} NOT NULL
);
INSERT INTO audit_tree (id, size, origin, holder, held_until) VALUES (1, 0, '', '', '2000-01-01 00:00:00+00:00');
