use std::io::Write;

use secrecy::ExposeSecret;

use super::*;

fn given(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Reads with an empty file, so that a file in the working folder plays no part.
fn from_environment(variables: &[(&str, &str)]) -> Result<Settings, Problems> {
    from_file("", variables)
}

fn from_file(text: &str, variables: &[(&str, &str)]) -> Result<Settings, Problems> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    load(Some(file.path()), given(variables)).map(|(settings, _)| settings)
}

fn complaints(result: Result<Settings, Problems>) -> Vec<String> {
    result.expect_err("these settings are wrong").iter().map(ToString::to_string).collect()
}

#[test]
fn the_default_file_has_every_setting_and_no_other() {
    let settings = from_environment(&[]).unwrap();
    assert_eq!(settings.server.port, 8000);
    assert_eq!(settings.server.host, "127.0.0.1");
    assert_eq!(settings.auth.bcrypt_cost, 12);
    assert_eq!(settings.uploads.max_bytes, 100 * 1024 * 1024);
    assert!(settings.server.public_url.is_none());
    assert!(settings.objects.is_embedded());
}

#[test]
fn every_secret_key_is_a_setting() {
    let keys: Vec<String> = Layers::defaults().keys().map(ToString::to_string).collect();
    for secret in SECRET_KEYS {
        assert!(keys.iter().any(|key| key == secret), "{secret}");
    }
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let file = "[server]\nport = 9000\nhost = \"0.0.0.0\"\n";
    let settings = from_file(file, &[("PORT", "9001")]).unwrap();
    assert_eq!((settings.server.host.as_str(), settings.server.port), ("0.0.0.0", 9001));
}

#[test]
fn our_own_name_wins_over_the_usual_one() {
    let settings = from_environment(&[("GREENROOM_SERVER__PORT", "9002"), ("PORT", "9001")]).unwrap();
    assert_eq!(settings.server.port, 9002);
}

#[test]
fn an_empty_variable_counts_as_absent() {
    let settings = from_environment(&[("REDIS_URL", ""), ("PORT", "")]).unwrap();
    assert!(settings.redis.url.is_none());
    assert_eq!(settings.server.port, 8000);
}

#[test]
fn a_list_in_the_environment_is_separated_by_commas() {
    let settings = from_environment(&[
        ("DATABASE_URL", "mysql://u:p@primary/greenroom"),
        ("DATABASE_REPLICA_URLS", "mysql://u:p@one/greenroom, mysql://u:p@two/greenroom"),
        ("GREENROOM_SERVER__TRUSTED_PROXIES", "10.0.0.0/8"),
    ])
    .unwrap();
    assert_eq!(settings.database.replica_urls.len(), 2);
    assert_eq!(settings.database.replica_urls[1].expose_secret(), "mysql://u:p@two/greenroom");
    assert!(settings.server.trusted_proxies[0].contains(&std::net::IpAddr::from([10, 1, 2, 3])));
}

#[test]
fn a_secret_of_digits_is_still_text() {
    let secret = "12345678901234567890123456789012";
    let settings = from_environment(&[("JWT_SECRET", secret)]).unwrap();
    assert_eq!(settings.auth.jwt_secret.unwrap().expose_secret(), secret);
}

#[test]
fn all_mistakes_are_told_at_once_with_where_they_were_made() {
    let file = "[server]\nprot = 9000\nport = \"x\"\npublic_url = \"nonsense\"\n[jobs]\nworkers = 1.5\n";
    let complaints = complaints(from_file(
        file,
        &[
            ("GREENROOM_SERVER__IDEL_TIMEOUT_S", "3"),
            ("PORT", "70000"),
            ("GREENROOM_JOBS__LEASE_S", "soon"),
            ("GREENROOM_SPEECH__ENGINE", "telepathy"),
            ("GREENROOM_LIMITS__LOGIN_PER_ACCOUNT_PER_HOUR", "-1"),
            ("JWT_SECRET", "short"),
            ("DATABASE_URL", "postgres://secret-host"),
        ],
    ));
    let said = complaints.join("\n");
    for expected in [
        "server.prot",
        "did you mean server.port?",
        "server.port (/",
        "must be a whole number (it is the text \"x\")",
        "server.public_url",
        "jobs.workers",
        "did you mean GREENROOM_SERVER__IDLE_TIMEOUT_S?",
        "server.port (environment: PORT): invalid value: integer `70000`, expected u16",
        "GREENROOM_JOBS__LEASE_S: must be a whole number, but is \"soon\"",
        "speech.engine (environment: GREENROOM_SPEECH__ENGINE): unknown variant `telepathy`",
        "limits.login_per_account_per_hour",
        "auth.jwt_secret (environment: JWT_SECRET): must have at least 32 characters",
        "database.url (environment: DATABASE_URL): must begin with",
    ] {
        assert!(said.contains(expected), "{expected:?} is missing from:\n{said}");
    }
    assert!(!said.contains("secret-host"));
}

#[test]
fn a_file_that_is_named_must_exist() {
    let missing = Path::new("/nowhere/greenroom.toml");
    let said = load(Some(missing), given(&[])).err().unwrap().to_string();
    assert!(said.contains("/nowhere/greenroom.toml: can not be read"), "{said}");
}

#[test]
fn a_file_that_is_not_toml_is_refused_without_quoting_it() {
    let said = complaints(from_file("[auth]\njwt_secret = hunter2hunter2\n", &[])).join("\n");
    assert!(said.contains("is not TOML") && said.contains("line 2"), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn what_a_container_platform_puts_into_the_environment_is_not_ours() {
    assert!(
        from_environment(&[("GREENROOM_PORT", "tcp://10.0.0.1:8000"), ("GREENROOM_SERVICE_HOST", "x")])
            .is_ok()
    );
}

#[test]
fn secrets_are_neither_in_debug_output_nor_shown() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    write!(file, "[openai]\napi_key = \"canary-key\"\n").unwrap();
    let (settings, layers) = load(
        Some(file.path()),
        given(&[
            ("DATABASE_URL", "mysql://user:canary-pass@db.example/greenroom?ssl-key=canary-param"),
            ("JWT_SECRET", "canary-0123456789012345678901234567890"),
            ("REDIS_URL", "redis://:canary-redis@cache:6379/0"),
        ]),
    )
    .unwrap();
    let shown = shown(&layers);
    assert!(!format!("{settings:?}").contains("canary"));
    assert!(!shown.contains("canary"), "{shown}");
    assert!(
        shown.contains("url = \"mysql://user:redacted@db.example/greenroom\"  # environment: DATABASE_URL")
    );
    assert!(shown.contains("api_key = \"redacted\"  # /"));
    assert!(shown.contains("port = 8000  # default"));
}

#[test]
fn what_is_chosen_follows_from_what_is_given() {
    let nothing = from_environment(&[]).unwrap();
    assert_eq!(nothing.speech_engine(), ChosenSpeech::PocketSphinx);
    assert!(nothing.language_model().is_none());
    assert!(
        matches!(nothing.database(), ChosenDatabase::Sqlite(path) if path == Path::new("./data/greenroom.db"))
    );

    for url in ["sqlite:///var/lib/g.db?mode=rwc", "sqlite:/var/lib/g.db"] {
        let elsewhere = from_environment(&[("DATABASE_URL", url)]).unwrap();
        assert!(
            matches!(elsewhere.database(), ChosenDatabase::Sqlite(path) if path == Path::new("/var/lib/g.db"))
        );
    }

    let key = from_environment(&[("OPENAI_API_KEY", "k")]).unwrap();
    assert_eq!(key.speech_engine(), ChosenSpeech::OpenAi);
    assert_eq!(key.language_model().unwrap().base_url.as_str(), "https://api.openai.com/v1");

    let local =
        from_environment(&[("GREENROOM_LANGUAGE_MODEL__BASE_URL", "http://127.0.0.1:11434/v1")]).unwrap();
    assert_eq!(local.speech_engine(), ChosenSpeech::PocketSphinx);
    assert!(local.language_model().unwrap().api_key.is_none());
}
