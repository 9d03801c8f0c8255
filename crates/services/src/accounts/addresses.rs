//! E-mail addresses: checked for form, never sent to.

use std::str::FromStr;

use email_address::EmailAddress;

use crate::error::FieldError;

/// Octets at most (RFC 5321 §4.5.3.1.3, less the angle brackets).
const LONGEST: usize = 254;

pub(super) fn check(field: &str, address: &str) -> Result<(), FieldError> {
    let well_formed = address.len() <= LONGEST
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && EmailAddress::from_str(address).is_ok_and(|address| address.display_part().is_empty())
        && address.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'));
    if well_formed {
        Ok(())
    } else {
        Err(FieldError::new(field, "Give an e-mail address, like name@example.com."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_host() {
        for good in ["a@example.com", "First.Last+tag@sub.example.co.uk", "zoë@example.com"] {
            assert_eq!(check("email", good), Ok(()), "{good}");
        }
        let long = format!("{}@example.com", "x".repeat(250));
        for bad in [
            "",
            "a",
            "a@",
            "@example.com",
            "a@host",
            "a b@example.com",
            "A <a@example.com>",
            "a@example.com\n",
            &long,
        ] {
            assert!(check("email", bad).is_err(), "{bad}");
        }
    }
}
