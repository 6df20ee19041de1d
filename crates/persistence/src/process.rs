//! Process managers: what follows from what happened, ordered once, whatever breaks in between.
//!
//! The state of each instance is a view like any other ([`ProcessManagers`]): made from the log, its
//! checkpoint in the transaction of its rows, run by one process, set aside and made anew in the same
//! way. What follows from a state is sent from the desk ([`desk`]), which remembers what was sent. The
//! desk looks at an instance when it has changed and when its time has come, and only once the states
//! have taken in everything that was recorded before the look. So nothing is ordered that was settled
//! in time, and a time limit that ran out while no server ran is seen when one runs again.
//!
//! An order's command id follows from the process, the instance and the step. One that was sent by a
//! desk that died before it could remember is sent again under the same id, and has no second effect.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::{Task, TaskEvent};
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::process::{Cause, Fact, What};
use mpaka_domain::protection::victim_case::VictimCase;
use mpaka_domain::{AgencyId, Decider};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use self::manager::{MANAGERS, Manager};
use crate::error::{StoreError, Unreadable};
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;
use crate::view::timeline::place::{Named, named};

pub(crate) mod desk;
mod manager;
mod send;
mod standing;

pub use standing::ProcessStatus;

/// A clock: the time now, to the microsecond.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The projection of the states of all process managers.
pub(crate) struct ProcessManagers;

impl Projection for ProcessManagers {
    const NAME: &'static str = "process_managers";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["process_stream", "process_instance"];
    const CATEGORIES: &'static [&'static str] =
        &[Suspect::CATEGORY, VictimCase::CATEGORY, Journey::CATEGORY, Task::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some(what) = what(recorded)? else { return Ok(()) };
        begin(recorded, &what, view).await?;
        let is_task = matches!(what, What::Task(_));
        if !is_task && !MANAGERS.iter().any(|manager| (manager.concerns)(&what)) {
            return Ok(());
        }
        let Some(record) = record(recorded, view).await? else { return Ok(()) };
        let cause = cause(recorded, &record)?;
        let fact = Fact {
            stream: recorded.stream,
            cause: &cause,
            occurred: &recorded.metadata.occurred,
            what: &what,
        };
        // What happens to a task is for the instance that ordered it, if one did.
        if let (Some(process), Some(instance)) = (&record.process, record.instance) {
            let manager = MANAGERS.iter().find(|manager| manager.name.as_str() == process);
            if let Some(manager) = manager {
                evolve(manager, instance, &fact, recorded, view).await?;
            }
            return Ok(());
        }
        for manager in MANAGERS.iter().filter(|manager| (manager.concerns)(&what)) {
            evolve(manager, (manager.instance)(&fact), &fact, recorded, view).await?;
        }
        Ok(())
    }
}

/// What happened, as process managers read it; none where they read nothing of such records.
fn what(recorded: &Recorded) -> Result<Option<What>, StoreError> {
    if let Some((_, event)) = recorded.of::<Suspect>()? {
        return Ok(Some(What::Suspect(event)));
    }
    if let Some((_, event)) = recorded.of::<VictimCase>()? {
        return Ok(Some(What::Victim(event)));
    }
    if let Some((_, event)) = recorded.of::<Journey>()? {
        return Ok(Some(What::Journey(event)));
    }
    Ok(recorded.of::<Task>()?.map(|(_, event)| What::Task(event)))
}

/// Keeps whose record it is when the event is its first.
async fn begin(
    recorded: &Recorded,
    what: &What,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let Some(Named { file: Some(file), agency: Some(agency), .. }) = named(recorded)? else {
        return Ok(());
    };
    let origin = match what {
        What::Task(TaskEvent::Created { creation, .. }) => creation.process.as_ref(),
        What::Task(_) | What::Suspect(_) | What::Victim(_) | What::Journey(_) => None,
    };
    sqlx::query!(
        "INSERT INTO process_stream (stream, investigation_id, agency, process, instance)
        VALUES ($1, $2, $3, $4, $5)",
        recorded.stream,
        Uuid::from(file),
        agency,
        origin.map(|origin| origin.name.as_str()),
        origin.map(|origin| origin.instance)
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Whose record it is.
struct Record {
    investigation_id: Uuid,
    agency: String,
    process: Option<String>,
    instance: Option<Uuid>,
}

async fn record(
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<Option<Record>, StoreError> {
    Ok(sqlx::query_as!(
        Record,
        "SELECT investigation_id, agency, process, instance FROM process_stream WHERE stream = $1",
        recorded.stream
    )
    .fetch_optional(view)
    .await?)
}

fn cause(recorded: &Recorded, record: &Record) -> Result<Cause, StoreError> {
    let metadata = &recorded.metadata;
    let agency = AgencyId::parse(&record.agency);
    Ok(Cause {
        event: recorded.event,
        correlation: metadata.correlation,
        investigation: record.investigation_id.into(),
        agency: agency.map_err(|_| recorded.unreadable(Unreadable::Stream))?,
        actor: metadata.actor.clone(),
        legal_basis: metadata.legal_basis.clone(),
        purpose: metadata.purpose,
        handling: metadata.handling.clone(),
        exercise: metadata.exercise,
    })
}

/// Takes the fact into account for one instance.
async fn evolve(
    manager: &Manager,
    instance: Uuid,
    fact: &Fact<'_>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let state: Option<Value> = sqlx::query_scalar!(
        "SELECT state FROM process_instance WHERE process = $1 AND instance = $2",
        manager.name.as_str(),
        instance
    )
    .fetch_optional(&mut *view)
    .await?;
    let state = (manager.evolve)(state, instance, fact).map_err(StoreError::Encoding)?;
    sqlx::query!(
        "INSERT INTO process_instance (process, instance, investigation_id, state, position)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (process, instance)
        DO UPDATE SET state = excluded.state, position = excluded.position",
        manager.name.as_str(),
        instance,
        Uuid::from(fact.cause.investigation),
        state,
        recorded.position
    )
    .execute(view)
    .await?;
    Ok(())
}
