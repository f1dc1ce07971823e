-- Why: whoever runs an instrument that stands idle can offer it for a problem it could solve, and the one who has the problem
-- answers. An offer that was answered is not changed.
CREATE TABLE instrument_offer (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT instrument_offer_id CHECK (substr(id, 1, 4) = 'ofr_'),
  need_id TEXT NOT NULL CONSTRAINT instrument_offer_need REFERENCES need (id),
  instrument_id TEXT NOT NULL,
  facility_id TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  -- Why it was found, in both languages, as it was said then.
  why_json TEXT NOT NULL,
  state TEXT NOT NULL
    CONSTRAINT instrument_offer_state CHECK (state IN ('made', 'accepted', 'declined', 'withdrawn')),
  state_json TEXT NOT NULL,
  request_id TEXT,
  made_by TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  CONSTRAINT instrument_offer_accepted_has_request CHECK ((state = 'accepted') = (request_id IS NOT NULL))
);
-- One instrument is offered once for one problem; only what was withdrawn may be offered again.
CREATE UNIQUE INDEX offer_offered_before ON instrument_offer (need_id, instrument_id) WHERE state <> 'withdrawn';
CREATE INDEX instrument_offer_of_need ON instrument_offer (need_id, made_at);
CREATE INDEX instrument_offer_of_facility ON instrument_offer (facility_id, made_at);

-- Offers that wait for the one who has the problem.
CREATE VIEW public_open_offer AS
  SELECT o.id, o.need_id, o.instrument_id, o.facility_id, o.made_at, n.person_id, n.title
  FROM instrument_offer o JOIN need n ON n.id = o.need_id
  WHERE o.state = 'made' AND n.state NOT IN ('draft', 'declined', 'solved', 'closed');
