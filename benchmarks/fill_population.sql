-- A population like that of make_population.py, made inside PostgreSQL: what is drawn is a hash of the person's number.
-- Names, numbers, keys and digests have the forms that the importer writes, so that an export of it, imported here again,
-- changes nothing. `fill_population.py` calls bench.fill_… for ranges of persons n = first .. last (from 0).
CREATE SCHEMA IF NOT EXISTS bench;

CREATE OR REPLACE FUNCTION bench.dice(n bigint, salt bigint, sides int) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ((hashint8extended(n, salt) & 9223372036854775807) % sides)::int;

CREATE OR REPLACE FUNCTION bench.day(n bigint, salt bigint, first int, last int) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN date '2026-01-01' + first + bench.dice(n, salt, last - first + 1);

-- The kth of twelve places in an order of the person's own: a step without a common factor with twelve meets each once.
CREATE OR REPLACE FUNCTION bench.place(n bigint, k int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('{US-UT,US-FL,US-MD,US-VA,US-IL,US-NV,US-CO,US-WA,US-TX,US-AZ,US-OH,US-GA}'::text[])[
    1 + (bench.dice(n, 1, 12) + k * ('{1,5,7,11}'::int[])[1 + bench.dice(n, 2, 4)]) % 12];

CREATE OR REPLACE FUNCTION bench.profession(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('{PT,PT,PT,PT,OT,AT,DC,LAC}'::text[])[1 + bench.dice(n, 3, 8)];

CREATE OR REPLACE FUNCTION bench.letter(spread bigint, shift int) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((spread >> shift) & 31)::int, 1);

CREATE OR REPLACE FUNCTION bench.write_spread(spread bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'FN-' || bench.letter(spread, 35) || bench.letter(spread, 30) || bench.letter(spread, 25) || bench.letter(spread, 20)
    || '-' || bench.letter(spread, 15) || bench.letter(spread, 10) || bench.letter(spread, 5) || bench.letter(spread, 0);

CREATE OR REPLACE FUNCTION bench.registry_number(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN bench.write_spread((n * 726812347393 + 191) % 1099511627776);

-- The digit at a place counted from the right, doubled as Luhn doubles it, or as it is.
CREATE OR REPLACE FUNCTION bench.doubled(body bigint, place bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN body / place % 10 * 2 - CASE WHEN body / place % 10 > 4 THEN 9 ELSE 0 END;

CREATE OR REPLACE FUNCTION bench.with_check_digit(body bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN body::text || (10 - (24
    + bench.doubled(body, 100000000) + bench.doubled(body, 1000000) + bench.doubled(body, 10000) + bench.doubled(body, 100)
    + bench.doubled(body, 1) + body / 10000000 % 10 + body / 100000 % 10 + body / 1000 % 10 + body / 10 % 10) % 10) % 10;

CREATE OR REPLACE FUNCTION bench.npi(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN bench.with_check_digit(100000000 + n);

CREATE OR REPLACE FUNCTION bench.name(n bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('{Ada,Bo,Cleo,Dov,Esi,Finn,Gita,Hal,Ines,Jun,Kofi,Lale,Mio,Noor,Ola}'::text[])[1 + bench.dice(n, 4, 15)] || ' '
    || ('{Testwell,Samplesen,Mockford,Fauxley,Dummont,Exampleby,Fictitia,Placeholder,Trialova}'::text[])
        [1 + bench.dice(n, 5, 9)] || ' ' || n;

CREATE OR REPLACE FUNCTION bench.key_of(told text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ('x' || encode(substr(sha256(convert_to('[' || told || ']', 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint;

CREATE OR REPLACE FUNCTION bench.digest_of(kind text, n bigint, source bigint, told_at text, told text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(
    format('["%s","%s",%s,"%s",%s]', kind, bench.registry_number(n), source, told_at, told), 'UTF8'));

-- One span or none, as the row holds it and as it is digested.
CREATE OR REPLACE FUNCTION bench.spans(word text, kind text, starts date, until date) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN kind IS NULL THEN '[]' ELSE
    jsonb_build_array(jsonb_build_object(word, kind, 'from', starts::text, 'until', until::text)) END;

CREATE OR REPLACE FUNCTION bench.spans_told(kind text, starts date, until date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN kind IS NULL THEN '[]' ELSE
    format('[["%s","%s",%s]]', kind, starts, coalesce('"' || until::text || '"', 'null')) END;

CREATE OR REPLACE FUNCTION bench.fill_people(first bigint, last bigint, at timestamptz, told_at text, source bigint)
RETURNS void LANGUAGE sql AS $$
INSERT INTO accounts_person (id, key) SELECT n + 1, md5('person ' || n)::uuid FROM generate_series(first, last) AS n;

INSERT INTO credentials_practitioner (id, registry_number, person_id, recorded_at)
SELECT n + 1, bench.registry_number(n), n + 1, at FROM generate_series(first, last) AS n;

INSERT INTO accounts_personaldetail (person_id, source_id, kind, value, salt, assurance, recorded_at, digest)
SELECT n + 1, source, kind, value, salt, 'register', at,
    sha256(salt || convert_to(kind, 'UTF8') || '\x00'::bytea || convert_to('register', 'UTF8') || '\x00'::bytea
        || convert_to(value, 'UTF8'))
FROM generate_series(first, last) AS n, unnest('{name,npi}'::text[]) AS kind, LATERAL (
    SELECT CASE kind WHEN 'npi' THEN bench.npi(n) ELSE bench.name(n) END AS value OFFSET 0) AS told,
    LATERAL (SELECT decode(md5(kind || n), 'hex') AS salt OFFSET 0) AS salted
$$;

CREATE OR REPLACE FUNCTION bench.fill_licences(first bigint, last bigint, at timestamptz, told_at text, source bigint)
RETURNS void LANGUAGE sql AS $$
INSERT INTO accounts_heldnumber (id, person_id, text, normalised)
SELECT n * 8 + k, n + 1, text, replace(text, '-', '')
FROM generate_series(first, last) AS n, generate_series(0, bench.dice(n, 6, 3)) AS k,
    LATERAL (SELECT lpad(n::text, 7, '0') || '-' || substr(bench.place(n, k), 4) AS text OFFSET 0) AS written;

INSERT INTO credentials_licence (practitioner_id, source_id, assurance, recorded_at, jurisdiction, profession,
    held_number_id, issued_on, expires_on, restrictions, statuses, key_digest, digest)
SELECT n + 1, source, 'register', at, place, profession, number, issued, expires,
    bench.spans('kind', restriction, restricted, restricted_until), bench.spans('status', status, since, NULL),
    bench.key_of(format('"licences","%s","%s",%s', place, profession, number)),
    bench.digest_of('licences', n, source, told_at, format('"%s","%s",%s,"%s","%s",%s,%s,"register",null',
        place, profession, number, issued, expires, bench.spans_told(restriction, restricted, restricted_until),
        bench.spans_told(status, since, NULL)))
FROM generate_series(first, last) AS n, generate_series(0, bench.dice(n, 6, 3)) AS k, LATERAL (
    SELECT bench.place(n, k) AS place, bench.profession(n) AS profession, n * 8 + k AS number,
        bench.day(n, 100 + k, -9000, -400) AS issued, bench.day(n, 110 + k, -200, 1200) AS expires,
        CASE WHEN bench.dice(n, 120 + k, 100) < 5 THEN
            ('{probation,restricted,suspended,revoked,surrendered,inactive}'::text[])[1 + bench.dice(n, 130 + k, 6)]
        END AS status, bench.day(n, 140 + k, -390, 0) AS since,
        CASE WHEN bench.dice(n, 150 + k, 100) < 2 THEN 'no_minors' END AS restriction,
        bench.day(n, 160 + k, -390, 0) AS restricted, bench.day(n, 170 + k, 1, 900) AS restricted_until
 OFFSET 0) AS drawn
$$;

CREATE OR REPLACE FUNCTION bench.fill_learning(first bigint, last bigint, at timestamptz, told_at text, source bigint)
RETURNS void LANGUAGE sql AS $$
INSERT INTO credentials_training (practitioner_id, source_id, assurance, recorded_at, provider, course, completed_on,
    hours, supervised_sessions, approved_by, patient_groups, key_digest, digest)
SELECT n + 1, source, 'register', at, provider, course, done,
    jsonb_build_array(
        jsonb_build_object('hundredths', live, 'part', 'practical', 'delivery', 'in_person', 'subject', 'dry_needling'),
        jsonb_build_object('hundredths', read, 'part', 'didactic', 'delivery', 'online', 'subject', 'dry_needling')),
    sessions, jsonb_build_array(approved), '["adult"]',
    bench.key_of(format('"training","%s","%s","%s"', provider, course, done)),
    bench.digest_of('training', n, source, told_at, format('"%s","%s","%s",[[%s,"practical","in_person","dry_needling"],'
        '[%s,"didactic","online","dry_needling"]],%s,["%s"],["adult"],"register",null',
        provider, course, done, live, read, sessions, approved))
FROM generate_series(first, last) AS n,
    generate_series(1, ('{1,2,2,3,4}'::int[])[1 + bench.dice(n, 7, 5)]) AS k,
    LATERAL (SELECT 1 + (bench.dice(n, 8, 4) + k * ('{1,3}'::int[])[1 + bench.dice(n, 9, 2)]) % 4 AS chosen OFFSET 0) AS one,
    LATERAL (SELECT ('{Myotech,Myotech,Needleworks,Dryland}'::text[])[chosen] AS provider,
        ('{DN-1,DN-2,Foundation,Basics}'::text[])[chosen] || ' ' || bench.profession(n) AS course,
        ('{2700,2700,5400,1650}'::int[])[chosen] AS live, ('{400,750,1200}'::int[])[1 + bench.dice(n, 200 + k, 3)] AS read,
        bench.day(n, 210 + k, -4000, -10) AS done, ('{0,0,10,25}'::int[])[1 + bench.dice(n, 220 + k, 4)] AS sessions,
        bench.place(n + 1, bench.dice(n, 230 + k, 12)) AS approved
        OFFSET 0) AS drawn;

INSERT INTO credentials_exampass (practitioner_id, source_id, assurance, recorded_at, form, of, passed_on, key_digest, digest)
SELECT n + 1, source, 'register', at, form, 'Foundation', passed,
    bench.key_of(format('"exams","%s","Foundation","%s"', form, passed)),
    bench.digest_of('exams', n, source, told_at, format('"%s","Foundation","%s","register",null', form, passed))
FROM generate_series(first, last) AS n, LATERAL (VALUES ('written', 0), ('practical', 2)) AS held (form, of_five),
    LATERAL (SELECT bench.day(n, 240 + of_five, -4000, -10) AS passed OFFSET 0) AS drawn
WHERE of_five = 0 OR bench.dice(n, 10, 5) < of_five
$$;

CREATE OR REPLACE FUNCTION bench.fill_awards(first bigint, last bigint, at timestamptz, told_at text, source bigint)
RETURNS void LANGUAGE sql AS $$
INSERT INTO accounts_heldnumber (id, person_id, text, normalised)
SELECT n * 8 + place, n + 1, letter || '-' || n, letter || n
FROM generate_series(first, last) AS n, LATERAL (VALUES ('C', 5, 11, 2), ('P', 6, 12, 20)) AS kinds (letter, place, salt, of)
WHERE bench.dice(n, salt, of) = 0;

INSERT INTO credentials_certification (practitioner_id, source_id, assurance, recorded_at, issuer, title, held_number_id,
    level, patient_groups, issued_on, expires_on, statuses, key_digest, digest)
SELECT n + 1, source, 'register', at, 'Myotech', 'Certified in dry needling', number, 'foundation', groups::jsonb,
    issued, expires, '[]', bench.key_of(format('"certifications","Myotech",%s', number)),
    bench.digest_of('certifications', n, source, told_at, format(
        '"Myotech","Certified in dry needling",%s,"foundation",%s,"%s","%s",null,[],"register",null',
        number, groups, issued, expires))
FROM generate_series(first, last) AS n, LATERAL (
    SELECT n * 8 + 5 AS number, CASE WHEN bench.dice(n, 13, 3) = 0 THEN '["adult","child"]' ELSE '["adult"]' END AS groups,
        bench.day(n, 14, -1500, -10) AS issued, bench.day(n, 15, 0, 1500) AS expires OFFSET 0) AS drawn
WHERE bench.dice(n, 11, 2) = 0;

INSERT INTO credentials_authorization (practitioner_id, source_id, assurance, recorded_at, jurisdiction, profession, title,
    issued_on, expires_on, statuses, key_digest, digest)
SELECT n + 1, source, 'register', at, place, profession, 'dry needling registration', issued, expires, '[]',
    bench.key_of(format('"authorizations","%s","%s","dry needling registration",null', place, profession)),
    bench.digest_of('authorizations', n, source, told_at, format(
        '"%s","%s","dry needling registration",null,"%s","%s",[],"register",null', place, profession, issued, expires))
FROM generate_series(first, last) AS n, LATERAL (
    SELECT bench.place(n, 0) AS place, bench.profession(n) AS profession,
        bench.day(n, 100, -9000, -400) AS issued, bench.day(n, 110, -200, 1200) AS expires OFFSET 0) AS drawn
WHERE bench.dice(n, 16, 5) = 0;

INSERT INTO credentials_privilege (practitioner_id, source_id, assurance, recorded_at, compact, profession, home, remote,
    held_number_id, issued_on, expires_on, statuses, key_digest, digest)
SELECT n + 1, source, 'register', at, 'PT', profession, home, remote, number, issued, NULL, '[]',
    bench.key_of(format('"privileges","PT","%s","%s",%s', profession, remote, number)),
    bench.digest_of('privileges', n, source, told_at, format('"PT","%s","%s","%s",%s,"%s",null,[],"register",null',
        profession, home, remote, number, issued))
FROM generate_series(first, last) AS n, LATERAL (
    SELECT bench.profession(n) AS profession, bench.place(n, 0) AS home, bench.place(n, 1 + bench.dice(n, 17, 11)) AS remote,
        n * 8 + 6 AS number, bench.day(n, 18, -900, 0) AS issued OFFSET 0) AS drawn
WHERE bench.dice(n, 12, 20) = 0
$$;
