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
  scan_after    TEXT   NOT NULL,          -- the folder that was compared last in one under way
  removed       BIGINT                    -- since when it is being removed
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
CREATE INDEX folder_gone_since ON folder (gone, id) WHERE gone IS NOT NULL;
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
CREATE INDEX entry_gone ON entry (folder, name, gone, id) WHERE gone IS NOT NULL;
CREATE INDEX entry_unsettled ON entry (id) WHERE gone IS NOT NULL AND settled = 0;
CREATE INDEX entry_settled ON entry (gone, id) WHERE settled = 1;
CREATE INDEX entry_item ON entry (item, role, id) WHERE item IS NOT NULL;
CREATE INDEX entry_inode ON entry (inode, born);
CREATE INDEX entry_size ON entry (size, modified);
CREATE INDEX entry_essence ON entry (essence) WHERE essence <> '';
CREATE INDEX entry_due ON entry (demand DESC, id) WHERE probe = 'due' AND gone IS NULL;
CREATE INDEX entry_postponed ON entry (id) WHERE probe = 'postponed';
CREATE INDEX entry_sidecar ON entry (folder, name) WHERE role = 'sidecar' AND gone IS NULL;
CREATE INDEX entry_checked ON entry (checked, id) WHERE role = 'media' AND gone IS NULL;

-- Of mirrored items: the folder that holds the file, and since when the file can't be had; whether
-- browsers play the file as it is, and whether there is a picture in it.
ALTER TABLE item ADD COLUMN folder BIGINT REFERENCES folder (id) ON DELETE SET NULL;
ALTER TABLE item ADD COLUMN unavailable BIGINT;
ALTER TABLE item ADD COLUMN playable INTEGER NOT NULL DEFAULT 0 CHECK (playable IN (0, 1));
ALTER TABLE item ADD COLUMN pictured INTEGER NOT NULL DEFAULT 0 CHECK (pictured IN (0, 1));
CREATE INDEX item_folder ON item (folder, source_name) WHERE folder IS NOT NULL;

-- What items of libraries stand on: albums, series, months of pictures. The words are those of
-- Shelf.Kind. It has the same id as long as most of what stands on it stays together.
CREATE TABLE shelf (
  id      {identity},
  kind    {key}   NOT NULL CHECK (kind IN ('album', 'series', 'month')),
  mark    {key}   NOT NULL,  -- what items find it by
  title   TEXT    NOT NULL,
  maker   TEXT    NOT NULL,  -- whose it is, as written; or empty
  sort    {key}   NOT NULL,
  year    INTEGER NOT NULL,  -- 0: not known
  cover   {key},             -- the item whose picture stands for all. No reference: it may go first
  total   BIGINT  NOT NULL,  -- items that are not in the trash
  listed  BIGINT  NOT NULL,  -- those that everyone may come across
  origin  BIGINT,            -- where its first item stood before, if it has its name from there
  UNIQUE (kind, mark)
);
CREATE INDEX shelf_listed ON shelf (kind, sort, id) WHERE listed > 0;
CREATE INDEX shelf_all ON shelf (kind, sort, id) WHERE total > 0;
CREATE INDEX shelf_year_listed ON shelf (kind, year, sort, id) WHERE listed > 0;
CREATE INDEX shelf_year_all ON shelf (kind, year, sort, id) WHERE total > 0;

-- Where an item stands, and what it says of its shelf. No cascade: whoever removes an item must
-- take it from its shelf first, which counts what is left.
CREATE TABLE standing (
  item         {key}   NOT NULL PRIMARY KEY REFERENCES item (id),
  kind         {key}   NOT NULL,
  shelf        BIGINT  NOT NULL REFERENCES shelf (id),
  part         INTEGER NOT NULL,  -- disc, season
  number       BIGINT  NOT NULL,  -- track, episode; of pictures when they were taken
  last         BIGINT  NOT NULL,
  shown        INTEGER NOT NULL CHECK (shown IN (0, 1, 2)), -- in the trash, to moderators, to all
  before       BIGINT,            -- the shelf it stood on before this one
  circle       {key}   NOT NULL,  -- of songs: those with the same may be on one album
  release      {key}   NOT NULL,
  maker        {key}   NOT NULL,
  title        TEXT    NOT NULL,
  credits      TEXT    NOT NULL,  -- role and name, one a line
  genres       TEXT    NOT NULL,  -- one a line
  year         INTEGER NOT NULL,
  compilation  INTEGER NOT NULL
);
CREATE INDEX standing_shelf ON standing (shelf, part, number, item);
CREATE INDEX standing_circle ON standing (circle, release, maker) WHERE kind = 'album';

-- Who has to do with albums.
CREATE TABLE artist (
  id             {identity},
  mark           {key}   NOT NULL UNIQUE,
  name           TEXT    NOT NULL,
  sort           {key}   NOT NULL,
  albums         BIGINT  NOT NULL,  -- their own
  albums_listed  BIGINT  NOT NULL,
  others         BIGINT  NOT NULL,  -- which they have to do with
  others_listed  BIGINT  NOT NULL
);
CREATE INDEX artist_listed ON artist (sort, id) WHERE albums_listed > 0;
CREATE INDEX artist_all ON artist (sort, id) WHERE albums > 0;

CREATE TABLE shelf_artist (
  shelf   BIGINT  NOT NULL REFERENCES shelf (id),
  artist  BIGINT  NOT NULL REFERENCES artist (id),
  role    {key}   NOT NULL,
  year    INTEGER NOT NULL,  -- the album's
  PRIMARY KEY (shelf, artist, role)
);
CREATE INDEX shelf_artist_artist ON shelf_artist (artist, year, shelf, role);

-- Genres and years of albums, and how many albums each has.
CREATE TABLE heading (
  kind    {key}  NOT NULL CHECK (kind IN ('genre', 'year')),
  mark    {key}  NOT NULL,
  name    TEXT   NOT NULL,
  total   BIGINT NOT NULL,
  listed  BIGINT NOT NULL,
  PRIMARY KEY (kind, mark)
);

CREATE TABLE shelf_genre (
  genre  {key}  NOT NULL,
  sort   {key}  NOT NULL,  -- the album's
  shelf  BIGINT NOT NULL REFERENCES shelf (id),
  PRIMARY KEY (genre, sort, shelf)
);
CREATE INDEX shelf_genre_shelf ON shelf_genre (shelf);
