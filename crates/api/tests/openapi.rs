//! The contract as a document: what the handlers say is what is written down, and the app's client is made from it.

use std::collections::HashSet;

/// Writes the document anew instead of comparing, as `UPDATE_SNAPSHOTS=1 cargo test -p api --test openapi`.
const UPDATE: &str = "UPDATE_SNAPSHOTS";

#[test]
fn the_document_is_the_one_that_is_written_down() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");
    let document = api::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(path, &document).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert!(
        document == written,
        "the API has changed: run `{UPDATE}=1 cargo test -p api --test openapi`, then `npm run api:gen` in app/"
    );
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = serde_json::to_value(api::openapi()).unwrap();
    let mut names = HashSet::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap().to_owned();
            assert!(names.insert(name.clone()), "{name} names two operations");
        }
    }
    assert!(names.len() > 20);
}
