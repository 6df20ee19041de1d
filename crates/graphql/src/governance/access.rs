//! What a grant of access and access taken in an emergency say of themselves in the same words.

use async_graphql::{ComplexObject, Context, ID, Result, SimpleObject};
use mpaka_domain::governance::Subject;
use mpaka_persistence::view::access::AccessRow;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::handling::Handling;

/// What every record of access says of itself.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct AccessRecord {
    /// How many events it has; give it back as `expectedVersion`.
    version: i64,
    /// The record of the file that it is for; null for the whole file.
    record: Option<ID>,
    /// How its first fact may be passed on and used. Later facts have markings of their own.
    handling: Handling,
    #[graphql(skip)]
    investigation_id: Uuid,
}

impl AccessRecord {
    pub(super) fn of<K>(row: &AccessRow<K>, subject: &Subject) -> Self {
        Self {
            version: row.version,
            record: subject.record().map(Into::into),
            handling: Handling(row.handling.clone()),
            investigation_id: row.investigation_id,
        }
    }
}

/// What every record of access says of itself.
#[ComplexObject]
impl AccessRecord {
    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        Investigation::find(ctx, self.investigation_id).await
    }
}
