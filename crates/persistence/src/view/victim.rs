//! The victim board: every protection file by alias, with where it stands and which time limits run.

use chrono::NaiveDate;
use mpaka_domain::protection::victim_case::{
    Clock, ClockChange, Provider, Status, VictimCase, VictimCaseEvent as Event,
};
use mpaka_domain::value::VictimAlias;
use mpaka_domain::{Decider, Handling};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use self::board::Board;
use super::write::move_on;
use super::{Page, Place, Reader, Views, marking};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

pub mod board;
mod facts;
mod fold;
pub mod identity;

/// The urgency of a file in which no time limit runs.
const NOT_URGENT: i64 = i32::MAX as i64;

/// The board's projection.
pub struct VictimBoard;

impl Projection for VictimBoard {
    const NAME: &'static str = "victim_board";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["victim", "victim_fact", "victim_identity"];
    const CATEGORIES: &'static [&'static str] = &[VictimCase::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<VictimCase>()? else { return Ok(()) };
        if event.is_protected() {
            identity::keep(id, recorded, view).await?;
        } else {
            facts::keep(id, recorded, view).await?;
            if recorded.version == 1 {
                open(id, &event, recorded, view).await?;
            } else {
                change(id, &event, recorded, view).await?;
            }
        }
        move_on!(
            "UPDATE victim SET version = $2, position = $3 WHERE victim_case_id = $1",
            recorded,
            id
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

async fn open(
    id: Uuid,
    event: &Event,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let Event::Registered { investigation, agency, alias, jurisdiction, .. } = event else {
        return Ok(());
    };
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO victim (
            victim_case_id, investigation_id, agency, version, position, registered, alias,
            jurisdiction, status, clocks, urgency, supported, support_agencies, releasable_to,
            compartments, whole_handling, whole_releasable_to, whole_compartments
        ) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, '[]', $9, false, '{}', $10, $11, $12, $10, $11)",
        id,
        Uuid::from(*investigation),
        agency.as_str(),
        recorded.version,
        recorded.position,
        alias.to_string(),
        jurisdiction.as_str(),
        Status::Identified.as_str(),
        NOT_URGENT,
        &releasable_to,
        &compartments,
        Json(&recorded.metadata.handling) as _
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn change(
    id: Uuid,
    event: &Event,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let row = sqlx::query!(
        r#"SELECT status, clocks AS "clocks: Json<Vec<Clock>>",
            whole_handling AS "handling: Json<Handling>"
        FROM victim
        WHERE victim_case_id = $1"#,
        id
    )
    .fetch_one(&mut *view)
    .await?;
    let status =
        row.status.parse().map_or(row.status, |status: Status| status.after(event).to_string());
    let mut clocks = row.clocks.0;
    for change in ClockChange::of(event) {
        change.apply(&mut clocks);
    }
    let handling = row.handling.0.and(&recorded.metadata.handling);
    let (releasable_to, compartments) = marking(&handling);
    let provider =
        if let Event::SupportAssigned { provider } = event { Some(provider) } else { None };
    let support_agency = provider.and_then(|provider| match provider {
        Provider::Agency(agency) => Some(agency.to_string()),
        Provider::Organisation(_) => None,
    });
    sqlx::query!(
        "UPDATE victim
        SET status = $2, clocks = $3, urgency = $4, supported = supported OR $5,
            support_agencies = support_agencies || $6, whole_handling = $7,
            whole_releasable_to = $8, whole_compartments = $9
        WHERE victim_case_id = $1",
        id,
        status,
        Json(&clocks) as _,
        next_due(&clocks).map_or(NOT_URGENT, urgency),
        provider.is_some(),
        &Vec::from_iter(support_agency),
        Json(&handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// The end of the time limit that runs out first, of those by which something must happen.
fn next_due(clocks: &[Clock]) -> Option<NaiveDate> {
    let runs = |clock: &&Clock| clock.is_open() && clock.code.is_deadline();
    clocks.iter().filter(runs).map(|clock| clock.due).min()
}

/// How soon a day is, as the board is ordered by it: days from 1 January 1970.
fn urgency(due: NaiveDate) -> i64 {
    due.signed_duration_since(NaiveDate::default()).num_days()
}

/// A protection file as the board shows it.
#[derive(Debug, Clone)]
pub struct VictimRow {
    /// Its id.
    pub victim_case_id: Uuid,
    /// The investigation the person was met in.
    pub investigation_id: Uuid,
    /// The agency that owns the file.
    pub agency: String,
    /// The version of its stream.
    pub version: i64,
    /// What the person is called outside the file.
    pub alias: String,
    /// Whose mechanism protects the person.
    pub jurisdiction: String,
    /// What the board shows beside, as far as the reader may see the facts.
    pub board: Board,
    /// The most restrictive marking of those facts.
    pub handling: Handling,
    place: Place,
}

/// A row before its board is made.
struct Found {
    victim_case_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    version: i64,
    registered: i64,
    alias: String,
    jurisdiction: String,
    urgency: i64,
}

/// What narrows the board.
#[derive(Debug, Clone, Default)]
pub struct VictimFilter {
    /// Only of this investigation.
    pub investigation: Option<Uuid>,
    /// Only those that stand there.
    pub status: Option<String>,
    /// Only those under this jurisdiction.
    pub jurisdiction: Option<String>,
    /// Only the one of this alias.
    pub alias: Option<String>,
    /// Only those in which a time limit ended before this day without being met.
    pub overdue_on: Option<NaiveDate>,
}

impl VictimRow {
    /// Its place on the board: the time limit that ends first, then the file registered first.
    pub fn place(&self) -> Place {
        self.place
    }
}

impl Views {
    /// A protection file by its id, if the reader may see it.
    pub async fn victim_case(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<VictimRow>, StoreError> {
        let found = sqlx::query_as!(
            Found,
            r#"SELECT victim_case_id, investigation_id, agency, version, registered, alias,
                jurisdiction, urgency
            FROM victim
            WHERE victim_case_id = $1 AND (
                may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)
                OR (compartments <@ $5 AND $3 = ANY (support_agencies))
            )"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(self.with_boards(reader, Vec::from_iter(found)).await?.pop())
    }

    /// A page of the board as far as the reader may see it: time limits that were missed first, then
    /// those that end soonest, then the files in which none runs. Where the reader may not see every
    /// fact, neither order nor filter tells of a time limit or a status.
    pub async fn victim_cases(
        &self,
        reader: &Reader,
        filter: &VictimFilter,
        page: &Page,
    ) -> Result<Vec<VictimRow>, StoreError> {
        let (after, after_position) = page.after.unzip();
        let (before, before_position) = page.before.unzip();
        let found = sqlx::query_as!(
            Found,
            r#"SELECT victim_case_id, investigation_id, agency, version, registered, alias,
                jurisdiction, shown_urgency AS "urgency!"
            FROM (
                SELECT *, CASE WHEN whole THEN urgency ELSE $15 END AS shown_urgency
                FROM (
                    SELECT *,
                        may_see(
                            investigation_id, whole_releasable_to, whole_compartments,
                            $1, $2, $3, $4
                        ) OR (whole_compartments <@ $4 AND $2 = ANY (support_agencies)) AS whole
                    FROM victim
                    WHERE may_see(investigation_id, releasable_to, compartments, $1, $2, $3, $4)
                        OR (compartments <@ $4 AND $2 = ANY (support_agencies))
                ) AS seen
            ) AS board
            WHERE ($5::bigint IS NULL OR (shown_urgency, registered) > ($5, $6::bigint))
                AND ($7::bigint IS NULL OR (shown_urgency, registered) < ($7, $8::bigint))
                AND ($9::uuid IS NULL OR investigation_id = $9)
                AND ($10::text IS NULL OR (status = $10 AND whole))
                AND ($11::text IS NULL OR jurisdiction = $11)
                AND ($12::text IS NULL OR alias = $12)
                AND ($13::bigint IS NULL OR shown_urgency < $13)
            ORDER BY
                CASE WHEN $14 THEN -shown_urgency ELSE shown_urgency END,
                CASE WHEN $14 THEN -registered ELSE registered END
            LIMIT $16"#,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            after,
            after_position,
            before,
            before_position,
            filter.investigation,
            filter.status,
            filter.jurisdiction,
            filter.alias,
            filter.overdue_on.map(urgency),
            page.from_end,
            NOT_URGENT,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.with_boards(reader, found).await
    }

    async fn with_boards(
        &self,
        reader: &Reader,
        found: Vec<Found>,
    ) -> Result<Vec<VictimRow>, StoreError> {
        let ids: Vec<Uuid> = found.iter().map(|row| row.victim_case_id).collect();
        let mut boards = self.victim_boards(reader, &ids).await?;
        let row = |row: Found| {
            let (board, handling) = boards.remove(&row.victim_case_id)?;
            Some(VictimRow {
                victim_case_id: row.victim_case_id,
                investigation_id: row.investigation_id,
                agency: row.agency,
                version: row.version,
                alias: row.alias,
                jurisdiction: row.jurisdiction,
                place: (row.urgency, row.registered),
                board,
                handling,
            })
        };
        Ok(found.into_iter().filter_map(row).collect())
    }

    /// The victims of an investigation whose protection file is open and for whom nobody was made
    /// responsible (INV-I2).
    pub async fn open_victim_cases(
        &self,
        investigation: Uuid,
    ) -> Result<Vec<VictimAlias>, StoreError> {
        let aliases = sqlx::query_scalar!(
            "SELECT alias FROM victim
            WHERE investigation_id = $1 AND status <> $2 AND NOT supported
            ORDER BY alias",
            investigation,
            Status::Closed.as_str()
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(aliases.iter().filter_map(|alias| VictimAlias::parse(alias).ok()).collect())
    }
}
