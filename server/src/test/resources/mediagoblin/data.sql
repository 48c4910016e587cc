-- What is on the server of the tests, in either series.

INSERT INTO core__privileges VALUES
  (1, 'admin'), (2, 'moderator'), (3, 'uploader'), (4, 'reporter'), (5, 'commenter'), (6, 'active');
INSERT INTO core__users (id, url, bio, name, type, created, updated) VALUES
  (1, 'https://chris.example/', 'I keep this.

Since *2011*.', 'Chris Example', 'user_local',
    '2015-03-01 09:00:00.123456', '2015-03-01 09:00:00.123456'),
  (2, 'javascript:alert(1)', '<b>bold</b>', NULL, 'user_local',
    '2016-03-01 09:00:00.000000', '2016-03-01 09:00:00.000000'),
  (3, NULL, NULL, NULL, 'user_local',
    '2016-03-02 09:00:00.500000', '2016-03-02 09:00:00.500000'),
  (4, NULL, NULL, 'Zoë', 'user_local', '2016-03-03 09:00:00', '2016-03-03 09:00:00'),
  (5, NULL, NULL, NULL, 'user_remote', '2016-03-04 09:00:00', '2016-03-04 09:00:00'),
  (6, NULL, NULL, NULL, 'user_local', '2016-03-05 09:00:00', '2016-03-05 09:00:00'),
  (7, NULL, NULL, NULL, 'user_local', '2016-03-06 09:00:00', '2016-03-06 09:00:00');
INSERT INTO core__local_users (id, username, email, pw_hash, uploaded, upload_limit) VALUES
  (1, 'chris', 'chris@chris.example', '$2b$06$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC',
    0, NULL),
  (2, 'anna', 'anna@example.org', '$2a$05$......................dFRVryNs/siTXJsZ3jz36vINcaQzIEq',
    3, 500),
  (3, 'Anna', 'other@example.org', NULL, NULL, NULL),
  (4, 'Zoë ../ Müller', 'zoe@example.org', 'plain', NULL, -1),
  (6, 'troll', 'troll@example.org', '$2a$05$......................dFRVryNs/siTXJsZ3jz36vINcaQzIEq',
    NULL, NULL),
  (7, 'x', 'x@example.org', '$2b$13$abcdefghijklmnopqrstuud/5IuQmqhVO0kfNEbHJM.fJkPiliBzC',
    NULL, NULL);
INSERT INTO core__remote_users VALUES (5, 'far@elsewhere.example');
INSERT INTO core__privileges_users VALUES
  (1, 1), (1, 3), (1, 5), (1, 6), (2, 3), (2, 5), (2, 6), (3, 3), (3, 6), (6, 3), (6, 6), (7, 6);
INSERT INTO core__user_bans VALUES
  (2, '2017-06-01', 'over for long'), (4, '9999-12-31', 'still on'), (6, NULL, 'noise');
INSERT INTO core__file_keynames VALUES
  (1, 'original'), (2, 'thumb'), (3, 'medium'), (4, 'webm_video'), (5, 'webm_audio');
INSERT INTO core__media_entries (id, remote, actor, title, slug, description, media_type, state,
    license, created, updated, fail_error, queued_media_file, media_metadata) VALUES
  (1, FALSE, 1, 'Sunset at the lake', 'sunset-at-the-lake',
    'Taken with *friends*.

<script>alert(1)</script> see https://example.org/lake',
    'mediagoblin.media_types.image', 'processed',
    'http://creativecommons.org/licenses/by-sa/3.0/', '2017-01-01 10:00:00.000001',
    '2017-01-01 10:00:00', NULL, '',
    '{"@context": {"dc": "x"}, "dc:creator": "Chris E.", "dcterms:subject": "lake"}'),
  (2, FALSE, 2, 'A walk', 'a-walk', NULL, 'mediagoblin.media_types.video', 'processed', NULL,
    '2017-01-02 10:00:00', '2017-01-02 10:00:00', NULL, NULL, '{}'),
  (3, FALSE, 2, 'Song that failed', 'song', 'La la', 'mediagoblin.media_types.audio', 'failed',
    'http://creativecommons.org/publicdomain/zero/1.0/', '2017-01-03 10:00:00',
    '2017-01-03 10:00:00', 'mediagoblin.processing:BadMediaFail', 'media_entries/ab12/song.flac',
    NULL),
  (4, FALSE, 2, 'Waiting', 'waiting', '', 'mediagoblin.media_types.image', 'unprocessed', NULL,
    '2017-01-04 10:00:00', '2017-01-04 10:00:00', NULL, '["media_entries", "cd34", "waiting.png"]',
    NULL),
  (5, FALSE, 1, 'Papers', 'papers', NULL, 'mediagoblin.media_types.pdf', 'processed',
    'All rights reserved', '2017-01-05 10:00:00', '2017-01-05 10:00:00', NULL, NULL, NULL),
  (6, FALSE, 2, 'A cube', 'cube', NULL, 'mediagoblin.media_types.stl', 'processed', NULL,
    '2017-01-06 10:00:00', '2017-01-06 10:00:00', NULL, NULL, NULL),
  (7, FALSE, 2, 'A drawing', 'drawing', NULL, 'mediagoblin.media_types.svg', 'processed', NULL,
    '2017-01-07 10:00:00', '2017-01-07 10:00:00', NULL, NULL, NULL),
  (8, FALSE, 2, 'Lost', 'lost', NULL, 'mediagoblin.media_types.image', 'processed', NULL,
    '2017-01-08 10:00:00', '2017-01-08 10:00:00', NULL, NULL, NULL),
  (9, FALSE, 2, 'Climber', 'climber', NULL, 'mediagoblin.media_types.image', 'processed', NULL,
    '2017-01-09 10:00:00', '2017-01-09 10:00:00', NULL, NULL, NULL),
  (10, FALSE, 2, 'Linked', 'linked', NULL, 'mediagoblin.media_types.image', 'processed', NULL,
    '2017-01-10 10:00:00', '2017-01-10 10:00:00', NULL, NULL, NULL),
  (11, TRUE, 5, 'Far away', 'far', NULL, 'mediagoblin.media_types.image', 'processed', NULL,
    '2017-01-11 10:00:00', '2017-01-11 10:00:00', NULL, NULL, NULL),
  (12, FALSE, 3, 'The same again', 'sunset-at-the-lake', NULL, 'mediagoblin.media_types.image',
    'processed', NULL, '2017-01-12 10:00:00', '2017-01-12 10:00:00', NULL, NULL,
    '{"dc:creator": "Chr'),
  (13, FALSE, 2, 'Broken path', 'broken-path', NULL, 'mediagoblin.media_types.image', 'processed',
    NULL, '2017-01-13 10:00:00', '2017-01-13 10:00:00', NULL, NULL, NULL),
  (14, FALSE, 2, 'Made only', NULL, NULL, 'mediagoblin.media_types.video', 'processed', NULL,
    '2017-01-14 10:00:00', '2017-01-14 10:00:00', NULL, NULL, NULL),
  (15, FALSE, 2, 'Nothing in it', 'empty', NULL, 'mediagoblin.media_types.image', 'processed', NULL,
    '2017-01-15 10:00:00', '2017-01-15 10:00:00', NULL, NULL, NULL),
  (16, FALSE, 2, 'Letters', 'letters', NULL, 'mediagoblin.media_types.ascii', 'processed', NULL,
    '2017-01-16 10:00:00', '2017-01-16 10:00:00', NULL, NULL, NULL),
  (17, FALSE, 2, 'Half of a film', 'half', NULL, 'mediagoblin.media_types.video', 'processing',
    NULL, '2017-01-17 10:00:00', '2017-01-17 10:00:00', NULL, 'media_entries/ef56/half.webm', NULL);
INSERT INTO core__mediafiles (media_entry, name_id, file_path, file_metadata) VALUES
  (1, 1, 'media_entries/1/sunset.jpg', '{"width": 320'),
  (1, 2, 'media_entries/1/sunset.thumbnail.jpg', NULL),
  (2, 1, 'media_entries/2/walk.mp4', NULL),
  (2, 4, 'media_entries/2/walk.medium.webm', NULL),
  (5, 1, '["media_entries", "5", "papers.pdf"]', NULL),
  (6, 1, 'media_entries/6/cube.stl', NULL),
  (7, 1, 'media_entries/7/drawing.svg', NULL),
  (8, 1, 'media_entries/8/lost.jpg', NULL),
  (9, 1, '../../secret.jpg', NULL),
  (10, 1, 'media_entries/10/linked.jpg', NULL),
  (12, 1, 'media_entries/12/again.jpg', NULL),
  (13, 1, '["media_entries", "13"', NULL),
  (14, 4, 'media_entries/14/made.webm', NULL),
  (15, 1, 'media_entries/15/empty.jpg', NULL),
  (16, 1, 'media_entries/16/letters.txt', NULL);
INSERT INTO core__attachment_files VALUES
  (1, 1, 'Notes', 'media_entries/1/attachments/notes.txt', '2017-01-01 11:00:00');
INSERT INTO core__tags VALUES (1, 'lake'), (2, 'sun-set'), (3, 'zoo');
INSERT INTO core__media_tags VALUES
  (1, 1, 1, 'lake'), (2, 1, 2, 'sun set'), (3, 2, 3, NULL), (4, 3, 1, 'Lake');
INSERT INTO core__generic_model_reference VALUES
  (1, 1, 'core__media_entries'), (2, 2, 'core__media_entries'), (3, 3, 'core__media_entries'),
  (4, 8, 'core__media_entries'), (5, 1, 'core__media_comments'), (6, 2, 'core__media_comments'),
  (7, 3, 'core__media_comments'), (8, 4, 'core__media_comments'), (9, 1, 'core__users'),
  (10, 5, 'core__media_entries'), (11, 5, 'core__media_comments');
INSERT INTO core__collections (id, title, slug, created, updated, description, actor, num_items,
    type) VALUES
  (1, 'Best of', 'best-of', '2018-01-01 10:00:00', '2018-01-01 10:00:00', 'What we like', 1, 5,
    'core-user-defined'),
  (2, 'Followers', 'followers', '2018-01-02 10:00:00', '2018-01-02 10:00:00', NULL, 1, 0,
    'core-followers'),
  (3, 'Nothing yet', 'nothing-yet', '2018-01-03 10:00:00', '2018-01-03 10:00:00', NULL, 2, 0,
    'core-user-defined');
INSERT INTO core__collection_items (id, collection, note, added, position, object_id) VALUES
  (1, 1, 'the *first* film', '2018-01-01 11:00:00', 2, 2),
  (2, 1, NULL, '2018-01-01 11:01:00', 1, 1),
  (3, 1, 'lost', '2018-01-01 11:02:00', 3, 4),
  (4, 1, NULL, '2018-01-01 11:03:00', NULL, 10),
  (5, 1, NULL, '2018-01-01 11:04:00', 4, 9),
  (6, 1, 'sing', '2018-01-01 11:05:00', 3, 3);
INSERT INTO core__media_comments (id, actor, created, updated, content) VALUES
  (1, 2, '2018-02-01 10:00:00', '2018-02-01 10:00:00', 'Lovely!

<img src=x onerror=alert(1)>'),
  (2, 1, '2018-02-01 11:00:00', '2018-02-01 11:00:00', 'Thank you'),
  (3, 5, '2018-02-01 12:00:00', '2018-02-01 12:00:00', 'From far away'),
  (4, 2, '2018-02-01 13:00:00', '2018-02-01 13:00:00', 'About the lost one'),
  (5, 2, '2018-02-01 14:00:00', '2018-02-01 14:00:00', 'About nobody knows what');
INSERT INTO core__comment_links VALUES
  (1, 1, 5, '2018-02-01 10:00:00'), (2, 5, 6, '2018-02-01 11:00:00'),
  (3, 1, 7, '2018-02-01 12:00:00'), (4, 4, 8, '2018-02-01 13:00:00');
