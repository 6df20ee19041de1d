//! The views against a real PostgreSQL: what they show, to whom, and how they are made anew.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "views/access.rs"]
mod access;
#[path = "views/casework.rs"]
mod casework;
#[path = "views/desk.rs"]
mod desk;
#[path = "views/disclosure.rs"]
mod disclosure;
#[path = "views/exhibit.rs"]
mod exhibit;
#[path = "views/feed.rs"]
mod feed;
#[path = "views/files.rs"]
mod files;
#[path = "views/intelligence.rs"]
mod intelligence;
#[path = "views/investigation.rs"]
mod investigation;
#[path = "views/journey.rs"]
mod journey;
#[path = "views/link.rs"]
mod link;
#[path = "views/nominal.rs"]
mod nominal;
#[path = "views/object_nominal.rs"]
mod object_nominal;
#[path = "views/oversight.rs"]
mod oversight;
#[path = "views/parked.rs"]
mod parked;
#[path = "views/process.rs"]
mod process;
#[path = "views/prosecution.rs"]
mod prosecution;
#[path = "views/rebuild.rs"]
mod rebuild;
#[path = "views/ruling.rs"]
mod ruling;
#[path = "views/runners.rs"]
mod runners;
#[path = "views/shown.rs"]
mod shown;
#[path = "views/suspect.rs"]
mod suspect;
#[path = "views/task.rs"]
mod task;
#[path = "views/timeline.rs"]
mod timeline;
#[path = "views/victim.rs"]
mod victim;
