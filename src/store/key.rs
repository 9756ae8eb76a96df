//! The key of an encrypted book: derived from a passphrase once, and handed to every connection.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::{pkcs5, rand};
use rusqlite::{Connection, ErrorCode};
use zeroize::Zeroizing;

use super::head::Salt;
use crate::domain::{Error, Kind, Result};

/// Rounds of PBKDF2 with HMAC-SHA512 in SQLCipher 4: <https://www.zetetic.net/sqlcipher/design/>. Any program that
/// knows its format opens a book with the passphrase.
const ROUNDS: usize = 256_000;

/// Bytes of a key of AES-256.
const BYTES: usize = 32;

/// What opens an encrypted book. It shows itself to nobody, and is wiped from memory when nobody needs it any more.
#[derive(Clone)]
pub struct Key(Arc<Secret>);

struct Secret {
    passphrase: Zeroizing<String>,
    /// A key for each salt that was met, since deriving one takes a tenth of a second.
    derived: Mutex<Vec<Derived>>,
}

#[derive(Clone)]
struct Derived {
    salt: Salt,
    /// Key and salt, as SQLCipher takes them.
    words: Zeroizing<String>,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// The key that a passphrase makes.
    ///
    /// # Errors
    /// It is empty.
    pub fn new(passphrase: Zeroizing<String>) -> Result<Key> {
        if passphrase.is_empty() {
            return Err(Error::invalid("the passphrase is empty").hint("give one of several words"));
        }
        Ok(Key(Arc::new(Secret { passphrase, derived: Mutex::default() })))
    }

    /// Hands the key to a connection that has read nothing yet, and looks whether it fits. `salt` is that of the file;
    /// None: it is empty.
    ///
    /// # Errors
    /// It does not fit; the file cannot be read.
    pub(in crate::store) fn unlock(&self, conn: &Connection, salt: Option<Salt>) -> Result<()> {
        let words = self.words(salt)?;
        // Errors are told by this program alone.
        conn.execute_batch("PRAGMA cipher_log = off")?;
        conn.execute_batch(&Zeroizing::new(format!("PRAGMA key = \"{}\"", *words)))?;
        conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| {
            match error.sqlite_error_code() {
                Some(ErrorCode::NotADatabase) => wrong(),
                _ => error.into(),
            }
        })
    }

    /// Key and salt, as SQLCipher takes them. A file that is still empty gets the salt that was used last, so that a
    /// copy has the key of the book.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(in crate::store) fn words(&self, salt: Option<Salt>) -> Result<Zeroizing<String>> {
        // Held while a key is derived: whoever needs the same one waits instead of deriving it too. Whoever panicked
        // left it whole.
        let mut derived = self.0.derived.lock().unwrap_or_else(PoisonError::into_inner);
        let known = match salt {
            Some(salt) => derived.iter().position(|one| one.salt == salt),
            None => derived.len().checked_sub(1),
        };
        let one = match known {
            Some(place) => derived.remove(place),
            None => derive(&self.0.passphrase, salt).map_err(|error| {
                Error::new(Kind::Storage, format!("the key of the book cannot be made ({error})"))
                    .hint("try again; nothing was changed")
            })?,
        };
        let words = one.words.clone();
        // The one used last is last.
        derived.push(one);
        Ok(words)
    }
}

fn derive(passphrase: &str, salt: Option<Salt>) -> Result<Derived, ErrorStack> {
    let salt = match salt {
        Some(salt) => salt,
        None => {
            let mut salt = Salt::default();
            rand::rand_bytes(&mut salt)?;
            salt
        }
    };
    let mut key = Zeroizing::new([0; BYTES]);
    pkcs5::pbkdf2_hmac(passphrase.as_bytes(), &salt, ROUNDS, MessageDigest::sha512(), key.as_mut())?;
    // As long as it gets, so that it never moves and leaves a copy behind.
    let mut words = Zeroizing::new(String::with_capacity(2 * (BYTES + salt.len()) + 3));
    words.push_str("x'");
    for byte in key.iter().chain(&salt) {
        // Writing to a string cannot fail.
        let _ = write!(words, "{byte:02x}");
    }
    words.push('\'');
    Ok(Derived { salt, words })
}

fn wrong() -> Error {
    Error::invalid("the passphrase does not open the book").hint(
        "try again; if it is certainly the right one, the file is damaged or no book: bring back a backup with: \
         mainstay restore FILE",
    )
}

/// Whether this build can open and make encrypted books.
pub const AVAILABLE: bool = true;

/// That a file cannot be opened without a key.
pub(in crate::store) fn locked() -> Error {
    Error::invalid("is an encrypted book, or no book at all")
        .hint("give its passphrase with --passphrase-fd or --passphrase-file; the file was not touched")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_does_not_show_itself() {
        let key = Key::new(Zeroizing::new("correct horse".into())).unwrap();
        assert_eq!(format!("{key:?}"), "Key(…)");
    }

    #[test]
    fn a_copy_has_the_key_of_the_book_and_a_new_book_one_of_its_own() {
        let key = |text: &str| Key::new(Zeroizing::new(text.into())).unwrap();
        let (one, other) = (key("correct horse"), key("correct horse"));
        let words = one.words(Some([7; 16])).unwrap();
        assert_eq!(words.len(), 2 * 48 + 3);
        assert_eq!(one.words(None).unwrap(), words);
        assert_ne!(other.words(None).unwrap(), words);
        assert_eq!(other.words(Some([7; 16])).unwrap(), words);
    }
}
