//! What is still open around an investigation: what rule INV-I2 asks before it is closed.

use mpaka_domain::casework::investigation::CaseStanding;
use uuid::Uuid;

use super::Views;
use crate::error::StoreError;

impl Views {
    /// The standing of a file, with everything that has been recorded so far taken into account.
    pub async fn case_standing(&self, investigation: Uuid) -> Result<CaseStanding, StoreError> {
        self.everything_so_far().await?;
        // What the processes want in the file counts, and so do the tasks that it became.
        self.processes_settled(investigation).await?;
        self.everything_so_far().await?;
        let (exhibits_undisposed, exhibits_on_hold) = self.exhibits_standing(investigation).await?;
        Ok(CaseStanding {
            open_victim_cases_without_onward_owner: self
                .open_victim_cases(investigation)
                .await?
                .into_iter()
                .collect(),
            exhibits_undisposed: exhibits_undisposed.into_iter().collect(),
            exhibits_on_hold: exhibits_on_hold.into_iter().collect(),
            open_tasks: self.open_tasks(investigation).await?,
        })
    }

    /// Waits until every view has taken everything recorded so far into account.
    pub(super) async fn everything_so_far(&self) -> Result<(), StoreError> {
        let head =
            sqlx::query_scalar!("SELECT position FROM log_head").fetch_one(&self.pool).await?;
        self.positions.all_reached(head).await
    }
}
