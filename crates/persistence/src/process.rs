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
use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::Task;
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::id::InvestigationId;
use mpaka_domain::intelligence::intelligence_report::IntelligenceReport;
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
use mpaka_domain::process::{Cause, Fact, ProcessName};
use mpaka_domain::prosecution::disclosure_schedule::DisclosureSchedule;
use mpaka_domain::prosecution::prosecution_file::ProsecutionFile;
use mpaka_domain::protection::victim_case::VictimCase;
use mpaka_domain::{AgencyId, Decider};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use self::happened::{Whose, what, whose};
use self::manager::{MANAGERS, Manager};
use crate::error::{StoreError, Unreadable};
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

pub(crate) mod desk;
mod happened;
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
    const VERSION: i32 = 3;
    const TABLES: &'static [&'static str] = &["process_stream", "process_instance"];
    const CATEGORIES: &'static [&'static str] = &[
        Investigation::CATEGORY,
        Suspect::CATEGORY,
        VictimCase::CATEGORY,
        Journey::CATEGORY,
        EvidenceItem::CATEGORY,
        IntelligenceReport::CATEGORY,
        PersonNominal::CATEGORY,
        Group::CATEGORY,
        ObjectNominal::CATEGORY,
        ProsecutionFile::CATEGORY,
        DisclosureSchedule::CATEGORY,
        AccessGrant::CATEGORY,
        Task::CATEGORY,
    ];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some(what) = what(recorded)? else { return Ok(()) };
        if let Some(whose) = whose(recorded, &what)? {
            begin(recorded, &whose, what.tied_to(), view).await?;
        }
        let concerns = MANAGERS.iter().any(|manager| (manager.concerns)(&what));
        if !concerns && !what.is_of_tied() {
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
        // What happens to a record that is tied to an instance is for that one.
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

/// Keeps whose record it is that an event begins, and the instance that it is tied to.
async fn begin(
    recorded: &Recorded,
    Whose { file, agency }: &Whose,
    tied: Option<(ProcessName, Uuid)>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO process_stream (stream, investigation_id, agency, process, instance)
        VALUES ($1, $2, $3, $4, $5)",
        recorded.stream,
        *file,
        agency.as_str(),
        tied.map(|(process, _)| process.as_str()),
        tied.map(|(_, instance)| instance)
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Whose record it is.
struct Record {
    investigation_id: Option<Uuid>,
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
        investigation: record.investigation_id.map(InvestigationId::from),
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
        fact.cause.investigation.map(Uuid::from),
        state,
        recorded.position
    )
    .execute(view)
    .await?;
    Ok(())
}
