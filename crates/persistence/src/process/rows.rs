//! The rows of states and of items, as a batch writes them: a column a field.

use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::StoreError;

/// The states of instances.
#[derive(Default)]
pub(super) struct Rows {
    processes: Vec<&'static str>,
    instances: Vec<Uuid>,
    files: Vec<Option<Uuid>>,
    states: Vec<Value>,
    positions: Vec<i64>,
}

/// Items of instances.
#[derive(Default)]
pub(super) struct Items {
    processes: Vec<&'static str>,
    instances: Vec<Uuid>,
    keys: Vec<String>,
    states: Vec<Value>,
}

impl Rows {
    pub fn push(
        &mut self,
        process: &'static str,
        instance: Uuid,
        file: Option<Uuid>,
        state: Value,
        position: i64,
    ) {
        self.processes.push(process);
        self.instances.push(instance);
        self.files.push(file);
        self.states.push(state);
        self.positions.push(position);
    }

    /// Writes them; an instance stays of the file that it began in.
    pub async fn put(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        if self.instances.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "INSERT INTO process_instance (process, instance, investigation_id, state, position)
            SELECT process, instance, file, state, position
            FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::jsonb[], $5::bigint[])
                AS state (process, instance, file, state, position)
            ON CONFLICT (process, instance)
            DO UPDATE SET state = excluded.state, position = excluded.position",
            &self.processes as &[&str],
            &self.instances,
            &self.files as &[Option<Uuid>],
            &self.states,
            &self.positions
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

impl Items {
    pub fn push(&mut self, process: &'static str, instance: Uuid, item: String, state: Value) {
        self.processes.push(process);
        self.instances.push(instance);
        self.keys.push(item);
        self.states.push(state);
    }

    /// Writes them.
    pub async fn put(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        if self.keys.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "INSERT INTO process_item (process, instance, item, state)
            SELECT process, instance, item, state
            FROM unnest($1::text[], $2::uuid[], $3::text[], $4::jsonb[])
                AS item (process, instance, item, state)
            ON CONFLICT (process, instance, item) DO UPDATE SET state = excluded.state",
            &self.processes as &[&str],
            &self.instances,
            &self.keys,
            &self.states
        )
        .execute(view)
        .await?;
        Ok(())
    }

    /// Removes them.
    pub async fn remove(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        if self.keys.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "DELETE FROM process_item i
            USING unnest($1::text[], $2::uuid[], $3::text[]) AS gone (process, instance, item)
            WHERE i.process = gone.process AND i.instance = gone.instance AND i.item = gone.item",
            &self.processes as &[&str],
            &self.instances,
            &self.keys
        )
        .execute(view)
        .await?;
        Ok(())
    }
}
