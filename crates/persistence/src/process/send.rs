//! How an order becomes a command: in whose name, under which id, law and marking.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::task::Task;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::process::{Asked, Order, ProcessName};
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Actor, Metadata, Refusal, Role, UserId};
use sqlx::error::DatabaseError;
use uuid::Uuid;

use crate::error::StoreError;
use crate::session::is_lost;
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
            for_all: is_for_all(&fault),
        },
    }
}

/// Whether nothing at all can be sent; a deadlock, a lock that was not to be had and the like are of one
/// record only.
fn is_for_all(fault: &StoreError) -> bool {
    if let StoreError::Batch(shared) = fault {
        return is_for_all(shared);
    }
    if let StoreError::Database(error) = fault {
        let unreached = matches!(
            error,
            sqlx::Error::Tls(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed
        );
        let code = error.as_database_error().and_then(DatabaseError::code);
        return is_lost(error) || unreached || code.is_some_and(|code| is_of_the_server(&code));
    }
    matches!(
        fault,
        StoreError::Unreachable { .. }
            | StoreError::Silent
            | StoreError::Stopped
            | StoreError::Overloaded
    )
}

/// Classes 08 (connection), 53 (insufficient resources), 57P (the server goes down or comes up) and 58 (the
/// system around it) of PostgreSQL's error codes; a server that only reads.
fn is_of_the_server(code: &str) -> bool {
    ["08", "53", "57P", "58", "25006"].iter().any(|class| code.starts_with(class))
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_fault_of_one_record_is_not_of_all() {
        for code in ["40001", "40P01", "55P03", "57014", "23505", "25P03", "22P02"] {
            assert!(!is_of_the_server(code), "{code}");
        }
        let view = "process_managers";
        assert!(!is_for_all(&StoreError::ViewBehind { view }));
        assert!(!is_for_all(&StoreError::Database(sqlx::Error::RowNotFound)));
    }

    #[test]
    fn a_fault_of_the_server_or_of_the_way_to_it_is_of_all() {
        for code in ["08006", "53300", "57P01", "57P03", "58030", "25006"] {
            assert!(is_of_the_server(code), "{code}");
        }
        let lost = || StoreError::Database(sqlx::Error::PoolTimedOut);
        let batch = StoreError::Batch(Arc::new(lost()));
        for fault in
            [lost(), batch, StoreError::Silent, StoreError::Stopped, StoreError::Overloaded]
        {
            assert!(is_for_all(&fault), "{fault}");
        }
    }
}
