//! The file that records of a list belong to: read once, however many of them are asked for it.

use std::sync::Arc;

use async_graphql::{Context, Error, Result};
use mpaka_persistence::view::investigation::InvestigationRow;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::casework::investigation::Investigation;

/// A file that is read when the first record that shares it is asked for it.
#[derive(Clone, Default)]
pub(crate) struct SharedFile(Arc<OnceCell<Option<InvestigationRow>>>);

impl SharedFile {
    /// The file, if the reader may see it. All who share it must belong to the same one.
    pub async fn find(&self, ctx: &Context<'_>, id: Uuid) -> Result<Option<Investigation>> {
        let read = || async {
            Ok::<_, Error>(Investigation::find(ctx, id).await?.map(|Investigation(row)| row))
        };
        Ok(self.0.get_or_try_init(read).await?.clone().map(Investigation))
    }
}
