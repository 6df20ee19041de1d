-- What process managers keep of many things, as of each exhibit of a file, is a row a thing.

CREATE TABLE process_item (
    process  text  NOT NULL,
    instance uuid  NOT NULL,
    item     text  NOT NULL,
    state    jsonb NOT NULL,
    PRIMARY KEY (process, instance, item)
);

COMMENT ON TABLE process_item IS 'What an instance keeps of one thing; its state is in process_instance. Made from the log like a view.';
