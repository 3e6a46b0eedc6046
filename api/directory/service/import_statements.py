"""The SQL of the import: a batch of people or places as one JSON text, compared and written in one statement.

Rows that say the same are not touched, so that an import of the day before's file writes nothing.
"""

from sqlalchemy import text

ACTIVE_PRACTICES = text(
    "SELECT count(*) FROM practices WHERE is_active AND commune_insee = ANY(CAST(:communes AS text[]))"
)

WRITE_PROFESSIONALS = text(
    """
    WITH given AS (
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS g(
            id uuid, rpps text, title text, family_name text, given_name text,
            profession_code text, specialty_codes text[])
    ), changed AS (
        SELECT given.* FROM given LEFT JOIN professionals AS p ON p.rpps = given.rpps
        WHERE p.id IS NULL OR NOT p.is_active
           OR (p.title, p.family_name, p.given_name, p.profession_code, p.specialty_codes) IS DISTINCT FROM
              (given.title, given.family_name, given.given_name, given.profession_code, given.specialty_codes)
    )
    INSERT INTO professionals AS p (id, rpps, title, family_name, given_name, profession_code,
        specialty_codes, sourced_on, is_active, created_at, updated_at)
    SELECT id, rpps, title, family_name, given_name, profession_code, specialty_codes, :sourced_on, true,
        :at, :at
    FROM changed
    ON CONFLICT (rpps) DO UPDATE SET
        title = excluded.title, family_name = excluded.family_name, given_name = excluded.given_name,
        profession_code = excluded.profession_code, specialty_codes = excluded.specialty_codes,
        is_active = true, updated_at = excluded.updated_at
    RETURNING p.rpps, p.id = ANY(CAST(:ids AS uuid[])) AS created
    """
)

# A point found by hand, or by the seed, outlives the import as long as the address stays: the national file
# has none, and `precise` rows alone know better. A phone that the person corrected holds until the file says
# another than before.
WRITE_PRACTICES = text(
    """
    WITH given AS (
        SELECT g.*, p.id AS professional_id
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS g(
            id uuid, rpps text, activity_key text, structure_id text, finess text, siret text, name text,
            address_line text, postal_code text, commune_insee text, commune_name text, phone text,
            email text, mode_code text, sector_code text, role_code text, sector text,
            latitude double precision, longitude double precision, precise boolean)
        JOIN professionals AS p ON p.rpps = g.rpps
    ), placed AS (
        SELECT given.*, old.id IS NULL AS is_new,
            NOT precise AND old.latitude IS NOT NULL
                AND (old.address_line, old.commune_insee)
                    IS NOT DISTINCT FROM (given.address_line, given.commune_insee) AS stays,
            CASE WHEN old.id IS NULL OR NOT old.is_active OR old.file_phone IS DISTINCT FROM given.phone
                 THEN given.phone ELSE old.phone END AS shown_phone,
            old.sector AS old_sector, old.latitude AS old_latitude, old.longitude AS old_longitude
        FROM given LEFT JOIN practices AS old USING (professional_id, activity_key)
    ), wanted AS (
        SELECT id, professional_id, activity_key, rpps, is_new, structure_id, finess, siret, name,
            address_line, postal_code, commune_insee, commune_name, shown_phone AS phone,
            phone AS file_phone, email, mode_code, sector_code, role_code,
            CASE WHEN stays THEN old_sector ELSE sector END AS sector,
            CASE WHEN stays THEN old_latitude ELSE latitude END AS latitude,
            CASE WHEN stays THEN old_longitude ELSE longitude END AS longitude
        FROM placed
    ), changed AS (
        SELECT wanted.* FROM wanted LEFT JOIN practices AS p USING (professional_id, activity_key)
        WHERE is_new OR NOT p.is_active
           OR (p.structure_id, p.finess, p.siret, p.name, p.address_line, p.postal_code, p.commune_insee,
               p.commune_name, p.phone, p.file_phone, p.email, p.mode_code, p.sector_code, p.role_code,
               p.sector, p.latitude, p.longitude) IS DISTINCT FROM
              (wanted.structure_id, wanted.finess, wanted.siret, wanted.name, wanted.address_line,
               wanted.postal_code, wanted.commune_insee, wanted.commune_name, wanted.phone,
               wanted.file_phone, wanted.email, wanted.mode_code, wanted.sector_code, wanted.role_code,
               wanted.sector, wanted.latitude, wanted.longitude)
    ), written AS (
        INSERT INTO practices AS p (id, professional_id, activity_key, structure_id, finess, siret, name,
            address_line, postal_code, commune_insee, commune_name, phone, file_phone, email, mode_code,
            sector_code, role_code, sector, latitude, longitude, is_active, updated_at)
        SELECT id, professional_id, activity_key, structure_id, finess, siret, name, address_line,
            postal_code, commune_insee, commune_name, phone, file_phone, email, mode_code, sector_code,
            role_code, sector, latitude, longitude, true, :at
        FROM changed
        ON CONFLICT (professional_id, activity_key) DO UPDATE SET
            structure_id = excluded.structure_id, finess = excluded.finess, siret = excluded.siret,
            name = excluded.name, address_line = excluded.address_line,
            postal_code = excluded.postal_code, commune_insee = excluded.commune_insee,
            commune_name = excluded.commune_name, phone = excluded.phone,
            file_phone = excluded.file_phone, email = excluded.email, mode_code = excluded.mode_code,
            sector_code = excluded.sector_code, role_code = excluded.role_code, sector = excluded.sector,
            latitude = excluded.latitude, longitude = excluded.longitude, is_active = true,
            updated_at = excluded.updated_at
        RETURNING p.professional_id
    )
    SELECT DISTINCT professionals.rpps FROM written JOIN professionals ON professionals.id = professional_id
    """
)

# Activities in the territory that somebody of the batch no longer has.
CLOSE_OTHER_PRACTICES = text(
    """
    WITH given AS (
        SELECT p.id AS professional_id, g.activity_key
        FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS g(rpps text, activity_key text)
        JOIN professionals AS p ON p.rpps = g.rpps
    )
    UPDATE practices SET is_active = false, updated_at = :at
    FROM professionals AS p
    WHERE practices.professional_id = p.id AND practices.is_active
      AND practices.commune_insee = ANY(CAST(:communes AS text[]))
      AND practices.professional_id IN (SELECT professional_id FROM given)
      AND NOT EXISTS (
          SELECT FROM given WHERE given.professional_id = practices.professional_id
                              AND given.activity_key = practices.activity_key)
    RETURNING p.rpps
    """
)

PRESENT_PEOPLE = text(
    """
    SELECT DISTINCT p.rpps FROM practices JOIN professionals AS p ON p.id = practices.professional_id
    WHERE practices.is_active AND practices.commune_insee = ANY(CAST(:communes AS text[]))
    """
)

CLOSE_PRACTICES_OF = text(
    """
    UPDATE practices SET is_active = false, updated_at = :at
    FROM professionals AS p
    WHERE practices.professional_id = p.id AND practices.is_active
      AND practices.commune_insee = ANY(CAST(:communes AS text[])) AND p.rpps = ANY(CAST(:rpps AS text[]))
    RETURNING practices.id
    """
)

# Who practises nowhere any more leaves the directory; the row stays, for what refers to it.
RETIRE = text(
    """
    UPDATE professionals SET is_active = false, updated_at = :at
    WHERE rpps = ANY(CAST(:rpps AS text[])) AND is_active
      AND NOT EXISTS (SELECT FROM practices WHERE professional_id = professionals.id AND practices.is_active)
    """
)

DATE_SOURCE = text(
    """
    UPDATE professionals SET sourced_on = :sourced_on
    WHERE rpps = ANY(CAST(:rpps AS text[])) AND (sourced_on IS NULL OR sourced_on < :sourced_on)
    """
)
