-- Why: when two entries for one instrument become one, offers and kept plans speak of the one that stays; what changed is
-- written down, so that undoing the merge puts back exactly that.
CREATE TABLE matching_carried (
  gone_id TEXT NOT NULL,
  what TEXT NOT NULL CONSTRAINT matching_carried_what CHECK (what IN ('offer', 'plan', 'seen')),
  row_id TEXT NOT NULL,
  CONSTRAINT matching_carried_once UNIQUE (gone_id, what, row_id)
);
