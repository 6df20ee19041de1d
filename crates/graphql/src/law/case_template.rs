//! Case templates: the tasks that a file of its kind begins with.

use async_graphql::SimpleObject;
use mpaka_domain::Role;
use mpaka_domain::casework::investigation::CrimeType;
use mpaka_domain::law::{self as domain, Version};

use super::{Dated, entry};
use crate::code::Code;

entry! {
    /// What has to be done in every file of a kind, in its dated versions.
    CaseTemplate of domain::CaseTemplate as CaseTemplateVersion
}

/// What a case template says from one day on.
#[derive(SimpleObject)]
pub struct CaseTemplateVersion {
    #[graphql(flatten)]
    dated: Dated,
    /// What it is called.
    title: String,
    /// The country whose files it is for, ISO 3166-1 alpha-2; null where it is for every country's.
    jurisdiction: Option<String>,
    /// What the files are about.
    crime_types: Vec<Code<CrimeType>>,
    /// The tasks, in the order in which they are to be done.
    tasks: Vec<TemplateTask>,
}

/// A task that a template makes.
#[derive(SimpleObject)]
pub struct TemplateTask {
    /// What is to be done.
    title: String,
    /// The role of whoever is to do it.
    role: Code<Role>,
    /// Until how many days after the template was applied; null where it has no end.
    due_days: Option<u32>,
}

impl From<&Version<domain::CaseTemplate>> for CaseTemplateVersion {
    fn from(version: &Version<domain::CaseTemplate>) -> Self {
        let domain::CaseTemplate { title, jurisdiction, crime_types, tasks } = &version.content;
        let tasks = tasks.iter().map(|domain::TemplateTask { title, role, due_days }| {
            TemplateTask { title: title.to_string(), role: Code(*role), due_days: *due_days }
        });
        Self {
            dated: version.into(),
            title: title.to_string(),
            jurisdiction: jurisdiction.map(|country| country.to_string()),
            crime_types: crime_types.iter().copied().map(Code).collect(),
            tasks: tasks.collect(),
        }
    }
}
