-- Why: somebody who found nothing today is told when what they look for comes into the lists.
CREATE TABLE saved_search (
  id TEXT NOT NULL PRIMARY KEY CONSTRAINT saved_search_id CHECK (substr(id, 1, 4) = 'svs_'),
  person_id TEXT NOT NULL,
  words TEXT NOT NULL CONSTRAINT saved_search_says_something CHECK (words <> ''),
  kinds_json TEXT NOT NULL,
  filters_json TEXT NOT NULL,
  made_at BIGINT NOT NULL,
  checked_at BIGINT NOT NULL,
  CONSTRAINT saved_search_once UNIQUE (person_id, words, kinds_json, filters_json)
);

-- What somebody has been shown or told of already.
CREATE TABLE saved_search_seen (
  search_id TEXT NOT NULL CONSTRAINT saved_search_seen_search REFERENCES saved_search (id),
  thing_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  CONSTRAINT saved_search_seen_once UNIQUE (search_id, thing_id)
);
