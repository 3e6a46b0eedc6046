"""The territory of the FHIR measurement: communities, professionals, 60 days of openings, what is taken.

Written by PostgreSQL itself, the same each time: what looks drawn is a digest of the row's number. Half of
the times of the coming week are taken, as in an agenda: later days fill up later.
"""

from __future__ import annotations

import psycopg

from api.core.db import plain_url

OPEN_DAYS = 60
RPPS = "19%09d"

_FILL = """
-- Neither foreign keys nor the columns that searches by name need: the rows below hold together.
SET session_replication_role = replica;
SET maintenance_work_mem = '512MB';
SET max_parallel_maintenance_workers = 1;
-- Not made again at the end, as checking 3.6 million takes two minutes: a search cannot use its index, which
-- is of exclusive claims alone.
ALTER TABLE claims DROP CONSTRAINT ex_claims_one_at_a_time;
DROP INDEX ix_claims_resource_id_during;

INSERT INTO communities (id, finess, name, short_name, time_zone, communes, created_at)
SELECT md5('community' || n)::uuid, lpad(n::text, 9, '0'), 'CPTS ' || n, 'CPTS ' || n, 'Europe/Paris',
       '{{94081}}', now()
FROM generate_series(1, {communities}) AS n;

INSERT INTO professionals (id, rpps, title, family_name, given_name, profession_code, specialty_codes,
                           is_active, created_at, updated_at)
SELECT md5('professional' || n)::uuid, '19' || lpad(n::text, 9, '0'), 'DR', 'Essai' || n, 'Camille', '10',
       '{{SM54}}', true, now(), now()
FROM generate_series(1, {professionals}) AS n;

INSERT INTO practices (id, professional_id, activity_key, name, address_line, postal_code, finess,
                       commune_insee, commune_name, phone, is_active, updated_at)
SELECT md5('practice' || n)::uuid, md5('professional' || n)::uuid, '1', 'Cabinet ' || n,
       n % 200 || ' rue des Lilas', '94400', '940000001', '94081', 'Vitry-sur-Seine', '+33199000000', true,
       now()
FROM generate_series(1, {professionals}) AS n;

INSERT INTO openings (id, community_id, professional_id, practice_id, kind, weekday, from_minute, to_minute,
                      needs, modes, version, valid_from, valid_to, slot_minutes, buffer_before_minutes,
                      buffer_after_minutes, capacity, audiences, created_at, every_weeks, nth_of_month,
                      on_holidays, except_days)
SELECT md5('opening' || n || '.' || weekday)::uuid, md5('community' || 1 + n % {communities})::uuid,
       md5('professional' || n)::uuid, md5('practice' || n)::uuid, 'slots', weekday, 60 * (8 + n % 10),
       60 * (12 + n % 10), '{{}}', '{{office}}', 1, CURRENT_DATE, CURRENT_DATE + {days}, 20, 0, 0, 1,
       '{{snp,cpts}}', now(), 1, '{{}}', false, '{{}}'
FROM generate_series(1, {professionals}) AS n CROSS JOIN generate_series(1, 6) AS weekday;

INSERT INTO claims (id, resource_id, during, exclusive, created_at)
SELECT md5('claim' || n || '.' || later || '.' || slot)::uuid, md5('professional' || n)::uuid,
       tstzrange(start, start + interval '20 minutes'), true, now()
FROM generate_series(1, {professionals}) AS n
CROSS JOIN generate_series(0, 6) AS later
CROSS JOIN generate_series(0, 11) AS slot
CROSS JOIN LATERAL (
    SELECT (CURRENT_DATE + later + make_interval(mins => 60 * (8 + n % 10) + 20 * slot))
           AT TIME ZONE 'Europe/Paris' AS start
) AS starting
WHERE extract(isodow FROM CURRENT_DATE + later) < 7 AND hashint4(n * 100 + later * 12 + slot) % 2 = 0;

CREATE INDEX ix_claims_resource_id_during ON claims USING gist (resource_id, during)
"""


def fill(owner_url: str, communities: int, professionals: int) -> None:
    """Write so many of each into a migrated, empty database."""
    sizes = {"communities": communities, "professionals": professionals, "days": OPEN_DAYS}
    with psycopg.connect(plain_url(owner_url)) as connection:
        connection.execute(_FILL.format(**sizes).encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
