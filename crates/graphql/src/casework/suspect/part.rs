//! What is known of a suspect, piece by piece, each with its time and its marking.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::Personal;
use mpaka_domain::casework::suspect::{
    self as domain, AppropriateAdultKind, ChargeOutcome, Counsel, DetentionRule,
    ForcedLabourIndicator, NonpunishmentDecision, ReleaseType, SuspectStatus, WantedMeasure,
    WantedScope,
};
use mpaka_domain::casework::text::Offence;
use mpaka_domain::value;
use mpaka_persistence::view::Fact;
use mpaka_persistence::view::suspect as view;

use crate::code::Code;
use crate::envelope::{LegalBasis, Source};
use crate::handling::Handling;
use crate::person::PersonName;
use crate::scalar::Date;
use crate::selector::Selector;
use crate::session::Request;
use crate::time::PartialTime;
use crate::values::Place;

/// When something happened, when it was recorded, and how it may be passed on and used.
#[derive(SimpleObject)]
pub struct Noted {
    /// When it happened, as exactly as it is known.
    occurred: PartialTime,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// How it may be passed on and used.
    handling: Handling,
}

impl<T> From<&Fact<T>> for Noted {
    fn from(fact: &Fact<T>) -> Self {
        Self {
            occurred: PartialTime(fact.occurred.clone()),
            recorded_at: fact.recorded_at,
            handling: Handling(fact.handling.clone()),
        }
    }
}

/// Shows facts of the view as the schema's objects.
macro_rules! parts {
    ($($(#[$meta:meta])* $name:ident of $what:ty, |$fact:ident| {
        $($(#[$field_meta:meta])* $field:ident: $type:ty = $read:expr,)*
    })+) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            $($(#[$field_meta])* $field: $type,)*
            #[graphql(flatten)]
            noted: Noted,
        }

        impl From<&Fact<$what>> for $name {
            fn from(fact: &Fact<$what>) -> Self {
                let $fact = &fact.what;
                Self { $($field: $read,)* noted: fact.into() }
            }
        }
    )+};
}

parts! {
    /// A step on the status ladder.
    SuspectStatusStep of view::Step, |step| {
        /// The status from then on.
        status: Code<SuspectStatus> = Code(step.status),
        /// Why, where the step was a decision; null once erased.
        reason: Option<String> = step.reason.as_ref().and_then(opened),
    }

    /// Something that a suspect uses and that identifies itself.
    SuspectSelector of Personal<value::Selector>, |selector| {
        /// The phone, plate, account, handle or document; null once erased.
        selector: Option<Selector> = opened(selector).map(Selector),
    }

    /// Grounds for suspicion.
    SuspectGround of view::Ground, |ground| {
        /// The grounds; null once erased.
        text: Option<String> = opened(&ground.text),
        /// What they rest on, and how that was graded.
        source: Option<Source> = ground.source.clone().map(Source),
    }

    /// How a person is looked for.
    WantedNotice of view::Notice, |notice| {
        /// How far.
        scope: Code<WantedScope> = Code(notice.scope),
        /// What to do when they are found.
        measure: Code<WantedMeasure> = Code(notice.measure),
        /// The warrant or provision it is done under.
        power: LegalBasis = LegalBasis(notice.legal_basis.clone()),
        /// The last day it holds.
        expires: Date = notice.expires.into(),
    }

    /// An arrest.
    Arrest of view::Arrest, |arrest| {
        /// Where; null once erased.
        place: Option<Place> = opened(&arrest.place).map(Place),
        /// The power used: the warrant or provision.
        power: LegalBasis = LegalBasis(arrest.power.clone()),
        /// The arresting officer, as they sign; null once erased.
        by: Option<String> = opened(&arrest.by),
        /// Whether the person was told why and what their rights are.
        rights_given: bool = arrest.rights_given,
        /// The language interpreted into, BCP 47; null when it was not interpreted.
        interpreter: Option<String> = arrest.interpreter.as_ref().map(ToString::to_string),
    }

    /// A release from custody while the case goes on.
    SuspectRelease of view::Release, |release| {
        /// How.
        release_type: Code<ReleaseType> = Code(release.release_type),
        /// On which conditions; null when there are none, or erased.
        conditions: Option<String> = release.conditions.as_ref().and_then(opened),
    }

    /// An interview of a suspect.
    SuspectInterview of view::Interview, |interview| {
        /// The exhibit that holds the record of it.
        exhibit_ref: String = interview.exhibit_ref.to_string(),
        /// The language it was held in, BCP 47.
        language: String = interview.language.to_string(),
        /// What became of the right to a lawyer.
        counsel: Code<Counsel> = Code(interview.counsel),
        /// Who stood by the child.
        appropriate_adult: Option<AppropriateAdult> =
            interview.appropriate_adult.as_ref().map(Into::into),
    }

    /// Signs that a suspect was forced and may be a victim.
    PossibleVictimFlag of view::Flag, |flag| {
        /// All signs recorded so far.
        indicators: Vec<Code<ForcedLabourIndicator>> =
            flag.indicators.iter().copied().map(Code).collect(),
    }

    /// A prosecutor's decision on whether a possible victim may be punished.
    NonpunishmentReview of view::Review, |review| {
        /// The decision.
        decision: Code<NonpunishmentDecision> = Code(review.decision),
        /// The provision it rests on.
        provision: LegalBasis = LegalBasis(review.provision.clone()),
        /// Why; null once erased.
        reasons: Option<String> = opened(&review.reasons),
    }

    /// An offence that a suspect is charged with.
    Charge of Offence, |offence| {
        /// The provision that makes it an offence.
        statute: LegalBasis = LegalBasis(offence.statute.clone()),
        /// Its code in the International Classification of Crime for Statistical Purposes.
        iccs_code: Option<String> = offence.iccs_code.as_ref().map(ToString::to_string),
    }

    /// How the charges against a suspect ended.
    SuspectOutcome of ChargeOutcome, |outcome| {
        /// How.
        outcome: Code<ChargeOutcome> = Code(*outcome),
    }
}

/// The adult who stands by a child at an interview.
#[derive(SimpleObject)]
pub struct AppropriateAdult {
    /// What they are to the child.
    kind: Code<AppropriateAdultKind>,
    /// Their name; null once erased.
    name: Option<PersonName>,
}

impl From<&domain::AppropriateAdult> for AppropriateAdult {
    fn from(adult: &domain::AppropriateAdult) -> Self {
        Self { kind: Code(adult.kind), name: opened(&adult.name).map(PersonName) }
    }
}

/// How long an arrested person may be held before a court or a charge.
pub struct DetentionClock(pub Fact<view::Detention>);

/// How long an arrested person may be held before a court or a charge.
#[Object]
impl DetentionClock {
    /// The rule that limits it.
    async fn rule(&self) -> Code<DetentionRule> {
        Code(self.0.what.rule)
    }

    /// When the time began to run.
    async fn started_at(&self) -> DateTime<Utc> {
        self.0.occurred.earliest()
    }

    /// When it runs out.
    async fn due_at(&self) -> DateTime<Utc> {
        self.0.what.due
    }

    /// When the person was charged, released or eliminated; null while they are held.
    async fn ended(&self) -> Option<PartialTime> {
        self.0.what.ended.clone().map(PartialTime)
    }

    /// Whether the person was, or is by now, held for longer than the rule allows.
    async fn breached(&self, ctx: &Context<'_>) -> Result<bool> {
        let detention = &self.0.what;
        let until = match &detention.ended {
            Some(ended) => ended.earliest(),
            None => ctx.now()?,
        };
        Ok(until > detention.due)
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.clone())
    }
}

/// A personal value; none once erased.
fn opened<T: Clone>(personal: &Personal<T>) -> Option<T> {
    personal.get().cloned()
}
