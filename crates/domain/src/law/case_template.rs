//! Case templates: the tasks that a file of its kind begins with.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label};
use super::{Book, Law};
use crate::Role;
use crate::casework::investigation::CrimeType;
use crate::casework::task::works_on_tasks;
use crate::value::CountryCode;

/// The longest that a task of a template may take: ten years, in days.
const LONGEST: u32 = 3_650;

/// What has to be done in every file of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseTemplate {
    /// What it is called.
    pub title: Label,
    /// The country whose files it is for; none where it is for every country's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jurisdiction: Option<CountryCode>,
    /// What the files are about.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub crime_types: BTreeSet<CrimeType>,
    /// The tasks, in the order in which they are to be done.
    pub tasks: Vec<TemplateTask>,
}

/// A task that a template makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateTask {
    /// What is to be done. It names nobody.
    pub title: Label,
    /// The role of whoever is to do it.
    pub role: Role,
    /// Until how many days after the template was applied, from 1 to 3,650; none where it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_days: Option<u32>,
}

impl Content for CaseTemplate {
    const CATEGORY: &'static str = "case_template";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let code = code.clone();
        if self.tasks.is_empty() {
            return Err(Rejection::NoTasks { code });
        }
        let mut named = BTreeSet::new();
        for TemplateTask { title, role, due_days } in &self.tasks {
            let title = title.clone();
            if !named.insert(title.clone()) {
                return Err(Rejection::TaskTwice { code, title });
            }
            if !works_on_tasks(*role) {
                return Err(Rejection::TaskForNobody { code, title });
            }
            if due_days.is_some_and(|days| !(1..=LONGEST).contains(&days)) {
                return Err(Rejection::TaskDueOutOfRange { code, title });
            }
        }
        Ok(())
    }

    fn jurisdiction(&self) -> Option<CountryCode> {
        self.jurisdiction
    }

    fn book(law: &Law) -> &Book<Self> {
        &law.case_templates
    }

    fn book_mut(law: &mut Law) -> &mut Book<Self> {
        &mut law.case_templates
    }
}
