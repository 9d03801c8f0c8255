//! Words that users write: checked for length and for signs that no field wants.

use crate::error::FieldError;

/// Not empty, at most so many characters, and no control characters but line breaks and tabs.
pub(crate) fn check(field: &str, text: &str, most: usize) -> Result<(), FieldError> {
    if text.trim().is_empty() {
        return Err(FieldError::new(field, "Write something here, or leave the field out."));
    }
    let characters = text.chars().count();
    if characters > most {
        return Err(FieldError::new(
            field,
            format!("Use at most {most} characters; there are {characters}."),
        ));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(FieldError::new(field, "Leave out control characters."));
    }
    Ok(())
}
