//! The link inbox: exact selectors that files of different agencies share.
//!
//! A selector is indexed under a keyed hash of its normalised form, so that equal ones meet without
//! being readable in the database. What is shown of the other side is what the reader may see of it.

use chrono::{DateTime, Utc};
use mpaka_domain::Handling;
use mpaka_domain::casework::investigation::{Investigation, InvestigationEvent};
use mpaka_domain::value::{Selector, TravelDocument};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::timeline::place::{Named, named};
use super::{Page, Place, Reader, Views, marking};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::{Opened, Recorded};

/// The link inbox's projection.
pub struct LinkInbox;

impl Projection for LinkInbox {
    const NAME: &'static str = "link_inbox";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["link_stream", "selector_use", "link_candidate"];

    const CATEGORIES: &'static [&'static str] = &[];

    async fn project(
        recorded: &Recorded,
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        Self::project_all(&[recorded], keys, view).await
    }

    /// Opens the personal fields of all events at once; the rest goes event by event.
    async fn project_all(
        events: &[&Recorded],
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        // What was made in an exercise is never acted on.
        let acted_on = events.iter().filter(|event| event.is_sealed() && !event.metadata.exercise);
        let opened = Recorded::open_all(acted_on.map(|event| (*event).clone()).collect(), keys);
        let mut opened = opened.await?.into_iter().peekable();
        for recorded in events {
            Self::follow(recorded, view).await?;
            if let Some(opened) = opened.next_if(|opened| opened.position == recorded.position) {
                for (place, (selector, sealed)) in (0..).zip(selectors(&opened)) {
                    use_selector(&opened, keys, place, &selector, &sealed, view).await?;
                }
            }
        }
        Ok(())
    }
}

impl LinkInbox {
    /// Keeps which file a stream belongs to, whose it is and what it is called.
    async fn follow(recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
        if let Some((id, InvestigationEvent::Transferred { to, .. })) =
            recorded.of::<Investigation>()?
        {
            sqlx::query!(
                "UPDATE link_stream SET agency = $2 WHERE investigation_id = $1",
                id,
                to.as_str()
            )
            .execute(&mut *view)
            .await?;
        }
        if let Some(Named { file, agency, label }) = named(recorded)? {
            match (file, agency) {
                (Some(file), Some(agency)) => sqlx::query!(
                    "INSERT INTO link_stream (stream, investigation_id, agency, label)
                    VALUES ($1, $2, $3, $4)",
                    recorded.stream,
                    Uuid::from(file),
                    agency,
                    label
                ),
                (None, _) | (_, None) => sqlx::query!(
                    "UPDATE link_stream SET label = $2 WHERE stream = $1",
                    recorded.stream,
                    label
                ),
            }
            .execute(&mut *view)
            .await?;
        }
        Ok(())
    }
}

/// The selectors that an event brings into its file, whatever event it is, each with the sealed form
/// that the view keeps. An erased one is no longer compared.
pub(super) fn selectors(opened: &Opened) -> Vec<(Selector, Value)> {
    opened
        .personal_values()
        .into_iter()
        .filter_map(|(plain, sealed)| {
            let selector = Selector::deserialize(&plain)
                .or_else(|_| TravelDocument::deserialize(&plain).map(Selector::TravelDocument));
            Some((selector.ok()?, sealed))
        })
        .collect()
}

async fn use_selector(
    recorded: &Recorded,
    keys: &KeyRing,
    place: i32,
    selector: &Selector,
    sealed: &Value,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let token = keys.selector_token(&selector.normalised());
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    let inserted = sqlx::query!(
        "INSERT INTO selector_use (
            token, position, place, kind, selector, investigation_id, agency, category, stream,
            label, handling, releasable_to, compartments
        )
        SELECT $1, $2, $3, $4, $5, s.investigation_id, s.agency, $6, s.stream, s.label, $8, $9, $10
        FROM link_stream s WHERE s.stream = $7
        RETURNING investigation_id, agency",
        &token[..],
        recorded.position,
        place,
        selector.kind().as_str(),
        sealed,
        recorded.category,
        recorded.stream,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .fetch_optional(&mut *view)
    .await?;
    let Some(used) = inserted else { return Ok(()) };

    // The first use in each file of another agency is the one that the pair is shown by.
    let others = sqlx::query!(
        "SELECT DISTINCT ON (investigation_id) investigation_id, position, place
        FROM selector_use
        WHERE token = $1 AND investigation_id <> $2 AND agency <> $3
        ORDER BY investigation_id, position, place",
        &token[..],
        used.investigation_id,
        used.agency
    )
    .fetch_all(&mut *view)
    .await?;
    for other in others {
        // The same pair has the same id whichever side came first.
        let (first, second) = (
            other.investigation_id.min(used.investigation_id),
            other.investigation_id.max(used.investigation_id),
        );
        let pair = [&token[..], first.as_bytes(), second.as_bytes()].concat();
        sqlx::query!(
            "INSERT INTO link_candidate (
                link_id, token, kind, left_position, left_place, right_position, right_place,
                left_file, right_file, proposed_at, position
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $6)
            ON CONFLICT (link_id) DO NOTHING",
            Uuid::new_v5(&Uuid::NAMESPACE_OID, &pair),
            &token[..],
            selector.kind().as_str(),
            other.position,
            other.place,
            recorded.position,
            place,
            other.investigation_id,
            used.investigation_id,
            recorded.recorded_at
        )
        .execute(&mut *view)
        .await?;
    }
    Ok(())
}

/// A selector that two agencies' files share, as one reader may see it.
#[derive(Debug, Clone)]
pub struct LinkRow {
    /// Its id.
    pub link_id: Uuid,
    /// The kind of selector.
    pub kind: String,
    /// When the second use was recorded.
    pub proposed_at: DateTime<Utc>,
    /// The position of the second use.
    pub position: i64,
    /// The file it was found in first.
    pub left: LinkSide,
    /// The file it was found in second.
    pub right: LinkSide,
}

/// One side of a link.
#[derive(Debug, Clone)]
pub struct LinkSide {
    /// The agency to contact.
    pub agency: String,
    /// What the reader may see of its use; none, and only the agency is named.
    pub seen: Option<SelectorUse>,
}

/// A use of a selector that the reader may see.
#[derive(Debug, Clone)]
pub struct SelectorUse {
    /// The file.
    pub investigation_id: Uuid,
    /// The agency's reference of the file.
    pub reference: String,
    /// The category of the record it was found in.
    pub category: String,
    /// That record.
    pub stream: Uuid,
    /// What the file calls that record.
    pub label: String,
    /// The selector, opened; null once erased.
    pub selector: Value,
    /// The marking of the fact.
    pub handling: Handling,
}

impl LinkRow {
    /// Its place in the inbox: the last found first.
    pub fn place(&self) -> Place {
        (-self.position, i64::from_be_bytes(first_half(self.link_id)))
    }
}

/// The first half of an id, as a number that orders links found at the same position.
fn first_half(id: Uuid) -> [u8; 8] {
    let bytes = id.into_bytes();
    std::array::from_fn(|n| bytes[n])
}

impl Views {
    /// A page of the links of files that the reader is a party to, in the compartments of both
    /// sides; the last found first. That a fact was released to somebody does not tell them that a
    /// third agency holds it too.
    pub async fn link_inbox(
        &self,
        reader: &Reader,
        page: &Page,
    ) -> Result<Vec<LinkRow>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT c.link_id, c.kind, c.proposed_at, c.position,
                l.agency AS left_agency, l.investigation_id AS left_file,
                l.category AS left_category, l.stream AS left_stream, l.label AS left_label,
                l.selector AS left_selector, l.handling AS "left_handling: Json<Handling>",
                li.reference AS left_reference, seen.l AS "left_seen!",
                r.agency AS right_agency, r.investigation_id AS right_file,
                r.category AS right_category, r.stream AS right_stream, r.label AS right_label,
                r.selector AS right_selector, r.handling AS "right_handling: Json<Handling>",
                ri.reference AS right_reference, seen.r AS "right_seen!"
            FROM link_candidate c
            JOIN selector_use l ON (l.token, l.position, l.place)
                = (c.token, c.left_position, c.left_place)
            JOIN selector_use r ON (r.token, r.position, r.place)
                = (c.token, c.right_position, c.right_place)
            JOIN investigation li ON li.investigation_id = l.investigation_id
            JOIN investigation ri ON ri.investigation_id = r.investigation_id
            CROSS JOIN LATERAL (SELECT
                may_see(l.investigation_id, l.releasable_to, l.compartments, $1, $2, $3, $4) AS l,
                may_see(r.investigation_id, r.releasable_to, r.compartments, $1, $2, $3, $4) AS r
            ) seen
            CROSS JOIN LATERAL (SELECT
                ('x' || substr(replace(c.link_id::text, '-', ''), 1, 16))::bit(64)::bigint AS half
            ) tie
            WHERE (
                may_see(l.investigation_id, '{}', l.compartments, $1, $2, $3, $4)
                OR may_see(r.investigation_id, '{}', r.compartments, $1, $2, $3, $4)
            )
                AND l.compartments <@ $4 AND r.compartments <@ $4
                AND ($5::bigint IS NULL OR (-c.position, tie.half) > ($5, $6))
                AND ($7::bigint IS NULL OR (-c.position, tie.half) < ($7, $8))
            ORDER BY
                CASE WHEN NOT $9 THEN -c.position END, CASE WHEN NOT $9 THEN tie.half END,
                CASE WHEN $9 THEN -c.position END DESC, CASE WHEN $9 THEN tie.half END DESC
            LIMIT $10"#,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            page.after.map(|(position, _)| position),
            page.after.map_or(0, |(_, half)| half),
            page.before.map(|(position, _)| position),
            page.before.map_or(0, |(_, half)| half),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;

        let mut links: Vec<LinkRow> = rows
            .into_iter()
            .map(|row| LinkRow {
                link_id: row.link_id,
                kind: row.kind,
                proposed_at: row.proposed_at,
                position: row.position,
                left: LinkSide {
                    agency: row.left_agency,
                    seen: row.left_seen.then_some(SelectorUse {
                        investigation_id: row.left_file,
                        reference: row.left_reference,
                        category: row.left_category,
                        stream: row.left_stream,
                        label: row.left_label,
                        selector: row.left_selector,
                        handling: row.left_handling.0,
                    }),
                },
                right: LinkSide {
                    agency: row.right_agency,
                    seen: row.right_seen.then_some(SelectorUse {
                        investigation_id: row.right_file,
                        reference: row.right_reference,
                        category: row.right_category,
                        stream: row.right_stream,
                        label: row.right_label,
                        selector: row.right_selector,
                        handling: row.right_handling.0,
                    }),
                },
            })
            .collect();
        let mut sealed: Vec<&mut Value> = links
            .iter_mut()
            .flat_map(|link| [&mut link.left.seen, &mut link.right.seen])
            .flatten()
            .map(|seen| &mut seen.selector)
            .collect();
        self.keys.reveal(&mut sealed).await?;
        Ok(links)
    }
}
