-- Quotes in numbered versions: fixed once sent, and accepted by somebody, at a moment, over a known content.
CREATE TABLE quote (
  id TEXT NOT NULL PRIMARY KEY,
  request_id TEXT NOT NULL REFERENCES request (id),
  number TEXT NOT NULL CONSTRAINT quote_number_once UNIQUE,
  revision BIGINT NOT NULL,
  state TEXT NOT NULL,
  state_json TEXT NOT NULL,
  currency TEXT NOT NULL,
  vat TEXT NOT NULL,
  rounding TEXT NOT NULL,
  subtotal_minor BIGINT NOT NULL,
  vat_minor BIGINT NOT NULL,
  total_minor BIGINT NOT NULL,
  terms TEXT NOT NULL DEFAULT '',
  valid_until TEXT NOT NULL,
  content_hash TEXT NOT NULL DEFAULT '',
  made_by_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  sent_at BIGINT,
  changed_at BIGINT NOT NULL,
  CONSTRAINT quote_revision_once UNIQUE (request_id, revision),
  CONSTRAINT quote_adds_up CHECK (total_minor = subtotal_minor + vat_minor),
  CONSTRAINT quote_sent_is_sealed CHECK (state = 'draft' OR length(content_hash) = 64),
  CONSTRAINT quote_vat_known CHECK (vat IN ('standard', 'exempt')),
  CONSTRAINT quote_state_known CHECK (state IN ('draft', 'sent', 'accepted', 'rejected', 'expired', 'superseded'))
);
CREATE INDEX quote_by_request ON quote (request_id, revision);

CREATE TABLE quote_line (
  quote_id TEXT NOT NULL REFERENCES quote (id),
  line BIGINT NOT NULL,
  description TEXT NOT NULL,
  quantity_milli BIGINT NOT NULL,
  unit TEXT NOT NULL DEFAULT '',
  unit_price_minor BIGINT NOT NULL,
  amount_minor BIGINT NOT NULL,
  PRIMARY KEY (quote_id, line),
  CONSTRAINT quote_line_counts CHECK (line >= 1 AND quantity_milli > 0)
);

CREATE TABLE quote_acceptance (
  quote_id TEXT NOT NULL PRIMARY KEY REFERENCES quote (id),
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at BIGINT NOT NULL,
  address TEXT NOT NULL,
  content_hash TEXT NOT NULL
);

CREATE VIEW public_quote AS
  SELECT id, request_id, number, revision, state, currency, subtotal_minor, vat_minor, total_minor, sent_at FROM quote;
