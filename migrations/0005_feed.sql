-- The one rule of who sees what, in two parts that the planner takes into a query that reads many
-- lines, so that membership is looked up once a file and not once a line. Together they are
-- mpaka_domain::Handling::shows in SQL.

-- One row when a reader is a party to a file, as an agency or as a single person; none otherwise.
CREATE FUNCTION party_to(file uuid, reader text, reader_agency text)
RETURNS SETOF boolean STABLE LANGUAGE sql AS $$
    SELECT true
    FROM investigation_party p
    WHERE p.investigation_id = file AND p.agency = reader_agency
        AND p.member IN ('', reader)
        AND (p.valid_until IS NULL OR p.valid_until > now())
    LIMIT 1
$$;

-- Whether a fact so marked is shown to a party, or to anybody else.
CREATE FUNCTION shows(
    party boolean, releasable_to text[], compartments text[],
    reader_recipients text[], reader_compartments text[]
) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
    SELECT compartments <@ reader_compartments AND (party OR releasable_to && reader_recipients)
$$;

-- Both for one fact, where a query reads few.
CREATE OR REPLACE FUNCTION may_see(
    file uuid, releasable_to text[], compartments text[],
    reader text, reader_agency text, reader_recipients text[], reader_compartments text[]
) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT shows(
        EXISTS (SELECT FROM party_to(file, reader, reader_agency)),
        releasable_to, compartments, reader_recipients, reader_compartments
    )
$$;
