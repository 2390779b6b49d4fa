-- Schema 2: reports depend on how records were read, too.

ALTER TABLE runs ADD COLUMN reading TEXT NOT NULL DEFAULT '{}';  -- a JSON object: options that shape reports, where they are not the default
