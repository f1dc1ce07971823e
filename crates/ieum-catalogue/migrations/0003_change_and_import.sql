-- Why: who changed which field of a thing when; its photos and documents; how many things stand behind each filter;
-- imports with their column choices, faults and undo.

-- One row a version. `before_json` and `after_json` hold only the fields that changed; both are NULL for a new thing.
CREATE TABLE thing_change (
  thing_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  import_id TEXT,
  what TEXT NOT NULL CONSTRAINT thing_change_what CHECK (what IN ('made', 'changed', 'withdrawn', 'restored', 'undone')),
  before_json TEXT,
  after_json TEXT,
  changed_by TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (thing_id, version)
);
CREATE INDEX thing_change_of_import ON thing_change (import_id, thing_id) WHERE import_id IS NOT NULL;

CREATE TABLE thing_file (
  thing_id TEXT NOT NULL,
  file_id TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT thing_file_role CHECK (role IN ('photo', 'document')),
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  caption TEXT NOT NULL DEFAULT '',
  added_by TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (thing_id, file_id)
);

-- How many things of a kind share one combination of filter values (`a|b|c`, in the kind's order of filters).
CREATE TABLE thing_count (
  kind TEXT NOT NULL,
  combination TEXT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (kind, combination)
);

CREATE TABLE import (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  file_id TEXT NOT NULL,
  file_name TEXT NOT NULL,
  signature TEXT NOT NULL,
  headers_json TEXT NOT NULL,
  choices_json TEXT NOT NULL,
  state TEXT NOT NULL CONSTRAINT import_state CHECK
    (state IN ('mapping', 'checking', 'checked', 'loading', 'loaded', 'stopped', 'undoing', 'undone', 'failed')),
  job_id BIGINT,
  row_count BIGINT NOT NULL DEFAULT 0,
  read_count BIGINT NOT NULL DEFAULT 0,
  new_count BIGINT NOT NULL DEFAULT 0,
  update_count BIGINT NOT NULL DEFAULT 0,
  same_count BIGINT NOT NULL DEFAULT 0,
  faulty_count BIGINT NOT NULL DEFAULT 0,
  undone_count BIGINT NOT NULL DEFAULT 0,
  kept_count BIGINT NOT NULL DEFAULT 0,
  made_by TEXT,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX import_by_change ON import (changed_at);

CREATE TABLE import_fault (
  import_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  line BIGINT NOT NULL,
  heading TEXT NOT NULL,
  value TEXT NOT NULL,
  message_key TEXT NOT NULL,
  args_json TEXT NOT NULL,
  PRIMARY KEY (import_id, number)
);

-- The column choices made last for a header line and a kind.
CREATE TABLE import_memory (
  signature TEXT NOT NULL,
  kind TEXT NOT NULL,
  choices_json TEXT NOT NULL,
  used_at BIGINT NOT NULL,
  PRIMARY KEY (signature, kind)
);
