//! What can be asked of a suspect.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::code::{
    ChargeOutcome, Counsel, ForcedLabourIndicator, NetworkRole, NonpunishmentDecision, ReleaseType,
    RoleInProcess, SuspectStatus, WantedMeasure, WantedScope,
};
use super::event::AppropriateAdult;
use crate::Personal;
use crate::casework::text::Offence;
use crate::id::{InvestigationId, NominalId};
use crate::nominals::nominal::NamedNominal;
use crate::value::{BirthDate, ExhibitRef, LanguageTag, LegalBasis, PersonName, Place, Selector};

/// What can be asked of a suspect. Unless it says otherwise, a command comes from an investigator or a
/// supervisor of the agency that nominated them. When it happened, and what it rests on, is in the
/// envelope.
#[derive(Debug, Clone, Serialize)]
pub enum SuspectCommand {
    /// Names a person of interest in an investigation, by name, description or nominal.
    Nominate {
        /// The investigation.
        investigation: InvestigationId,
        /// The person as the agency holds them.
        nominal_id: Option<NominalId>,
        /// That record, as the views show it to the sender. The server fills it in, anew each time the
        /// command is sent, so it is no part of the serialised command by which a repetition is
        /// recognised.
        #[serde(skip_serializing)]
        named: Option<NamedNominal>,
        /// The name, if it is known.
        name: Option<Personal<PersonName>>,
        /// What they look like or are known for.
        description: Option<Personal<String>>,
        /// When they were born, as far as it is known.
        birth: Option<Personal<BirthDate>>,
        /// What they did in the trafficking process (HTCDS).
        roles: BTreeSet<RoleInProcess>,
        /// What they do in the network.
        network_roles: BTreeSet<NetworkRole>,
        /// Why they are of interest; the envelope's source grades it.
        grounds: Personal<String>,
    },
    /// Says who the person is in their agency's own records (NOM-6).
    LinkNominal {
        /// The record.
        nominal: NominalId,
        /// That record, as the views show it to the sender; filled in by the server.
        #[serde(skip_serializing)]
        named: Option<NamedNominal>,
    },
    /// Takes back who the person is in their agency's records.
    UnlinkNominal {
        /// Why.
        reason: Personal<String>,
    },
    /// Records a phone, plate, account, handle or document that the person uses; it is compared
    /// across investigations.
    RecordSelector {
        /// The selector.
        selector: Personal<Selector>,
    },
    /// Records another name they go by.
    RecordAlias {
        /// The other name.
        name: Personal<PersonName>,
    },
    /// Records when they were born, or what is now known of it.
    RecordBirth {
        /// The birth date, as exactly as it is known.
        birth: Personal<BirthDate>,
    },
    /// Adds grounds for suspicion; the envelope's source grades them.
    AddGrounds {
        /// The grounds.
        text: Personal<String>,
    },
    /// Moves a person of interest up to suspect (S1). Every other status is reached by what happens:
    /// an arrest, a charge, an elimination.
    ChangeStatus {
        /// The new status.
        to: SuspectStatus,
        /// Why.
        basis: Personal<String>,
    },
    /// Has a suspect looked for, or looked for otherwise than before.
    MarkWanted {
        /// How far.
        scope: WantedScope,
        /// What to do when they are found.
        measure: WantedMeasure,
        /// The warrant or provision it is done under.
        legal_basis: LegalBasis,
        /// The last day it holds.
        expires: NaiveDate,
    },
    /// Records the arrest, at the time in the envelope, and starts the detention clock of the place.
    Arrest {
        /// Where.
        place: Personal<Place>,
        /// The power used: the warrant or provision.
        power: LegalBasis,
        /// The arresting officer, as they sign.
        by: Personal<String>,
        /// Whether the person was told why and what their rights are.
        rights_given: bool,
        /// The language interpreted into, if it was interpreted.
        interpreter: Option<LanguageTag>,
    },
    /// Records the release from custody while the case goes on.
    Release {
        /// How.
        release_type: ReleaseType,
        /// On which conditions.
        conditions: Option<Personal<String>>,
    },
    /// Records an interview on the day in the envelope. A child, or somebody who may be one, has an
    /// appropriate adult with them (S2).
    Interview {
        /// The exhibit that holds the record of it.
        exhibit_ref: ExhibitRef,
        /// The language it was held in.
        language: LanguageTag,
        /// What became of the right to a lawyer.
        counsel: Counsel,
        /// Who stood by the child.
        appropriate_adult: Option<AppropriateAdult>,
    },
    /// Records that the person is no longer of interest.
    Eliminate {
        /// Why.
        reason: Personal<String>,
    },
    /// Records signs that the person was forced and may be a victim; charges wait for a prosecutor's
    /// review (S3). Also for a victim-support officer of the agency.
    FlagPossibleVictim {
        /// The signs, at least one.
        indicator_set: BTreeSet<ForcedLabourIndicator>,
    },
    /// Records whether a possible victim may be punished (UK Modern Slavery Act 2015 s.45; Kenya
    /// Counter-Trafficking in Persons Act 2010 s.14). For a prosecutor, of any agency.
    ReviewNonpunishment {
        /// The decision.
        decision: NonpunishmentDecision,
        /// The provision it rests on.
        provision: LegalBasis,
        /// Why.
        reasons: Personal<String>,
    },
    /// Charges the person, or adds charges. Also for a prosecutor of any agency.
    Charge {
        /// The offences, at least one.
        offences: BTreeSet<Offence>,
    },
    /// Records how the charges ended. Also for a prosecutor of any agency.
    RecordOutcome {
        /// How.
        outcome: ChargeOutcome,
    },
}
