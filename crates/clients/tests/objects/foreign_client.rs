//! A stranger's client against our store: boto3, which most S3 tools are built on.

use std::process::Stdio;

use tokio::process::Command;

use crate::support::{ACCESS_KEY, BUCKET, REGION, SECRET_KEY, Store};

/// The Python that has what `script/python-requirements.txt` lists.
pub(crate) fn python() -> String {
    std::env::var("GREENROOM_TEST_PYTHON").expect(
        "GREENROOM_TEST_PYTHON is not set: run script/test, which installs boto3 and a foreign S3 store",
    )
}

#[tokio::test]
async fn boto3_can_do_everything_an_s3_tool_does() {
    let store = Store::start().await;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/objects/foreign_client.py");
    let run = Command::new(python())
        .arg(script)
        .env("ENDPOINT", store.origin.as_str())
        .env("BUCKET", BUCKET)
        .env("AWS_ACCESS_KEY_ID", ACCESS_KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        .env("AWS_DEFAULT_REGION", REGION)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    assert!(
        run.status.success(),
        "{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
    assert_eq!(store.incoming(), 0);
}
