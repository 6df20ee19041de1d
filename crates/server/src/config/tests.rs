//! Which layer wins, what is refused, and what is never printed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use mpaka_persistence::files::FileBounds;

use super::{Config, ConfigError, Layer, LogForm};

fn file(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

fn naming(path: &Path) -> Layer {
    Layer { config: Some(path.to_owned()), ..Layer::default() }
}

fn environment<'a>(
    variables: &'a [(&'a str, &'a str)],
) -> impl Fn(&str) -> Option<OsString> + use<'a> {
    |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
}

#[test]
fn a_flag_wins_over_a_variable_and_a_variable_over_the_file() {
    let file = file("data_dir = \"file\"\njwt_issuer = \"file\"\njwt_audience = \"file\"\n");
    let flags = Layer { data_dir: Some("flag".into()), ..naming(file.path()) };
    let variables = [("MPAKA_DATA_DIR", "variable"), ("MPAKA_JWT_ISSUER", "variable")];

    let config = Config::from_layers(flags, environment(&variables)).unwrap();

    assert_eq!(config.data_dir, PathBuf::from("flag"));
    assert_eq!(config.jwt_issuer.as_deref(), Some("variable"));
    assert_eq!(config.jwt_audience, "file");
}

#[test]
fn with_nothing_given_mpaka_listens_on_loopback_with_its_own_database() {
    let config = Config::from_layers(Layer::default(), environment(&[])).unwrap();

    assert_eq!(config.listen.to_string(), "127.0.0.1:7400");
    assert_eq!(config.data_dir, PathBuf::from(".mpaka"));
    assert!(!config.data_dir_named);
    assert_eq!(config.database_url, None);
    assert_eq!(config.log, LogForm::Text);
}

#[test]
fn the_retention_of_command_ids_is_a_number_of_days_wherever_it_is_given() {
    let of = |days: &Config| days.command_retention.duration().as_secs() / 86_400;
    let config = Config::from_layers(Layer::default(), environment(&[])).unwrap();
    assert_eq!(of(&config), 30);
    let file = file("command_retention_days = 7\n");
    let config = Config::from_layers(naming(file.path()), environment(&[])).unwrap();
    assert_eq!(of(&config), 7);
    let variables = [("MPAKA_COMMAND_RETENTION_DAYS", "90")];
    let config = Config::from_layers(naming(file.path()), environment(&variables)).unwrap();
    assert_eq!(of(&config), 90);
    for wrong in ["0", "3651", "-1", "a while"] {
        let variables = [("MPAKA_COMMAND_RETENTION_DAYS", wrong)];
        let error = Config::from_layers(Layer::default(), environment(&variables)).unwrap_err();
        assert!(error.to_string().contains("from 1 to 3650"), "{wrong}: {error}");
    }
}

#[test]
fn published_keys_are_kept_for_a_day_unless_it_is_said_otherwise() {
    let of = |variables: &[(&str, &str)]| {
        let config = Config::from_layers(Layer::default(), environment(variables));
        config.map(|config| config.jwks_retention.as_secs() / 3600)
    };
    assert_eq!(of(&[]).unwrap(), 24);
    assert_eq!(of(&[("MPAKA_JWKS_RETENTION_HOURS", "2")]).unwrap(), 2);
    assert!(of(&[("MPAKA_JWKS_RETENTION_HOURS", "0")]).is_err());
}

#[test]
fn an_unknown_key_of_the_file_is_refused_by_its_name() {
    let file = file("lisen = \"127.0.0.1:1\"\n");

    let error = Config::from_layers(naming(file.path()), environment(&[])).unwrap_err();

    assert!(matches!(error, ConfigError::Malformed { .. }));
    assert!(error.to_string().contains("lisen"), "{error}");
}

#[test]
fn a_variable_that_cannot_be_used_is_refused_by_its_name() {
    for (name, value) in [("MPAKA_LISTEN", "everywhere"), ("MPAKA_LOG", "xml")] {
        let variables = [(name, value)];
        let error = Config::from_layers(Layer::default(), environment(&variables)).unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
    }
}

#[test]
fn an_empty_variable_says_nothing() {
    let variables = [("MPAKA_DATABASE_URL", "")];
    let config = Config::from_layers(Layer::default(), environment(&variables)).unwrap();
    assert_eq!(config.database_url, None);
}

#[test]
fn a_file_that_was_named_must_exist() {
    let error = Config::from_layers(naming(Path::new("/nowhere/mpaka.toml")), environment(&[]));
    assert!(matches!(error, Err(ConfigError::Unreadable { .. })));
}

#[test]
fn the_databases_address_is_read_from_a_file_or_given_but_not_both() {
    let file = file("postgres://mpaka:secret@db/mpaka\n");
    let by_file = Layer { database_url_file: Some(file.path().into()), ..Layer::default() };
    let config = Config::from_layers(by_file.clone(), environment(&[])).unwrap();
    assert_eq!(config.database_url.unwrap().expose(), "postgres://mpaka:secret@db/mpaka");

    let both = Layer { database_url: Some("postgres://db/mpaka".into()), ..by_file };
    let error = Config::from_layers(both, environment(&[]));
    assert!(matches!(error, Err(ConfigError::Both { .. })));
}

#[test]
fn a_printed_configuration_has_no_password() {
    for url in ["postgres://mpaka:hunter2@db:5432/mpaka", "postgres://db/mpaka?password=hunter2"] {
        let flags = Layer { database_url: Some(url.into()), ..Layer::default() };
        let config = Config::from_layers(flags, environment(&[])).unwrap();
        let printed = format!("{config:?} {}", config.database_url.as_ref().unwrap());
        assert!(!printed.contains("hunter2"), "{printed}");
        assert!(printed.contains("db"), "{printed}");
    }
}

#[test]
fn files_are_kept_in_the_data_directory_unless_another_place_is_named() {
    let flags = Layer { data_dir: Some("data".into()), ..Layer::default() };
    let config = Config::from_layers(flags, environment(&[])).unwrap();
    assert_eq!(config.files_place().to_string(), "data/files");
    assert_eq!(config.file_bounds, FileBounds::default());

    let variables = [
        ("MPAKA_FILES", "s3://evidence/mpaka"),
        ("MPAKA_FILE_LARGEST_GIB", "500"),
        ("MPAKA_UPLOAD_RETENTION_DAYS", "2"),
        ("MPAKA_FILE_CHECK_DAYS", "90"),
        ("MPAKA_FILE_CHECK_MIB", "100"),
    ];
    let config = Config::from_layers(Layer::default(), environment(&variables)).unwrap();
    assert_eq!(config.files_place().to_string(), "s3://evidence/mpaka");
    let bounds = config.file_bounds;
    assert_eq!((bounds.largest, bounds.checked_at), (500 << 30, 100 << 20));
    assert_eq!(
        (bounds.unfinished_for.as_secs(), bounds.checked_every.as_secs()),
        (172_800, 7_776_000)
    );

    for wrong in [("MPAKA_FILES", "https://bucket"), ("MPAKA_FILE_CHECK_MIB", "0")] {
        assert!(Config::from_layers(Layer::default(), environment(&[wrong])).is_err(), "{wrong:?}");
    }
}
