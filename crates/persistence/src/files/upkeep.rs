//! The upkeep of files: what was left whole is judged, what was left behind is removed, what is due is
//! read again.

use std::collections::BTreeSet;
use std::time::Duration;

use tracing::{info, warn};
use uuid::Uuid;

use super::counts::count;
use super::{Files, FilesError};

/// How often it is looked for.
const EVERY: Duration = Duration::from_mins(1);
/// How long a whole upload is left to the request that made it whole, in seconds.
const BEING_JUDGED: f64 = 300.0;

impl Files {
    /// Judges uploads that were whole when a process ended, and removes those of which nothing more
    /// came for `unfinished_for`; answers how many of each. Any number of processes may do so.
    pub async fn tidy(&self, unfinished_for: Duration) -> Result<(usize, usize), FilesError> {
        let whole = sqlx::query_scalar!(
            "SELECT upload_id FROM file_upload WHERE state = 'WHOLE'
                AND touched_at < now() - make_interval(secs => $1)
            ORDER BY touched_at",
            BEING_JUDGED.min(unfinished_for.as_secs_f64())
        )
        .fetch_all(&self.pool)
        .await?;
        let mut judged = 0;
        for upload in whole {
            match self.finish(upload).await {
                Ok(_) => judged += 1,
                Err(fault) => {
                    warn!(%upload, error = %fault.chain(), "an upload could not be judged");
                }
            }
        }
        sqlx::query!(
            "DELETE FROM file_upload
            WHERE state = 'STORED' AND touched_at < now() - make_interval(secs => $1)",
            unfinished_for.as_secs_f64()
        )
        .execute(&self.pool)
        .await?;
        let over = sqlx::query_scalar!(
            "UPDATE file_upload SET state = 'GONE'
            WHERE state = 'GONE' OR (
                state IN ('OPEN', 'REFUSED') AND touched_at < now() - make_interval(secs => $1)
            )
            RETURNING upload_id",
            unfinished_for.as_secs_f64()
        )
        .fetch_all(&self.pool)
        .await?;
        let removed = over.len();
        for upload in over {
            self.remove(upload).await?;
            count(&self.counted.expired, 1);
            info!(%upload, "an upload of which nothing more came was removed");
        }
        Ok((judged, removed))
    }

    /// Removes the objects of an upload that is gone, and then the upload.
    pub(super) async fn remove(&self, upload: Uuid) -> Result<(), FilesError> {
        self.objects.keep_only(upload, &BTreeSet::new()).await?;
        sqlx::query!("DELETE FROM file_upload WHERE upload_id = $1", upload)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}

/// Does so every minute.
pub(super) async fn keep(files: Files) {
    let mut minutes = tokio::time::interval(EVERY);
    loop {
        minutes.tick().await;
        if let Err(fault) = files.tidy(files.bounds.unfinished_for).await {
            warn!(error = %fault.chain(), "the upkeep of uploads failed");
        }
        if let Err(fault) = files.check_due(files.bounds.checked_every).await {
            warn!(error = %fault.chain(), "files that are due could not be read again");
        }
    }
}
