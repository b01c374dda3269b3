-- What the tests of PostgreSQL read beside the flagship's tables: odd types, odd names, and views that misbehave.
CREATE ROLE recto_reader LOGIN PASSWORD :'reader';
CREATE SCHEMA odd;
CREATE TYPE odd.mood AS ENUM ('fine', 'sad');
CREATE TABLE odd."Groß" (
    small smallint, "Small" integer, big bigint, "名称" text, exact numeric, fixed numeric(6, 2), real float4,
    day date, truth boolean, mood odd.mood, padded char(5),
    at timestamptz, id uuid, doc jsonb, list integer[], price money, raw bytea
);
INSERT INTO odd."Groß" VALUES
    (1, 7, 1, 'it''s', 0.1, 1.5, 0.1, '2019-06-30', true, 'fine', 'ab',
        '2019-06-30 12:00Z', '00000000-0000-0000-0000-000000000001', '{}', '{1}', 1, '\x00'),
    (1, 8, 2, 'it''s', 0.2000, 2, 0.2, '2019-06-29', false, 'sad', 'c', NULL, NULL, NULL, NULL, NULL, NULL),
    (1, 9, 9223372036854775807, 'Ä', 12345678901234567890.123456789012345678, -0.05, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE odd.secret (n integer);
CREATE TABLE odd.notes (n integer);
CREATE VIEW odd.slow AS SELECT 1 AS n FROM pg_sleep(20);
-- Written by its owner, so that only the session keeps it from writing.
CREATE FUNCTION odd.write() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN INSERT INTO odd.notes VALUES (1); RETURN 1; END';
CREATE VIEW odd.writes AS SELECT odd.write() AS n;
CREATE FUNCTION odd.unlock() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN PERFORM set_config(''transaction_read_only'', ''off'', true); RETURN odd.write(); END';
CREATE VIEW odd.unlocks AS SELECT odd.unlock() AS n;
CREATE TABLE odd.words (words text);
INSERT INTO odd.words VALUES (:'reader');
CREATE FUNCTION odd.tell() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS
    'BEGIN RAISE EXCEPTION ''recto_reader and % said so'', (SELECT words FROM odd.words); END';
CREATE VIEW odd.tells AS SELECT odd.tell() AS n;
GRANT USAGE ON SCHEMA odd TO recto_reader;
GRANT SELECT ON odd."Groß", odd.notes, odd.slow, odd.writes, odd.unlocks, odd.tells TO recto_reader;
