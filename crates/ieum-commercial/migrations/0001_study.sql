-- Why: somebody looks into a table of their own, keeps what came of it and can show how; and tables of printed results can be audited.
CREATE TABLE study (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT study_id CHECK (substr(id, 1, 4) = 'sty_'),
  person_id TEXT NOT NULL,
  name TEXT NOT NULL CONSTRAINT study_named CHECK (name <> ''),
  file_id TEXT NOT NULL,
  columns_json TEXT NOT NULL,
  row_count BIGINT NOT NULL CONSTRAINT study_has_rows CHECK (row_count > 0),
  made_at BIGINT NOT NULL
);
CREATE INDEX study_by_person ON study (person_id, made_at);

-- One method over the table: what was asked, and the figures or the refusal. Never changed once it has ended.
CREATE TABLE study_run (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT study_run_id CHECK (substr(id, 1, 4) = 'run_'),
  study_id TEXT NOT NULL CONSTRAINT study_run_study REFERENCES study (id),
  family TEXT NOT NULL,
  method TEXT NOT NULL,
  options_json TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT study_run_state CHECK (state IN ('waiting', 'done', 'refused')),
  answer_json TEXT NOT NULL DEFAULT '',
  made_at BIGINT NOT NULL,
  ended_at BIGINT,
  CONSTRAINT study_run_ended CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE INDEX study_run_of_study ON study_run (study_id, made_at);

CREATE TABLE evidence_audit (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT evidence_audit_id CHECK (substr(id, 1, 4) = 'aud_'),
  person_id TEXT NOT NULL,
  name TEXT NOT NULL CONSTRAINT evidence_audit_named CHECK (name <> ''),
  about TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL,
  sight TEXT NOT NULL CONSTRAINT evidence_audit_sight CHECK (sight IN ('private', 'link', 'open')),
  agrees BIGINT NOT NULL CONSTRAINT evidence_audit_agrees CHECK (agrees >= 0),
  cannot_hold BIGINT NOT NULL CONSTRAINT evidence_audit_cannot_hold CHECK (cannot_hold >= 0),
  version BIGINT NOT NULL DEFAULT 1,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX evidence_audit_by_person ON evidence_audit (person_id, made_at);
CREATE INDEX evidence_audit_open ON evidence_audit (made_at) WHERE sight = 'open';

-- What the author of a table, or whoever knows better, says to the findings. Never changed, only added to.
CREATE TABLE evidence_reply (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT evidence_reply_id CHECK (substr(id, 1, 4) = 'rpy_'),
  audit_id TEXT NOT NULL CONSTRAINT evidence_reply_audit REFERENCES evidence_audit (id),
  person_id TEXT NOT NULL,
  words TEXT NOT NULL CONSTRAINT evidence_reply_says CHECK (words <> ''),
  at BIGINT NOT NULL
);
CREATE INDEX evidence_reply_of_audit ON evidence_reply (audit_id, at);
