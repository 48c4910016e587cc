-- Schema 3: libraries, that is, directory trees that are mirrored into items.
--
-- Notation and units are those of schema 1. Paths and names are as FileName writes them; inode
-- times ("born") and those of files ("modified") are nanoseconds since 1970.

CREATE TABLE library (
  id            {identity},
  name          {key}  NOT NULL UNIQUE,
  root          TEXT   NOT NULL,          -- absolute, without a slash at its end
  visibility    {key}  NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
  created       BIGINT NOT NULL,
  scan_started  BIGINT,                   -- the last comparison of all of it
  scan_ended    BIGINT,                   -- null while it is under way, or was broken off
  scan_after    TEXT   NOT NULL           -- the folder that was compared last in one under way
);

-- Folders of libraries, also those that are not there at the moment. Ordered by their paths they
-- stand as a walk through the tree meets them.
CREATE TABLE folder (
  id           {identity},
  library      BIGINT NOT NULL REFERENCES library (id) ON DELETE CASCADE,
  parent       BIGINT REFERENCES folder (id) ON DELETE CASCADE,  -- null: the root
  path         {key}  NOT NULL,           -- below the root, with a slash at its end; '' for the root
  file_system  TEXT   NOT NULL,
  inode        BIGINT NOT NULL,
  born         BIGINT NOT NULL,
  fingerprint  BIGINT NOT NULL,           -- of all that is in it, as it was compared last
  gone         BIGINT,                    -- since when it is not there
  offline      BIGINT,                    -- since when it can't be looked into
  reason       TEXT   NOT NULL            -- why not
);
CREATE UNIQUE INDEX folder_path ON folder (library, path) WHERE gone IS NULL;
CREATE INDEX folder_gone ON folder (library, path, id) WHERE gone IS NOT NULL;
CREATE INDEX folder_parent ON folder (parent, path);
CREATE INDEX folder_inode ON folder (inode, born);
CREATE INDEX folder_offline ON folder (library, path) WHERE offline IS NOT NULL AND gone IS NULL;

-- Files that matter: media, each with its item, and what lies beside them. A file that is gone keeps
-- its row, so that it is known when it comes back.
CREATE TABLE entry (
  id        {identity},
  folder    BIGINT  NOT NULL REFERENCES folder (id) ON DELETE CASCADE,
  name      {key}   NOT NULL,
  role      {key}   NOT NULL CHECK (role IN ('media', 'sidecar')),
  item      {key}   REFERENCES item (id) ON DELETE SET NULL,  -- of a sidecar: whom it belongs to
  size      BIGINT  NOT NULL,
  modified  BIGINT  NOT NULL,
  inode     BIGINT  NOT NULL,
  born      BIGINT  NOT NULL,
  gone      BIGINT,                       -- since when it is not there
  settled   INTEGER NOT NULL CHECK (settled IN (0, 1)),  -- whether its item is missing for that
  probe     {key}   NOT NULL CHECK (probe IN ('none', 'due', 'done', 'unreadable', 'postponed')),
  demand    BIGINT  NOT NULL,             -- somebody wants it probed before the others
  essence   {key}   NOT NULL,             -- of its media without tags; empty: not known
  digest    {key}   NOT NULL,             -- SHA-256 of all bytes; empty: not known
  checked   BIGINT  NOT NULL,             -- when all bytes were read last; 0: never
  CHECK (settled = 0 OR gone IS NOT NULL)
);
CREATE UNIQUE INDEX entry_name ON entry (folder, name) WHERE gone IS NULL;
CREATE INDEX entry_gone ON entry (folder, name, gone) WHERE gone IS NOT NULL;
CREATE INDEX entry_unsettled ON entry (id) WHERE gone IS NOT NULL AND settled = 0;
CREATE INDEX entry_settled ON entry (gone, id) WHERE settled = 1;
CREATE INDEX entry_item ON entry (item) WHERE item IS NOT NULL;
CREATE INDEX entry_inode ON entry (inode, born);
CREATE INDEX entry_size ON entry (size, modified);
CREATE INDEX entry_essence ON entry (essence) WHERE essence <> '';
CREATE INDEX entry_due ON entry (demand DESC, id) WHERE probe = 'due' AND gone IS NULL;
CREATE INDEX entry_checked ON entry (checked, id) WHERE role = 'media' AND gone IS NULL;

-- Of mirrored items: the folder that holds the file, and since when the file can't be had.
ALTER TABLE item ADD COLUMN folder BIGINT REFERENCES folder (id) ON DELETE SET NULL;
ALTER TABLE item ADD COLUMN unavailable BIGINT;
CREATE INDEX item_folder ON item (folder, source_name) WHERE folder IS NOT NULL;
