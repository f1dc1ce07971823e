-- Why: organisations are called by many names. Names that people confirmed find them in lists and forms, organisations that
-- were entered twice become one, and an import says what it took for what.

-- One decision about a name and an organisation. An undone one stays, so that both can be read.
CREATE TABLE organisation_alias (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT organisation_alias_id CHECK (substr(id, 1, 4) = 'ali_'),
  organisation_id TEXT NOT NULL CONSTRAINT organisation_alias_organisation REFERENCES organisation (id),
  name TEXT NOT NULL,
  -- The name in one spelling, without legal form, blanks and signs.
  name_key TEXT NOT NULL CONSTRAINT alias_says_nothing CHECK (name_key <> ''),
  -- Whether the name is the organisation's, or expressly not.
  same BOOLEAN NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  undone_by TEXT,
  undone_at BIGINT,
  CONSTRAINT organisation_alias_undone CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
-- A name is one organisation's.
CREATE UNIQUE INDEX alias_taken ON organisation_alias (name_key) WHERE same AND undone_at IS NULL;
CREATE UNIQUE INDEX alias_decided_already ON organisation_alias (name_key, organisation_id) WHERE undone_at IS NULL;
CREATE INDEX organisation_alias_of ON organisation_alias (organisation_id, decided_at);
CREATE INDEX organisation_alias_by_time ON organisation_alias (decided_at);

-- Confirmed names, for finding.
CREATE VIEW public_organisation_alias AS
  SELECT organisation_id, name FROM organisation_alias WHERE same AND undone_at IS NULL;

-- One decision about two organisations, the lower id first.
CREATE TABLE organisation_pair (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT organisation_pair_id CHECK (substr(id, 1, 4) = 'opr_'),
  left_id TEXT NOT NULL CONSTRAINT organisation_pair_left REFERENCES organisation (id),
  right_id TEXT NOT NULL CONSTRAINT organisation_pair_right REFERENCES organisation (id),
  -- The one that was kept; NULL says that they are two.
  kept_id TEXT,
  decided_by TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  undone_by TEXT,
  undone_at BIGINT,
  CONSTRAINT organisation_pair_in_order CHECK (left_id < right_id),
  CONSTRAINT organisation_pair_kept CHECK (kept_id IS NULL OR kept_id IN (left_id, right_id)),
  CONSTRAINT organisation_pair_undone CHECK ((undone_by IS NULL) = (undone_at IS NULL))
);
CREATE UNIQUE INDEX alias_pair_decided ON organisation_pair (left_id, right_id) WHERE undone_at IS NULL;
CREATE INDEX organisation_pair_by_time ON organisation_pair (decided_at);

-- What an import took a name in its file for, where it is not written so in the catalogue.
CREATE TABLE import_reading (
  import_id TEXT NOT NULL CONSTRAINT import_reading_import REFERENCES import (id),
  written TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  -- By a confirmed name, by the name without legal form, or by how it sounds and what it means.
  how TEXT NOT NULL CONSTRAINT import_reading_how CHECK (how IN ('alias', 'form', 'sound', 'number')),
  line BIGINT NOT NULL,
  CONSTRAINT import_reading_once UNIQUE (import_id, written)
);

-- What a merge handed on within the catalogue, so that undoing it puts back exactly that.
CREATE TABLE thing_carried (
  gone_id TEXT NOT NULL,
  -- `owner`: a thing that belonged to the one that goes; `alias`: a name of it; `file` and `link_…`: copied to the one that stays.
  what TEXT NOT NULL
    CONSTRAINT thing_carried_what CHECK (what IN ('owner', 'alias', 'file', 'link_from', 'link_to')),
  row_id TEXT NOT NULL,
  pair TEXT NOT NULL DEFAULT '',
  CONSTRAINT thing_carried_once UNIQUE (gone_id, what, pair, row_id)
);
