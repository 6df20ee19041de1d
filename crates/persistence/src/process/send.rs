//! How an order becomes a command: in whose name, under which id, law and marking.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::task::Task;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::process::{Asked, Order, ProcessName};
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Actor, Metadata, Refusal, Role, UserId};
use uuid::Uuid;

use crate::streams::{Receipt, SendError, Streams};

/// What became of an order.
pub(super) enum Sent {
    /// It was carried out, now or before.
    Done,
    /// A rule refused it, and would again; the code.
    Refused(&'static str),
    /// It could not be carried out, and is to be tried again.
    Failed {
        /// The code of the fault.
        code: String,
        /// The fault, for the log.
        fault: String,
        /// Whether any order would fail now.
        for_all: bool,
    },
}

/// Sends an order of an instance.
pub(super) async fn send(
    streams: &Streams,
    process: ProcessName,
    instance: Uuid,
    order: &Order,
    now: DateTime<Utc>,
) -> Sent {
    let Some(metadata) = metadata(process, instance, order, now) else {
        return Sent::Refused("NO_SUCH_USER");
    };
    let record = order.record();
    match &order.asked {
        Asked::OfTask(_, command) => {
            became(streams.send::<Task>(record, command.clone(), metadata, None).await)
        }
        Asked::OfGrant(_, command) => {
            became(streams.send::<AccessGrant>(record, command.clone(), metadata, None).await)
        }
    }
}

fn became<R: Refusal>(sent: Result<Receipt, SendError<R>>) -> Sent {
    match sent {
        Ok(_) => Sent::Done,
        Err(SendError::Rejected(rejection)) => Sent::Refused(rejection.code()),
        Err(SendError::CommandReused) => Sent::Refused("COMMAND_ID_REUSED"),
        Err(SendError::IdTaken) => Sent::Refused("ID_IN_USE"),
        Err(SendError::Unstorable) => Sent::Refused("TEXT_UNPRINTABLE"),
        Err(SendError::TooLarge { .. }) => Sent::Refused("EVENT_TOO_LARGE"),
        Err(contended @ (SendError::Stale { .. } | SendError::Contended)) => {
            let fault = contended.to_string();
            Sent::Failed { code: "CONTENDED".to_owned(), fault, for_all: false }
        }
        Err(SendError::Store(fault)) => Sent::Failed {
            code: fault.code(),
            fault: fault.chain().to_string(),
            for_all: fault.is_of_the_server(),
        },
    }
}

/// The envelope: the service's own role, and what the cause lends.
fn metadata(
    process: ProcessName,
    instance: Uuid,
    order: &Order,
    now: DateTime<Utc>,
) -> Option<Metadata> {
    let Order { step, because, correlation, under, .. } = order;
    let command = Uuid::new_v5(&instance, format!("mpaka process {process} {step}").as_bytes());
    Some(Metadata {
        command: command.into(),
        correlation: *correlation,
        causation: Some(*because),
        actor: Actor {
            user: UserId::parse(process.as_str()).ok()?,
            agency: under.agency.clone(),
            role: Role::System,
        },
        on_behalf_of: None,
        occurred: PartialTime::instant(now),
        recorded_at: now,
        legal_basis: under.legal_basis.clone(),
        purpose: under.purpose,
        handling: under.handling.clone(),
        source: None,
        exercise: under.exercise,
    })
}
