//! Uploads: a permission is for exactly one object.

use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use crate::support::TestServer;

async fn a_permission_is_for_one_object_of_one_type_and_length(server: TestServer) {
    let user = server.register("ada@example.org").await;
    let permission = user.presign("audio/wav", "wav", 5).await;
    user.confirm(&permission.key).await.expect_problem(400, "upload_missing");

    let mut disguised = permission.clone();
    disguised.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
    assert!(user.put(&disguised, "hello").await.is_client_error());
    let mut longer = permission.clone();
    longer.headers.remove(CONTENT_LENGTH);
    assert!(user.put(&longer, "hello, world").await.is_client_error());
    user.confirm(&permission.key).await.expect_problem(400, "upload_missing");

    assert_eq!(user.put(&permission, "hello").await, 200);
    let upload = user.confirm(&permission.key).await.expect(200);
    assert_eq!((upload["file_size"].as_i64(), upload["content_type"].as_str()), (Some(5), Some("audio/wav")));
    assert_eq!(user.confirm(&permission.key).await.expect(200), upload);
    assert!(user.put(&permission, "world").await.is_client_error(), "it was used already");
}

on_each_database!(a_permission_is_for_one_object_of_one_type_and_length);
