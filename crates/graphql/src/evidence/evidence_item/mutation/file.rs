//! Reading an exhibit's kept file again.

use std::time::Duration;

use async_graphql::{Context, Object, Result, SimpleObject};
use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::acts_as_prosecutor;
use mpaka_domain::evidence::evidence_item::EvidenceItem as Aggregate;
use mpaka_persistence::files::FilesError;
use tokio::time::timeout;
use tracing::error;
use uuid::Uuid;

use crate::error::{UserError, file_refusal};
use crate::evidence::evidence_item::EvidenceItem;
use crate::scalar::FileId;
use crate::send::{Answer, earlier_or, file_of};
use crate::session::Request;

/// How long an answer waits for the file to be read; a long one is read on after that.
const PATIENCE: Duration = Duration::from_secs(7);

inputs! {
    /// Reads a kept file again and compares it with its digests. A difference puts integrity in
    /// question (X5).
    VerifyFileInput {
        /// The file.
        file_id: FileId,
    }
}

/// What came of reading a file again.
#[derive(SimpleObject)]
pub struct VerifyFilePayload {
    /// The exhibit as it is now; null when refused, or when you may no longer see it.
    evidence_item: Option<EvidenceItem>,
    /// Whether the file was read to its end. A long one is read on, and what is found is an event of
    /// the exhibit.
    finished: bool,
    /// Why the command was refused; empty when it was accepted.
    user_errors: Vec<UserError>,
    /// A cursor for `caseEvents(after:)`: what follows comes after this command's events.
    position: Option<String>,
}

impl VerifyFilePayload {
    async fn from(ctx: &Context<'_>, answer: Answer) -> Result<Self> {
        let Some(accepted) = answer.accepted else { return Ok(Self::refused(answer.user_errors)) };
        Ok(Self {
            evidence_item: EvidenceItem::find(ctx, accepted.stream).await?,
            finished: true,
            user_errors: Vec::new(),
            position: Some(accepted.position),
        })
    }

    fn refused(user_errors: Vec<UserError>) -> Self {
        Self { evidence_item: None, finished: false, user_errors, position: None }
    }
}

/// What can be done with the files that are kept of exhibits.
#[derive(Default)]
pub struct FileMutation;

/// What can be done with the files that are kept of exhibits.
#[Object]
impl FileMutation {
    /// Reads a kept file again and compares it with its digests. A difference puts integrity in
    /// question (X5).
    async fn verify_file(
        &self,
        ctx: &Context<'_>,
        input: VerifyFileInput,
    ) -> Result<VerifyFilePayload> {
        let exhibit: Uuid = input.evidence_item_id.into();
        let Some(file) = file_of(ctx, Aggregate::CATEGORY, exhibit).await? else {
            let missing = UserError::not_found("evidenceItemId");
            return VerifyFilePayload::from(
                ctx,
                earlier_or(ctx, exhibit, &input.envelope, missing).await?,
            )
            .await;
        };
        if let Err(refusal) = acts_as_prosecutor(ctx.viewer()?.role, file.referred) {
            return Ok(VerifyFilePayload::refused(vec![UserError::refused(&refusal)]));
        }
        let metadata = match input.envelope.metadata(ctx, &file.into())? {
            Ok(metadata) => metadata,
            Err(error) => return Ok(VerifyFilePayload::refused(vec![error])),
        };
        let (files, id) = (ctx.files()?.clone(), Uuid::from(input.file_id));
        let expected = input.envelope.expected_version;
        // Read on when the answer does not wait for it, and when whoever asked has gone.
        let check = tokio::spawn(async move {
            let checked = files.check(exhibit, id, metadata, expected).await;
            if let Err(failed) = &checked
                && failed.is_fault()
            {
                error!(file = %id, %exhibit, error = %failed.chain(), "a file could not be checked");
            }
            checked
        });
        match timeout(PATIENCE, check).await {
            Err(_) => Ok(VerifyFilePayload {
                evidence_item: EvidenceItem::find(ctx, exhibit).await?,
                finished: false,
                user_errors: Vec::new(),
                position: None,
            }),
            Ok(Err(_)) => Err("the check was interrupted".into()),
            Ok(Ok(Ok(receipt))) => {
                let answer = crate::send::accepted(ctx, receipt)?;
                VerifyFilePayload::from(ctx, answer).await
            }
            Ok(Ok(Err(FilesError::NotFound))) => {
                Ok(VerifyFilePayload::refused(vec![UserError::not_found("fileId")]))
            }
            Ok(Ok(Err(failed))) => Ok(VerifyFilePayload::refused(vec![file_refusal(failed)?])),
        }
    }
}
