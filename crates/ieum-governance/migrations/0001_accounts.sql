-- Why: who has an account, how they show it is them, and what they are to whom.
CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  -- The address in lower case, so that one mailbox has one account; the id once an account is closed.
  email_key TEXT NOT NULL CONSTRAINT person_email_once UNIQUE,
  name TEXT NOT NULL CONSTRAINT person_name_said CHECK (length(name) > 0),
  lang TEXT NOT NULL CONSTRAINT person_lang CHECK (lang IN ('ko', 'en')),
  theme TEXT NOT NULL DEFAULT 'auto' CONSTRAINT person_theme CHECK (theme IN ('auto', 'light', 'dark')),
  density TEXT NOT NULL DEFAULT 'calm' CONSTRAINT person_density CHECK (density IN ('calm', 'dense')),
  password_hash TEXT,
  state TEXT NOT NULL DEFAULT 'active' CONSTRAINT person_state CHECK (state IN ('active', 'closed')),
  confirmed_at BIGINT,
  made_at BIGINT NOT NULL,
  closed_at BIGINT,
  CONSTRAINT person_closed_keeps_nothing CHECK (state = 'active' OR (password_hash IS NULL AND email = ''))
);
CREATE INDEX person_name ON person (name);

CREATE TABLE session (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL CONSTRAINT session_person REFERENCES person (id),
  -- SHA-256 of the key in the cookie; the key itself is kept nowhere.
  key_hash TEXT NOT NULL CONSTRAINT session_key_once UNIQUE,
  made_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  address TEXT NOT NULL,
  agent TEXT NOT NULL
);
CREATE INDEX session_of_person ON session (person_id, seen_at);
CREATE INDEX session_end ON session (ends_at);

CREATE TABLE api_token (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL CONSTRAINT api_token_person REFERENCES person (id),
  name TEXT NOT NULL,
  key_hash TEXT NOT NULL CONSTRAINT api_token_key_once UNIQUE,
  -- The first letters, so that people can tell their tokens apart.
  beginning TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  used_at BIGINT,
  revoked_at BIGINT
);
CREATE INDEX api_token_of_person ON api_token (person_id, made_at);

-- Links sent by mail that prove a mailbox: password resets and confirmations of an address.
CREATE TABLE mail_link (
  key_hash TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL CONSTRAINT mail_link_person REFERENCES person (id),
  purpose TEXT NOT NULL CONSTRAINT mail_link_purpose CHECK (purpose IN ('reset', 'confirm')),
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX mail_link_of_person ON mail_link (person_id, purpose);

-- Failed attempts by account and by address; the policy turns the count into a waiting time.
CREATE TABLE sign_in_guard (
  subject TEXT NOT NULL PRIMARY KEY,
  failures BIGINT NOT NULL CONSTRAINT sign_in_guard_failures CHECK (failures >= 0),
  last_at BIGINT NOT NULL
);

CREATE TABLE membership (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL CONSTRAINT membership_person REFERENCES person (id),
  -- Empty only for free experts, regional planners and those who run the node.
  organisation_id TEXT,
  facility_id TEXT,
  role TEXT NOT NULL CONSTRAINT membership_role CHECK
    (role IN ('member', 'manager', 'staff', 'reviewer', 'billing', 'expert', 'planner', 'operator')),
  made_at BIGINT NOT NULL,
  made_by TEXT,
  CONSTRAINT membership_needs_organisation CHECK (organisation_id IS NOT NULL OR role IN ('expert', 'planner', 'operator')),
  CONSTRAINT membership_needs_facility CHECK
    ((facility_id IS NOT NULL) = (role IN ('staff', 'reviewer', 'billing')))
);
CREATE UNIQUE INDEX membership_once ON membership
  (person_id, COALESCE(organisation_id, ''), COALESCE(facility_id, ''), role);
CREATE INDEX membership_of_organisation ON membership (organisation_id, role);
CREATE INDEX membership_of_facility ON membership (facility_id, role);
CREATE INDEX membership_by_role ON membership (role);

-- Changes to the members of one organisation take turns here.
CREATE TABLE membership_turn (
  organisation_id TEXT NOT NULL PRIMARY KEY,
  turn BIGINT NOT NULL
);

CREATE TABLE invitation (
  id TEXT NOT NULL PRIMARY KEY,
  organisation_id TEXT NOT NULL,
  facility_id TEXT,
  role TEXT NOT NULL CONSTRAINT invitation_role CHECK
    (role IN ('member', 'manager', 'staff', 'reviewer', 'billing', 'expert')),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  -- Empty until the mail is written.
  key_hash TEXT CONSTRAINT invitation_key_once UNIQUE,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CONSTRAINT invitation_state CHECK (state IN ('open', 'taken', 'withdrawn')),
  taken_by TEXT,
  CONSTRAINT invitation_needs_facility CHECK
    ((facility_id IS NOT NULL) = (role IN ('staff', 'reviewer', 'billing')))
);
CREATE INDEX invitation_of_organisation ON invitation (organisation_id, state);

-- People who say they belong to an organisation, until somebody there agrees.
CREATE TABLE membership_request (
  id TEXT NOT NULL PRIMARY KEY,
  person_id TEXT NOT NULL CONSTRAINT membership_request_person REFERENCES person (id),
  organisation_id TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open' CONSTRAINT membership_request_state CHECK
    (state IN ('open', 'accepted', 'declined')),
  decided_by TEXT,
  decided_at BIGINT
);
CREATE UNIQUE INDEX membership_request_once ON membership_request (person_id, organisation_id) WHERE state = 'open';
CREATE INDEX membership_request_of_organisation ON membership_request (organisation_id, state);

-- What an organisation is to the platform (Eisenmann 2008 and the Osong case of the first seed deck).
CREATE TABLE platform_role (
  organisation_id TEXT NOT NULL,
  role TEXT NOT NULL CONSTRAINT platform_role_known CHECK
    (role IN ('leader', 'provider', 'user', 'complementor', 'second_complementor', 'sponsor')),
  made_by TEXT,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (organisation_id, role)
);

-- Accounts that sign in at an institution.
CREATE TABLE oidc_link (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id TEXT NOT NULL CONSTRAINT oidc_link_person REFERENCES person (id),
  made_at BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX oidc_link_of_person ON oidc_link (person_id);

-- A visit to the institution that has not come back yet.
CREATE TABLE oidc_visit (
  state_hash TEXT NOT NULL PRIMARY KEY,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  -- Who was signed in when the visit began, to connect the two accounts.
  person_id TEXT,
  next TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE INDEX oidc_visit_age ON oidc_visit (made_at);

CREATE VIEW public_person AS
  SELECT p.id, p.name,
    (SELECT m.organisation_id FROM membership m
     WHERE m.person_id = p.id AND m.organisation_id IS NOT NULL
     ORDER BY m.made_at, m.id LIMIT 1) AS organisation_id
  FROM person p;
