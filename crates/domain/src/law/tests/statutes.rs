//! Offences, lists of codes and case templates.

use super::*;
use crate::value::LegalBasis;

const OFFENCE: &str = r#"
kind = "statute"
[[entry]]
code = "XX_OFFENCE"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "SECONDARY" }
[entry.version.content]
title = "An offence"
provision = { jurisdiction = "KE", instrument = "An act", provision = "s.1" }
elements = [{ code = "ACT", text = "The act" }]
"#;

const LIST: &str = r#"
kind = "code_system"
[[entry]]
code = "XX_LIST"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "A standard", checked = "SECONDARY" }
[entry.version.content]
title = "A list"
publisher = "Nobody"
edition = "1"
codes = [{ code = "a", en = "A" }]
"#;

const TEMPLATE: &str = r#"
kind = "case_template"
[[entry]]
code = "XX_TEMPLATE"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "A practice", checked = "OWN" }
[entry.version.content]
title = "A template"
tasks = [{ title = "Look", role = "INVESTIGATOR", due_days = 7 }]
"#;

fn refused(text: &str) -> LawRejection {
    Law::of(file(text)).unwrap_err().0.remove(0).rejection
}

#[test]
fn an_offence_is_found_by_its_provision_on_a_day() {
    let law = shipped_law();
    let act = "Counter-Trafficking in Persons Act 2010";
    let provision = |section| LegalBasis::parse("KE", act, section).unwrap();
    let found = law.provision(&provision("s.3"), day("2026-01-14"));
    let Provision::InForce { code, version } = found else { panic!("{found:?}") };
    assert_eq!(code.as_str(), "KE_CTIP_S3");
    assert_eq!(version.content.elements.len(), 4);
    assert_eq!(law.provision(&provision("s.3"), day("2012-09-30")), Provision::NotInForce);
    assert_eq!(law.provision(&provision("s.33"), day("2026-01-14")), Provision::Unknown);
}

#[test]
fn law_3_an_offence_has_something_to_be_proved() {
    let elements =
        |given: &str| refused(&OFFENCE.replace("[{ code = \"ACT\", text = \"The act\" }]", given));
    let code = || code("XX_OFFENCE");
    let act = EntryCode::parse("ACT").unwrap();
    assert_eq!(elements("[]"), LawRejection::NoMandatoryElement { code: code() });
    let optional = r#"[{ code = "ACT", text = "The act", mandatory = false }]"#;
    assert_eq!(elements(optional), LawRejection::NoMandatoryElement { code: code() });
    let twice = r#"[{ code = "ACT", text = "The act" }, { code = "ACT", text = "Again" }]"#;
    let element = act.clone();
    assert_eq!(elements(twice), LawRejection::ElementTwice { code: code(), element });
    let excepted = r#"[{ code = "MEANS", text = "The means" },
        { code = "ACT", text = "The act", mandatory = false, except = ["CHILD_VICTIM"] }]"#;
    let element = act;
    assert_eq!(elements(excepted), LawRejection::ExceptionToNothing { code: code(), element });
}

#[test]
fn law_3_a_list_has_codes_and_each_once() {
    let codes = |given: &str| refused(&LIST.replace("[{ code = \"a\", en = \"A\" }]", given));
    let code = || code("XX_LIST");
    assert_eq!(codes("[]"), LawRejection::NoCodes { code: code() });
    let listed = ListedCode::parse("a").unwrap();
    let twice = codes(r#"[{ code = "a", en = "A" }, { code = "a", en = "B" }]"#);
    assert_eq!(twice, LawRejection::CodeTwice { code: code(), listed });
}

#[test]
fn law_3_a_template_makes_tasks_that_somebody_can_do_in_time() {
    let task = r#"{ title = "Look", role = "INVESTIGATOR", due_days = 7 }"#;
    let with = |given: &str| refused(&TEMPLATE.replace(task, given));
    let code = || code("XX_TEMPLATE");
    let title = || Label::parse("Look").unwrap();
    assert_eq!(with(""), LawRejection::NoTasks { code: code() });
    let twice = format!("{task}, {task}");
    assert_eq!(with(&twice), LawRejection::TaskTwice { code: code(), title: title() });
    for role in ["LIAISON_OFFICER", "AUDITOR", "INTEGRATOR", "SYSTEM"] {
        let nobody = task.replace("INVESTIGATOR", role);
        assert_eq!(with(&nobody), LawRejection::TaskForNobody { code: code(), title: title() });
    }
    for days in ["0", "3651"] {
        let never = task.replace("= 7", &format!("= {days}"));
        assert_eq!(with(&never), LawRejection::TaskDueOutOfRange { code: code(), title: title() });
    }
}

#[test]
fn law_6_a_provision_is_in_one_entry_alone() {
    let law = Law::of(file(OFFENCE)).unwrap();
    for name in ["AA_OFFENCE", "YY_OFFENCE"] {
        let again = OFFENCE.replace("XX_OFFENCE", name);
        let faults = law.adopt(file(&again), day("2026-03-02")).unwrap_err();
        let twice = LawRejection::ProvisionTwice { code: code(name), other: code("XX_OFFENCE") };
        assert_eq!(faults.0[0].rejection, twice);
    }
    let elsewhere = OFFENCE.replace("XX_OFFENCE", "YY_OFFENCE").replace("s.1", "s.2");
    assert!(law.adopt(file(&elsewhere), day("2026-03-02")).is_ok());
}

#[test]
fn the_programs_handling_codes_are_those_that_are_listed() {
    use crate::handling::{EuropolHandling, Tlp};
    use strum::VariantArray;

    let listed = |system: &str| -> Vec<&str> {
        let version = &shipped_law().code_systems[system].versions()[0];
        version.content.codes.iter().map(|listed| listed.code.as_str()).collect()
    };
    let own: Vec<_> = EuropolHandling::VARIANTS.iter().map(|code| code.as_str()).collect();
    assert_eq!(own, listed("EUROPOL_HANDLING"));
    let own: Vec<_> =
        Tlp::VARIANTS.iter().rev().map(|code| code.as_str().replace('_', "+")).collect();
    assert_eq!(own, listed("TLP"));
}

#[test]
fn law_3_a_version_fits_an_event() {
    let codes: Vec<_> =
        (0..3_000).map(|n| format!("{{ code = \"{n}\", en = \"{}\" }}", "x".repeat(60))).collect();
    let long = LIST.replace("{ code = \"a\", en = \"A\" }", &codes.join(", "));
    let refused = refused(&long);
    assert!(
        matches!(refused, LawRejection::VersionTooLarge { size, .. } if size > 200_000),
        "{refused:?}"
    );
}
