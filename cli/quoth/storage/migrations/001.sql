-- quoth's database, schema 1. Offsets count code points of the article's text; dates are YYYY-MM-DD, times are UTC.
-- README.md beside this file says what each column holds.

-- One row for each time that `quoth batch` ran.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started TEXT NOT NULL,
  finished TEXT,                 -- null while it runs, and for good if it was cut off
  quoth TEXT NOT NULL,           -- the version that ran
  rules TEXT NOT NULL,           -- the digest of its rules
  paths TEXT NOT NULL,           -- what it was asked for: a JSON list
  found INTEGER,                 -- articles below the paths
  done INTEGER,
  unchanged INTEGER,
  failed INTEGER,
  gone INTEGER                   -- found by an earlier run and no more by this one
);

-- One row for each source, whether it could be read or not.
CREATE TABLE documents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL UNIQUE,
  digest TEXT,                   -- SHA-256 of the bytes that the report is on; null where there never was a report
  title TEXT,
  date TEXT,
  characters INTEGER,
  run INTEGER REFERENCES runs (id),        -- that made the report
  error TEXT,                    -- why the last try failed; an earlier report is kept beside it
  hint TEXT,                     -- what to do about the error
  error_digest TEXT,             -- of the bytes that failed; null where none could be read
  error_run INTEGER REFERENCES runs (id),
  gone INTEGER REFERENCES runs (id),       -- the run that first missed it; null while it is there
  copy_of INTEGER REFERENCES documents (id),  -- the first of several that have nearly the same text
  similarity REAL                -- to that one: the share of common phrases, 0 to 1, as estimated
);
CREATE INDEX documents_by_date ON documents (date);
CREATE INDEX documents_by_original ON documents (copy_of) WHERE copy_of IS NOT NULL;

-- All actors, as the report that was written last tells of them.
CREATE TABLE actors (
  id TEXT PRIMARY KEY,           -- the id in the rules
  name TEXT NOT NULL,
  type TEXT,                     -- null where reports name the id and tell no more
  codes TEXT                     -- a JSON object, such as {"iso3": "TUR"}
) WITHOUT ROWID;

-- The actors of one report, in its order and as it tells of them.
CREATE TABLE document_actors (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,     -- from 1
  actor TEXT NOT NULL REFERENCES actors (id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  codes TEXT NOT NULL,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE mentions (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,     -- from 1, actor by actor
  actor TEXT NOT NULL REFERENCES actors (id),
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE statements (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES documents (id),
  label TEXT NOT NULL,           -- its id in the report: s1, s2 …
  kind TEXT NOT NULL,            -- direct, indirect or mixed
  act TEXT NOT NULL,             -- PLOVER's event type, STATEMENT where none fits
  negated INTEGER NOT NULL,      -- 1 where it is said not to have been said
  speaker TEXT,                  -- the mention; null where nobody is named
  speaker_start INTEGER,
  speaker_end INTEGER,
  speaker_actor TEXT REFERENCES actors (id),
  speaker_name TEXT,             -- who that is after resolution
  side TEXT REFERENCES actors (id),  -- the actor that the speaker speaks for
  speaker_by TEXT,               -- how it was found: name, role, pronoun, description or continuation
  speaker_others TEXT,           -- a JSON list: the sides of those who speak together with it; null where there are none
  speaker_sector TEXT,           -- PLOVER's: GOV, MIL, REB …
  addressee TEXT,
  addressee_start INTEGER,
  addressee_end INTEGER,
  addressee_actor TEXT REFERENCES actors (id),
  addressee_name TEXT,
  addressee_side TEXT REFERENCES actors (id),
  addressee_by TEXT,
  addressee_others TEXT,
  addressee_sector TEXT,
  cue TEXT,                      -- the reporting words
  cue_start INTEGER,
  cue_end INTEGER,
  cue_lemma TEXT,
  rule TEXT NOT NULL
);
CREATE INDEX statements_by_document ON statements (document);
CREATE INDEX statements_by_speaker ON statements (speaker_actor) WHERE speaker_actor IS NOT NULL;
CREATE INDEX statements_by_side ON statements (side) WHERE side IS NOT NULL;

-- The pieces of what was said.
CREATE TABLE contents (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  statement INTEGER NOT NULL REFERENCES statements (id),
  text TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL
);
CREATE INDEX contents_by_statement ON contents (statement);

-- Mentions of actors in what was said.
CREATE TABLE about (
  statement INTEGER NOT NULL REFERENCES statements (id),
  position INTEGER NOT NULL,     -- from 1
  actor TEXT NOT NULL REFERENCES actors (id),
  text TEXT NOT NULL,
  "start" INTEGER NOT NULL,
  "end" INTEGER NOT NULL,
  PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX about_by_actor ON about (actor);

CREATE TABLE relations (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,     -- from 1
  label TEXT NOT NULL,           -- its id in the report: r1, r2 …
  kind TEXT NOT NULL,            -- allied or opposed
  type TEXT NOT NULL,            -- backs, fights …
  a TEXT NOT NULL REFERENCES actors (id),
  b TEXT NOT NULL REFERENCES actors (id),
  evidence TEXT NOT NULL,
  evidence_start INTEGER NOT NULL,
  evidence_end INTEGER NOT NULL,
  statement INTEGER REFERENCES statements (id),  -- that claims it
  rule TEXT NOT NULL,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE INDEX relations_by_statement ON relations (statement) WHERE statement IS NOT NULL;

-- What to know of a document before one trusts its report.
CREATE TABLE warnings (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,     -- from 1
  what TEXT NOT NULL,
  "start" INTEGER,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

-- How quoth knows an article again: the file as it lay there, and the text.
CREATE TABLE fingerprints (
  document INTEGER PRIMARY KEY REFERENCES documents (id),
  stamp TEXT,                    -- of the file: size, times and place on the disk; null where it is no plain old file
  minhash BLOB NOT NULL,         -- of the text's phrases; empty where it has none
  placed INTEGER NOT NULL        -- 0 until it was compared with the others
);
CREATE INDEX fingerprints_to_place ON fingerprints (document) WHERE NOT placed;

-- Parts of the minhash of each document that is no copy: two that share one of them may be copies.
CREATE TABLE fingerprint_bands (
  band INTEGER NOT NULL,
  document INTEGER NOT NULL REFERENCES documents (id),
  PRIMARY KEY (band, document)
) WITHOUT ROWID;

-- Full-text search: SELECT rowid FROM contents_fts WHERE contents_fts MATCH 'ceasefire'.
CREATE VIRTUAL TABLE contents_fts USING fts5 (text, content='contents', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');

-- Views for the questions that people ask. Where they count, a report that several papers brought counts once.

-- Who said what about whom?
CREATE VIEW statements_with_names AS
SELECT
  s.id,
  d.source,
  d.date,
  s.speaker_name AS speaker,
  side.name AS side,
  s.act,
  s.negated,
  (SELECT group_concat(text, ' … ') FROM (SELECT text FROM contents WHERE statement = s.id ORDER BY id)) AS content,
  (
    SELECT group_concat(name, ', ')
    FROM (SELECT name FROM about JOIN actors AS a ON a.id = actor WHERE statement = s.id GROUP BY a.id ORDER BY min(position))
  ) AS about,
  s.speaker_sector AS sector,
  s.kind,
  s.rule,
  s.document,
  d.copy_of
FROM statements AS s
JOIN documents AS d ON d.id = s.document
LEFT JOIN actors AS side ON side.id = s.side;

-- Which side spoke on which day about whom, doing what by it, and how often? Of several that speak together, each.
CREATE VIEW dyads_by_day AS
SELECT d.date, speaker.name AS side, target.name AS about, s.act, count(*) AS statements, speaker.id AS side_id, target.id AS about_id
FROM statements AS s
JOIN documents AS d ON d.id = s.document
JOIN (
  SELECT id AS statement, coalesce(side, speaker_actor) AS actor FROM statements
  UNION
  SELECT st.id, other.value FROM statements AS st, json_each(st.speaker_others) AS other
) AS speaks ON speaks.statement = s.id
JOIN actors AS speaker ON speaker.id = speaks.actor
JOIN (SELECT DISTINCT statement, actor FROM about) AS t ON t.statement = s.id
JOIN actors AS target ON target.id = t.actor
WHERE d.copy_of IS NULL AND NOT s.negated
GROUP BY d.date, speaker.id, target.id, s.act;

-- Who stands with or against whom, in how many articles, from when to when?
CREATE VIEW relations_by_pair AS
SELECT
  one.name AS a,
  other.name AS b,
  r.kind,
  count(DISTINCT r.document) AS documents,
  count(*) AS relations,
  group_concat(DISTINCT r.type) AS types,
  min(d.date) AS first,
  max(d.date) AS last,
  one.id AS a_id,
  other.id AS b_id
FROM relations AS r
JOIN documents AS d ON d.id = r.document
JOIN actors AS one ON one.id = min(r.a, r.b)
JOIN actors AS other ON other.id = max(r.a, r.b)
WHERE d.copy_of IS NULL
GROUP BY one.id, other.id, r.kind;

-- Who speaks, and how often?
CREATE VIEW speakers AS
SELECT
  max(s.speaker_name) AS speaker,
  s.speaker_actor AS actor,
  side.name AS side,
  count(*) AS statements,
  count(DISTINCT s.document) AS documents,
  min(d.date) AS first,
  max(d.date) AS last
FROM statements AS s
JOIN documents AS d ON d.id = s.document
LEFT JOIN actors AS side ON side.id = s.side
WHERE d.copy_of IS NULL AND s.speaker_name IS NOT NULL
GROUP BY coalesce(s.speaker_actor, s.speaker_name), s.side;

-- What could not be read or analysed, and why?
CREATE VIEW problems AS
SELECT d.source, d.error, d.hint, r.started AS tried, d.id AS document
FROM documents AS d
JOIN runs AS r ON r.id = d.error_run
WHERE d.error IS NOT NULL AND d.gone IS NULL;
