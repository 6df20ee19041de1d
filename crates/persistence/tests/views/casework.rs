//! What the views' tests record with: files, suspects and their selectors, by users of agencies.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::{
    CrimeType, Investigation, InvestigationCommand, Origin, OriginKind,
};
use mpaka_domain::casework::suspect::{Suspect, SuspectCommand};
use mpaka_domain::casework::text::Title;
use mpaka_domain::handling::{Classification, HandlingCode, Recipient, Tlp};
use mpaka_domain::value::{
    InvestigationReference, LegalBasis, Msisdn, PartialTime, PersonName, Selector, SubdivisionCode,
};
use mpaka_domain::{Actor, AgencyId, Handling, Metadata, Personal, Purpose, Role, UserId, Viewer};
use mpaka_persistence::view::{Page, Reader};
use mpaka_persistence::{MasterKey, Store, ids};
use sqlx::PgPool;
use tokio::task::JoinSet;
use uuid::Uuid;

/// A store whose views are kept up to date.
pub struct Live {
    pub store: Store,
    _views: JoinSet<()>,
}

pub async fn live(pool: &PgPool) -> Live {
    let store = Store::open(pool.clone(), &MasterKey::new([7; 32])).await.unwrap();
    Live { _views: store.run_projections(), store }
}

/// A store whose views nobody keeps up to date.
pub struct Still {
    pub store: Store,
}

pub async fn opened_store(pool: &PgPool) -> Still {
    Still { store: Store::open(pool.clone(), &MasterKey::new([7; 32])).await.unwrap() }
}

impl Still {
    /// Opens a file.
    pub async fn file(&self, reference: &str) -> Uuid {
        let id = ids::next();
        let streams = self.store.streams();
        streams.send::<Investigation>(id, open(reference), akinyi(), None).await.unwrap();
        id
    }
}

/// The first page of any list.
pub const PAGE: Page = Page { size: 50, after: None, before: None, from_end: false };

pub fn viewer(user: &str, agency: &str, role: Role) -> Viewer {
    Viewer {
        user: UserId::parse(user).unwrap(),
        agency: AgencyId::parse(agency).unwrap(),
        role,
        compartments: BTreeSet::new(),
    }
}

pub fn reader(user: &str, agency: &str) -> Reader {
    Reader::from(&viewer(user, agency, Role::Investigator))
}

pub fn akinyi() -> Metadata {
    by("akinyi", "KE-DCI-TOCU", Role::Investigator)
}

pub fn harriet() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

/// An envelope with a command id of its own, recorded and happened on 2 March 2026.
pub fn by(user: &str, agency: &str, role: Role) -> Metadata {
    let viewer = viewer(user, agency, role);
    Metadata {
        command: ids::next().into(),
        correlation: ids::next().into(),
        causation: None,
        actor: Actor { user: viewer.user, agency: viewer.agency, role },
        on_behalf_of: None,
        occurred: PartialTime::instant(at("2026-03-02T09:00:00Z")),
        recorded_at: at("2026-03-02T09:00:00Z"),
        legal_basis: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3")
            .unwrap(),
        purpose: Purpose::Investigate,
        handling: Handling {
            classification: Classification::Restricted,
            tlp: Tlp::Amber,
            code: HandlingCode::P,
            conditions: BTreeSet::new(),
            europol: BTreeSet::new(),
            releasable_to: BTreeSet::new(),
            compartments: BTreeSet::new(),
            review_by: None,
        },
        source: None,
        exercise: false,
    }
}

pub fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().unwrap()
}

/// The same envelope, releasable to an agency or a country.
pub fn released(mut metadata: Metadata, to: &str) -> Metadata {
    metadata.handling.releasable_to.insert(Recipient::parse(to).unwrap());
    metadata
}

/// The same envelope, for what happened at another time and was recorded at yet another.
pub fn dated(mut metadata: Metadata, occurred: &str, recorded: &str) -> Metadata {
    metadata.occurred = PartialTime::instant(at(occurred));
    metadata.recorded_at = at(recorded);
    metadata
}

impl Live {
    /// Opens a file.
    pub async fn open(&self, reference: &str, metadata: Metadata) -> Uuid {
        let id = ids::next();
        self.investigation(id, open(reference), metadata).await;
        id
    }

    pub async fn investigation(
        &self,
        id: Uuid,
        command: InvestigationCommand,
        metadata: Metadata,
    ) -> i64 {
        let sent = self.store.streams().send::<Investigation>(id, command, metadata, None).await;
        let position = sent.unwrap().position;
        self.store.positions().all_reached(position).await.unwrap();
        position
    }

    /// Nominates a suspect and records the phone they use.
    pub async fn suspect_with_phone(
        &self,
        investigation: Uuid,
        phone: &str,
        metadata: impl Fn() -> Metadata,
    ) -> Uuid {
        let id = ids::next();
        let selector = Selector::Phone(Msisdn::parse(phone).unwrap());
        for command in [
            nominate(investigation, "Dickson Kibet Murage"),
            SuspectCommand::RecordSelector { selector: Personal::new(selector) },
        ] {
            let streams = self.store.streams();
            let sent = streams.send::<Suspect>(id, command, metadata(), None).await.unwrap();
            self.store.positions().all_reached(sent.position).await.unwrap();
        }
        id
    }
}

pub fn open(reference: &str) -> InvestigationCommand {
    InvestigationCommand::Open {
        reference: InvestigationReference::parse(reference).unwrap(),
        title: Title::parse("Care visas").unwrap(),
        crime_types: BTreeSet::from([CrimeType::Tip]),
        territory: BTreeSet::from([SubdivisionCode::parse("KE-30").unwrap()]),
        sio: None,
        deputies: BTreeSet::new(),
        origin: Origin { kind: OriginKind::Complaint, reference: None },
        template_id: None,
    }
}

pub fn nominate(investigation: Uuid, name: &str) -> SuspectCommand {
    SuspectCommand::Nominate {
        investigation: investigation.into(),
        nominal_id: None,
        named: None,
        name: Some(Personal::new(PersonName::parse(name).unwrap())),
        description: None,
        birth: None,
        roles: BTreeSet::new(),
        network_roles: BTreeSet::new(),
        grounds: Personal::new("Named by two complainants.".to_owned()),
    }
}
