//! A suspect: a person in one investigation, as its readers know them.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result};
use mpaka_domain::Personal;
use mpaka_domain::casework::suspect::{
    AppropriateAdultKind, ChargeOutcome, Counsel, DetentionRule, ForcedLabourIndicator,
    NetworkRole, NonpunishmentDecision, ReleaseType, RoleInProcess, SuspectStatus, WantedMeasure,
    WantedScope,
};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::suspect::SuspectRow;
use uuid::Uuid;

use super::investigation::Investigation;
use crate::code::{Code, code_lists};
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::nominals::nominal::SharedNominals;
use crate::nominals::person_nominal::PersonNominal;
use crate::page::{Arguments, connection};
use crate::person::{BirthDate, PersonName};
use crate::scalar::{NominalId, SuspectId};
use crate::session::Request;
use crate::values::Agency;

pub mod mutation;
mod part;

pub(crate) use part::Noted;
pub use part::{
    AppropriateAdult, Arrest, Charge, DetentionClock, NonpunishmentReview, PossibleVictimFlag,
    SuspectGround, SuspectInterview, SuspectOutcome, SuspectRelease, SuspectSelector,
    SuspectStatusStep, WantedNotice,
};

code_lists! {
    SuspectStatus = "SuspectStatus", "Where a suspect stands in one investigation.";
    RoleInProcess = "RoleInProcess", "What a person did in the trafficking process (IOM HTCDS 2.0, per_RoleInProcess).";
    NetworkRole = "NetworkRole", "What a person does in a network.";
    WantedScope = "WantedScope", "How far a person is looked for.";
    WantedMeasure = "WantedMeasure", "What to do when a wanted person is found.";
    ReleaseType = "ReleaseType", "How a person is released from custody while the case goes on.";
    Counsel = "Counsel", "What became of the right to a lawyer at an interview.";
    AppropriateAdultKind = "AppropriateAdultKind", "Who stands by a child at an interview.";
    ForcedLabourIndicator = "ForcedLabourIndicator", "Signs that a person was forced (ILO indicators of forced labour, 2012).";
    NonpunishmentDecision = "NonpunishmentDecision", "What a prosecutor decided on a suspect who may be a victim.";
    ChargeOutcome = "ChargeOutcome", "How charges ended.";
    DetentionRule = "DetentionRule", "The rule that says how long a person may be held before a court or a charge.";
}

/// A person in one investigation. What you may not see of them is left out.
pub struct Suspect {
    row: SuspectRow,
    file: SharedFile,
    nominals: SharedNominals,
}

impl Suspect {
    /// The suspect, if the reader may see them.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().suspect(&reader, id).await.map_err(fault)?;
        Ok(row.map(|row| {
            let nominals = SharedNominals::of(named_by(&row));
            Self { row, file: SharedFile::default(), nominals }
        }))
    }

    /// Whether they may be a victim, as far as the reader may know, and no prosecutor has decided on
    /// what was flagged that they may be punished.
    pub(crate) fn is_not_to_be_charged(&self) -> bool {
        let known = &self.row.known;
        let review = known.review.as_ref().map(|review| review.what.decision);
        known.possible_victim.is_some() && review != Some(NonpunishmentDecision::Proceed)
    }
}

/// The suspects of an investigation that the reader may see, the last changed first.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    arguments: Arguments,
) -> Result<Connection<String, Suspect>> {
    let list = format!("suspects {investigation}");
    let page = arguments.page(ctx, &list)?;
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let rows = views.suspects(&reader, investigation, &page).await.map_err(fault)?;
    let file = SharedFile::default();
    let nominals = SharedNominals::of(rows.iter().filter_map(named_by));
    connection(ctx, &list, &page, rows, SuspectRow::place, |row| Suspect {
        row,
        file: file.clone(),
        nominals: nominals.clone(),
    })
}

/// The nominal that a suspect is linked to, as far as the reader may know.
fn named_by(row: &SuspectRow) -> Option<Uuid> {
    row.known.nominal.map(Into::into)
}

/// A person in one investigation. What you may not see of them is left out.
#[Object]
impl Suspect {
    /// Their id in this investigation.
    pub(crate) async fn id(&self) -> ID {
        self.row.suspect_id.into()
    }

    /// How many events the record has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        self.file.find(ctx, self.row.investigation_id).await
    }

    /// The agency that nominated them.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// How the nomination may be passed on and used. Later facts have markings of their own.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.clone())
    }

    /// Where they stand.
    async fn status(&self) -> Code<SuspectStatus> {
        Code(self.row.known.status())
    }

    /// How they came to stand there, from the nomination on.
    async fn status_history(&self) -> Vec<SuspectStatusStep> {
        self.row.known.ladder.iter().map(Into::into).collect()
    }

    /// The id of the record that their agency holds of the person across its investigations.
    async fn nominal_id(&self) -> Option<NominalId> {
        self.row.known.nominal.map(NominalId)
    }

    /// What their agency holds of the person; null when they are linked to no record, or it is not
    /// shown to you (NOM-6).
    async fn nominal(&self, ctx: &Context<'_>) -> Result<Option<PersonNominal>> {
        match named_by(&self.row) {
            Some(id) => PersonNominal::of(self.nominals.find(ctx, id).await?),
            None => Ok(None),
        }
    }

    /// Their name; null when it is not known, or erased.
    async fn name(&self) -> Option<PersonName> {
        opened(self.row.known.name.as_ref()).map(PersonName)
    }

    /// Other names they go by.
    async fn aliases(&self) -> Vec<PersonName> {
        let aliases = self.row.known.aliases.iter();
        aliases.filter_map(|alias| opened(Some(alias))).map(PersonName).collect()
    }

    /// When they were born, as it is known now; null when it is not known, or erased.
    async fn birth(&self) -> Option<BirthDate> {
        opened(self.row.known.birth.as_ref()).map(BirthDate)
    }

    /// What they look like or are known for; null when nothing was recorded, or erased.
    async fn description(&self) -> Option<&String> {
        self.row.known.description.as_ref().and_then(Personal::get)
    }

    /// What they did in the trafficking process.
    async fn roles(&self) -> Vec<Code<RoleInProcess>> {
        self.row.known.roles.iter().copied().map(Code).collect()
    }

    /// What they do in the network.
    async fn network_roles(&self) -> Vec<Code<NetworkRole>> {
        self.row.known.network_roles.iter().copied().map(Code).collect()
    }

    /// Phones, plates, accounts, handles and documents that they use.
    async fn selectors(&self) -> Vec<SuspectSelector> {
        self.row.known.selectors.iter().map(Into::into).collect()
    }

    /// Why they are of interest.
    async fn grounds(&self) -> Vec<SuspectGround> {
        self.row.known.grounds.iter().map(Into::into).collect()
    }

    /// How they are looked for; null when nobody does, or no longer.
    async fn wanted(&self) -> Option<WantedNotice> {
        self.row.known.wanted.as_ref().map(Into::into)
    }

    /// Their arrest.
    async fn arrest(&self) -> Option<Arrest> {
        self.row.known.arrest.as_ref().map(Into::into)
    }

    /// How long they may be held after the arrest; null where no rule is known for the place.
    async fn detention(&self) -> Option<DetentionClock> {
        self.row.known.detention.clone().map(DetentionClock)
    }

    /// Their release from custody while the case goes on.
    async fn release(&self) -> Option<SuspectRelease> {
        self.row.known.release.as_ref().map(Into::into)
    }

    /// Their interviews.
    async fn interviews(&self) -> Vec<SuspectInterview> {
        self.row.known.interviews.iter().map(Into::into).collect()
    }

    /// The signs that they were forced and may be a victim; null when nobody recorded any.
    async fn possible_victim(&self) -> Option<PossibleVictimFlag> {
        self.row.known.possible_victim.as_ref().map(Into::into)
    }

    /// Whether they may be punished, as a prosecutor decided on the signs recorded so far; null
    /// while no review of them has been recorded. Without one a possible victim is not charged (S3).
    async fn nonpunishment_review(&self) -> Option<NonpunishmentReview> {
        self.row.known.review.as_ref().map(Into::into)
    }

    /// What they are charged with.
    async fn charges(&self) -> Vec<Charge> {
        self.row.known.charges.iter().map(Into::into).collect()
    }

    /// How the charges ended.
    async fn outcome(&self) -> Option<SuspectOutcome> {
        self.row.known.outcome.as_ref().map(Into::into)
    }
}

/// A personal value; none when it was not recorded, or erased.
fn opened<T: Clone>(personal: Option<&Personal<T>>) -> Option<T> {
    personal.and_then(Personal::get).cloned()
}

/// What can be read of suspects.
#[derive(Default)]
pub struct SuspectQuery;

/// What can be read of suspects.
#[Object]
impl SuspectQuery {
    /// A suspect by their id; null where there is none, or none for you to see.
    async fn suspect(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The suspect's id.")] id: SuspectId,
    ) -> Result<Option<Suspect>> {
        Suspect::find(ctx, id.into()).await
    }
}
