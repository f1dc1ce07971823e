-- A voucher is held when a quote is accepted, captured when the invoice is issued and let go when the work is given up.
ALTER TABLE voucher ADD COLUMN held_minor BIGINT NOT NULL DEFAULT 0
  CONSTRAINT voucher_never_overheld CHECK (held_minor >= 0 AND spent_minor + held_minor <= cap_minor);

CREATE TABLE voucher_hold (
  quote_id TEXT NOT NULL PRIMARY KEY REFERENCES quote (id),
  voucher_id TEXT NOT NULL REFERENCES voucher (id),
  request_id TEXT NOT NULL REFERENCES request (id),
  held_minor BIGINT NOT NULL,
  taken_minor BIGINT NOT NULL DEFAULT 0,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT voucher_hold_not_negative CHECK (held_minor >= 0 AND taken_minor >= 0)
);
CREATE INDEX voucher_hold_by_request ON voucher_hold (request_id);
CREATE INDEX voucher_hold_by_voucher ON voucher_hold (voucher_id);

-- Every movement of a voucher, only ever added to.
CREATE TABLE voucher_entry (
  id TEXT NOT NULL PRIMARY KEY,
  voucher_id TEXT NOT NULL REFERENCES voucher (id),
  quote_id TEXT,
  kind TEXT NOT NULL,
  amount_minor BIGINT NOT NULL,
  by_id TEXT,
  at BIGINT NOT NULL,
  CONSTRAINT voucher_entry_is_something CHECK (amount_minor > 0),
  CONSTRAINT voucher_entry_kind_known CHECK (kind IN ('hold', 'release', 'capture', 'uncapture', 'refund'))
);
CREATE INDEX voucher_entry_by_voucher ON voucher_entry (voucher_id, at);
