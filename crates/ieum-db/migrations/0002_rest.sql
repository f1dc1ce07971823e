-- Why: the tables and indexes that are the same on both engines.
CREATE INDEX audit_thing ON audit (thing, id);
CREATE INDEX outbox_waiting ON outbox (id) WHERE dispatched_at IS NULL;
CREATE INDEX job_waiting ON job (run_at, id) WHERE state = 'ready';
CREATE INDEX job_running ON job (kind, unique_key) WHERE state = 'running';
CREATE UNIQUE INDEX job_once ON job (kind, unique_key) WHERE state = 'ready';

CREATE TABLE idempotency (
  key TEXT NOT NULL,
  actor TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT,
  body TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (key, actor)
);
CREATE INDEX idempotency_age ON idempotency (at);

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value_json TEXT NOT NULL,
  at BIGINT NOT NULL
);
