//! A timeline in print: what is asked of the PDF itself.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

use chrono::{DateTime, Utc};
use mpaka_typeset::{Line, Timeline};

fn made_at() -> DateTime<Utc> {
    "2026-06-16T08:00:00Z".parse().unwrap()
}

fn line(no: usize) -> Line {
    Line {
        no,
        when: vec![
            "12 January 2026".into(),
            "as stated: \u{201c}4 \u{1325}\u{122d} 2018\u{201d}".into(),
        ],
        what: "A leg of the journey of G-23 was recorded: number 2".into(),
        exercise: no == 2,
        notes: vec!["Corrected by line 2.".into()],
        details: vec![
            ("From".into(), "Moyale".into()),
            ("Name".into(), "\u{645}\u{62d}\u{645}\u{62f}".into()),
        ],
        record: vec!["Statement MB/4".into(), "RESTRICTED".into()],
        event: "01a22f71-42c1-71ea-bde0-7f035f6a2252 (journey.leg_recorded)".into(),
        whole: true,
    }
}

fn timeline(lines: usize) -> Timeline {
    let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    Timeline {
        kind: "Timeline of a case".into(),
        heading: "Timeline of a case".into(),
        title: "Test file: #let it = [not] $typst$ \\ \"code\"".into(),
        reference: "MBT/2026/0009".into(),
        agency: "KE-DCI-MARSABIT".into(),
        marking: "RESTRICTED".into(),
        made_at: "16 June 2026, 08:00:00 (UTC)".into(),
        made_for: "guyo, KE-DCI-MARSABIT".into(),
        cover: vec![pair("Lines", "2")],
        asked: vec![],
        legend: vec![pair("Order", "By time.")],
        grades: vec![],
        lines: (1..=lines).map(line).collect(),
        left_out: vec!["Lines that are not released to the reader.".into()],
        checking: "By its digest.".into(),
    }
}

fn count(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).filter(|window| *window == needle).count()
}

#[test]
fn a_timeline_is_a_pdf_for_the_archive() {
    let pdf = timeline(2).pdf(made_at()).unwrap().bytes;
    assert!(pdf.starts_with(b"%PDF-1."));
    for (name, value) in [("part", "2"), ("conformance", "A")] {
        let element = format!("<pdfaid:{name}>{value}</pdfaid:{name}>");
        assert_eq!(count(&pdf, element.as_bytes()), 1, "{element}");
    }
}

#[test]
fn the_same_timeline_is_the_same_bytes() {
    let pdf = || timeline(3).pdf(made_at()).unwrap();
    assert!(pdf() == pdf());
}

#[test]
fn a_timeline_without_lines_is_set_as_well() {
    timeline(0).pdf(made_at()).unwrap();
}

#[test]
fn a_long_timeline_goes_on_over_the_pages() {
    let pages = |lines| timeline(lines).pdf(made_at()).unwrap().pages;
    let (few, many) = (pages(2), pages(100));
    assert_eq!(few, 3, "a cover, the lines, what was left out");
    assert!(many > few + 5, "{many} pages");
}

#[test]
fn a_line_longer_than_a_page_is_set_to_its_end() {
    let mut timeline = timeline(1);
    let pages = |timeline: &Timeline| timeline.pdf(made_at()).unwrap().pages;
    assert_eq!(pages(&timeline), 3);
    let line = timeline.lines.first_mut().unwrap();
    line.whole = false;
    line.details = vec![("Text".into(), "A word said in court. ".repeat(2000))];
    assert!(pages(&timeline) > 6, "{} pages", pages(&timeline));
}
