//! How rules are tested: given a history, when a command comes, then events or a reason.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::handling::{Classification, HandlingCode, Tlp};
use crate::personal::{ERASED, PERSONAL};
use crate::value::{LegalBasis, PartialTime};
use crate::{
    Actor, AgencyId, Decider, DomainEvent, Handling, Law, Metadata, Purpose, Role, UserId,
};

/// A marking that is released to nobody and sits in no compartment.
pub fn handling() -> Handling {
    Handling {
        classification: Classification::Restricted,
        tlp: Tlp::Amber,
        code: HandlingCode::P,
        conditions: BTreeSet::new(),
        europol: BTreeSet::new(),
        releasable_to: BTreeSet::new(),
        compartments: BTreeSet::new(),
        review_by: None,
    }
}

/// An instant, from RFC 3339.
pub fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().unwrap()
}

/// The law that the program is shipped with.
pub fn shipped_law() -> &'static Law {
    static LAW: LazyLock<Law> = LazyLock::new(|| Law::shipped().unwrap());
    &LAW
}

/// The envelope of a command from `user` of `agency`, as `role`, on 2 March 2026.
pub fn by(user: &str, agency: &str, role: Role) -> Metadata {
    let now = at("2026-03-02T09:00:00Z");
    Metadata {
        command: Uuid::from_u128(1).into(),
        correlation: Uuid::from_u128(2).into(),
        causation: None,
        actor: Actor {
            user: UserId::parse(user).unwrap(),
            agency: AgencyId::parse(agency).unwrap(),
            role,
        },
        on_behalf_of: None,
        occurred: PartialTime::instant(now),
        recorded_at: now,
        legal_basis: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3")
            .unwrap(),
        purpose: Purpose::Investigate,
        handling: handling(),
        source: None,
        exercise: false,
    }
}

/// Akinyi of KE-DCI-TOCU, who leads the investigations of the tests.
pub fn akinyi() -> Metadata {
    by("akinyi", "KE-DCI-TOCU", Role::Investigator)
}

impl Metadata {
    /// The same envelope, happened and recorded at another instant.
    #[must_use]
    pub fn on(mut self, instant: &str) -> Self {
        self.recorded_at = at(instant);
        self.occurred = PartialTime::instant(self.recorded_at);
        self
    }
}

/// A history to start from. A state that holds no personal data is the same without any.
pub fn given<D: Decider>(history: impl IntoIterator<Item = D::Event>) -> Given<D> {
    let history: Vec<_> = history.into_iter().collect();
    let folded = history.iter().fold(D::default(), D::evolve);
    let kept = serde_json::to_value(&folded).expect("a state can be kept");
    if !D::HOLDS_PERSONAL_DATA {
        let closed =
            history.iter().map(closed).fold(D::default(), |state, event| state.evolve(&event));
        let closed = serde_json::to_value(closed).expect("a state can be kept");
        assert_eq!(closed, kept, "the state holds personal data");
    }
    let kept = serde_json::from_value(kept).expect("a kept state can be read");
    Given { folded, kept }
}

/// An event as whoever has no key reads it.
fn closed<E: DomainEvent>(event: &E) -> E {
    let mut data = serde_json::to_value(event).expect("an event can be stored");
    close(&mut data);
    serde_json::from_value(data).expect("an event can be read without its personal data")
}

fn close(value: &mut Value) {
    match value {
        Value::Object(members) => match members.remove(PERSONAL) {
            Some(_) => _ = members.insert(ERASED.to_owned(), true.into()),
            None => members.values_mut().for_each(close),
        },
        Value::Array(items) => items.iter_mut().for_each(close),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// An aggregate with its history behind it: as it was folded, and as a snapshot of it is read.
pub struct Given<D> {
    folded: D,
    kept: D,
}

impl<D: Decider> Given<D> {
    /// Sends a command in an envelope. A snapshot has to answer as the history does.
    #[track_caller]
    pub fn when(self, metadata: Metadata, command: D::Command) -> Answer<D> {
        self.when_by(shipped_law(), metadata, command)
    }

    /// The same, judged by another law than the one the program is shipped with.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without borrows")]
    pub fn when_by(self, law: &Law, metadata: Metadata, command: D::Command) -> Answer<D> {
        let answer = self.folded.decide(command.clone(), &metadata, law);
        assert_eq!(
            self.kept.decide(command, &metadata, law),
            answer,
            "a snapshot answers otherwise"
        );
        Answer(answer)
    }
}

/// What the aggregate answered.
pub struct Answer<D: Decider>(Result<Vec<D::Event>, D::Rejection>);

impl<D: Decider> Answer<D> {
    /// Exactly these events happened.
    #[track_caller]
    pub fn then(self, events: impl IntoIterator<Item = D::Event>) {
        assert_eq!(
            self.0.expect("the command is accepted"),
            events.into_iter().collect::<Vec<_>>()
        );
    }

    /// It was already so.
    #[track_caller]
    pub fn then_nothing(self) {
        self.then([]);
    }

    /// The command was refused for this reason.
    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without borrows")]
    pub fn rejected(self, reason: D::Rejection) {
        assert_eq!(self.0.expect_err("the command is refused"), reason);
    }

    /// The events, for a closer look.
    #[track_caller]
    pub fn events(self) -> Vec<D::Event> {
        self.0.expect("the command is accepted")
    }
}

/// Every variant of an aggregate's events has a stored sample, which still reads and writes back
/// the same. Run with `MPAKA_WRITE_SAMPLES=1` to add the samples of new events.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "a switch of the test run, not of the product")]
pub fn check_samples<D: Decider>(samples: &[D::Event]) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/events/samples");
    let write = std::env::var("MPAKA_WRITE_SAMPLES").is_ok();
    for name in D::Event::NAMES {
        let sample = samples.iter().find(|event| event.name() == *name);
        let sample = sample.unwrap_or_else(|| panic!("{name} has no sample"));
        let path = format!("{folder}/{}.{name}.v1.json", D::CATEGORY);
        if write && !std::path::Path::new(&path).exists() {
            let json = serde_json::to_string_pretty(sample).unwrap() + "\n";
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(&path, json).unwrap();
        }
        let stored = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{path} is missing"));
        let event: D::Event = serde_json::from_str(&stored).unwrap();
        assert_eq!(&event, sample, "{path} reads as something else");
        let again: Value = serde_json::to_value(&event).unwrap();
        let stored: Value = serde_json::from_str(&stored).unwrap();
        assert_eq!(again, stored, "{path} is written differently now");
    }
}
