-- The engine: an append in a fixed number of statements whatever the batch, one id for one record,
-- command ids that are forgotten after a while, and snapshots of long streams.

-- An id is one record's across all categories (`node(id)` and subjects' keys rely on it), so the key
-- leaves the category out. It took a claim for each new stream to say the same.
ALTER TABLE events DROP CONSTRAINT events_pkey;
ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (aggregate_id, sequence);
DELETE FROM claims WHERE kind = 'stream';

-- What is fit for jsonb is decided before it is sent; to parse every text twice more told nothing new.
ALTER TABLE events DROP CONSTRAINT events_payload_check;
ALTER TABLE events DROP CONSTRAINT events_metadata_check;

-- Command ids are kept for as long as the configuration says, and are removed oldest first.
ALTER TABLE commands ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE commands ALTER COLUMN recorded_at DROP DEFAULT;
CREATE INDEX commands_recorded_at ON commands USING brin (recorded_at);

COMMENT ON COLUMN commands.recorded_at IS 'When the database took the command, by its own clock.';

-- States of long streams, so that a command need not fold them from the start. Columns and key are
-- postgres-es's; beside them, what a state needs to be believed. All of it can be made again.
CREATE TABLE snapshots (
    aggregate_type   text   NOT NULL,
    aggregate_id     text   NOT NULL,
    last_sequence    bigint NOT NULL CHECK (last_sequence >= 1),
    current_snapshot bigint NOT NULL CHECK (current_snapshot >= 1),
    payload          json   NOT NULL,
    snapshot_id      uuid   NOT NULL,
    fold             text   NOT NULL,
    PRIMARY KEY (aggregate_id)
);

COMMENT ON TABLE snapshots IS 'The newest kept state of a stream; personal fields sealed under their data subject''s key.';
COMMENT ON COLUMN snapshots.snapshot_id IS 'What the sealed fields are bound to.';
COMMENT ON COLUMN snapshots.fold IS 'Which rules folded it: a program with others takes no notice of it.';

DROP FUNCTION append_events;

-- Appends a batch of commands' events. Each command stands or falls alone; the batch is one
-- transaction. The head row is locked first, so everything below sees all that was committed
-- before, and no other append runs until this one has committed: positions are dense and in commit
-- order, versions and claims are checked without a race.
--
-- Within a batch, every command id, every stream and every claim belongs to one command. So the
-- commands do not touch each other, and a fixed number of statements does for all of them.
--
-- Per command (arrays of equal length): command_ids, actors, fingerprints, categories, streams,
-- expected (the version decided on), counts (how many events). Per event: event_command (the
-- ordinal, from 1, of its command), event_sequence (its place in its stream), event_types … hashes,
-- in the order of the commands and of the streams. Per claim: claim_command, claim_kinds,
-- claim_keys. Per new subject key: key_command, key_ids, key_subjects, key_wrapped. A command
-- without events changes nothing but is remembered, so that it has the same answer when it is sent
-- again.
--
-- Answers a row a command: its ordinal, and
--   appended   version and position of its last event;
--   repeated   the same, from when the same command was first accepted;
--   reused     the command id was another command's;
--   taken      the stream's id is a record's of another category;
--   conflict   version is what the stream is at;
--   claimed    claim is the ordinal of a claim that another stream holds.
CREATE FUNCTION append_events(
    command_ids uuid[], actors text[], fingerprints bytea[], categories text[], streams text[],
    expected bigint[], counts int[],
    event_command int[], event_sequence bigint[], event_types text[], event_versions text[],
    payloads json[], metadatas json[], event_ids uuid[], recorded timestamptz[],
    canonicals bytea[], hashes bytea[],
    claim_command int[], claim_kinds text[], claim_keys text[],
    key_command int[], key_ids uuid[], key_subjects uuid[], key_wrapped bytea[],
    key_created timestamptz
) RETURNS TABLE (ordinal int, outcome text, version bigint, last_position bigint, claim int)
LANGUAGE plpgsql AS $$
DECLARE
    head     bigint;
    added    bigint;
    outcomes text[];
    versions bigint[];
    places   bigint[];
    held     int[] := '{}';
    taken    record;
BEGIN
    SELECT h.position INTO STRICT head FROM log_head h FOR UPDATE;

    IF cardinality(claim_command) > 0 THEN
        -- The first of a command's claims is the last to be noted.
        FOR taken IN
            SELECT w.command, w.place
            FROM unnest(claim_command, claim_kinds, claim_keys)
                WITH ORDINALITY AS w (command, kind, key, place)
            JOIN claims h ON h.kind = w.kind AND h.key = w.key
            WHERE h.aggregate_id <> streams[w.command]
            ORDER BY w.place DESC
        LOOP
            held[taken.command] := taken.place;
        END LOOP;
    END IF;

    -- What becomes of each command, and which version its stream has then.
    SELECT
        array_agg(CASE
            WHEN known.command_id IS NOT NULL THEN
                CASE WHEN known.actor = a.actor AND known.fingerprint = a.fingerprint
                    THEN 'repeated' ELSE 'reused' END
            WHEN latest.aggregate_type <> a.category THEN 'taken'
            WHEN coalesce(latest.sequence, 0) <> a.expected THEN 'conflict'
            WHEN held[a.ordinal] IS NOT NULL THEN 'claimed'
            ELSE 'appended' END ORDER BY a.ordinal),
        array_agg(CASE
            WHEN known.command_id IS NOT NULL THEN known.sequence
            WHEN coalesce(latest.sequence, 0) <> a.expected THEN coalesce(latest.sequence, 0)
            ELSE a.expected + a.count END ORDER BY a.ordinal),
        array_agg(known.position ORDER BY a.ordinal)
    INTO outcomes, versions, places
    FROM unnest(command_ids, actors, fingerprints, categories, streams, expected, counts)
        WITH ORDINALITY AS a (
            command_id, actor, fingerprint, category, stream, expected, count, ordinal
        )
    LEFT JOIN commands known ON known.command_id = a.command_id
    LEFT JOIN LATERAL (
        SELECT e.sequence, e.aggregate_type FROM events e
        WHERE e.aggregate_id = a.stream ORDER BY e.sequence DESC LIMIT 1
    ) latest ON true;

    INSERT INTO events (
        aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
        position, event_id, command_id, recorded_at, canonical, hash
    )
    SELECT
        categories[n.command], streams[n.command], n.sequence, n.event_type, n.event_version,
        n.payload, n.metadata, head + row_number() OVER (ORDER BY n.place), n.event_id,
        command_ids[n.command], n.recorded_at, n.canonical, n.hash
    FROM unnest(
        event_command, event_sequence, event_types, event_versions, payloads, metadatas, event_ids,
        recorded, canonicals, hashes
    ) WITH ORDINALITY AS n (
        command, sequence, event_type, event_version, payload, metadata, event_id, recorded_at,
        canonical, hash, place
    )
    WHERE outcomes[n.command] = 'appended';
    GET DIAGNOSTICS added = ROW_COUNT;

    IF 'appended' = ANY (outcomes) THEN
        -- Where each command's last event is: behind those of all accepted before it.
        SELECT array_agg(coalesce(places[p.ordinal], p.place) ORDER BY p.ordinal) INTO places
        FROM (
            SELECT a.ordinal, head + sum(
                CASE WHEN outcomes[a.ordinal] = 'appended' THEN a.count ELSE 0 END
            ) OVER (ORDER BY a.ordinal) AS place
            FROM unnest(counts) WITH ORDINALITY AS a (count, ordinal)
        ) p;

        INSERT INTO commands (
            command_id, actor, fingerprint, aggregate_type, aggregate_id, sequence, position,
            recorded_at
        )
        SELECT
            a.command_id, a.actor, a.fingerprint, categories[a.ordinal], streams[a.ordinal],
            versions[a.ordinal], places[a.ordinal], now()
        FROM unnest(command_ids, actors, fingerprints)
            WITH ORDINALITY AS a (command_id, actor, fingerprint, ordinal)
        WHERE outcomes[a.ordinal] = 'appended';

        IF cardinality(claim_command) > 0 THEN
            INSERT INTO claims (kind, key, aggregate_type, aggregate_id)
            SELECT w.kind, w.key, categories[w.command], streams[w.command]
            FROM unnest(claim_command, claim_kinds, claim_keys) AS w (command, kind, key)
            WHERE outcomes[w.command] = 'appended'
            ON CONFLICT (kind, key) DO NOTHING;
        END IF;

        IF cardinality(key_command) > 0 THEN
            INSERT INTO subject_keys (key_id, subject_id, wrapped, created_at)
            SELECT k.key_id, k.subject_id, k.wrapped, key_created
            FROM unnest(key_command, key_ids, key_subjects, key_wrapped)
                AS k (command, key_id, subject_id, wrapped)
            WHERE outcomes[k.command] = 'appended';
        END IF;
    END IF;

    IF added > 0 THEN
        UPDATE log_head SET position = head + added;
        PERFORM pg_notify('mpaka_log', (head + added)::text);
    END IF;

    RETURN QUERY
        SELECT a.ordinal::int, a.outcome, a.version, a.place, held[a.ordinal]
        FROM unnest(outcomes, versions, places)
            WITH ORDINALITY AS a (outcome, version, place, ordinal);
END
$$;
