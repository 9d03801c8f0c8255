//! The form of a request with a file.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::Multipart;

use super::Refusal;

/// The fields by their names, and the file.
pub(super) struct Form {
    pub(super) fields: BTreeMap<String, Vec<String>>,
    pub(super) file: Bytes,
    pub(super) file_name: String,
}

impl Form {
    pub(super) async fn read(mut multipart: Multipart) -> Result<Self, Refusal> {
        let broken = |error: axum::extract::multipart::MultipartError| Refusal::of("file", error.body_text());
        let mut form = Self { fields: BTreeMap::new(), file: Bytes::new(), file_name: String::new() };
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                form.file_name = field.file_name().unwrap_or_default().to_owned();
                form.file = field.bytes().await.map_err(broken)?;
            } else {
                form.fields.entry(name).or_default().push(field.text().await.map_err(broken)?);
            }
        }
        Ok(form)
    }

    /// The only value of a field.
    pub(super) fn one(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        match self.fields.get(name).map(Vec::as_slice) {
            None => Ok(None),
            Some([value]) => Ok(Some(value.clone())),
            Some(_) => Err(Refusal::of(name, format!("{name} is given more than once"))),
        }
    }
}
