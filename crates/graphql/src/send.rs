//! How a mutation becomes a command, and what comes of it becomes a payload.

use async_graphql::{Context, Result};
use mpaka_domain::casework::investigation::{
    Investigation, acts_as_prosecutor, adds_to_file_of, is_worked_on,
};
use mpaka_domain::{Decider, Metadata, Viewer};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::investigation::FileOf;
use mpaka_persistence::{Receipt, SendError};
use tracing::warn;
use uuid::Uuid;

use crate::envelope::{Defaults, Envelope};
use crate::error::{UserError, fault, refusal};
use crate::session::Request;

/// What came of a command.
#[derive(Debug)]
pub struct Answer {
    /// The stream that it was accepted by.
    pub accepted: Option<Accepted>,
    /// Why it was refused; empty when it was accepted.
    pub user_errors: Vec<UserError>,
}

/// An accepted command.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The stream.
    pub stream: Uuid,
    /// The cursor of its last event, for `caseEvents(after:)`.
    pub position: String,
}

impl Answer {
    /// A command that was refused before it was sent.
    pub fn refused(error: UserError) -> Self {
        Self { accepted: None, user_errors: vec![error] }
    }
}

/// The list that event cursors belong to.
pub(crate) const EVENTS: &str = "events";

/// Sends a command to the stream of an existing record, in its investigation's envelope unless the
/// input says otherwise. `path` is the input's field that names the record.
pub async fn send<D: Decider>(
    ctx: &Context<'_>,
    stream: Uuid,
    path: &str,
    envelope: &Envelope,
    command: Result<D::Command, UserError>,
) -> Result<Answer> {
    let command = match command {
        Ok(command) => command,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let Some(file) = file_of(ctx, D::CATEGORY, stream).await? else {
        return earlier_or(ctx, stream, envelope, UserError::not_found(path)).await;
    };
    if let Err(refusal) = acts_as_prosecutor(ctx.viewer()?.role, file.referred) {
        return Ok(Answer::refused(UserError::refused(&refusal)));
    }
    dispatch::<D>(ctx, stream, envelope, &file.into(), command).await
}

/// Sends the first command of a new record in an existing investigation.
pub async fn begin<D: Decider>(
    ctx: &Context<'_>,
    investigation: Uuid,
    stream: Uuid,
    envelope: &Envelope,
    command: Result<D::Command, UserError>,
) -> Result<Answer> {
    let adds = |file: &FileOf, viewer: &Viewer| {
        adds_to_file_of(&file.lead_agency, file.status, &viewer.agency).map_err(|refusal| {
            UserError { path: vec!["investigationId".into()], ..UserError::refused(&refusal) }
        })
    };
    begin_where::<D>(ctx, investigation, stream, envelope, command, adds).await
}

/// Sends the first command of a new record about an investigation that the caller may see, whosever it
/// is: the record's own rules say who begins it.
pub async fn begin_about<D: Decider>(
    ctx: &Context<'_>,
    investigation: Uuid,
    stream: Uuid,
    envelope: &Envelope,
    command: Result<D::Command, UserError>,
) -> Result<Answer> {
    begin_where::<D>(ctx, investigation, stream, envelope, command, |_, _| Ok(())).await
}

/// Sends the first command of a new record in an investigation that is being worked on, for its agency
/// or for one that it was referred to.
pub async fn begin_worked_on<D: Decider>(
    ctx: &Context<'_>,
    investigation: Uuid,
    stream: Uuid,
    envelope: &Envelope,
    command: Result<D::Command, UserError>,
) -> Result<Answer> {
    let adds = |file: &FileOf, viewer: &Viewer| {
        let may = if file.referred {
            is_worked_on(file.status)
        } else {
            adds_to_file_of(&file.lead_agency, file.status, &viewer.agency)
        };
        may.map_err(|refusal| UserError {
            path: vec!["investigationId".into()],
            ..UserError::refused(&refusal)
        })
    };
    begin_where::<D>(ctx, investigation, stream, envelope, command, adds).await
}

/// Sends the first command of a new record, where `may` has nothing against it.
async fn begin_where<D: Decider>(
    ctx: &Context<'_>,
    investigation: Uuid,
    stream: Uuid,
    envelope: &Envelope,
    command: Result<D::Command, UserError>,
    may: impl FnOnce(&FileOf, &Viewer) -> Result<(), UserError>,
) -> Result<Answer> {
    let command = match command {
        Ok(command) => command,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let Some(file) = file_of(ctx, Investigation::CATEGORY, investigation).await? else {
        return Ok(Answer::refused(UserError::not_found("investigationId")));
    };
    if let Err(refused) = may(&file, ctx.viewer()?) {
        return earlier_or(ctx, stream, envelope, refused).await;
    }
    dispatch::<D>(ctx, stream, envelope, &file.into(), command).await
}

/// The answer to a command that cannot be sent now: the one it had when the same user sent it
/// before, which may itself be why it cannot be sent again.
pub(crate) async fn earlier_or(
    ctx: &Context<'_>,
    stream: Uuid,
    envelope: &Envelope,
    error: UserError,
) -> Result<Answer> {
    let Some(command) = envelope.named_command(ctx) else { return Ok(Answer::refused(error)) };
    let (streams, user) = (ctx.store()?.streams(), &ctx.viewer()?.user);
    match streams.earlier(stream, command, user).await.map_err(fault)? {
        Some(receipt) => accepted(ctx, receipt),
        None => Ok(Answer::refused(error)),
    }
}

pub(crate) fn accepted(ctx: &Context<'_>, receipt: Receipt) -> Result<Answer> {
    let position = ctx.cursors()?.seal(ctx.viewer()?, EVENTS, (receipt.position, 0));
    Ok(Answer {
        accepted: Some(Accepted { stream: receipt.stream, position }),
        user_errors: Vec::new(),
    })
}

/// The file of a record, if the caller may see it.
pub(crate) async fn file_of(
    ctx: &Context<'_>,
    category: &str,
    stream: Uuid,
) -> Result<Option<FileOf>> {
    let reader = Reader::from(ctx.viewer()?);
    ctx.store()?.views().file_of(&reader, category, stream).await.map_err(fault)
}

impl From<FileOf> for Defaults {
    fn from(file: FileOf) -> Self {
        Self { legal_basis: file.legal_basis, purpose: file.purpose, handling: file.handling }
    }
}

/// Sends a command in its envelope and waits until the views have taken it into account, so that
/// its sender reads what they wrote.
pub async fn dispatch<D: Decider>(
    ctx: &Context<'_>,
    stream: Uuid,
    envelope: &Envelope,
    defaults: &Defaults,
    command: D::Command,
) -> Result<Answer> {
    let metadata: Metadata = match envelope.metadata(ctx, defaults)? {
        Ok(metadata) => metadata,
        Err(error) => return Ok(Answer::refused(error)),
    };
    let store = ctx.store()?;
    let sent =
        store.streams().send::<D>(stream, command, metadata, envelope.expected_version).await;
    match sent {
        Ok(receipt) => {
            // The command is durable: a view that is late must not make it look refused.
            if let Err(late) = store.positions().all_reached(receipt.position).await {
                warn!(error = %late.chain(), "a command is answered before the views show it");
            }
            accepted(ctx, receipt)
        }
        Err(SendError::Store(error)) => Err(fault(error)),
        Err(error) => Ok(Answer::refused(refusal(error).map_err(fault)?)),
    }
}

/// Declares the payloads of mutations that change one kind of thing: the thing, the refusals, and
/// the cursor to follow events from.
macro_rules! payloads {
    ($thing:ident: $type:ty, $what:literal; $($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            #[doc = $what]
            pub $thing: Option<$type>,
            /// Why the command was refused; empty when it was accepted.
            pub user_errors: Vec<$crate::error::UserError>,
            /// A cursor for `caseEvents(after:)`: what follows comes after this command's events.
            pub position: Option<String>,
        }

        impl $name {
            /// Reads the thing that an accepted command changed, as its sender may see it.
            pub(crate) async fn from(
                ctx: &async_graphql::Context<'_>,
                answer: $crate::send::Answer,
            ) -> async_graphql::Result<Self> {
                let (thing, position) = match answer.accepted {
                    Some(accepted) => (
                        <$type>::find(ctx, accepted.stream).await?,
                        Some(accepted.position),
                    ),
                    None => (None, None),
                };
                Ok(Self { $thing: thing, user_errors: answer.user_errors, position })
            }
        }
    )+};
}
pub(crate) use payloads;
