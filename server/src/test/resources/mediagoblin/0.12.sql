-- The tables of a GNU MediaGoblin server, as far as an import looks at them or runs across them:
-- written from what its migrations say, with all columns of those tables. {time} and what stands for
-- truth differ between the databases.
--
-- The series 0.12, on a server that never used the plugin for subtitles.

CREATE TABLE core__locations (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR, position TEXT, address TEXT);
CREATE TABLE core__generic_model_reference (
  id INTEGER NOT NULL PRIMARY KEY, obj_pk INTEGER NOT NULL, model_type VARCHAR NOT NULL,
  UNIQUE (model_type, obj_pk));
CREATE TABLE core__file_keynames (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR UNIQUE);
CREATE TABLE core__privileges (
  id INTEGER NOT NULL PRIMARY KEY, privilege_name VARCHAR NOT NULL UNIQUE);
CREATE TABLE core__tags (id INTEGER NOT NULL PRIMARY KEY, slug VARCHAR NOT NULL UNIQUE);
CREATE TABLE core__users (
  id INTEGER NOT NULL PRIMARY KEY, url VARCHAR, bio TEXT, name VARCHAR, type VARCHAR,
  created {time} NOT NULL, updated {time} NOT NULL,
  location INTEGER REFERENCES core__locations (id));
CREATE TABLE core__local_users (
  id INTEGER NOT NULL PRIMARY KEY REFERENCES core__users (id),
  username VARCHAR NOT NULL UNIQUE, email VARCHAR NOT NULL, pw_hash VARCHAR,
  wants_comment_notification BOOLEAN, wants_notifications BOOLEAN,
  license_preference VARCHAR, uploaded INTEGER, upload_limit INTEGER);
CREATE TABLE core__remote_users (
  id INTEGER NOT NULL PRIMARY KEY REFERENCES core__users (id), webfinger VARCHAR UNIQUE);
CREATE TABLE core__privileges_users (
  "user" INTEGER NOT NULL REFERENCES core__users (id),
  privilege INTEGER NOT NULL REFERENCES core__privileges (id),
  PRIMARY KEY ("user", privilege));
CREATE TABLE core__user_bans (
  user_id INTEGER NOT NULL PRIMARY KEY REFERENCES core__users (id),
  expiration_date DATE, reason TEXT NOT NULL);
CREATE TABLE core__media_entries (
  id INTEGER NOT NULL PRIMARY KEY, public_id VARCHAR UNIQUE, remote BOOLEAN,
  actor INTEGER NOT NULL REFERENCES core__users (id), title VARCHAR NOT NULL, slug VARCHAR,
  description TEXT, media_type VARCHAR NOT NULL, state VARCHAR NOT NULL, license VARCHAR,
  file_size INTEGER, location INTEGER REFERENCES core__locations (id),
  created {time} NOT NULL, updated {time} NOT NULL, fail_error VARCHAR, fail_metadata TEXT,
  transcoding_progress SMALLINT, queued_media_file VARCHAR, queued_task_id VARCHAR,
  media_metadata TEXT,
  UNIQUE (actor, slug));
CREATE TABLE core__mediafiles (
  media_entry INTEGER NOT NULL REFERENCES core__media_entries (id),
  name_id SMALLINT NOT NULL REFERENCES core__file_keynames (id),
  file_path VARCHAR, file_metadata TEXT, PRIMARY KEY (media_entry, name_id));
CREATE TABLE core__attachment_files (
  id INTEGER NOT NULL PRIMARY KEY,
  media_entry INTEGER NOT NULL REFERENCES core__media_entries (id),
  name VARCHAR NOT NULL, filepath VARCHAR, created {time} NOT NULL);
CREATE TABLE core__media_tags (
  id INTEGER NOT NULL PRIMARY KEY,
  media_entry INTEGER NOT NULL REFERENCES core__media_entries (id),
  tag INTEGER NOT NULL REFERENCES core__tags (id), name VARCHAR, UNIQUE (tag, media_entry));
CREATE TABLE core__media_comments (
  id INTEGER NOT NULL PRIMARY KEY, public_id VARCHAR UNIQUE,
  actor INTEGER NOT NULL REFERENCES core__users (id), created {time} NOT NULL,
  updated {time} NOT NULL, content TEXT NOT NULL,
  location INTEGER REFERENCES core__locations (id));
CREATE TABLE core__comment_links (
  id INTEGER NOT NULL PRIMARY KEY,
  target_id INTEGER NOT NULL REFERENCES core__generic_model_reference (id),
  comment_id INTEGER NOT NULL REFERENCES core__generic_model_reference (id),
  added {time} NOT NULL);
CREATE TABLE core__collections (
  id INTEGER NOT NULL PRIMARY KEY, public_id VARCHAR UNIQUE, title VARCHAR NOT NULL,
  slug VARCHAR, created {time} NOT NULL, updated {time} NOT NULL, description TEXT,
  actor INTEGER NOT NULL REFERENCES core__users (id), num_items INTEGER,
  type VARCHAR NOT NULL, location INTEGER REFERENCES core__locations (id),
  UNIQUE (actor, slug));
CREATE TABLE core__collection_items (
  id INTEGER NOT NULL PRIMARY KEY,
  collection INTEGER NOT NULL REFERENCES core__collections (id), note TEXT,
  added {time} NOT NULL, position INTEGER,
  object_id INTEGER NOT NULL REFERENCES core__generic_model_reference (id),
  UNIQUE (collection, object_id));
CREATE TABLE core__processing_metadata (
  id INTEGER NOT NULL PRIMARY KEY,
  media_entry_id INTEGER NOT NULL REFERENCES core__media_entries (id), callback_url VARCHAR);
CREATE TABLE image__mediadata (
  media_entry INTEGER NOT NULL PRIMARY KEY REFERENCES core__media_entries (id),
  width INTEGER, height INTEGER, exif_all TEXT, gps_longitude FLOAT, gps_latitude FLOAT,
  gps_altitude FLOAT, gps_direction FLOAT);
CREATE TABLE video__mediadata (
  media_entry INTEGER NOT NULL PRIMARY KEY REFERENCES core__media_entries (id),
  width SMALLINT, height SMALLINT, orig_metadata TEXT);
CREATE TABLE audio__mediadata (
  media_entry INTEGER NOT NULL PRIMARY KEY REFERENCES core__media_entries (id));
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
INSERT INTO alembic_version VALUES ('228916769bd2');
