//! A victim's case: the board by alias, one file in full, and who the person is for those who look
//! after them.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, MergedObject, Object, Result};
use mpaka_domain::Purpose;
use mpaka_domain::protection::victim_case::{
    ImmediateSafety, Jurisdiction, Majority, NeedDomain, Status,
};
use mpaka_domain::value::ExhibitRef;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::victim::{VictimFilter as Filter, VictimRow};
use uuid::Uuid;

use self::identity::VictimIdentity;
use self::part::{
    VictimClock, VictimClosure, VictimCompensation, VictimConsent, VictimDetermination,
    VictimDisqualification, VictimDutyToNotify, VictimExploitation, VictimGroundsDecision,
    VictimGuardian, VictimNeed, VictimNonpunishmentClaim, VictimProvider, VictimReconsideration,
    VictimReferral, VictimRepatriation, VictimScreening, VictimStatement, VictimSupportPlan,
    listed,
};
use crate::casework::investigation::Investigation;
use crate::code::Code;
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::page::{Arguments, connection, cost};
use crate::scalar::{InvestigationId, VictimCaseId};
use crate::session::Request;
use crate::values::Agency;

mod code;
mod identity;
pub mod mutation;
mod part;

pub(crate) use code::ConsentScope;

/// A person's protection as the victim board shows it: by alias, never by name.
pub struct VictimBoardEntry {
    row: Arc<VictimRow>,
    file: SharedFile,
}

/// A person's protection as the victim board shows it: by alias, never by name. What you may not see
/// of it is left out.
#[Object]
impl VictimBoardEntry {
    /// The id of the protection file.
    async fn id(&self) -> ID {
        self.row.victim_case_id.into()
    }

    /// How many events the file has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// What the person is called outside the file.
    async fn alias(&self) -> &str {
        &self.row.alias
    }

    /// Where the protection stands.
    async fn status(&self) -> Code<Status> {
        Code(self.row.board.status)
    }

    /// Whose law and mechanism protects the person.
    async fn jurisdiction(&self) -> Result<Code<Jurisdiction>> {
        Code::stored(&self.row.jurisdiction).ok_or_else(|| "an unknown jurisdiction".into())
    }

    /// Whether the person is an adult, a child, or of disputed age.
    async fn majority(&self) -> Code<Majority> {
        Code(self.row.board.majority)
    }

    /// The time limits that run or ran, in the order they started.
    async fn clocks(&self, ctx: &Context<'_>) -> Result<Vec<VictimClock>> {
        let today = ctx.now()?.date_naive();
        Ok(self.row.board.clocks.iter().map(|clock| VictimClock::on(today, clock)).collect())
    }

    /// What the person said yes or no to, by scope.
    async fn consents(&self) -> Vec<VictimConsent> {
        self.row.board.consents.iter().map(Into::into).collect()
    }

    /// The last referral.
    async fn referral(&self) -> Option<VictimReferral> {
        self.row.board.referral.as_ref().map(Into::into)
    }

    /// The duty to notify of an adult who refused referral.
    async fn duty_to_notify(&self) -> Option<VictimDutyToNotify> {
        self.row.board.duty_to_notify.as_ref().map(Into::into)
    }

    /// Who supports the person.
    async fn providers(&self) -> Vec<VictimProvider> {
        self.row.board.providers.iter().map(Into::into).collect()
    }

    /// The agency that owns the file.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// The investigation the person was met in; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        self.file.find(ctx, self.row.investigation_id).await
    }

    /// How it may be passed on and used: the most restrictive marking of what you see of it.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.clone())
    }
}

/// What one protection file shows beside its line on the board.
struct Details(Arc<VictimRow>);

/// What one protection file shows beside its line on the board.
#[Object(name = "VictimCaseDetails")]
impl Details {
    /// The language the person speaks best, BCP 47.
    async fn language(&self) -> &str {
        self.0.board.language.as_str()
    }

    /// How safe the person was at registration.
    async fn immediate_safety(&self) -> Code<ImmediateSafety> {
        Code(self.0.board.immediate_safety)
    }

    /// Who was told of a child.
    async fn guardians(&self) -> Vec<VictimGuardian> {
        self.0.board.guardians.iter().map(Into::into).collect()
    }

    /// The screenings, without the answers given.
    async fn screenings(&self) -> Vec<VictimScreening> {
        self.0.board.screenings.iter().map(Into::into).collect()
    }

    /// The decisions on the referrals, in the order they were recorded.
    async fn decisions(&self) -> Vec<VictimGroundsDecision> {
        self.0.board.decisions.iter().map(Into::into).collect()
    }

    /// The reconsideration that is awaited.
    async fn reconsideration(&self) -> Option<VictimReconsideration> {
        self.0.board.reconsideration.as_ref().map(Into::into)
    }

    /// The refusal or withdrawal of protection.
    async fn disqualification(&self) -> Option<VictimDisqualification> {
        self.0.board.disqualification.as_ref().map(Into::into)
    }

    /// What emergency care was given.
    async fn emergency_care(&self) -> Vec<Code<NeedDomain>> {
        listed(&self.0.board.emergency_care)
    }

    /// How much help is needed with what.
    async fn needs(&self) -> Vec<VictimNeed> {
        self.0.board.needs.iter().map(|(domain, level)| (&(*domain, *level)).into()).collect()
    }

    /// The support plan in force.
    async fn support_plan(&self) -> Option<VictimSupportPlan> {
        self.0.board.support_plan.as_ref().map(Into::into)
    }

    /// The prosecuting agencies in whose cases the person is supported as a witness.
    async fn prosecution_support(&self) -> Vec<Agency> {
        self.0.board.prosecutions.iter().cloned().map(Agency).collect()
    }

    /// The applications for compensation.
    async fn compensation(&self) -> Vec<VictimCompensation> {
        self.0.board.compensation.iter().map(Into::into).collect()
    }

    /// Whether the person is a victim, as it was last determined.
    async fn determination(&self) -> Option<VictimDetermination> {
        self.0.board.determination.as_ref().map(Into::into)
    }

    /// What was done to the person, in codes.
    async fn exploitation(&self) -> Vec<VictimExploitation> {
        self.0.board.exploitation.iter().map(Into::into).collect()
    }

    /// The acts for which the person claims not to be punished.
    async fn nonpunishment_claims(&self) -> Vec<VictimNonpunishmentClaim> {
        self.0.board.nonpunishment.iter().map(Into::into).collect()
    }

    /// The statements taken.
    async fn statements(&self) -> Vec<VictimStatement> {
        self.0.board.statements.iter().map(Into::into).collect()
    }

    /// The exhibits of the statements on the impact.
    async fn impact_statements(&self) -> Vec<&str> {
        self.0.board.impact_statements.iter().map(ExhibitRef::as_str).collect()
    }

    /// Who helps with the return into everyday life.
    async fn reintegration(&self) -> Option<VictimProvider> {
        self.0.board.reintegration.as_ref().map(Into::into)
    }

    /// The return home.
    async fn repatriation(&self) -> Option<VictimRepatriation> {
        self.0.board.repatriation.as_ref().map(Into::into)
    }

    /// Who gives aftercare.
    async fn aftercare(&self) -> Option<VictimProvider> {
        self.0.board.aftercare.as_ref().map(Into::into)
    }

    /// The end of the file.
    async fn closure(&self) -> Option<VictimClosure> {
        self.0.board.closure.as_ref().map(Into::into)
    }

    /// Who the person is and where they can be found. For victim-support officers who hold the
    /// PROTECTION compartment, to protect the person or a child, or for a court; null for everybody
    /// else and for any other purpose.
    async fn identity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Why you read it.")] purpose: Code<Purpose>,
    ) -> Result<Option<VictimIdentity>> {
        identity::find(ctx, self.0.victim_case_id, purpose.0).await
    }
}

/// One person in one protection process. What you may not see of it is left out.
#[derive(MergedObject)]
pub struct VictimCase(VictimBoardEntry, Details);

impl VictimCase {
    /// The file, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().victim_case(&reader, id).await.map_err(fault)?;
        Ok(row.map(|row| {
            let row = Arc::new(row);
            let entry = VictimBoardEntry { row: row.clone(), file: SharedFile::default() };
            Self(entry, Details(row))
        }))
    }

    /// Its id.
    pub(crate) async fn id(&self, _: &Context<'_>) -> Result<ID> {
        Ok(self.1.0.victim_case_id.into())
    }
}

/// The board of one investigation, as far as the reader may see it.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    arguments: Arguments,
) -> Result<Connection<String, VictimBoardEntry>> {
    let filter = Filter { investigation: Some(investigation), ..Filter::default() };
    board(ctx, &format!("victims {investigation}"), &filter, arguments).await
}

async fn board(
    ctx: &Context<'_>,
    list: &str,
    filter: &Filter,
    arguments: Arguments,
) -> Result<Connection<String, VictimBoardEntry>> {
    let page = arguments.page(ctx, list)?;
    let reader = Reader::from(ctx.viewer()?);
    let rows = ctx.store()?.views().victim_cases(&reader, filter, &page).await.map_err(fault)?;
    let files: BTreeMap<Uuid, SharedFile> =
        rows.iter().map(|row| (row.investigation_id, SharedFile::default())).collect();
    connection(ctx, list, &page, rows, VictimRow::place, |row| VictimBoardEntry {
        file: files.get(&row.investigation_id).cloned().unwrap_or_default(),
        row: Arc::new(row),
    })
}

/// What narrows the victim board.
#[derive(Debug, Clone, Default, InputObject)]
pub struct VictimFilter {
    /// Only people met in this investigation.
    pub investigation_id: Option<InvestigationId>,
    /// Only those whose protection stands there.
    pub status: Option<Code<Status>>,
    /// Only those under this jurisdiction.
    pub jurisdiction: Option<Code<Jurisdiction>>,
    /// Only the person of this alias.
    pub alias: Option<String>,
    /// Only those in whose file a time limit has passed without what had to happen.
    #[graphql(default)]
    pub overdue: bool,
}

/// What can be read of victims' cases.
#[derive(Default)]
pub struct VictimCaseQuery;

/// What can be read of victims' cases.
#[Object]
impl VictimCaseQuery {
    /// One person's protection file.
    async fn victim_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the file.")] id: VictimCaseId,
    ) -> Result<Option<VictimCase>> {
        VictimCase::find(ctx, id.into()).await
    }

    /// The victim board: the people in protection whom you may know of, by alias. Missed time limits
    /// come first, then those that end soonest.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn victims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
        #[graphql(desc = "What narrows the board.")] filter: Option<VictimFilter>,
    ) -> Result<Connection<String, VictimBoardEntry>> {
        let filter = filter.unwrap_or_default();
        let filter = Filter {
            investigation: filter.investigation_id.map(Into::into),
            status: filter.status.map(|code| code.0.as_str().to_owned()),
            jurisdiction: filter.jurisdiction.map(|code| code.0.as_str().to_owned()),
            alias: filter.alias.map(|alias| alias.trim().to_ascii_uppercase()),
            overdue_on: if filter.overdue { Some(ctx.now()?.date_naive()) } else { None },
        };
        board(ctx, "victims", &filter, Arguments { first, after, last, before }).await
    }
}
