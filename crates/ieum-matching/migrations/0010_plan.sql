-- Plans are kept for a need, changed with a history, and turned into requests, each step once.
CREATE TABLE need_plan (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT need_plan_id CHECK (substr(id, 1, 4) = 'pln_'),
  need_id TEXT NOT NULL CONSTRAINT need_plan_need REFERENCES need (id),
  state TEXT NOT NULL CONSTRAINT need_plan_state CHECK (state IN ('kept', 'ordered')),
  state_json TEXT NOT NULL,
  picks_json TEXT NOT NULL,
  plan_json TEXT NOT NULL,
  aims TEXT NOT NULL DEFAULT '',
  version BIGINT NOT NULL,
  made_by_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX need_plan_of_need ON need_plan (need_id, made_at);

-- Every change of a kept plan, with who made it and why. Never changed afterwards.
CREATE TABLE need_plan_change (
  plan_id TEXT NOT NULL CONSTRAINT need_plan_change_plan REFERENCES need_plan (id),
  version BIGINT NOT NULL,
  change TEXT NOT NULL,
  what_json TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  by_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT need_plan_change_once UNIQUE (plan_id, version)
);

-- The request that came of each step of an ordered plan.
CREATE TABLE need_plan_order (
  plan_id TEXT NOT NULL CONSTRAINT need_plan_order_plan REFERENCES need_plan (id),
  step BIGINT NOT NULL,
  request_id TEXT NOT NULL,
  number TEXT NOT NULL,
  CONSTRAINT need_plan_order_once UNIQUE (plan_id, step)
);
