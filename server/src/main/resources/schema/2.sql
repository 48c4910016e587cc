-- Schema 2: files that are found damaged, what needs a person's eye, what housekeeping did.
--
-- Notation and units are those of schema 1.

-- Where the result goes, relative to content/, and the machine of the last attempt; empty before it.
ALTER TABLE job ADD COLUMN output TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN machine TEXT NOT NULL DEFAULT '';

-- verified is when all bytes were last read and found right: 0 is "not yet". The new columns tell
-- of a file that was found otherwise, until it is right again. The words are those of Damage.Kind.
ALTER TABLE stored_file ADD COLUMN damaged BIGINT;                 -- since when; null: it is sound
ALTER TABLE stored_file ADD COLUMN damage TEXT NOT NULL DEFAULT ''; -- in which way
ALTER TABLE stored_file ADD COLUMN found TEXT NOT NULL DEFAULT '';  -- what is there instead
ALTER TABLE stored_file ADD COLUMN checked BIGINT;                 -- a damaged one's last look
CREATE INDEX stored_file_verified ON stored_file (damaged, verified, path, size);
CREATE INDEX stored_file_damaged ON stored_file (checked, path) WHERE damaged IS NOT NULL;

-- An upload that an item needs until its original is kept is a stored file like any other, so that
-- it is looked at like any other.
INSERT INTO stored_file (path, size, digest, media_type, verified, rendition, position)
  SELECT 'incoming/' || source_upload || '/data', source_size, source_digest,
    'application/octet-stream', 0, NULL, 0
  FROM item WHERE source = 'owned' AND source_upload <> '';

-- What an event about an alert is about.
ALTER TABLE event ADD COLUMN subject TEXT;

-- What needs a person's eye. The kinds are those of Alert.Kind; it stands until it is resolved.
CREATE TABLE alert (
  id        {identity},
  kind      {key}   NOT NULL,
  subject   {key}   NOT NULL,  -- a path, an item, a job: what it is about
  message   TEXT    NOT NULL,
  at        BIGINT  NOT NULL,
  resolved  BIGINT             -- null while it stands
);
CREATE UNIQUE INDEX alert_standing ON alert (kind, subject) WHERE resolved IS NULL;
CREATE INDEX alert_standing_id ON alert (id) WHERE resolved IS NULL;
CREATE INDEX alert_resolved ON alert (resolved, id) WHERE resolved IS NOT NULL;

-- Each time that somebody asked for all files to be looked at; at most one is open. It is done when
-- no file is left that was last looked at before it started, so after a stop it simply goes on.
CREATE TABLE verification (
  id       {identity},
  started  BIGINT  NOT NULL,
  repair   INTEGER NOT NULL CHECK (repair IN (0, 1)),
  ended    BIGINT,            -- null while it is open
  outcome  TEXT    NOT NULL   -- what it found, as name=value&name=value
);
CREATE INDEX verification_open ON verification (id) WHERE ended IS NULL;

-- What housekeeping has done since the home was made.
CREATE TABLE sweep_count (
  action  {key}  NOT NULL PRIMARY KEY,
  count   BIGINT NOT NULL,
  bytes   BIGINT NOT NULL,
  last    BIGINT NOT NULL
);

-- Files below content/ that nothing refers to, and when each was first seen to be one.
CREATE TABLE unreferenced_file (
  path  {key}  NOT NULL PRIMARY KEY,
  size  BIGINT NOT NULL,
  seen  BIGINT NOT NULL
);
CREATE INDEX unreferenced_file_seen ON unreferenced_file (seen, path);

-- How far the look through content/ for such files has come: one row, from the first look on.
CREATE TABLE content_look (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  place      BIGINT  NOT NULL,  -- the folder's inode: another one is another folder
  after      TEXT    NOT NULL,  -- the path that was looked at last; empty between two looks
  strange    BIGINT  NOT NULL,  -- files met in this look that are nobody's
  examples   TEXT    NOT NULL,  -- paths of some of them, one a line
  ended      BIGINT             -- when the look before this one came to its end
);

-- Which item needs an upload's bytes, and which final upload its parts.
CREATE INDEX item_upload ON item (source_upload) WHERE source_upload <> '';
CREATE INDEX upload_joining ON upload (kind, id) WHERE kind = 'final' AND item IS NULL;
