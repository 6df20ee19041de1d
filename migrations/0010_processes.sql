-- Tasks, and the process managers that order them.

CREATE TABLE task (
    task_id          uuid        PRIMARY KEY,
    investigation_id uuid        NOT NULL,
    agency           text        NOT NULL,
    version          bigint      NOT NULL,
    position         bigint      NOT NULL,
    created          bigint      NOT NULL,
    kind             text        NOT NULL,
    title            jsonb,
    subject_kind     text,
    subject_id       uuid,
    role             text        NOT NULL,
    assignee         text,
    due              timestamptz,
    urgency          bigint      NOT NULL,
    status           text        NOT NULL,
    ending           jsonb,
    ended_at         timestamptz,
    process          text,
    caused_by        uuid,
    created_by       text        NOT NULL,
    created_at       timestamptz NOT NULL,
    handling         jsonb       NOT NULL,
    releasable_to    text[]      NOT NULL,
    compartments     text[]      NOT NULL
);

CREATE INDEX task_investigation ON task (investigation_id, urgency, created);
CREATE INDEX task_assignee ON task (assignee, urgency, created) WHERE assignee IS NOT NULL;
CREATE INDEX task_role ON task (agency, role, urgency, created) WHERE assignee IS NULL;

COMMENT ON COLUMN task.created IS 'The position of its first event.';
COMMENT ON COLUMN task.urgency IS 'Microseconds from 1970-01-01 until it is due; 9223372036854775807 when it is never.';
COMMENT ON COLUMN task.ending IS 'What came of it or why it was given up; null while it is open.';
COMMENT ON COLUMN task.process IS 'The process that created it; null when a person did.';
COMMENT ON COLUMN task.handling IS 'The most restrictive marking of everything that happened to it.';

-- Process managers. The state of each instance is made from the log like a view; what was done about
-- it, and when it is to be looked at again, is not.

CREATE TABLE process_stream (
    stream           uuid PRIMARY KEY,
    investigation_id uuid NOT NULL,
    agency           text NOT NULL,
    process          text,
    instance         uuid
);

COMMENT ON TABLE process_stream IS 'The file and the agency of each record that processes read of, and of a task the process instance that ordered it.';

CREATE TABLE process_instance (
    process          text   NOT NULL,
    instance         uuid   NOT NULL,
    investigation_id uuid   NOT NULL,
    state            jsonb  NOT NULL,
    position         bigint NOT NULL,
    PRIMARY KEY (process, instance)
);

CREATE INDEX process_instance_position ON process_instance (position);
CREATE INDEX process_instance_investigation ON process_instance (investigation_id);

COMMENT ON COLUMN process_instance.position IS 'The last event that changed it.';

CREATE TABLE process_desk (
    the_one  boolean PRIMARY KEY DEFAULT true CHECK (the_one),
    position bigint  NOT NULL CHECK (position >= 0)
);

INSERT INTO process_desk (position) VALUES (0);

COMMENT ON COLUMN process_desk.position IS 'Every instance that an event up to here changed has been looked at.';

CREATE TABLE process_wake (
    process  text        NOT NULL,
    instance uuid        NOT NULL,
    wake_at  timestamptz NOT NULL,
    attempts int         NOT NULL DEFAULT 0,
    PRIMARY KEY (process, instance)
);

CREATE INDEX process_wake_at ON process_wake (wake_at);

COMMENT ON TABLE process_wake IS 'When an instance is to be looked at although nothing has happened: a time limit runs out, or an order could not be sent.';
COMMENT ON COLUMN process_wake.attempts IS 'How often in a row its orders could not be sent.';

CREATE TABLE process_step (
    process  text        NOT NULL,
    instance uuid        NOT NULL,
    step     text        NOT NULL,
    task_id  uuid        NOT NULL,
    refusal  text,
    taken_at timestamptz NOT NULL,
    PRIMARY KEY (process, instance, step)
);

CREATE INDEX process_step_refusal ON process_step (process) WHERE refusal IS NOT NULL;

COMMENT ON TABLE process_step IS 'The orders that were carried out or refused: none is sent again.';
COMMENT ON COLUMN process_step.refusal IS 'The code of the refusal; null when it was carried out.';
