-- A service request from the first draft to closing: what is asked, where it stands, its history and its messages.
CREATE TABLE work_number (
  series TEXT NOT NULL,
  year BIGINT NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (series, year)
);

CREATE TABLE request (
  id TEXT NOT NULL PRIMARY KEY,
  number TEXT NOT NULL CONSTRAINT request_number_once UNIQUE,
  need_id TEXT,
  organisation_id TEXT,
  person_id TEXT NOT NULL,
  facility_id TEXT,
  service_id TEXT,
  instrument_id TEXT,
  title TEXT NOT NULL,
  words TEXT NOT NULL DEFAULT '',
  quantity BIGINT,
  deadline TEXT,
  handler_id TEXT,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  submitted_at BIGINT,
  answer_due_at BIGINT,
  plan_due_at BIGINT,
  answered_at BIGINT,
  planned_at BIGINT,
  referred_from_id TEXT REFERENCES request (id),
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT request_quantity_positive CHECK (quantity IS NULL OR quantity > 0),
  CONSTRAINT request_sent_has_facility CHECK (state IN ('draft', 'cancelled') OR facility_id IS NOT NULL),
  CONSTRAINT request_state_known CHECK (state IN ('draft', 'submitted', 'in_triage', 'needs_info', 'declined',
    'referred', 'scoping', 'quoted', 'accepted', 'planned', 'awaiting_samples', 'ready', 'in_progress', 'on_hold',
    'in_review', 'delivered', 'closed', 'disputed', 'cancelled', 'invalidated'))
);
CREATE INDEX request_by_organisation ON request (organisation_id, changed_at);
CREATE INDEX request_by_person ON request (person_id, changed_at);
CREATE INDEX request_by_facility ON request (facility_id, state, answer_due_at);
CREATE INDEX request_by_need ON request (need_id, made_at) WHERE need_id IS NOT NULL;

-- Every step a request took; never changed afterwards.
CREATE TABLE request_event (
  request_id TEXT NOT NULL REFERENCES request (id),
  version BIGINT NOT NULL,
  event TEXT NOT NULL,
  from_state TEXT,
  to_state TEXT NOT NULL,
  by_id TEXT,
  side TEXT NOT NULL,
  at BIGINT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (request_id, version),
  CONSTRAINT request_event_side_known CHECK (side IN ('firm', 'facility', 'house'))
);
CREATE INDEX request_event_by_time ON request_event (at);

-- What firm and facility write to each other.
CREATE TABLE request_message (
  id TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES request (id),
  by_id TEXT NOT NULL,
  side TEXT NOT NULL,
  words TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT request_message_side_known CHECK (side IN ('firm', 'facility'))
);
CREATE INDEX request_message_by_request ON request_message (request_id, at);

CREATE TABLE request_file (
  request_id TEXT NOT NULL REFERENCES request (id),
  message_id TEXT NOT NULL REFERENCES request_message (id),
  file_id TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  PRIMARY KEY (message_id, file_id)
);
CREATE INDEX request_file_by_request ON request_file (request_id, file_id);

CREATE VIEW public_request AS
  SELECT id, number, need_id, organisation_id, person_id, facility_id, service_id, instrument_id, state, made_at,
    submitted_at, changed_at
  FROM request;
