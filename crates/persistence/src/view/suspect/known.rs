//! What a reader knows of a suspect: made from the facts that the reader may see, and from no others.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::casework::suspect::{
    AppropriateAdult, ChargeOutcome, Counsel, DetentionRule, ForcedLabourIndicator, NetworkRole,
    NonpunishmentDecision, ReleaseType, RoleInProcess, Suspect, SuspectEvent, SuspectStatus,
    WantedMeasure, WantedScope,
};
use mpaka_domain::casework::text::Offence;
use mpaka_domain::id::NominalId;
use mpaka_domain::value::{
    BirthDate, ExhibitRef, LanguageTag, LegalBasis, PartialTime, PersonName, Place, Selector,
};
use mpaka_domain::{Decider, Personal, SourceRef};

use crate::view::Fact;

/// A step on the status ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The status from then on.
    pub status: SuspectStatus,
    /// Why, where the step was a decision.
    pub reason: Option<Personal<String>>,
}

/// Grounds for suspicion.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The grounds.
    pub text: Personal<String>,
    /// What they rest on, with its grade.
    pub source: Option<SourceRef>,
}

/// How a person is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How far.
    pub scope: WantedScope,
    /// What to do when they are found.
    pub measure: WantedMeasure,
    /// The warrant or provision it is done under.
    pub legal_basis: LegalBasis,
    /// The last day it holds.
    pub expires: NaiveDate,
}

/// An arrest.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrest {
    /// Where.
    pub place: Personal<Place>,
    /// The power used.
    pub power: LegalBasis,
    /// The arresting officer.
    pub by: Personal<String>,
    /// Whether the person was told why and what their rights are.
    pub rights_given: bool,
    /// The language interpreted into.
    pub interpreter: Option<LanguageTag>,
}

/// How long a person may be held.
#[derive(Debug, Clone, PartialEq)]
pub struct Detention {
    /// The rule that limits it.
    pub rule: DetentionRule,
    /// When it runs out.
    pub due: DateTime<Utc>,
    /// When the person was charged, released or eliminated; none while the clock runs.
    pub ended: Option<PartialTime>,
}

/// A release from custody while the case goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// How.
    pub release_type: ReleaseType,
    /// On which conditions.
    pub conditions: Option<Personal<String>>,
}

/// An interview.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    /// The exhibit that holds the record of it.
    pub exhibit_ref: ExhibitRef,
    /// The language it was held in.
    pub language: LanguageTag,
    /// What became of the right to a lawyer.
    pub counsel: Counsel,
    /// Who stood by the child.
    pub appropriate_adult: Option<AppropriateAdult>,
}

/// The signs that a person was forced.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// All signs recorded so far.
    pub indicators: BTreeSet<ForcedLabourIndicator>,
}

/// What a prosecutor decided on a possible victim.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The decision.
    pub decision: NonpunishmentDecision,
    /// The provision it rests on.
    pub provision: LegalBasis,
    /// Why.
    pub reasons: Personal<String>,
}

/// What a reader knows of a suspect.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// The person as the agency holds them.
    pub nominal: Option<NominalId>,
    /// The name.
    pub name: Option<Personal<PersonName>>,
    /// Other names, in the order they were recorded in.
    pub aliases: Vec<Personal<PersonName>>,
    /// When they were born, as it is known now.
    pub birth: Option<Personal<BirthDate>>,
    /// What they look like or are known for.
    pub description: Option<Personal<String>>,
    /// What they did in the trafficking process.
    pub roles: BTreeSet<RoleInProcess>,
    /// What they do in the network.
    pub network_roles: BTreeSet<NetworkRole>,
    /// Phones, plates, accounts, handles and documents they use.
    pub selectors: Vec<Fact<Personal<Selector>>>,
    /// Why they are of interest.
    pub grounds: Vec<Fact<Ground>>,
    /// The status ladder, from the nomination on.
    pub ladder: Vec<Fact<Step>>,
    /// How they are looked for; none when nobody does, or no longer.
    pub wanted: Option<Fact<Notice>>,
    /// The arrest.
    pub arrest: Option<Fact<Arrest>>,
    /// The detention clock of the arrest.
    pub detention: Option<Fact<Detention>>,
    /// The release while the case goes on.
    pub release: Option<Fact<Release>>,
    /// The interviews.
    pub interviews: Vec<Fact<Interview>>,
    /// The signs that they may be a victim.
    pub possible_victim: Option<Fact<Flag>>,
    /// The review of the signs recorded so far; none while one is due.
    pub review: Option<Fact<Review>>,
    /// The offences they are charged with.
    pub charges: Vec<Fact<Offence>>,
    /// How the charges ended.
    pub outcome: Option<Fact<ChargeOutcome>>,
}

impl Known {
    /// What is known from these facts, in the order they were recorded in.
    pub(super) fn from_facts(facts: Vec<Fact<SuspectEvent>>) -> Self {
        let mut suspect = Suspect::default();
        let mut known = Self::default();
        for fact in facts {
            suspect = suspect.evolve(&fact.what);
            if let Some(status) = suspect.status() {
                known.step_to(status, &fact);
            }
            known.learn(&fact);
        }
        known
    }

    /// Where they stand.
    pub fn status(&self) -> SuspectStatus {
        self.ladder.last().map_or(SuspectStatus::PersonOfInterest, |step| step.what.status)
    }

    fn step_to(&mut self, status: SuspectStatus, fact: &Fact<SuspectEvent>) {
        if self.ladder.last().is_some_and(|step| step.what.status == status) {
            return;
        }
        if let Some(detention) = &mut self.detention
            && detention.what.ended.is_none()
        {
            detention.what.ended = Some(fact.occurred.clone());
        }
        if status != SuspectStatus::Wanted {
            self.wanted = None;
        }
        self.ladder.push(fact.with(Step { status, reason: reason(&fact.what) }));
    }

    fn learn(&mut self, fact: &Fact<SuspectEvent>) {
        use SuspectEvent as Event;
        match fact.what.clone() {
            Event::Nominated {
                investigation: _,
                agency: _,
                nominal_id,
                name,
                description,
                birth,
                roles,
                network_roles,
                grounds,
                source_ref,
            } => {
                self.nominal = nominal_id;
                (self.name, self.description, self.birth) = (name, description, birth);
                (self.roles, self.network_roles) = (roles, network_roles);
                self.grounds.push(fact.with(Ground { text: grounds, source: source_ref }));
            }
            Event::SelectorRecorded { selector } => self.selectors.push(fact.with(selector)),
            Event::AliasRecorded { name } => self.aliases.push(name),
            Event::BirthRecorded { birth } => self.birth = Some(birth),
            Event::GroundsAdded { text, source_ref } => {
                self.grounds.push(fact.with(Ground { text, source: source_ref }));
            }
            Event::NominalLinked { nominal_id } => self.nominal = Some(nominal_id),
            Event::NominalUnlinked { .. } => self.nominal = None,
            // The ladder shows them.
            Event::StatusChanged { .. } | Event::Eliminated { .. } => {}
            Event::WantedMarked { scope, measure, legal_basis, expires } => {
                self.wanted = Some(fact.with(Notice { scope, measure, legal_basis, expires }));
            }
            Event::Arrested { place, power, by, rights_given, interpreter } => {
                let arrest = Arrest { place, power, by, rights_given, interpreter };
                self.arrest = Some(fact.with(arrest));
            }
            Event::DetentionClockStarted { rule, due } => {
                self.detention = Some(fact.with(Detention { rule, due, ended: None }));
            }
            Event::Released { release_type, conditions } => {
                self.release = Some(fact.with(Release { release_type, conditions }));
            }
            Event::Interviewed { exhibit_ref, language, counsel, appropriate_adult } => {
                let interview = Interview { exhibit_ref, language, counsel, appropriate_adult };
                self.interviews.push(fact.with(interview));
            }
            Event::PossibleVictimFlagged { indicator_set } => {
                self.possible_victim = Some(fact.with(Flag { indicators: indicator_set }));
                self.review = None;
            }
            Event::NonpunishmentReviewed { decision, provision, reasons } => {
                self.review = Some(fact.with(Review { decision, provision, reasons }));
            }
            Event::Charged { offences } => {
                self.charges.extend(offences.into_iter().map(|offence| fact.with(offence)));
            }
            Event::OutcomeRecorded { outcome } => self.outcome = Some(fact.with(outcome)),
        }
    }
}

/// Why a status was decided on, where it was not reached by what happened.
fn reason(event: &SuspectEvent) -> Option<Personal<String>> {
    if let SuspectEvent::StatusChanged { basis: reason, .. } | SuspectEvent::Eliminated { reason } =
        event
    {
        return Some(reason.clone());
    }
    None
}
