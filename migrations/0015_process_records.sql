-- Processes read more kinds of record, nominals among them, and act on more than tasks.

ALTER TABLE process_stream ALTER COLUMN investigation_id DROP NOT NULL;
ALTER TABLE process_instance ALTER COLUMN investigation_id DROP NOT NULL;

COMMENT ON TABLE process_stream IS 'The file, if it is of one, and the agency of each record that processes read of, and the process instance that it is tied to: the one that ordered a task, the one that watches the consent that a grant of access rests on.';

ALTER TABLE process_step RENAME COLUMN task_id TO record;

COMMENT ON COLUMN process_step.record IS 'The record that the order was sent to.';
