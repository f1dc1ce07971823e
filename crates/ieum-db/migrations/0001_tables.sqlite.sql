-- Why: what every room leans on: audit trail, events, jobs, idempotency keys, settings (numbered rows differ by engine).
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  actor_id TEXT,
  action TEXT NOT NULL,
  thing TEXT NOT NULL,
  before_json TEXT,
  after_json TEXT,
  at BIGINT NOT NULL
);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit_append_only'); END;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  topic TEXT NOT NULL,
  thing TEXT NOT NULL,
  payload_json TEXT NOT NULL,
  at BIGINT NOT NULL,
  dispatched_at BIGINT
);

CREATE TABLE job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  payload_json TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CONSTRAINT job_state CHECK (state IN ('ready', 'running', 'done', 'dead', 'cancelled')),
  unique_key TEXT,
  run_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  max_attempts BIGINT NOT NULL CONSTRAINT job_max_attempts CHECK (max_attempts >= 1),
  claim TEXT,
  claim_until BIGINT,
  steps_done BIGINT NOT NULL DEFAULT 0,
  steps_total BIGINT NOT NULL DEFAULT 0,
  cancel_wanted BOOLEAN NOT NULL DEFAULT FALSE,
  last_error TEXT,
  finished_at BIGINT
);
