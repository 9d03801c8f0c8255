//! Passwords: hashed with bcrypt, off the async threads and a few at a time, so that a flood of logins slows nobody else.

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::error::{Error, FieldError};

/// Characters at least (NIST SP 800-63B-4, with no rules of composition).
const FEWEST_CHARACTERS: usize = 8;
/// bcrypt reads 72 bytes, the last of which is a terminator; more would be ignored silently, so it is refused.
const MOST_BYTES: usize = 71;
/// Who may wait for each that is under way. At a third of a second for one, the last of them waits for five; in a flood it
/// helps nobody to wait for longer.
const MOST_WAITING: usize = 16;

/// Says what is wrong with a new password, if anything.
pub(crate) fn check(field: &str, password: &str) -> Result<(), FieldError> {
    if password.chars().count() < FEWEST_CHARACTERS {
        return Err(FieldError::new(field, format!("Use at least {FEWEST_CHARACTERS} characters.")));
    }
    if password.len() > MOST_BYTES {
        return Err(FieldError::new(
            field,
            format!("Use at most {MOST_BYTES} bytes (fewer characters if they are not English letters)."),
        ));
    }
    if password.contains('\0') {
        return Err(FieldError::new(field, "Leave out the NUL character."));
    }
    Ok(())
}

/// Hashes and compares, a bounded number at once.
#[derive(Clone)]
pub struct Passwords {
    cost: u32,
    places: Arc<Semaphore>,
    /// Places to work and to wait.
    room: Arc<Semaphore>,
    /// Compared against when nobody has the address, so that both failures take the same time.
    nobody: Arc<str>,
}

impl Passwords {
    /// `cost` is bcrypt's (each step doubles the work), `at_once` how many hashes may be under way.
    /// Blocks for the time of one hash.
    pub fn new(cost: u32, at_once: usize) -> Result<Self, Error> {
        let nobody = hash("nobody has this password", cost)?;
        let at_once = at_once.max(1);
        Ok(Self {
            cost,
            places: Arc::new(Semaphore::new(at_once)),
            room: Arc::new(Semaphore::new(at_once * (1 + MOST_WAITING))),
            nobody: nobody.into(),
        })
    }

    pub(crate) async fn hash(&self, password: &str) -> Result<String, Error> {
        let (password, cost) = (password.to_owned(), self.cost);
        self.run(move || hash(&password, cost)).await
    }

    /// Whether the password is the one of this hash; without a hash it takes as long and is false.
    pub(crate) async fn matches(&self, password: &str, hashed: Option<&str>) -> Result<bool, Error> {
        let known = hashed.is_some();
        let hashed = hashed.unwrap_or(&self.nobody).to_owned();
        let password = password.to_owned();
        let same = self
            .run(move || match bcrypt::non_truncating_verify(&password, &hashed) {
                Ok(same) => Ok(same),
                // Longer than any password that was ever accepted.
                Err(bcrypt::BcryptError::Truncation(_)) => Ok(false),
                Err(error) => Err(Error::Fault(format!("a stored password hash can not be read: {error}"))),
            })
            .await?;
        Ok(same && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _room = self.room.try_acquire().map_err(|_| Error::Busy("signing in"))?;
        let place = self.places.clone().acquire_owned().await.map_err(|_| stopped())?;
        tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        })
        .await
        .map_err(|_| stopped())?
    }
}

fn hash(password: &str, cost: u32) -> Result<String, Error> {
    bcrypt::non_truncating_hash(password, cost).map_err(|error| Error::Fault(format!("bcrypt: {error}")))
}

fn stopped() -> Error {
    Error::Fault("the server is stopping".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_eight_characters_to_seventy_one_bytes() {
        for good in ["12345678", "pässwörd", &"x".repeat(71)] {
            assert_eq!(check("password", good), Ok(()), "{good}");
        }
        for bad in ["1234567", "", &"x".repeat(72), &"ä".repeat(36), "with\0nul in it"] {
            assert!(check("password", bad).is_err(), "{bad}");
        }
    }

    #[tokio::test]
    async fn when_too_many_wait_the_next_is_told_at_once_and_comes_in_later() {
        let passwords = Passwords::new(4, 1).unwrap();
        let working = passwords.places.clone().acquire_owned().await.unwrap();
        let mut waiting: Vec<_> = (0..=MOST_WAITING).map(|_| Box::pin(passwords.hash("12345678"))).collect();
        for one in &mut waiting {
            assert!(futures::poll!(one).is_pending());
        }
        assert!(matches!(passwords.hash("12345678").await, Err(Error::Busy(_))));
        drop(working);
        for one in waiting {
            one.await.unwrap();
        }
        passwords.hash("12345678").await.unwrap();
    }

    #[tokio::test]
    async fn only_the_password_itself_matches_its_hash() {
        let passwords = Passwords::new(4, 1).unwrap();
        let longest = "x".repeat(71);
        let hashed = passwords.hash(&longest).await.unwrap();
        assert!(passwords.matches(&longest, Some(&hashed)).await.unwrap());
        assert!(!passwords.matches(&"x".repeat(72), Some(&hashed)).await.unwrap());
        assert!(!passwords.matches(&"x".repeat(70), Some(&hashed)).await.unwrap());
        assert!(!passwords.matches("nobody has this password", None).await.unwrap());
    }
}
