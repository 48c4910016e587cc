-- Schema 4: what describes items, who was asked for it, and what came of that.
--
-- Notation and units are those of schema 1.

-- A walk that was broken off begins anew: what it had compared costs no more than reading it.
ALTER TABLE library DROP COLUMN scan_after;

-- How each stage of an item ended last. The words are those of Outcome.
CREATE TABLE enrichment (
  item      {key}   NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  stage     {key}   NOT NULL,
  outcome   {key}   NOT NULL CHECK (outcome IN ('done', 'nothing', 'failed')),
  mark      {key}   NOT NULL,  -- of the file, the grabber and its settings
  at        BIGINT  NOT NULL,
  until     BIGINT,            -- to be asked again then; null: only if the mark changes
  failures  INTEGER NOT NULL,  -- in a row
  reason    TEXT    NOT NULL,
  PRIMARY KEY (item, stage)
);
CREATE INDEX enrichment_until ON enrichment (until, item, stage) WHERE until IS NOT NULL;
CREATE INDEX enrichment_stage ON enrichment (stage, outcome, item);

-- Items whose next stage is to be found out.
CREATE TABLE enrichment_due (
  id      {identity},
  item    {key}   NOT NULL UNIQUE REFERENCES item (id) ON DELETE CASCADE,
  demand  BIGINT  NOT NULL,
  awaits  {key}   NOT NULL   -- the kind of jobs of which there are enough for now; or empty
);
CREATE INDEX enrichment_due_turn ON enrichment_due (awaits, demand DESC, id);
-- Jobs of stages that have ended: what came of them is kept in enrichment.
CREATE INDEX job_apart_ended ON job (ended, id) WHERE stage = -1 AND is_open = 0;
CREATE INDEX job_open_kind ON job (kind, id) WHERE is_open = 1;

-- How far the items were looked through after a grabber came, or was set in another way.
CREATE TABLE enrichment_sweep (
  stage   {key}  NOT NULL PRIMARY KEY,
  mark    {key}  NOT NULL,
  number  BIGINT NOT NULL  -- of the item that was looked at last
);

-- What an item may be, as far as a grabber can tell.
CREATE TABLE candidate (
  item      {key}   NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  stage     {key}   NOT NULL,
  position  INTEGER NOT NULL,
  key_name  TEXT    NOT NULL,
  title     TEXT    NOT NULL,
  detail    TEXT    NOT NULL,
  score     INTEGER NOT NULL,  -- thousandths
  PRIMARY KEY (item, stage, position)
);

-- What a person said that it is; the empty text: none of them.
CREATE TABLE choice (
  item      {key} NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  stage     {key} NOT NULL,
  key_name  TEXT  NOT NULL,
  PRIMARY KEY (item, stage)
);

CREATE INDEX item_external ON item (source_path, id) WHERE source = 'external';

-- Providers: how soon the next request may be sent, and whether at all.
CREATE TABLE provider (
  id            {key}   NOT NULL PRIMARY KEY,
  free_at       BIGINT  NOT NULL,  -- when its budget is whole again
  busy_until    BIGINT,            -- a request is on its way until then, unless it is answered
  closed_until  BIGINT,            -- not asked before then
  failures      INTEGER NOT NULL,  -- in a row
  reason        TEXT    NOT NULL,
  refused       {key},             -- tells the key that it did not take; null: it took it
  asked         BIGINT  NOT NULL,  -- how often it was
  asked_at      BIGINT             -- when it was last
);

-- What providers answered, so that nothing is asked twice because something stopped.
CREATE TABLE reply (
  provider    {key}  NOT NULL,
  question    {key}  NOT NULL,
  media_type  TEXT,             -- null: it has nothing there
  body        TEXT   NOT NULL,
  tag         TEXT   NOT NULL,  -- its validators, or empty
  modified    TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  until       BIGINT NOT NULL,  -- believed until then without asking
  PRIMARY KEY (provider, question)
);
CREATE INDEX reply_until ON reply (until, provider, question);

-- Files that grabbers found elsewhere, each once, however many items want it.
CREATE TABLE picture (
  id          {identity},
  address     {key}   NOT NULL UNIQUE,
  path        {key},              -- below content/; null while it is not here
  digest      {key},
  size        BIGINT  NOT NULL,
  media_type  TEXT    NOT NULL,
  width       INTEGER NOT NULL,
  height      INTEGER NOT NULL,
  until       BIGINT,             -- not tried before then
  failures    INTEGER NOT NULL,
  refused     INTEGER NOT NULL CHECK (refused IN (0, 1)),  -- what is there is no such file
  reason      TEXT    NOT NULL,
  unused      BIGINT              -- since when no item wants it
);
CREATE INDEX picture_digest ON picture (digest) WHERE digest IS NOT NULL;
CREATE INDEX picture_unused ON picture (unused, id) WHERE unused IS NOT NULL;

CREATE TABLE item_picture (
  item      {key}   NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  kind      {key}   NOT NULL CHECK (kind IN ('cover', 'poster', 'backdrop', 'logo', 'subtitle')),
  grabber   {key}   NOT NULL,
  picture   BIGINT  NOT NULL REFERENCES picture (id),
  language  {key}   NOT NULL,
  priority  INTEGER NOT NULL,
  PRIMARY KEY (item, kind, grabber, picture)
);
CREATE INDEX item_picture_picture ON item_picture (picture, item, kind);

-- Files whose name another file has now, and with it their entry. Should one of them be met under
-- another name a little later, it was moved away, and gets its entry back.
CREATE TABLE displaced (
  inode  BIGINT NOT NULL,
  born   BIGINT NOT NULL,
  entry  BIGINT NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
  since  BIGINT NOT NULL,
  PRIMARY KEY (inode, born)
);
CREATE INDEX displaced_entry ON displaced (entry, since);
CREATE INDEX displaced_since ON displaced (since);

-- Whoever removes a folder has to see that no entry refers to it: the other indexes hold only those
-- that are there, or only those that are gone.
CREATE INDEX entry_folder ON entry (folder);

-- Machines: where work can be done, as it was when somebody last looked.
CREATE TABLE machine (
  id         {key}   NOT NULL PRIMARY KEY,
  kind       {key}   NOT NULL CHECK (kind IN ('local', 'virtual', 'worker')),
  provider   {key}   NOT NULL,
  name       TEXT    NOT NULL,
  state      {key}   NOT NULL
    CHECK (state IN ('running', 'suspended', 'off', 'unreachable', 'gone')),
  host       {key},              -- the machine that it runs on, if that is known
  adopted    INTEGER NOT NULL CHECK (adopted IN (0, 1)),
  processors INTEGER NOT NULL,   -- 0 where it is not known; so also for what follows
  memory     BIGINT  NOT NULL,   -- bytes
  disk       BIGINT  NOT NULL,
  mark       {key}   NOT NULL,   -- of what the encoders were tried with, or empty
  looked_at  BIGINT  NOT NULL,
  -- What it is to become, until it is so; null: nothing.
  wanted     {key}   CHECK (wanted IN ('running', 'off', 'suspended')),
  forced     INTEGER NOT NULL DEFAULT 0 CHECK (forced IN (0, 1)),    -- its guest is not asked
  for_work   INTEGER NOT NULL DEFAULT 0 CHECK (for_work IN (0, 1)),  -- no person wants it
  wanted_at  BIGINT,
  tries      INTEGER NOT NULL DEFAULT 0,
  not_before BIGINT,            -- not tried again before then
  asked_at   BIGINT,            -- when its guest was first asked to shut down
  problem    TEXT    NOT NULL DEFAULT '',
  rests      BIGINT             -- not started for work before then
);

CREATE INDEX machine_name ON machine (name, id);

-- What was looked for on a machine, and whether it works there.
CREATE TABLE machine_ability (
  machine   {key}   NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
  kind      {key}   NOT NULL CHECK (kind IN ('hypervisor', 'encoder')),
  position  INTEGER NOT NULL,
  name      {key}   NOT NULL,
  works     INTEGER NOT NULL CHECK (works IN (0, 1)),
  detail    TEXT    NOT NULL,
  PRIMARY KEY (machine, kind, position)
);

-- Installation: what came of the last run on each node, and who installs just now.
CREATE TABLE install_report (
  node     {key}  NOT NULL PRIMARY KEY,  -- empty for the only one
  cause    {key}  NOT NULL CHECK (cause IN ('start', 'command', 'request', 'upgrade')),
  build    TEXT   NOT NULL,
  started  BIGINT NOT NULL,
  ended    BIGINT NOT NULL
);

CREATE TABLE install_line (
  node      {key}   NOT NULL REFERENCES install_report (node) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  step      {key}   NOT NULL,
  hook      {key},             -- null for the step itself
  moment    {key}   CHECK (moment IN ('before', 'after', 'around')),
  title     TEXT    NOT NULL,
  outcome   {key}   NOT NULL CHECK (outcome IN ('done', 'already-done', 'skipped', 'failed')),
  detail    TEXT    NOT NULL,
  took      BIGINT  NOT NULL,  -- milliseconds
  PRIMARY KEY (node, position)
);

CREATE TABLE install_turn (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  node    {key}   NOT NULL,
  holder  {key}   NOT NULL,
  until   BIGINT  NOT NULL
);

-- Folders that may become libraries, if a person says so.
CREATE TABLE library_suggestion (
  node  {key} NOT NULL,
  path  {key} NOT NULL,
  name  TEXT  NOT NULL,
  PRIMARY KEY (node, path)
);

-- What people say of themselves. Others see all but the address for letters.
CREATE TABLE profile (
  account     BIGINT NOT NULL PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  shown_name  TEXT   NOT NULL,
  about       TEXT   NOT NULL,
  website     TEXT   NOT NULL,
  email       TEXT   NOT NULL
);

-- Items that somebody put together, in an order.
CREATE TABLE media_collection (
  id           {key}  NOT NULL PRIMARY KEY,  -- by chance: it is in addresses
  owner        BIGINT REFERENCES account (id) ON DELETE SET NULL,  -- null: the operator's
  title        TEXT   NOT NULL,
  description  TEXT   NOT NULL,
  visibility   {key}  NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
  created      BIGINT NOT NULL
);
CREATE INDEX media_collection_created ON media_collection (created, id);
CREATE INDEX media_collection_owner ON media_collection (owner, created, id);
CREATE INDEX media_collection_public ON media_collection (created, id)
  WHERE visibility = 'public';
CREATE INDEX media_collection_owner_public ON media_collection (owner, created, id)
  WHERE visibility = 'public';

CREATE TABLE collected (
  collection  {key}  NOT NULL REFERENCES media_collection (id) ON DELETE CASCADE,
  item        {key}  NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  position    BIGINT NOT NULL,
  note        TEXT   NOT NULL,
  added       BIGINT NOT NULL,
  PRIMARY KEY (collection, item)
);
CREATE INDEX collected_position ON collected (collection, position, item);
CREATE INDEX collected_item ON collected (item, collection);

-- What people said about an item.
CREATE TABLE item_comment (
  id       {identity},
  item     {key}  NOT NULL REFERENCES item (id) ON DELETE CASCADE,
  author   BIGINT REFERENCES account (id) ON DELETE SET NULL,  -- null: the account is gone
  text     TEXT   NOT NULL,
  created  BIGINT NOT NULL
);
CREATE INDEX item_comment_item ON item_comment (item, created, id);
CREATE INDEX item_comment_author ON item_comment (author);

-- What became of each record of another server. A row that is here is never imported again, also
-- if what it became was changed or removed since: so no reference.
CREATE TABLE arrival (
  origin  {key}  NOT NULL,  -- the sort of server
  kind    {key}  NOT NULL,  -- of record
  record  {key}  NOT NULL,  -- its number there, and when it was made
  became  TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (origin, kind, record)
);

-- Addresses that another server had: where they lead now.
CREATE TABLE old_address (
  path    {key}  NOT NULL PRIMARY KEY,  -- without slashes around
  kind    {key}  NOT NULL CHECK (kind IN ('item', 'collection', 'account')),
  target  TEXT   NOT NULL
);

-- Extensions: what is kept of each, whether its jar is there or not. Their own tables have names
-- that begin with "x_", the id and "_".
CREATE TABLE extension (
  id             {key}   NOT NULL PRIMARY KEY,
  title          TEXT    NOT NULL,
  version        TEXT    NOT NULL,
  wanted         INTEGER NOT NULL CHECK (wanted IN (0, 1)),
  reason         TEXT    NOT NULL,  -- why it was switched off by itself; or empty
  jar            {key}   NOT NULL,  -- which jar the reason is about
  schema_number  INTEGER NOT NULL,  -- the newest of its schema files that was carried out
  event          BIGINT  NOT NULL   -- the newest event it has heard of; -1: none yet
);

-- When machines ran because work waited; those without an end may be stopped by us.
CREATE TABLE machine_run (
  machine  {key}   NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
  began    BIGINT  NOT NULL,
  heard    BIGINT,            -- when a worker on it first asked for work
  active   BIGINT  NOT NULL,  -- when a worker on it was last at work; before that, as it began
  ended    BIGINT,
  PRIMARY KEY (machine, began)
);
CREATE INDEX machine_run_ended ON machine_run (ended, machine, began);
CREATE UNIQUE INDEX machine_run_open ON machine_run (machine) WHERE ended IS NULL;
