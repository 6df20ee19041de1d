//! The schema: commands as mutations, views as queries, the feed as a subscription.

// The layout of a merged query's futures nests deeper than the compiler's 128.
#![recursion_limit = "512"]

use async_graphql::{MergedObject, Schema};
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::{Files, Store};

pub mod casework;
pub mod code;
pub mod envelope;
pub mod error;
pub mod event_schemas;
pub mod evidence;
mod file;
pub mod governance;
pub mod handling;
pub mod intelligence;
pub mod law;
pub mod link;
pub mod me;
pub mod movement;
pub mod node;
pub mod nominals;
pub mod page;
pub mod person;
pub mod prosecution;
pub mod protection;
pub mod scalar;
pub mod selector;
pub mod send;
pub mod session;
pub mod subscription;
pub mod time;
pub mod timeline;
pub mod values;

pub use event_schemas::event_schemas;
pub use session::{Clock, CommandKey, Session};

/// What can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    me::MeQuery,
    node::NodeQuery,
    casework::investigation::query::InvestigationQuery,
    casework::suspect::SuspectQuery,
    casework::task::TaskQuery,
    protection::victim_case::VictimCaseQuery,
    movement::journey::JourneyQuery,
    evidence::evidence_item::EvidenceItemQuery,
    intelligence::intelligence_report::IntelligenceReportQuery,
    prosecution::prosecution_file::ProsecutionFileQuery,
    prosecution::disclosure_schedule::DisclosureScheduleQuery,
    nominals::nominal::NominalQuery,
    nominals::person_nominal::PersonNominalQuery,
    nominals::group::GroupQuery,
    nominals::object_nominal::ObjectNominalQuery,
    governance::access_grant::AccessGrantQuery,
    governance::break_glass::BreakGlassQuery,
    link::LinkQuery,
    law::LawQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    casework::investigation::mutation::InvestigationMutation,
    casework::suspect::mutation::SuspectMutation,
    casework::task::mutation::TaskMutation,
    protection::victim_case::mutation::VictimCaseMutation,
    movement::journey::mutation::JourneyMutation,
    evidence::evidence_item::mutation::EvidenceItemMutation,
    intelligence::intelligence_report::mutation::IntelligenceReportMutation,
    prosecution::prosecution_file::mutation::ProsecutionFileMutation,
    prosecution::disclosure_schedule::mutation::DisclosureScheduleMutation,
    nominals::person_nominal::mutation::PersonNominalMutation,
    nominals::group::mutation::GroupMutation,
    nominals::object_nominal::mutation::ObjectNominalMutation,
    governance::access_grant::mutation::AccessGrantMutation,
    governance::break_glass::mutation::BreakGlassMutation,
);

/// The schema, to be executed.
pub type MpakaSchema = Schema<Query, Mutation, subscription::Subscription>;

/// How the schema is served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether clients may ask for the schema itself.
    pub introspection: bool,
    /// The maker of cursors.
    pub cursors: Cursors,
    /// The clock that requests take their time from.
    pub clock: Clock,
    /// The files of exhibits.
    pub files: Files,
}

/// How deep a query may go. Introspection by the usual tools needs this much.
const DEPTH: usize = 16;
/// How many fields a query may ask for, each line of a list counted.
const COMPLEXITY: usize = 20_000;
/// How deep a document may be nested before it is not parsed any further.
const RECURSION: usize = 32;
/// How many directives a field may carry.
const DIRECTIVES: usize = 8;

/// The schema over a store.
pub fn schema(store: Store, options: Options) -> MpakaSchema {
    let mut schema =
        Schema::build(Query::default(), Mutation::default(), subscription::Subscription)
            .data(store)
            .data(options.cursors)
            .data(options.clock)
            .data(options.files)
            .limit_depth(DEPTH)
            .limit_complexity(COMPLEXITY)
            .limit_recursive_depth(RECURSION)
            .limit_directives(DIRECTIVES);
    if !options.introspection {
        schema = schema.disable_introspection().disable_suggestions();
    }
    schema.finish()
}

/// The schema in the schema definition language.
pub fn sdl() -> String {
    let schema = Schema::build(Query::default(), Mutation::default(), subscription::Subscription);
    schema.finish().sdl_with_options(async_graphql::SDLExportOptions::new().sorted_fields())
}
