-- What process managers keep of many things, as of each exhibit of a file, is a row a thing.

CREATE TABLE process_item (
    process  text  NOT NULL,
    instance uuid  NOT NULL,
    item     text  NOT NULL,
    state    jsonb NOT NULL,
    PRIMARY KEY (process, instance, item)
);

COMMENT ON TABLE process_item IS 'What an instance keeps of one thing; its state is in process_instance. Made from the log like a view.';

-- Each process manager has a queue of its own, so that none waits for the backlog of another.

ALTER TABLE process_desk DROP COLUMN the_one;
ALTER TABLE process_desk ADD COLUMN process text;
DELETE FROM process_desk;
ALTER TABLE process_desk ADD PRIMARY KEY (process);

INSERT INTO process_desk (process, position) VALUES
    ('SCREENING_ON_INTERCEPTION', 0), ('NRM_CLOCK', 0), ('CUSTODY_DETENTION_CLOCK', 0),
    ('CUSTODY_INTEGRITY', 0), ('NON_PUNISHMENT_GUARD', 0), ('RETENTION_REVIEW', 0),
    ('CASE_TASKS', 0), ('CONSENT_CASCADE', 0), ('DISCLOSURE_COMPLETENESS', 0);

COMMENT ON COLUMN process_desk.position IS 'Every instance of the process manager that an event up to here changed has been looked at.';

DROP INDEX process_instance_position;
CREATE INDEX process_instance_changed ON process_instance (process, position);
DROP INDEX process_wake_at;
CREATE INDEX process_wake_due ON process_wake (process, wake_at);

-- A fault ends no order; those that it ended are carried out after all.

ALTER TABLE process_wake ADD COLUMN fault text;
COMMENT ON COLUMN process_wake.fault IS 'The code of the fault for which its orders could last not be carried out; null when there was none.';

DELETE FROM process_step WHERE refusal = 'FAULT';
