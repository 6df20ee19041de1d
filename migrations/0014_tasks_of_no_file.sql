-- A task can be about a nominal, which belongs to no file.

ALTER TABLE task ALTER COLUMN investigation_id DROP NOT NULL;

COMMENT ON COLUMN task.investigation_id IS 'The file that it is done for; null when it is about a nominal, which is no file''s.';
