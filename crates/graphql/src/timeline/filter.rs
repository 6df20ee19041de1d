//! What narrows a timeline: kinds of event, records, a period, the least grade.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use async_graphql::{ID, InputObject, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::value::Grade;
use mpaka_persistence::view::timeline::TimelineQuery;

use crate::envelope::GradeInput;
use crate::event_schemas::event_schemas;
use crate::page::wrong;

/// The most kinds or records that are asked for at once.
const MOST: usize = 100;

/// The events there are, and the kinds of record that they happen to.
static KINDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let types = event_schemas().into_keys().filter_map(|file| {
        let (event_type, _) = file.split_once(".v")?;
        Some(event_type.to_owned())
    });
    types.flat_map(|name| [name.split('.').take(1).collect(), name]).collect()
});

/// What narrows a timeline. What is not given narrows nothing.
#[derive(Debug, Clone, Default, InputObject)]
pub struct TimelineFilter {
    /// Only these kinds: a type of event, such as `suspect.arrested`, or every event of a kind of
    /// record, such as `suspect`. At most 100.
    #[graphql(default)]
    pub kinds: Vec<String>,
    /// Only what happened to these records: a person, an exhibit, a journey. At most 100.
    #[graphql(default)]
    pub about: Vec<ID>,
    /// Only what can have happened then or later.
    pub from: Option<DateTime<Utc>>,
    /// Only what can have happened then or earlier.
    pub until: Option<DateTime<Utc>>,
    /// Leaves out what rests on a source with a lesser grade. Grades of different schemes are
    /// compared by their weight. What rests on nothing graded, such as an arrest, stays.
    pub min_grade: Option<GradeInput>,
}

impl TimelineFilter {
    /// Narrows a query; an error names the field that is wrong.
    pub(crate) fn narrow(self, query: &mut TimelineQuery) -> Result<()> {
        let Self { kinds, about, from, until, min_grade } = self;
        if kinds.len() > MOST || about.len() > MOST {
            return Err(wrong("filter.kinds and filter.about take 100 entries each at most"));
        }
        if !kinds.iter().all(|kind| KINDS.contains(kind)) {
            return Err(wrong(
                "filter.kinds has an entry that is neither a type of event, such as \
                 suspect.arrested, nor a kind of record, such as suspect",
            ));
        }
        if let (Some(from), Some(until)) = (from, until)
            && from > until
        {
            return Err(wrong("filter.from is after filter.until"));
        }
        let id = |id: ID| id.parse().map_err(|_| wrong("filter.about has an entry that is no id"));
        let grade = |grade: GradeInput| {
            Grade::parse(grade.scheme.0, &grade.grade)
                .map_err(|error| wrong(&format!("filter.minGrade: {error}")))
        };
        query.about = about.into_iter().map(id).collect::<Result<_>>()?;
        query.min_grade = min_grade.map(grade).transpose()?;
        (query.kinds, query.from, query.until) = (kinds, from, until);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use mpaka_domain::value::GradeScheme;

    use super::*;
    use crate::code::Code;

    fn refused(filter: TimelineFilter) -> String {
        filter.narrow(&mut TimelineQuery::default()).unwrap_err().message
    }

    #[test]
    fn every_kind_of_event_and_record_can_be_asked_for() {
        let kinds = ["suspect", "suspect.arrested", "evidence.custody_accepted"];
        let kinds = kinds.map(str::to_owned).to_vec();
        let mut query = TimelineQuery::default();
        let filter = TimelineFilter { kinds: kinds.clone(), ..Default::default() };
        filter.narrow(&mut query).unwrap();
        assert_eq!(query.kinds, kinds);
    }

    #[test]
    fn what_would_match_nothing_is_refused_by_its_field() {
        let kinds = vec!["suspect.arested".to_owned()];
        assert!(refused(TimelineFilter { kinds, ..Default::default() }).contains("filter.kinds"));
        let about = vec![ID::from("JM/1")];
        assert!(refused(TimelineFilter { about, ..Default::default() }).contains("filter.about"));
        let about = vec![ID::from(uuid::Uuid::nil()); 101];
        assert!(refused(TimelineFilter { about, ..Default::default() }).contains("at most"));
        let day = |day: &str| Some(day.parse().unwrap());
        let (from, until) = (day("2026-02-02T00:00:00Z"), day("2026-02-01T00:00:00Z"));
        assert!(refused(TimelineFilter { from, until, ..Default::default() }).contains("from"));
        let (scheme, grade) = (Code(GradeScheme::Uk3x5x2), "B2".to_owned());
        let min_grade = Some(GradeInput { scheme, grade });
        let refused = refused(TimelineFilter { min_grade, ..Default::default() });
        assert!(refused.contains("filter.minGrade"), "{refused}");
    }
}
