//! The nominals that records of a list name: read once, however many of them are asked for theirs.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, Result};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::nominal::NominalRow;
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::error::fault;
use crate::session::Request;

/// Nominals that are read when the first of those who share them is asked for one.
#[derive(Clone)]
pub(crate) struct SharedNominals {
    ids: Arc<[Uuid]>,
    read: Arc<OnceCell<HashMap<Uuid, NominalRow>>>,
}

impl SharedNominals {
    /// The nominals of these ids.
    pub fn of(ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self { ids: ids.into_iter().collect(), read: Arc::default() }
    }

    /// One of them, if the reader may see it.
    pub async fn find(&self, ctx: &Context<'_>, id: Uuid) -> Result<Option<NominalRow>> {
        let read = || async {
            let reader = Reader::from(ctx.viewer()?);
            let views = ctx.store()?.views();
            let rows = views.nominals_named(&reader, &self.ids).await.map_err(fault)?;
            Ok::<_, async_graphql::Error>(
                rows.into_iter().map(|row| (row.nominal_id, row)).collect(),
            )
        };
        Ok(self.read.get_or_try_init(read).await?.get(&id).cloned())
    }
}
