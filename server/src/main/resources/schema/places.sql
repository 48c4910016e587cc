-- PostgreSQL only: which schema of the database holds the data that is in use, and who uses it.
--
-- These tables lie where the connection's search path leads, beside no data or beside those of a
-- program that knew no other place. All versions of the program share them, so they are never
-- changed but by adding to them. {base} is the name of the schema that they lie in.

-- Schemas that hold, held or will hold everything. Exactly one is current at every instant.
CREATE TABLE {base}.gremlin_place (
  name     TEXT NOT NULL PRIMARY KEY,
  state    TEXT NOT NULL CHECK (state IN ('making', 'current', 'kept', 'void')),
  version  TEXT NOT NULL,               -- kept: of the program that used it last
  node     TEXT NOT NULL,               -- making, void: whose it is; current: who holds it
  until    TIMESTAMPTZ,                 -- current: nobody may write before, null if nobody holds it
  changed  TIMESTAMPTZ NOT NULL         -- since when it is in this state
);
CREATE UNIQUE INDEX gremlin_place_current ON {base}.gremlin_place (state) WHERE state = 'current';

-- Servers that use this database, each with a home of its own.
CREATE TABLE {base}.gremlin_node (
  id       TEXT NOT NULL PRIMARY KEY,
  place    TEXT NOT NULL,               -- the schema that it uses
  version  TEXT NOT NULL,               -- of its program
  address  TEXT NOT NULL,               -- where it listens
  process  TEXT NOT NULL,               -- tells it from others of the same home
  seen     TIMESTAMPTZ NOT NULL
);

-- Rows of the current schema that changed since that one was begun which is being made.
CREATE TABLE {base}.gremlin_change (
  place  TEXT  NOT NULL,                -- the one that is being made
  name   TEXT  NOT NULL,                -- of the table
  key    JSONB NOT NULL                 -- the primary key's columns, in their order
);
CREATE INDEX gremlin_change_place ON {base}.gremlin_change (place);

-- After each changed row, for as long as another schema is being made.
CREATE FUNCTION {base}.gremlin_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO {base}.gremlin_change (place, name, key)
      SELECT place.name, TG_TABLE_NAME,
        (SELECT coalesce(jsonb_agg(to_jsonb(OLD) -> part.name ORDER BY part.number), '[]')
          FROM unnest(TG_ARGV) WITH ORDINALITY AS part (name, number))
      FROM {base}.gremlin_place place WHERE place.state = 'making';
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO {base}.gremlin_change (place, name, key)
      SELECT place.name, TG_TABLE_NAME,
        (SELECT coalesce(jsonb_agg(to_jsonb(NEW) -> part.name ORDER BY part.number), '[]')
          FROM unnest(TG_ARGV) WITH ORDINALITY AS part (name, number))
      FROM {base}.gremlin_place place WHERE place.state = 'making';
  END IF;
  RETURN NULL;
END $$;

-- Before each statement that would change something, in a schema that is about to be left or was:
-- whoever asks, and whatever his program knows.
CREATE FUNCTION {base}.gremlin_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM {base}.gremlin_place
    WHERE name = TG_TABLE_SCHEMA AND state = 'current'
      AND (until IS NULL OR until <= clock_timestamp())
  ) THEN
    RAISE EXCEPTION 'schema % may not be written now: another one takes its place', TG_TABLE_SCHEMA
      USING ERRCODE = '25006';
  END IF;
  RETURN NULL;
END $$;
