-- What the web tool keeps for every room: its secret, stored files, notices, and answers to forms sent twice.
CREATE TABLE web_secret (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL,
  made_at BIGINT NOT NULL
);

CREATE TABLE stored_file (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  size_bytes BIGINT NOT NULL CONSTRAINT stored_file_size CHECK (size_bytes >= 0),
  sha256 TEXT NOT NULL,
  place TEXT NOT NULL,
  made_by TEXT,
  made_at BIGINT NOT NULL
);

CREATE TABLE notice (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  message_key TEXT NOT NULL,
  args TEXT NOT NULL,
  href TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  read_at BIGINT
);
CREATE INDEX notice_of_person ON notice (person_id, made_at);

CREATE TABLE notice_preference (
  person_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  by_mail BOOLEAN NOT NULL,
  PRIMARY KEY (person_id, topic)
);

-- A form or call that was sent twice gets the first answer again.
CREATE TABLE submission (
  key TEXT NOT NULL PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  status BIGINT,
  location TEXT,
  body TEXT
);
CREATE INDEX submission_age ON submission (made_at);
