-- An append that takes the head row late. What needs no position is written first, while another batch is
-- still being committed; only the events themselves wait for their turn.

-- Where a command has events, its position is that of the last of them.
ALTER TABLE commands ALTER COLUMN position DROP NOT NULL;
COMMENT ON COLUMN commands.position IS
    'How far the log went, for a command without events; NULL where it has events, or their last position.';

DROP FUNCTION append_events;

-- Appends the events of a batch of commands, all or none, and answers the position before the first.
--
-- Commands, names and keys come first, then the head row, then the events. From the head row on no other
-- append runs until this one has committed or failed, so that positions are dense and in commit order.
-- A batch may wait for another's command id or name meanwhile. All write them in one order, which the
-- sender keeps, and none of those who wait holds the head row, so that one of them always goes on. A
-- number of statements does it that does not depend on the batch. (An array that is a parameter is taken
-- apart once, and each of its elements is then as near as another.)
--
-- Per command, in the order of command_ids (arrays of equal length): command_ids, actors, fingerprints,
-- categories, streams, expected (the version decided on), counts (how many events), reached (how many in
-- the batch up to its last). Per event, in the order of the commands and of their streams: event_command
-- (the ordinal, from 1, of its command), event_sequence (its place in its stream), event_types … hashes.
-- Per claim, in the order of claim_kinds and claim_keys: claim_command, claim_kinds, claim_keys. Per new
-- subject key: key_ids, key_subjects, key_wrapped.
-- A command without events changes nothing but is remembered, so that it has the same answer when it
-- is sent again. With tell, whoever listens to mpaka_log is told how far the log goes now.
--
-- Fails with unique_violation when one of the commands cannot be taken: its id is known, its stream is
-- not at the version it was decided on or is of another category, or another stream holds a name that
-- it claims.
CREATE FUNCTION append_events(
    command_ids uuid[], actors text[], fingerprints bytea[], categories text[], streams text[],
    expected bigint[], counts int[], reached bigint[],
    event_command int[], event_sequence bigint[], event_types text[], event_versions text[],
    payloads json[], metadatas json[], event_ids uuid[], recorded timestamptz[],
    canonicals bytea[], hashes bytea[],
    claim_command int[], claim_kinds text[], claim_keys text[],
    key_ids uuid[], key_subjects uuid[], key_wrapped bytea[], key_created timestamptz,
    tell boolean
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    head    bigint;
    claimed bigint;
BEGIN
    -- What the key of `events` does not tell: a stream that is shorter than the sender believes, since
    -- the log was set back. (Conditions that read no table are apart from those that do: they need no plan.)
    IF 0 < ANY (expected) THEN
        IF EXISTS (
            SELECT FROM unnest(categories, streams, expected) AS a (category, stream, version)
            WHERE a.version > 0 AND NOT EXISTS (
                SELECT FROM events e
                WHERE e.aggregate_id = a.stream AND e.sequence = a.version
                    AND e.aggregate_type = a.category
            )
        ) THEN
            RAISE unique_violation USING MESSAGE = 'a stream is not what its command was decided on';
        END IF;
    END IF;

    INSERT INTO commands (
        command_id, actor, fingerprint, aggregate_type, aggregate_id, sequence, recorded_at
    )
    SELECT
        command_ids[i], actors[i], fingerprints[i], categories[i], streams[i],
        expected[i] + counts[i], now()
    FROM generate_series(1, cardinality(command_ids)) AS i;

    IF cardinality(claim_command) > 0 THEN
        INSERT INTO claims (kind, key, aggregate_type, aggregate_id)
        SELECT
            claim_kinds[i], claim_keys[i], categories[claim_command[i]], streams[claim_command[i]]
        FROM generate_series(1, cardinality(claim_command)) AS i
        ON CONFLICT (kind, key) DO NOTHING;
        GET DIAGNOSTICS claimed = ROW_COUNT;
        -- A stream may claim again what it holds.
        IF claimed < cardinality(claim_command) THEN
            IF EXISTS (
                SELECT FROM unnest(claim_command, claim_kinds, claim_keys) AS w (command, kind, key)
                JOIN claims h ON h.kind = w.kind AND h.key = w.key
                WHERE h.aggregate_id <> streams[w.command]
            ) THEN
                RAISE unique_violation USING MESSAGE = 'another stream holds a name that is claimed';
            END IF;
        END IF;
    END IF;

    IF cardinality(key_ids) > 0 THEN
        INSERT INTO subject_keys (key_id, subject_id, wrapped, created_at)
        SELECT key_ids[i], key_subjects[i], key_wrapped[i], key_created
        FROM generate_series(1, cardinality(key_ids)) AS i;
    END IF;

    UPDATE log_head SET position = position + cardinality(event_ids)
    RETURNING position - cardinality(event_ids) INTO STRICT head;

    INSERT INTO events (
        aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
        position, event_id, command_id, recorded_at, canonical, hash
    )
    SELECT
        categories[event_command[i]], streams[event_command[i]], event_sequence[i], event_types[i],
        event_versions[i], payloads[i], metadatas[i], head + i, event_ids[i],
        command_ids[event_command[i]], recorded[i], canonicals[i], hashes[i]
    FROM generate_series(1, cardinality(event_ids)) AS i;

    -- A command that adds nothing was decided on the stream as it is now, with nobody else adding to it.
    IF 0 = ANY (counts) THEN
        IF EXISTS (
            SELECT FROM unnest(streams, expected, counts) AS a (stream, version, count)
            JOIN events e ON e.aggregate_id = a.stream AND e.sequence = a.version + 1
            WHERE a.count = 0
        ) THEN
            RAISE unique_violation USING MESSAGE = 'a stream is not what its command was decided on';
        END IF;
        UPDATE commands c SET position = head + a.reached
        FROM unnest(command_ids, counts, reached) AS a (command_id, count, reached)
        WHERE a.count = 0 AND c.command_id = a.command_id;
    END IF;

    IF tell THEN
        PERFORM pg_notify('mpaka_log', (head + cardinality(event_ids))::text);
    END IF;
    RETURN head;
END
$$;
