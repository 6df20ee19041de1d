//! What the victim board shows of a protection file, piece by piece: codes, references and days.

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use mpaka_domain::protection::victim_case::{
    self as domain, ClockCode, CloseReason, CompensationKind, CompetentAuthority, ConsentGiver,
    DecidingOrganisation, DisqualificationGround, ExploitationLink, ExploitationType,
    GroundsDecision, GroundsOutcome, GuardianKind, IndicatorStrength, Industry, Mechanism,
    MethodOfControl, NeedDomain, NeedLevel, RecruitmentMethod, RelationshipToTrafficker,
    ScreeningOutcome, ScreeningTool, SexualExploitationType, SpecialMeasure, SupportKind,
    TraffickingStatus, WebsiteOrApp,
};
use mpaka_persistence::view::victim::board as view;

use super::code::{ConsentScope, ConsentStanding};
use crate::code::Code;
use crate::envelope::LegalBasis;
use crate::scalar::Date;
use crate::time::PartialTime;
use crate::values::{Agency, Place};

/// A time limit that runs or ran.
#[derive(SimpleObject)]
pub struct VictimClock {
    /// The time limit.
    code: Code<ClockCode>,
    /// The day it runs from.
    started_at: Date,
    /// The last day for what must happen; of the recovery period, the first day on which the
    /// conclusive decision may be taken.
    due_at: Date,
    /// The day on which what it waits for happened.
    met_at: Option<Date>,
    /// The day from which it no longer matters, since the person left the process.
    stopped_at: Option<Date>,
    /// Whether what had to happen did not happen in time: it is overdue today (in UTC), or came too
    /// late.
    breached: bool,
}

impl VictimClock {
    /// The time limit as it stands on a day.
    pub(super) fn on(today: NaiveDate, clock: &domain::Clock) -> Self {
        Self {
            code: Code(clock.code),
            started_at: clock.started.into(),
            due_at: clock.due.into(),
            met_at: clock.met_at.map(Into::into),
            stopped_at: clock.stopped_at.map(Into::into),
            breached: clock.is_breached(today),
        }
    }
}

/// Shows parts of the view as the schema's objects.
macro_rules! parts {
    ($($(#[$meta:meta])* $name:ident of $part:ty, |$from:ident| {
        $($(#[$field_meta:meta])* $field:ident: $type:ty = $read:expr,)*
    })+) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            $($(#[$field_meta])* $field: $type,)*
        }

        impl From<&$part> for $name {
            fn from($from: &$part) -> Self {
                Self { $($field: $read,)* }
            }
        }
    )+};
}

parts! {
    /// What a person last said to one scope.
    VictimConsent of view::Consent, |consent| {
        /// To what.
        scope: ConsentScope = (&consent.scope).into(),
        /// With which agency their data may be shared, or not.
        agency: Option<Agency> = match &consent.scope {
            domain::ConsentScope::ShareWith { agency } => Some(Agency(agency.clone())),
            domain::ConsentScope::Interview
            | domain::ConsentScope::Referral
            | domain::ConsentScope::Support
            | domain::ConsentScope::PoliceCooperation
            | domain::ConsentScope::Research
            | domain::ConsentScope::Media
            | domain::ConsentScope::Repatriation => None,
        },
        /// Whether they said yes or no.
        standing: ConsentStanding = consent.standing.into(),
        /// When.
        occurred: PartialTime = PartialTime(consent.occurred.clone()),
        /// Who said so; null for a yes that was taken back.
        by: Option<Code<ConsentGiver>> = consent.by.map(Code),
        /// Whether an interpreter took part; null for a yes that was taken back.
        interpreter: Option<bool> = consent.interpreter,
    }

    /// Who supports a person: an agency or another organisation.
    VictimProvider of domain::Provider, |provider| {
        /// The agency, whose victim-support officers see the file and write in it.
        agency: Option<Agency> = match provider {
            domain::Provider::Agency(agency) => Some(Agency(agency.clone())),
            domain::Provider::Organisation(_) => None,
        },
        /// The organisation, by its name.
        organisation: Option<String> = match provider {
            domain::Provider::Agency(_) => None,
            domain::Provider::Organisation(name) => Some(name.as_str().to_owned()),
        },
    }

    /// The notification of a guardian or officer for a child.
    VictimGuardian of view::Guardian, |guardian| {
        /// Who was told.
        kind: Code<GuardianKind> = Code(guardian.kind),
        /// The reference of the notification.
        reference: String = guardian.reference.as_str().to_owned(),
        /// The day.
        notified_at: Date = guardian.notified_at.into(),
    }

    /// A sign of trafficking that a screening found.
    VictimIndicator of domain::Indicator, |indicator| {
        /// Its code in the list of the screening tool.
        code: String = indicator.code.as_str().to_owned(),
        /// How strongly it shows.
        strength: Code<IndicatorStrength> = Code(indicator.strength),
    }

    /// A screening, without the answers given.
    VictimScreening of view::Screening, |screening| {
        /// The questionnaire.
        tool: Code<ScreeningTool> = Code(screening.tool),
        /// The indicators found.
        indicators: Vec<VictimIndicator> = screening.indicators.iter().map(Into::into).collect(),
        /// What it came to.
        outcome: Code<ScreeningOutcome> = Code(screening.outcome),
        /// When.
        occurred: PartialTime = PartialTime(screening.occurred.clone()),
    }

    /// A referral to the mechanism.
    VictimReferral of view::Referral, |referral| {
        /// The mechanism.
        mechanism: Code<Mechanism> = Code(referral.mechanism),
        /// The reference of its receipt.
        reference: String = referral.reference.as_str().to_owned(),
        /// The organisation that referred.
        first_responder_org: String = referral.first_responder.as_str().to_owned(),
        /// The day it was received.
        received_at: Date = referral.received_at.into(),
        /// By when the first decision is aimed at, where the mechanism has such an aim.
        decision_due: Option<Date> = referral.decision_due.map(Into::into),
    }

    /// The duty to notify of an adult who refused referral (Modern Slavery Act 2015, s.52).
    VictimDutyToNotify of view::DutyToNotify, |duty| {
        /// The last day in time.
        due: Date = duty.due.into(),
        /// The day the notification was sent; null while it is outstanding.
        sent_at: Option<Date> = duty.notice.as_ref().map(|notice| notice.sent_at.into()),
        /// Whether it was sent without anything that identifies the person.
        anonymous: Option<bool> = duty.notice.as_ref().map(|notice| notice.anonymous),
        /// The agency that was notified.
        to: Option<Agency> = duty.notice.as_ref().map(|notice| Agency(notice.to.clone())),
    }

    /// A decision on a referral.
    VictimGroundsDecision of view::Decision, |decision| {
        /// On what.
        decision: Code<GroundsDecision> = Code(decision.decision),
        /// Which way it stands after it.
        outcome: Code<GroundsOutcome> = Code(decision.outcome),
        /// Whether an earlier decision was looked at again.
        on_reconsideration: bool = decision.on_reconsideration,
        /// By whom.
        competent_authority: Code<CompetentAuthority> = Code(decision.competent_authority),
        /// On which day.
        decided_at: Date = decision.decided_at.into(),
        /// The reference of the reasons.
        reasons_ref: String = decision.reasons_ref.as_str().to_owned(),
    }

    /// A reconsideration that is awaited.
    VictimReconsideration of view::Reconsideration, |awaited| {
        /// Which decision is looked at again.
        decision: Code<GroundsDecision> = Code(awaited.decision),
        /// The first responder or support provider that asked.
        requested_by: String = awaited.requested_by.as_str().to_owned(),
        /// The reference of the request.
        reference: String = awaited.reference.as_str().to_owned(),
    }

    /// The refusal or withdrawal of protection.
    VictimDisqualification of view::Disqualification, |disqualified| {
        /// Why.
        ground: Code<DisqualificationGround> = Code(disqualified.ground),
        /// By whom.
        competent_authority: Code<CompetentAuthority> = Code(disqualified.competent_authority),
        /// On which day.
        decided_at: Date = disqualified.decided_at.into(),
        /// The reference of the reasons.
        reasons_ref: String = disqualified.reasons_ref.as_str().to_owned(),
    }

    /// How much help a person needs with one thing.
    VictimNeed of (NeedDomain, NeedLevel), |need| {
        /// With what.
        domain: Code<NeedDomain> = Code(need.0),
        /// How much.
        level: Code<NeedLevel> = Code(need.1),
    }

    /// A support plan.
    VictimSupportPlan of view::SupportPlan, |plan| {
        /// What it helps with.
        kinds: Vec<Code<SupportKind>> = listed(&plan.kinds),
        /// When it is planned to end.
        planned_end: Option<Date> = plan.planned_end.map(Into::into),
    }

    /// An application for compensation.
    VictimCompensation of view::Compensation, |application| {
        /// By which way.
        kind: Code<CompensationKind> = Code(application.kind),
        /// The reference of the application.
        reference: String = application.reference.as_str().to_owned(),
    }

    /// Whether a person is a victim, as it was last determined.
    VictimDetermination of view::Determination, |determination| {
        /// The status.
        status: Code<TraffickingStatus> = Code(determination.status),
        /// Who decided.
        deciding_org: Option<Code<DecidingOrganisation>> = determination.deciding_org.map(Code),
        /// The reference of the reasons.
        reasons_ref: Option<String> =
            determination.reasons_ref.as_ref().map(|reference| reference.as_str().to_owned()),
    }

    /// What was done to a person, in codes.
    VictimExploitation of domain::Exploitation, |exploitation| {
        /// The types of exploitation.
        types: Vec<Code<ExploitationType>> = listed(&exploitation.types),
        /// The industries, for labour.
        industries: Vec<Code<Industry>> = listed(&exploitation.industries),
        /// The kinds of sexual exploitation.
        sexual_types: Vec<Code<SexualExploitationType>> = listed(&exploitation.sexual_types),
        /// How the person was controlled.
        methods_of_control: Vec<Code<MethodOfControl>> = listed(&exploitation.methods_of_control),
        /// How the person was recruited.
        recruitment: Vec<Code<RecruitmentMethod>> = listed(&exploitation.recruitment),
        /// Where online the person was recruited.
        recruitment_websites: Vec<Code<WebsiteOrApp>> = listed(&exploitation.recruitment_websites),
        /// Where online the person was exploited.
        exploitation_websites: Vec<Code<WebsiteOrApp>> =
            listed(&exploitation.exploitation_websites),
        /// How the person knew who trafficked them.
        relationship: Option<Code<RelationshipToTrafficker>> = exploitation.relationship.map(Code),
        /// When it began.
        start: Option<PartialTime> = exploitation.start.clone().map(PartialTime),
        /// When it ended.
        end: Option<PartialTime> = exploitation.end.clone().map(PartialTime),
        /// The scene of it; never where the person lives now.
        place: Option<Place> = exploitation.place.clone().map(Place),
    }

    /// A claim that a person must not be punished for an act.
    VictimNonpunishmentClaim of view::Nonpunishment, |claim| {
        /// The provision that the act is an offence under.
        act: LegalBasis = LegalBasis(claim.act.clone()),
        /// How the exploitation led to it.
        link_to_exploitation: Code<ExploitationLink> = Code(claim.link_to_exploitation),
    }

    /// A statement that a person gave.
    VictimStatement of view::Statement, |statement| {
        /// The reference of its exhibit.
        exhibit_ref: String = statement.exhibit_ref.as_str().to_owned(),
        /// How the person was protected.
        special_measures: Vec<Code<SpecialMeasure>> = listed(&statement.special_measures),
    }

    /// A return home.
    VictimRepatriation of view::Repatriation, |repatriation| {
        /// The country, ISO 3166-1 alpha-2.
        destination: String = repatriation.destination.to_string(),
        /// Who receives or received the person.
        receiving_provider: Option<String> =
            repatriation.receiving_provider.as_ref().map(|name| name.as_str().to_owned()),
        /// The reference of the determination of the child's best interests.
        best_interests_ref: Option<String> =
            repatriation.best_interests_ref.as_ref().map(|text| text.as_str().to_owned()),
        /// Whether the person was handed over to the provider.
        confirmed: bool = repatriation.confirmed,
    }

    /// The end of a protection file.
    VictimClosure of view::Closure, |closure| {
        /// Why.
        reason: Code<CloseReason> = Code(closure.reason),
        /// Who looks after the person from then on.
        onward_provider: Option<String> =
            closure.onward_provider.as_ref().map(|name| name.as_str().to_owned()),
        /// The day.
        closed_at: Date = closure.closed_at.into(),
    }
}

/// The codes of a set.
pub(super) fn listed<'a, T: Copy + 'a>(codes: impl IntoIterator<Item = &'a T>) -> Vec<Code<T>> {
    codes.into_iter().copied().map(Code).collect()
}
