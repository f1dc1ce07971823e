-- Why: whoever joins in the middle of a form finds it again once the address is confirmed.
CREATE TABLE interrupted_form (
  person_id TEXT NOT NULL PRIMARY KEY CONSTRAINT interrupted_form_person REFERENCES person (id),
  path TEXT NOT NULL,
  body TEXT NOT NULL,
  kept_at BIGINT NOT NULL
);
CREATE INDEX interrupted_form_age ON interrupted_form (kept_at);
