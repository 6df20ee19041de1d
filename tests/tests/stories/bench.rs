//! The bench: that it measures what it says it does. How fast anything is, is not tested.

use mpaka_tests::process::run;
use serde_json::Value;

/// The ratios that a run reports, each against its target.
const RATIOS: [&str; 13] = [
    "append10_vs_raw10",
    "append1_vs_raw",
    "append1_vs_stock",
    "append_cpu_vs_raw",
    "append_cpu_vs_stock",
    "append_vs_raw",
    "append_vs_stock",
    "catchup_vs_select",
    "growth",
    "projection_vs_sql",
    "stream10_vs_stock",
    "stream200_vs_stock",
    "timeline_page_vs_bare",
];

/// The CPU time of so few events can be too short to be told from none.
fn is_cpu(name: &str) -> bool {
    name.contains("cpu")
}

#[track_caller]
fn positive(name: &str, value: &Value) {
    let figure = value.as_f64().unwrap_or_else(|| panic!("{name} is no figure: {value}"));
    assert!(figure > 0.0 || (is_cpu(name) && figure >= 0.0), "{name} is {figure}");
}

#[tokio::test]
async fn the_bench_reports_every_ratio_with_the_figures_behind_it_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let line = ["bench", "events", "--smoke", "--json", "--out", "figures", "--data-dir", "data"];

    let ended = run(folder.path(), &line).await;

    let report = ended.json();
    let ratios = report["ratios"].as_object().unwrap();
    assert_eq!(ratios.keys().map(String::as_str).collect::<Vec<_>>(), RATIOS);
    // What the database's CPU time is, is said on Linux only.
    let cpu = report["machine"]["database_cpu"].as_bool().unwrap();
    for (name, ratio) in ratios.iter().filter(|(name, _)| cpu || !is_cpu(name)) {
        positive(name, ratio);
    }
    for figures in report["measures"].as_array().unwrap() {
        for name in ["commands_per_second", "events_per_second", "p50_us", "p99_us"] {
            positive(name, &figures[name]);
        }
        assert!(figures["p50_us"].as_f64() <= figures["p99_us"].as_f64(), "{figures}");
    }
    for rate in report["rates"].as_array().unwrap() {
        positive("events_per_second", &rate["events_per_second"]);
    }
    for name in ["commit_p50_ms", "commit_p99_ms", "bound_ms", "events"] {
        positive(name, &report["latency"][name]);
    }
    assert_eq!(report["growth"]["rebuilds"].as_array().unwrap().len(), 2);
    let machine = &report["machine"];
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        assert_eq!(machine[setting], "on", "Mpaka's private cluster is durable");
    }
    let written = std::fs::read_to_string(folder.path().join("figures/events.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), report);
    let left: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["figures"], "the cluster and its folder are gone");
}
