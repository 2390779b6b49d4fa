-- Schema 3: actors that no rule names. What was written before is of actors of the rules.

-- rules; composed of a group noun and its owner ("syria:rebels"); or text, whom only a text names.
ALTER TABLE actors ADD COLUMN known TEXT NOT NULL DEFAULT 'rules';
ALTER TABLE actors ADD COLUMN side TEXT REFERENCES actors (id);  -- for whom a person or group stands, as the last report tells

-- As before, but the type may be null: neither rules nor text need show one.
CREATE TABLE document_actors_3 (
  document INTEGER NOT NULL REFERENCES documents (id),
  position INTEGER NOT NULL,     -- from 1
  actor TEXT NOT NULL REFERENCES actors (id),
  name TEXT NOT NULL,
  type TEXT,
  codes TEXT NOT NULL,
  known TEXT NOT NULL,           -- rules, composed or text
  side TEXT REFERENCES actors (id),
  PRIMARY KEY (document, position)
) WITHOUT ROWID;
INSERT INTO document_actors_3 SELECT document, position, actor, name, type, codes, 'rules', NULL FROM document_actors;
DROP TABLE document_actors;
ALTER TABLE document_actors_3 RENAME TO document_actors;

-- The views say who knows the actors that they name.
DROP VIEW statements_with_names;
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
  d.copy_of,
  speaker.id AS speaker_id,
  speaker.known AS speaker_known
FROM statements AS s
JOIN documents AS d ON d.id = s.document
LEFT JOIN actors AS side ON side.id = s.side
LEFT JOIN actors AS speaker ON speaker.id = s.speaker_actor;

DROP VIEW dyads_by_day;
CREATE VIEW dyads_by_day AS
SELECT
  d.date,
  speaker.name AS side,
  target.name AS about,
  s.act,
  count(*) AS statements,
  speaker.id AS side_id,
  target.id AS about_id,
  speaker.known AS side_known,
  target.known AS about_known
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

DROP VIEW relations_by_pair;
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
  other.id AS b_id,
  one.known AS a_known,
  other.known AS b_known
FROM relations AS r
JOIN documents AS d ON d.id = r.document
JOIN actors AS one ON one.id = min(r.a, r.b)
JOIN actors AS other ON other.id = max(r.a, r.b)
WHERE d.copy_of IS NULL
GROUP BY one.id, other.id, r.kind;

DROP VIEW speakers;
CREATE VIEW speakers AS
SELECT
  max(s.speaker_name) AS speaker,
  s.speaker_actor AS actor,
  side.name AS side,
  count(*) AS statements,
  count(DISTINCT s.document) AS documents,
  min(d.date) AS first,
  max(d.date) AS last,
  who.known AS known
FROM statements AS s
JOIN documents AS d ON d.id = s.document
LEFT JOIN actors AS side ON side.id = s.side
LEFT JOIN actors AS who ON who.id = s.speaker_actor
WHERE d.copy_of IS NULL AND s.speaker_name IS NOT NULL
GROUP BY coalesce(s.speaker_actor, s.speaker_name), s.side;

-- Who takes part, whoever knows it, and how often?
CREATE VIEW actors_counted AS
SELECT
  a.id AS actor,
  a.name,
  a.type,
  a.known,
  side.name AS side,
  coalesce(m.mentions, 0) AS mentions,
  coalesce(m.documents, 0) AS documents,
  coalesce(said.statements, 0) AS statements,
  coalesce(told.statements, 0) AS about
FROM actors AS a
LEFT JOIN actors AS side ON side.id = a.side
LEFT JOIN (
  SELECT actor, count(*) AS mentions, count(DISTINCT document) AS documents
  FROM mentions JOIN documents AS d ON d.id = document WHERE d.copy_of IS NULL GROUP BY actor
) AS m ON m.actor = a.id
LEFT JOIN (
  SELECT speaker_actor AS actor, count(*) AS statements
  FROM statements JOIN documents AS d ON d.id = document WHERE d.copy_of IS NULL AND NOT negated GROUP BY speaker_actor
) AS said ON said.actor = a.id
LEFT JOIN (
  SELECT actor, count(DISTINCT statement) AS statements
  FROM about JOIN statements AS s ON s.id = statement JOIN documents AS d ON d.id = s.document
  WHERE d.copy_of IS NULL AND NOT s.negated GROUP BY actor
) AS told ON told.actor = a.id;
