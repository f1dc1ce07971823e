-- Why: how much each part of a score counts is learned from what people chose, and every set of weights can be put back.

-- What was shown to somebody, for a problem or a search of theirs: ids and parts of scores, no words. Kept for a while only.
CREATE TABLE learning_shown (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT learning_shown_id CHECK (substr(id, 1, 4) = 'shw_'),
  need_id TEXT,
  person_id TEXT NOT NULL,
  -- Grows when parts of scores mean something else.
  form BIGINT NOT NULL,
  things_json TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX learning_shown_by_time ON learning_shown (at);
CREATE INDEX learning_shown_of_person ON learning_shown (person_id, at);

-- What came of a thing that was shown: about a problem, or about one search.
CREATE TABLE learning_outcome (
  about_id TEXT NOT NULL,
  thing_id TEXT NOT NULL,
  outcome TEXT NOT NULL CONSTRAINT learning_outcome_known CHECK (outcome IN ('opened', 'planned', 'requested',
    'accepted', 'finished', 'solved', 'unsolved')),
  person_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT learning_outcome_once UNIQUE (about_id, thing_id, outcome)
);
CREATE INDEX learning_outcome_by_time ON learning_outcome (at);
CREATE INDEX learning_outcome_of_person ON learning_outcome (person_id, at);

-- A fitted set of weights with how it did on the requests kept from the fit. Never changed afterwards.
CREATE TABLE ranking_fit (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT ranking_fit_id CHECK (substr(id, 1, 4) = 'rnk_'),
  learned_json TEXT NOT NULL,
  judged BIGINT NOT NULL CONSTRAINT ranking_too_few CHECK (judged >= 500),
  beats BOOLEAN NOT NULL,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  CONSTRAINT ranking_fit_verdict UNIQUE (id, beats)
);

-- The weights of a fit in thousandths.
CREATE TABLE ranking_weight (
  fit_id TEXT NOT NULL CONSTRAINT ranking_weight_fit REFERENCES ranking_fit (id),
  part TEXT NOT NULL CONSTRAINT ranking_weight_part CHECK (part IN ('name', 'alias', 'method', 'test-item', 'spec',
    'description', 'organisation', 'synonym', 'translation', 'solution', 'guess', 'facts')),
  thousandths BIGINT NOT NULL,
  CONSTRAINT ranking_weight_once UNIQUE (fit_id, part),
  CONSTRAINT ranking_weight_bounds CHECK (CASE WHEN part = 'facts' THEN thousandths BETWEEN 0 AND 500
    ELSE thousandths BETWEEN 250 AND 4000 END)
);

-- Which weights were in force from when on; no fit is the formula itself. The last one holds.
CREATE TABLE ranking_change (
  number BIGINT NOT NULL PRIMARY KEY,
  fit_id TEXT,
  beats BOOLEAN NOT NULL DEFAULT TRUE CONSTRAINT ranking_not_better CHECK (beats),
  why TEXT NOT NULL CONSTRAINT ranking_reason_missing CHECK (why <> ''),
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT ranking_change_fit FOREIGN KEY (fit_id, beats) REFERENCES ranking_fit (id, beats)
);
