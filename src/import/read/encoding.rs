//! Bytes to text: byte order marks, UTF-16 without one, UTF-8, else the best guess at an older code page.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::domain::{Error, Result};

/// The text of a file.
///
/// # Errors
/// A file in UTF-16 that is cut short or damaged.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if let Some(encoding) = utf16(bytes) {
        let (text, damaged) = encoding.decode_with_bom_removal(bytes);
        if damaged {
            return Err(Error::invalid(format!("is damaged text ({})", encoding.name()))
                .hint("save it as \"CSV UTF-8\" and import that file"));
        }
        return Ok(text);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Cow::Borrowed(text));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    Ok(encoding.decode_without_bom_handling(bytes).0)
}

/// Which UTF-16 a file is in, if it is: by its mark, else by where its zero bytes are (Latin text has every other
/// byte zero).
pub fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    if bytes.starts_with(b"\xFF\xFE") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Some(UTF_16BE);
    }
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let pairs = sample.len() / 2;
    let zeros = |place: usize| sample.iter().skip(place).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if pairs >= 2 && odd * 2 > pairs && even * 10 < pairs {
        Some(UTF_16LE)
    } else if pairs >= 2 && even * 2 > pairs && odd * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}
