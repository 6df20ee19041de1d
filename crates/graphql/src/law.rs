//! The law that decisions are judged by: statutes, time limits, calendars and lists of codes.

use async_graphql::{Context, Object, Result, SimpleObject};
use chrono::NaiveDate;
use mpaka_domain::law::{self as domain, Checked, Content, Entry, EntryCode, Version};
use mpaka_domain::value::CountryCode;

use self::calendar::Calendar;
use self::case_template::CaseTemplate;
use self::clock_rule::ClockRule;
use self::code_system::CodeSystem;
use self::statute::Statute;
use crate::code::{Code, code_lists};
use crate::page::wrong;
use crate::scalar::Date;
use crate::session::Request;

mod calendar;
mod case_template;
mod clock_rule;
mod code_system;
mod statute;

code_lists! {
    Checked = "LawChecked", "How far what an entry of the law says was compared with its source.";
    domain::Circumstance = "ChargeCircumstance", "What makes an element of an offence unnecessary to prove.";
    domain::ClockUnit = "ClockUnit", "In what a time limit is counted.";
    domain::DayOfWeek = "DayOfWeek", "A day of the week.";
}

/// From when until when something is law, and where that is written.
#[derive(SimpleObject)]
pub struct Dated {
    /// The first day on which it is in force.
    valid_from: Date,
    /// The first day on which it no longer is; null while no end is known.
    valid_to: Option<Date>,
    /// Where it is written.
    source: LawSource,
}

/// Where an entry of the law comes from.
#[derive(SimpleObject)]
pub struct LawSource {
    /// The act and section, the guidance and its date, the standard and its edition.
    citation: String,
    /// How far the entry was compared with it.
    checked: Code<Checked>,
    /// What of it is in doubt, or left out.
    note: Option<String>,
}

impl<C> From<&Version<C>> for Dated {
    fn from(version: &Version<C>) -> Self {
        let source = &version.source;
        Self {
            valid_from: version.valid_from.into(),
            valid_to: version.valid_to.map(Into::into),
            source: LawSource {
                citation: source.citation.to_string(),
                checked: Code(source.checked),
                note: source.note.as_ref().map(ToString::to_string),
            },
        }
    }
}

/// Declares an entry of the law as the schema shows it: its code and its versions.
macro_rules! entry {
    ($(#[$about:meta])* $name:ident $(called $shown:literal)? of $content:ty as $version:ident) => {
        $(#[$about])*
        pub struct $name {
            code: mpaka_domain::law::EntryCode,
            entry: mpaka_domain::law::Entry<$content>,
        }

        impl From<(&mpaka_domain::law::EntryCode, &mpaka_domain::law::Entry<$content>)> for $name {
            fn from(
                (code, entry): (&mpaka_domain::law::EntryCode, &mpaka_domain::law::Entry<$content>),
            ) -> Self {
                Self { code: code.clone(), entry: entry.clone() }
            }
        }

        $(#[$about])*
        #[async_graphql::Object$((name = $shown))?]
        impl $name {
            /// What it is called: 2 to 64 capitals, digits and underscores.
            async fn code(&self) -> &str {
                self.code.as_str()
            }

            /// Its versions, in the order of their first days. One that was taken back before it came
            /// into force ends on the day on which it was to begin.
            async fn versions(&self) -> Vec<$version> {
                self.entry.versions().iter().map(Into::into).collect()
            }

            /// The version in force on a day, today when it is left out; null where none is.
            async fn version(
                &self,
                ctx: &async_graphql::Context<'_>,
                on: Option<crate::scalar::Date>,
            ) -> async_graphql::Result<Option<$version>> {
                let day = crate::law::day(ctx, on)?;
                Ok(self.entry.on(day).map(Into::into))
            }
        }
    };
}
pub(crate) use entry;

/// The day that was asked for, or today.
fn day(ctx: &Context<'_>, on: Option<Date>) -> Result<NaiveDate> {
    match on {
        Some(Date(day)) => Ok(day),
        None => Ok(ctx.now()?.date_naive()),
    }
}

/// The entries of one kind, as far as they are asked for.
fn entries<C, T>(ctx: &Context<'_>, on: Option<Date>, jurisdiction: Option<&str>) -> Result<Vec<T>>
where
    C: Content,
    T: for<'a> From<(&'a EntryCode, &'a Entry<C>)>,
{
    ctx.viewer()?;
    let country = jurisdiction.map(CountryCode::parse).transpose();
    let country = country.map_err(|error| wrong(&format!("jurisdiction: {error}")))?;
    let is_wanted = |version: &Version<C>| {
        on.is_none_or(|Date(day)| version.is_in_force(day))
            && country.is_none_or(|country| version.content.jurisdiction() == Some(country))
    };
    let law = ctx.store()?.law();
    let entries = C::book(&law).iter();
    Ok(entries
        .filter(|(_, entry)| entry.versions().iter().any(is_wanted))
        .map(Into::into)
        .collect())
}

/// The entry of one kind that has this code.
fn entry_of<C, T>(ctx: &Context<'_>, code: &str) -> Result<Option<T>>
where
    C: Content,
    T: for<'a> From<(&'a EntryCode, &'a Entry<C>)>,
{
    ctx.viewer()?;
    Ok(C::book(&ctx.store()?.law()).get_key_value(code).map(Into::into))
}

/// What can be read of the law that decisions are judged by.
#[derive(Default)]
pub struct LawQuery;

/// What can be read of the law that decisions are judged by.
#[Object]
impl LawQuery {
    /// Offences with what has to be proved, by their codes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn statutes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that are in force on this day.")] on: Option<Date>,
        #[graphql(desc = "Those of this country, ISO 3166-1 alpha-2.")] jurisdiction: Option<
            String,
        >,
    ) -> Result<Vec<Statute>> {
        entries::<domain::Statute, _>(ctx, on, jurisdiction.as_deref())
    }

    /// An offence by its code, as `KE_CTIP_S3`.
    async fn statute(&self, ctx: &Context<'_>, code: String) -> Result<Option<Statute>> {
        entry_of::<domain::Statute, _>(ctx, &code)
    }

    /// Time limits, by their codes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn clock_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that are in force on this day.")] on: Option<Date>,
        #[graphql(desc = "Those of this country, ISO 3166-1 alpha-2.")] jurisdiction: Option<
            String,
        >,
    ) -> Result<Vec<ClockRule>> {
        entries::<domain::ClockRule, _>(ctx, on, jurisdiction.as_deref())
    }

    /// A time limit by its code, as `UK_NRM_RECOVERY`.
    async fn clock_rule(&self, ctx: &Context<'_>, code: String) -> Result<Option<ClockRule>> {
        entry_of::<domain::ClockRule, _>(ctx, &code)
    }

    /// Calendars by which working days are counted, and what adds days to them, by their codes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn calendars(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that are in force on this day.")] on: Option<Date>,
    ) -> Result<Vec<Calendar>> {
        entries::<domain::Calendar, _>(ctx, on, None)
    }

    /// Whether a day is a working day by a calendar and all that adds days to it; null where there is no
    /// such calendar.
    async fn is_working_day(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The calendar's code, as `KE_PUBLIC_HOLIDAYS`.")] calendar: String,
        day: Date,
    ) -> Result<Option<bool>> {
        ctx.viewer()?;
        let law = ctx.store()?.law();
        let known = law.calendars.contains_key(calendar.as_str());
        Ok(known.then(|| law.is_working_day(&calendar, day.into())))
    }

    /// Templates of files with the tasks that they make, by their codes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn case_templates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that are in force on this day.")] on: Option<Date>,
        #[graphql(desc = "Those of this country alone, ISO 3166-1 alpha-2.")] jurisdiction: Option<
            String,
        >,
    ) -> Result<Vec<CaseTemplate>> {
        entries::<domain::CaseTemplate, _>(ctx, on, jurisdiction.as_deref())
    }

    /// Lists of codes that others publish, by their codes.
    #[graphql(complexity = "20 * child_complexity")]
    async fn code_systems(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Those that are in force on this day.")] on: Option<Date>,
    ) -> Result<Vec<CodeSystem>> {
        entries::<domain::CodeSystem, _>(ctx, on, None)
    }

    /// A list of codes by its code, as `HTCDS_EXPLOITATION`.
    async fn code_system(&self, ctx: &Context<'_>, code: String) -> Result<Option<CodeSystem>> {
        entry_of::<domain::CodeSystem, _>(ctx, &code)
    }
}
