-- The database of a home, schema 1: everything but bytes.
--
-- One text for SQLite and PostgreSQL. What differs stands in braces and is filled in by Dialect:
--   {identity}  a number that the database gives, never twice, not even after the row was removed
--   {key}       text that is compared byte by byte
-- A part for one of them only stands between "--: sqlite" or "--: postgresql" and "--: both".
--
-- Times are milliseconds since 1970 (UTC), sizes are bytes, flags are 0 or 1, and words are those
-- of the API. Names and values of a map are kept as in a web form: name=value&name=value.

-- Which schemas were applied, when, and by which build of the program.
CREATE TABLE schema_version (
  version     INTEGER NOT NULL PRIMARY KEY,
  applied_at  BIGINT  NOT NULL,
  build       TEXT    NOT NULL
);

-- The process that serves this home, or served it last: the database is the pid file.
CREATE TABLE instance (
  id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  boot_id      TEXT    NOT NULL,
  pid          BIGINT  NOT NULL,
  start_ticks  BIGINT  NOT NULL,
  mode         TEXT    NOT NULL CHECK (mode IN ('serving', 'maintenance')),
  version      TEXT    NOT NULL,
  schema_used  INTEGER NOT NULL,
  address      TEXT    NOT NULL,
  started      BIGINT  NOT NULL
);

-- What an administrator has set; everything else has its default.
CREATE TABLE setting (
  name   {key} NOT NULL PRIMARY KEY,
  value  TEXT  NOT NULL
);

-- People. Whatever refers to one uses the number, so that a new name breaks nothing.
CREATE TABLE account (
  id           {identity},
  role         TEXT   NOT NULL CHECK (role IN ('viewer', 'uploader', 'moderator', 'administrator')),
  quota_bytes  BIGINT NOT NULL CHECK (quota_bytes >= -1),
  created      BIGINT NOT NULL
);

-- All names that accounts have or had; the old ones lead to the default one.
CREATE TABLE account_name (
  name        {key}   NOT NULL PRIMARY KEY,
  account     BIGINT  NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  is_default  INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  created     BIGINT  NOT NULL
);
CREATE UNIQUE INDEX account_name_default ON account_name (account) WHERE is_default = 1;
CREATE INDEX account_name_account ON account_name (account);

-- What proves who someone is. Only hashes: nothing here can be used to log in.
CREATE TABLE account_secret (
  id       {identity},
  account  BIGINT REFERENCES account (id) ON DELETE CASCADE,  -- null: the operator's
  kind     {key}  NOT NULL CHECK (kind IN ('password', 'passkey', 'token', 'session', 'setup')),
  data     {key}  NOT NULL,
  label    TEXT   NOT NULL,
  scopes   TEXT   NOT NULL,
  created  BIGINT NOT NULL,
  expires  BIGINT                                             -- null: never
);
CREATE INDEX account_secret_account ON account_secret (account, kind, id);
CREATE INDEX account_secret_data ON account_secret (kind, data);
CREATE INDEX account_secret_expires ON account_secret (expires) WHERE expires IS NOT NULL;

-- What people see or play.
CREATE TABLE item (
  number         {identity},               -- only for the search index
  id             {key}   NOT NULL UNIQUE,
  owner          BIGINT  REFERENCES account (id) ON DELETE SET NULL,  -- null: the operator's
  type           {key}   NOT NULL CHECK (type IN ('video', 'audio', 'image', 'document')),
  title          TEXT    NOT NULL,
  description    TEXT    NOT NULL,
  tags           TEXT    NOT NULL,         -- one a line; item_tag is for finding by them
  visibility     {key}   NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),

  state          {key}   NOT NULL,
  state_at       BIGINT,                   -- since when
  reason         TEXT    NOT NULL,         -- why it failed
  before_state   {key},                    -- of a trashed one: what a restore goes back to
  before_at      BIGINT,
  before_reason  TEXT,

  source         {key}   NOT NULL,
  source_name    TEXT    NOT NULL,
  source_size    BIGINT  NOT NULL,
  source_digest  {key},                    -- SHA-256 in hex, of owned ones
  source_upload  {key},                    -- of owned ones: holds the bytes still, or empty
  source_path    TEXT,                     -- of mirrored and external ones

  format         TEXT,
  duration       BIGINT  NOT NULL,         -- milliseconds
  width          INTEGER NOT NULL,
  height         INTEGER NOT NULL,
  drop_original  INTEGER NOT NULL CHECK (drop_original IN (0, 1)),
  keep_location  INTEGER NOT NULL CHECK (keep_location IN (0, 1)),
  created        BIGINT  NOT NULL,

  -- Both follow from the columns above; they are here for the indexes.
  listed         INTEGER NOT NULL,         -- public and published
  trashed        INTEGER NOT NULL,

  CHECK (CASE state
    WHEN 'processing' THEN TRUE
    WHEN 'published'  THEN state_at IS NOT NULL
    WHEN 'failed'     THEN TRUE
    WHEN 'missing'    THEN state_at IS NOT NULL
    WHEN 'offline'    THEN state_at IS NOT NULL
    WHEN 'trashed'    THEN state_at IS NOT NULL AND before_state IS NOT NULL
    ELSE FALSE END),
  CHECK (CASE source
    WHEN 'owned'    THEN source_digest IS NOT NULL AND source_upload IS NOT NULL
    WHEN 'mirrored' THEN source_path IS NOT NULL
    WHEN 'external' THEN source_path IS NOT NULL
    ELSE FALSE END),
  CHECK (listed = CASE WHEN state = 'published' AND visibility = 'public' THEN 1 ELSE 0 END),
  CHECK (trashed = CASE WHEN state = 'trashed' THEN 1 ELSE 0 END)
);
-- A listing of all types merges one range of its index per type.
CREATE INDEX item_listed ON item (type, created, id) WHERE listed = 1;
CREATE INDEX item_all ON item (trashed, type, created, id);
CREATE INDEX item_owner ON item (owner, trashed, type, created, id);
CREATE INDEX item_owner_listed ON item (owner, type, created, id) WHERE listed = 1;
CREATE INDEX item_digest ON item (source_digest, created, id) WHERE source_digest IS NOT NULL;
CREATE INDEX item_quota ON item (owner, source_digest, source_size) WHERE source = 'owned';
CREATE INDEX item_state ON item (state, id);

-- Items by tag. Repeats what listings filter and sort by, so that each is one range of an index.
CREATE TABLE item_tag (
  item     {key}   NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  tag      {key}   NOT NULL,
  owner    BIGINT  REFERENCES account (id) ON DELETE SET NULL,
  type     {key}   NOT NULL,
  created  BIGINT  NOT NULL,
  listed   INTEGER NOT NULL,
  trashed  INTEGER NOT NULL,
  PRIMARY KEY (item, tag)
);
CREATE INDEX item_tag_listed ON item_tag (tag, type, created, item) WHERE listed = 1;
CREATE INDEX item_tag_all ON item_tag (tag, trashed, type, created, item);
CREATE INDEX item_tag_owner ON item_tag (owner, tag, trashed, type, created, item);
CREATE INDEX item_tag_owner_listed ON item_tag (owner, tag, type, created, item) WHERE listed = 1;

-- How many listed items have a tag: counting them anew for each page would be a scan.
CREATE TABLE tag (
  tag   {key}  NOT NULL PRIMARY KEY,
  used  BIGINT NOT NULL
);
CREATE INDEX tag_used ON tag (used DESC, tag);

-- Statements about an item, and who made them.
CREATE TABLE metadata (
  id          {identity},
  item        {key}   NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  group_name  {key}   NOT NULL,
  key_name    {key}   NOT NULL,
  language    {key}   NOT NULL,
  value       TEXT    NOT NULL,
  priority    INTEGER NOT NULL,
  provider    {key}   NOT NULL,
  at          BIGINT  NOT NULL
);
CREATE INDEX metadata_item ON metadata (item, group_name, key_name, priority DESC, id);

-- Uploads that have begun; their bytes are under content/incoming.
CREATE TABLE upload (
  id        {key}  NOT NULL PRIMARY KEY,
  owner     BIGINT REFERENCES account (id) ON DELETE SET NULL,  -- null: the operator's
  kind      TEXT   NOT NULL CHECK (kind IN ('whole', 'partial', 'final')),
  length    BIGINT NOT NULL CHECK (length >= -1),  -- -1: not told yet
  received  BIGINT NOT NULL CHECK (received >= 0), -- durable and acknowledged
  metadata  TEXT   NOT NULL,
  parts     TEXT   NOT NULL,                       -- ids of other uploads, with spaces between
  item      {key}  REFERENCES item (id) ON DELETE SET NULL,
  created   BIGINT NOT NULL,
  expires   BIGINT NOT NULL
);
CREATE INDEX upload_expires ON upload (expires, id);
CREATE INDEX upload_unfinished ON upload (owner, created, id) WHERE length <> received;
CREATE INDEX upload_owner ON upload (owner);
CREATE INDEX upload_item ON upload (item) WHERE item IS NOT NULL;

-- Durable work: the row is the whole context. The states are those of Job.State.
CREATE TABLE job (
  id           {identity},
  kind         {key}   NOT NULL,
  item         {key}   REFERENCES item (id) ON DELETE CASCADE,
  owner        BIGINT  NOT NULL,  -- 0: the operator's. No reference: a job may outlive the account
  lane         {key}   NOT NULL CHECK (lane IN ('processor', 'network', 'light')),
  stage        INTEGER NOT NULL,
  blocking     INTEGER NOT NULL CHECK (blocking IN (0, 1)),
  urgency      INTEGER NOT NULL,
  demand       BIGINT  NOT NULL,
  input        TEXT    NOT NULL,
  attempt      INTEGER NOT NULL CHECK (attempt >= 0),
  failures     INTEGER NOT NULL CHECK (failures >= 0),
  created      BIGINT  NOT NULL,

  state        {key}   NOT NULL,
  not_before   BIGINT,            -- queued
  reason       TEXT    NOT NULL,  -- queued (how the attempt before ended), failed, parked
  runner       TEXT,              -- claimed, running
  lease_until  BIGINT,            -- claimed, running
  started      BIGINT,            -- running
  boot_id      TEXT,              -- running, in a process: these three tell it from any other
  pid          BIGINT,
  start_ticks  BIGINT,
  ended        BIGINT,            -- succeeded, failed, cancelled

  -- For the indexes.
  is_open      INTEGER NOT NULL,
  due          INTEGER NOT NULL,  -- 0 for a queued one that was too early when it was queued
  turn         BIGINT  NOT NULL,  -- its place among those that are equally urgent: see SqlTurns

  CHECK (CASE state
    WHEN 'waiting'   THEN is_open = 1
    WHEN 'queued'    THEN is_open = 1 AND not_before IS NOT NULL
    WHEN 'claimed'   THEN is_open = 1 AND runner IS NOT NULL AND lease_until IS NOT NULL
    WHEN 'running'   THEN is_open = 1 AND runner IS NOT NULL AND lease_until IS NOT NULL
                          AND started IS NOT NULL
    WHEN 'parked'    THEN is_open = 1
    WHEN 'succeeded' THEN is_open = 0 AND ended IS NOT NULL
    WHEN 'failed'    THEN is_open = 0 AND ended IS NOT NULL
    WHEN 'cancelled' THEN is_open = 0 AND ended IS NOT NULL
    ELSE FALSE END),
  CHECK (pid IS NULL OR state = 'running' AND boot_id IS NOT NULL AND start_ticks IS NOT NULL)
);
CREATE INDEX job_claimable ON job (lane, demand DESC, urgency DESC, turn, id)
  WHERE state = 'queued' AND due = 1;
CREATE INDEX job_delayed ON job (lane, not_before, id) WHERE state = 'queued' AND due = 0;
CREATE INDEX job_turn ON job (lane, urgency, owner, turn) WHERE state = 'queued';
CREATE INDEX job_state ON job (state, id);
CREATE INDEX job_open ON job (is_open, id) WHERE is_open = 1;
CREATE INDEX job_item ON job (item, id);
CREATE INDEX job_item_open ON job (item, stage, id) WHERE is_open = 1;

-- The turn that was claimed last, per lane and urgency: who comes new starts there.
CREATE TABLE turn (
  lane     {key}   NOT NULL,
  urgency  INTEGER NOT NULL,
  served   BIGINT  NOT NULL,
  PRIMARY KEY (lane, urgency)
);

-- Numbers that only grow.
CREATE TABLE counter (
  name   {key}  NOT NULL PRIMARY KEY,
  value  BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('demand', 0);

-- What was made from an original: at most one of each kind.
CREATE TABLE rendition (
  id       {identity},
  item     {key}  NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  kind     {key}  NOT NULL,
  job      BIGINT NOT NULL,  -- names its folder. No reference: jobs may be forgotten
  created  BIGINT NOT NULL,
  details  TEXT   NOT NULL,
  UNIQUE (item, kind)
);

-- Every finished file under content/. One without a rendition is an original, or refuse.
CREATE TABLE stored_file (
  path        {key}  NOT NULL PRIMARY KEY,
  size        BIGINT NOT NULL,
  digest      {key}  NOT NULL,
  media_type  TEXT   NOT NULL,
  verified    BIGINT NOT NULL,
  rendition   BIGINT REFERENCES rendition (id) ON DELETE SET NULL,
  position    INTEGER NOT NULL  -- within its rendition
);
CREATE INDEX stored_file_rendition ON stored_file (rendition, position)
  WHERE rendition IS NOT NULL;
CREATE INDEX stored_file_size ON stored_file (size);

-- Facts, numbered in the order in which they were committed. The last one is never removed: the
-- numbering goes on from it.
CREATE TABLE event (
  number   {identity},
  at       BIGINT NOT NULL,
  type     TEXT   NOT NULL,
  item     TEXT,              -- no references: an event outlives what it tells of
  job      BIGINT,
  kind     TEXT,
  attempt  INTEGER,
  reason   TEXT,
  again    INTEGER
);

--: sqlite
-- Full text by item.number. Keeps no copy of the text; "Beyoncé" is found by "beyonce".
CREATE VIRTUAL TABLE search USING fts5 (
  title, description, tags, metadata,
  content = '', contentless_delete = 1, prefix = '2 3',
  tokenize = 'unicode61 remove_diacritics 2'
);
--: postgresql
CREATE TABLE search (
  number  BIGINT   NOT NULL PRIMARY KEY REFERENCES item (number) ON DELETE CASCADE,
  words   tsvector NOT NULL
);
CREATE INDEX search_words ON search USING gin (words);
--: both
