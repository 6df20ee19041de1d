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
use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::Task;
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::intelligence::intelligence_report::IntelligenceReport;
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
use mpaka_domain::prosecution::disclosure_schedule::DisclosureSchedule;
use mpaka_domain::prosecution::prosecution_file::ProsecutionFile;
use mpaka_domain::protection::victim_case::VictimCase;
use sqlx::PgConnection;

use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod batch;
pub(crate) mod desk;
mod happened;
mod manager;
mod rows;
mod send;
mod standing;

pub use standing::ProcessStatus;

/// A clock: the time now, to the microsecond.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The projection of the states of all process managers.
pub(crate) struct ProcessManagers;

impl Projection for ProcessManagers {
    const NAME: &'static str = "process_managers";
    const VERSION: i32 = 4;
    const TABLES: &'static [&'static str] = &["process_stream", "process_instance", "process_item"];
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
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        Self::project_all(&[recorded], keys, view).await
    }

    /// Each record and each state is read once and written once for any number of events.
    async fn project_all(
        events: &[&Recorded],
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        batch::take(events, view).await
    }
}
