-- Why: problems in people's own words can be written down, asked about, answered, voted for and matched with help.
CREATE TABLE need (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT need_id CHECK (substr(id, 1, 4) = 'ned_'),
  person_id TEXT NOT NULL,
  organisation_id TEXT,
  title TEXT NOT NULL DEFAULT '',
  words TEXT NOT NULL DEFAULT '',
  material TEXT NOT NULL DEFAULT '',
  solved_when TEXT NOT NULL DEFAULT '',
  quantity TEXT NOT NULL DEFAULT '',
  due_on TEXT,
  budget_minor BIGINT,
  currency TEXT NOT NULL DEFAULT 'KRW',
  confidentiality TEXT NOT NULL DEFAULT 'private'
    CONSTRAINT need_confidentiality CHECK (confidentiality IN ('private', 'anonymous', 'public')),
  state TEXT NOT NULL
    CONSTRAINT need_state CHECK (state IN ('draft', 'submitted', 'in_triage', 'needs_info', 'referred', 'declined',
      'matched', 'published', 'solved', 'closed')),
  state_json TEXT NOT NULL,
  -- In the register of unsolved problems; stays there when it is solved, so that others see how.
  registered BOOLEAN NOT NULL DEFAULT FALSE,
  version BIGINT NOT NULL DEFAULT 1,
  made_at BIGINT NOT NULL,
  submitted_at BIGINT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT need_private_not_published CHECK (NOT registered OR confidentiality <> 'private'),
  CONSTRAINT need_said CHECK (state = 'draft' OR (title <> '' AND words <> '')),
  CONSTRAINT need_budget_not_negative CHECK (budget_minor >= 0)
);
CREATE INDEX need_by_person ON need (person_id, changed_at);
CREATE INDEX need_by_organisation ON need (organisation_id, changed_at) WHERE organisation_id IS NOT NULL;
CREATE INDEX need_by_state ON need (state, submitted_at);
CREATE INDEX need_in_register ON need (submitted_at) WHERE registered;

-- Every step a need has taken, with the words that went with it: questions, answers, reasons. Never changed afterwards.
CREATE TABLE need_step (
  need_id TEXT NOT NULL CONSTRAINT need_step_need REFERENCES need (id),
  version BIGINT NOT NULL,
  step TEXT NOT NULL,
  state TEXT NOT NULL,
  by_id TEXT,
  note TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  CONSTRAINT need_step_once UNIQUE (need_id, version)
);

CREATE TABLE need_file (
  need_id TEXT NOT NULL CONSTRAINT need_file_need REFERENCES need (id),
  file_id TEXT NOT NULL PRIMARY KEY,
  made_at BIGINT NOT NULL
);
CREATE INDEX need_file_of_need ON need_file (need_id, made_at);

-- One person, one vote.
CREATE TABLE need_vote (
  need_id TEXT NOT NULL CONSTRAINT need_vote_need REFERENCES need (id),
  person_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT need_vote_once UNIQUE (need_id, person_id)
);

-- What was offered for a need, in which order: learned from when enough is known.
CREATE TABLE match_shown (
  id TEXT NOT NULL PRIMARY KEY,
  need_id TEXT NOT NULL CONSTRAINT match_shown_need REFERENCES need (id),
  person_id TEXT,
  shown_json TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX match_shown_of_need ON match_shown (need_id, at);

CREATE VIEW public_need AS
  SELECT id, title, organisation_id, person_id, state, confidentiality, made_at FROM need WHERE state <> 'draft';
