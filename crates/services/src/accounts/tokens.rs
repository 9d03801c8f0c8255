//! Tokens: access tokens are JWTs that say who and from which sign-in; refresh tokens are opaque random words.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use models::{SignInId, UserId};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::clock::{Clock, Time};
use crate::error::{Denied, Error};

const ISSUER: &str = "greenroom";
const AUDIENCE: &str = "greenroom-api";
const ALGORITHM: Algorithm = Algorithm::HS256;
/// Bytes of chance in a refresh token.
const REFRESH_BYTES: usize = 32;

/// How tokens are made. Keys have ids, so that a new one can be brought in while the old one still verifies.
#[derive(Debug, Clone)]
pub struct TokenSettings {
    /// The key that signs.
    pub key: SigningKey,
    /// Keys that only verify: those in use before.
    pub old_keys: Vec<SigningKey>,
    pub access_life: Duration,
    pub refresh_life: Duration,
}

#[derive(Debug, Clone)]
pub struct SigningKey {
    pub id: String,
    pub secret: SecretString,
}

/// What an access token says, once its signature and times have been checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Access {
    pub user: UserId,
    pub sign_in: SignInId,
    /// The refresh token that it was issued together with.
    pub pair: i64,
    pub expires_at: i64,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    /// Sign-in.
    sid: i64,
    /// Token pair.
    pid: i64,
    /// What it is for; only "access" is ever issued, and checked against anything else that the key may sign one day.
    token_use: String,
    jti: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Issues and checks tokens.
pub struct Tokens {
    key_id: String,
    encoding: EncodingKey,
    decoding: HashMap<String, DecodingKey>,
    access_life: Duration,
    pub(crate) refresh_life: Duration,
}

impl Tokens {
    pub fn new(settings: &TokenSettings) -> Self {
        let secret = |key: &SigningKey| key.secret.expose_secret().as_bytes().to_vec();
        let decoding = std::iter::once(&settings.key)
            .chain(&settings.old_keys)
            .map(|key| (key.id.clone(), DecodingKey::from_secret(&secret(key))))
            .collect();
        Self {
            key_id: settings.key.id.clone(),
            encoding: EncodingKey::from_secret(&secret(&settings.key)),
            decoding,
            access_life: settings.access_life,
            refresh_life: settings.refresh_life,
        }
    }

    /// Seconds that an access token lives.
    pub fn access_life_s(&self) -> u64 {
        self.access_life.as_secs()
    }

    pub(crate) fn issue(
        &self,
        user: UserId,
        sign_in: SignInId,
        pair: i64,
        clock: &dyn Clock,
    ) -> Result<SecretString, Error> {
        let now = clock.now().timestamp();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user.to_string(),
            sid: sign_in.0,
            pid: pair,
            token_use: "access".to_owned(),
            jti: clock.uuid().simple().to_string(),
            iat: now,
            nbf: now,
            exp: now + i64::try_from(self.access_life.as_secs()).unwrap_or(i64::MAX / 2),
        };
        let header = Header { kid: Some(self.key_id.clone()), ..Header::new(ALGORITHM) };
        encode(&header, &claims, &self.encoding)
            .map(SecretString::from)
            .map_err(|error| Error::Fault(format!("signing a token: {error}")))
    }

    /// Checks signature, algorithm, key id, issuer, audience, use and times (RFC 8725). Whether the sign-in
    /// still stands is the database's to say.
    pub(crate) fn read(&self, token: &str, now: Time) -> Result<Access, Denied> {
        let key_id =
            decode_header(token).map_err(|_| Denied::InvalidToken)?.kid.ok_or(Denied::InvalidToken)?;
        let key = self.decoding.get(&key_id).ok_or(Denied::InvalidToken)?;
        let mut rules = Validation::new(ALGORITHM);
        rules.set_issuer(&[ISSUER]);
        rules.set_audience(&[AUDIENCE]);
        rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Compared below with the time that came in, not with the machine's.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        let claims = decode::<Claims>(token, key, &rules).map_err(|_| Denied::InvalidToken)?.claims;
        if claims.token_use != "access" {
            return Err(Denied::InvalidToken);
        }
        // Another instance's clock may be a little ahead of ours.
        if claims.nbf > now.timestamp() + 5 {
            return Err(Denied::InvalidToken);
        }
        if claims.exp <= now.timestamp() {
            return Err(Denied::ExpiredToken);
        }
        let user = claims.sub.parse().map(UserId).map_err(|_| Denied::InvalidToken)?;
        Ok(Access { user, sign_in: SignInId(claims.sid), pair: claims.pid, expires_at: claims.exp })
    }

    /// A new opaque token and the hash under which it is kept.
    pub(crate) fn refresh_token(&self, clock: &dyn Clock) -> (SecretString, String) {
        let mut bytes = [0; REFRESH_BYTES];
        clock.random(&mut bytes);
        let token = URL_SAFE_NO_PAD.encode(bytes);
        let hash = hash_of(&token);
        (token.into(), hash)
    }
}

/// A token of 256 random bits needs no salt: SHA-256 in hex.
pub(crate) fn hash_of(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::clock::SystemClock;

    fn tokens(key_id: &str, secret: &str) -> Tokens {
        Tokens::new(&TokenSettings {
            key: SigningKey { id: key_id.to_owned(), secret: secret.to_owned().into() },
            old_keys: Vec::new(),
            access_life: Duration::from_secs(1800),
            refresh_life: Duration::from_secs(604_800),
        })
    }

    #[test]
    fn an_access_token_is_read_back_until_it_expires() {
        let tokens = tokens("k1", "secret");
        let token = tokens.issue(UserId(7), SignInId(8), 9, &SystemClock).unwrap();
        let now = SystemClock.now();
        let access = tokens.read(token.expose_secret(), now).unwrap();
        assert_eq!((access.user, access.sign_in, access.pair), (UserId(7), SignInId(8), 9));
        let late = now + TimeDelta::seconds(1801);
        assert_eq!(tokens.read(token.expose_secret(), late), Err(Denied::ExpiredToken));
        let early = now - TimeDelta::seconds(60);
        assert_eq!(tokens.read(token.expose_secret(), early), Err(Denied::InvalidToken));
    }

    #[test]
    fn a_token_of_another_key_or_algorithm_is_not_valid() {
        let ours = tokens("k1", "secret");
        let now = SystemClock.now();
        for forger in [tokens("k1", "guess"), tokens("k2", "secret")] {
            let forged = forger.issue(UserId(7), SignInId(8), 9, &SystemClock).unwrap();
            assert_eq!(ours.read(forged.expose_secret(), now), Err(Denied::InvalidToken));
        }
        let body = ours.issue(UserId(7), SignInId(8), 9, &SystemClock).unwrap();
        let body = body.expose_secret().split('.').nth(1).unwrap().to_owned();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","kid":"k1"}"#);
        assert_eq!(ours.read(&format!("{none}.{body}."), now), Err(Denied::InvalidToken));
        assert_eq!(ours.read("", now), Err(Denied::InvalidToken));
    }

    #[test]
    fn an_old_key_still_verifies() {
        let old = SigningKey { id: "old".to_owned(), secret: "before".to_owned().into() };
        let issued = tokens("old", "before").issue(UserId(1), SignInId(2), 3, &SystemClock).unwrap();
        let rotated = Tokens::new(&TokenSettings {
            key: SigningKey { id: "new".to_owned(), secret: "after".to_owned().into() },
            old_keys: vec![old],
            access_life: Duration::from_secs(1800),
            refresh_life: Duration::from_secs(604_800),
        });
        assert!(rotated.read(issued.expose_secret(), SystemClock.now()).is_ok());
    }
}
