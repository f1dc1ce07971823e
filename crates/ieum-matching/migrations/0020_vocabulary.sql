-- Why: the words that search understands are changed by the region that runs it, over the glossary that ships, with a history.

-- Counts changes; who changes a word takes the next number and makes others wait until commit.
CREATE TABLE vocabulary_turn (
  one BIGINT NOT NULL PRIMARY KEY CONSTRAINT vocabulary_turn_one CHECK (one = 1),
  turn BIGINT NOT NULL
);

-- An entry that this region has touched, as it is now. No entry where it is as it ships, or taken away.
CREATE TABLE vocabulary_word (
  entry_id TEXT NOT NULL PRIMARY KEY
    CONSTRAINT vocabulary_id_malformed CHECK (length(entry_id) BETWEEN 2 AND 80
      AND ltrim(entry_id, 'abcdefghijklmnopqrstuvwxyz0123456789-') = '' AND substr(entry_id, 1, 1) <> '-'),
  state TEXT NOT NULL
    CONSTRAINT vocabulary_word_state CHECK (state IN ('shipped', 'changed', 'added', 'withdrawn')),
  entry_json TEXT,
  reference TEXT NOT NULL DEFAULT ''
    CONSTRAINT vocabulary_reference_malformed CHECK (reference = ''
      OR (substr(reference, 1, 5) = 'CHMO:' AND length(reference) = 12 AND ltrim(substr(reference, 6), '0123456789') = '')
      OR (substr(reference, 1, 3) = 'MS:' AND length(reference) = 10 AND ltrim(substr(reference, 4), '0123456789') = '')),
  version BIGINT NOT NULL,
  changed_by TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT vocabulary_word_said CHECK ((entry_json IS NULL) = (state IN ('shipped', 'withdrawn')))
);

-- Where an entry in force here leads.
CREATE TABLE vocabulary_link (
  entry_id TEXT NOT NULL CONSTRAINT vocabulary_link_word REFERENCES vocabulary_word (entry_id),
  link TEXT NOT NULL CONSTRAINT vocabulary_link_kind CHECK (link IN ('broader', 'related', 'takes', 'gives')),
  to_id TEXT NOT NULL,
  CONSTRAINT vocabulary_points_at_itself CHECK (to_id <> entry_id),
  CONSTRAINT vocabulary_link_once UNIQUE (entry_id, link, to_id)
);
CREATE UNIQUE INDEX vocabulary_one_broader ON vocabulary_link (entry_id) WHERE link = 'broader';

-- Every change, with who made it, when and why. Never changed afterwards. No entry where it was taken away.
CREATE TABLE vocabulary_version (
  entry_id TEXT NOT NULL CONSTRAINT vocabulary_version_word REFERENCES vocabulary_word (entry_id),
  version BIGINT NOT NULL,
  change TEXT NOT NULL
    CONSTRAINT vocabulary_version_change CHECK (change IN ('add', 'edit', 'withdraw', 'put-back', 'import')),
  entry_json TEXT,
  why TEXT NOT NULL CONSTRAINT vocabulary_reason_missing CHECK (why <> ''),
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT vocabulary_version_once UNIQUE (entry_id, version)
);
