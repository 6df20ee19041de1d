//! Relay's Node: any record by its id.

use async_graphql::{Context, ID, Interface, Object, Result};
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::casework::suspect::Suspect;
use crate::casework::task::Task;
use crate::error::fault;
use crate::evidence::evidence_item::EvidenceItem;
use crate::governance::access_grant::AccessGrant;
use crate::governance::break_glass::BreakGlass;
use crate::intelligence::intelligence_report::{IntelligenceReport, SanitisedReport};
use crate::movement::journey::Journey;
use crate::nominals::group::Group;
use crate::nominals::object_nominal::ObjectNominal;
use crate::nominals::person_nominal::PersonNominal;
use crate::prosecution::disclosure_schedule::DisclosureSchedule;
use crate::prosecution::prosecution_file::ProsecutionFile;
use crate::protection::victim_case::VictimCase;
use crate::session::Request;

/// A record with an id that is its own across all kinds.
#[derive(Interface)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and moved once")]
#[graphql(field(name = "id", ty = "ID", desc = "The id, a UUID."))]
pub enum Node {
    /// One agency's file.
    Investigation(Investigation),
    /// A person of interest in one investigation.
    Suspect(Suspect),
    /// One person in one protection process.
    VictimCase(VictimCase),
    /// One trip of a person or a group.
    Journey(Journey),
    /// One exhibit.
    EvidenceItem(EvidenceItem),
    /// What a source said, for the agency whose report it is.
    IntelligenceReport(IntelligenceReport),
    /// What was made from an intelligence report to be passed on.
    SanitisedReport(SanitisedReport),
    /// One prosecution.
    ProsecutionFile(ProsecutionFile),
    /// The disclosure schedules of one investigation.
    DisclosureSchedule(DisclosureSchedule),
    /// A person as one agency holds them.
    PersonNominal(PersonNominal),
    /// A group as one agency holds it.
    Group(Group),
    /// An object as one agency holds it.
    ObjectNominal(ObjectNominal),
    /// Something that is to be done for a file.
    Task(Task),
    /// Access that somebody was granted for a time.
    AccessGrant(AccessGrant),
    /// Access that somebody took in an emergency.
    BreakGlass(BreakGlass),
}

/// What can be read by id alone.
#[derive(Default)]
pub struct NodeQuery;

/// What can be read by id alone.
#[Object]
impl NodeQuery {
    /// A record by its id; null where there is none, or none for you to see.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of any record.")] id: ID,
    ) -> Result<Option<Node>> {
        let Ok(id) = id.parse::<Uuid>() else { return Ok(None) };
        // Signed in before anything is looked up.
        ctx.viewer()?;
        let category = ctx.store()?.views().category_of(id).await.map_err(fault)?;
        Ok(match category.as_deref() {
            Some("investigation") => Investigation::find(ctx, id).await?.map(Node::from),
            Some("suspect") => Suspect::find(ctx, id).await?.map(Node::from),
            Some("victim") => VictimCase::find(ctx, id).await?.map(Node::from),
            Some("journey") => Journey::find(ctx, id).await?.map(Node::from),
            Some("evidence") => EvidenceItem::find(ctx, id).await?.map(Node::from),
            Some("intelligence") => IntelligenceReport::find(ctx, id).await?.map(Node::from),
            // A sanitised report is part of the stream of the report that it was made from.
            None => SanitisedReport::find(ctx, id).await?.map(Node::from),
            Some("prosecution") => ProsecutionFile::find(ctx, id).await?.map(Node::from),
            Some("disclosure") => DisclosureSchedule::find(ctx, id).await?.map(Node::from),
            Some("person_nominal") => PersonNominal::find(ctx, id).await?.map(Node::from),
            Some("group") => Group::find(ctx, id).await?.map(Node::from),
            Some("object_nominal") => ObjectNominal::find(ctx, id).await?.map(Node::from),
            Some("task") => Task::find(ctx, id).await?.map(Node::from),
            Some("access_grant") => AccessGrant::find(ctx, id).await?.map(Node::from),
            Some("break_glass") => BreakGlass::find(ctx, id).await?.map(Node::from),
            _ => None,
        })
    }
}
