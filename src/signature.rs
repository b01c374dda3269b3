//! Detached signatures in the format of minisign: Ed25519 over the `BLAKE2b` digest of the file.
//!
//! The format is that of <https://jedisct1.github.io/minisign/>, so that the `minisign` program can make the
//! keys and check the signatures. The trusted comment names the file and has no time, since the same input
//! gives the same bytes.

use std::fmt;
use std::io::Cursor;

use minisign::{PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

/// The extension of a signature, after the whole name of the file that it signs.
pub const EXTENSION: &str = "minisig";

/// A secret key that is ready to sign.
pub struct Signer {
    key: SecretKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signer").finish_non_exhaustive()
    }
}

impl Signer {
    /// Reads a secret key file of minisign; `password` opens one that is encrypted.
    ///
    /// # Errors
    /// Where the text is no key, or the password does not open it.
    pub fn read(text: &str, password: Option<String>) -> Result<Self, String> {
        let boxed = || SecretKeyBox::from_string(text).map_err(|error| error.to_string());
        let key = match password {
            Some(password) => boxed()?.into_secret_key(Some(password)),
            None => boxed()?.into_unencrypted_secret_key(),
        };
        key.map(|key| Self { key }).map_err(|error| error.to_string())
    }
}

/// Signs a file of this name.
///
/// # Errors
/// Where the key cannot sign.
pub fn sign(signer: &Signer, name: &str, bytes: &[u8]) -> Result<String, String> {
    let trusted = format!("file:{name}\thashed");
    let signature = minisign::sign(
        None,
        &signer.key,
        Cursor::new(bytes),
        Some(&trusted),
        Some("signature from recto"),
    );
    signature.map(SignatureBox::into_string).map_err(|error| error.to_string())
}

/// Checks a signature by a public key: the text of its file, or the key alone in Base64.
///
/// # Errors
/// Says why the signature does not hold: it is of another file, by another key, or no signature.
pub fn verify_signature(
    key: &str,
    signature: &str,
    name: &str,
    bytes: &[u8],
) -> Result<(), String> {
    let key = read_public_key(key)?;
    let signature = SignatureBox::from_string(signature)
        .map_err(|error| format!("it is no signature: {error}"))?;
    minisign::verify(&key, &signature, Cursor::new(bytes), true, false, false)
        .map_err(|error| error.to_string())?;
    let comment = signature.trusted_comment().map_err(|error| error.to_string())?;
    let signed = comment.split('\t').find_map(|field| field.strip_prefix("file:"));
    match signed {
        Some(signed) if signed != name => Err(format!("it was made for `{signed}`")),
        _ => Ok(()),
    }
}

fn read_public_key(text: &str) -> Result<PublicKey, String> {
    let text = text.trim();
    let key = if text.contains('\n') {
        PublicKeyBox::from_string(text).and_then(PublicKeyBox::into_public_key)
    } else {
        PublicKey::from_base64(text)
    };
    key.map_err(|error| format!("it is no public key of minisign: {error}"))
}
