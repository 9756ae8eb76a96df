//! A line as words; what stands in quotation marks is one.

/// A word and where it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// Byte of the line.
    pub at: usize,
    /// As it stands, with its quotation marks.
    pub text: &'a str,
}

/// The words of a line. A quotation mark at the beginning of a word (or after its `@`) reaches to the next one, or to
/// the end of the line.
pub fn words(line: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = line;
    loop {
        let body = rest.trim_start();
        if body.is_empty() {
            return words;
        }
        let opening =
            ["\"", "@\""].iter().find(|opening| body.starts_with(**opening)).map(|opening| opening.len());
        let end = match opening {
            Some(opened) => body
                .get(opened..)
                .and_then(|inside| inside.find('"'))
                .map_or(body.len(), |closing| opened + closing + 1),
            None => body.find(char::is_whitespace).unwrap_or(body.len()),
        };
        let (text, after) = body.split_at_checked(end).unwrap_or((body, ""));
        words.push(Word { at: line.len() - body.len(), text });
        rest = after;
    }
}

/// A word without its quotation marks.
pub fn unquoted(word: &str) -> &str {
    match word.strip_prefix('"') {
        Some(inside) => inside.strip_suffix('"').unwrap_or(inside).trim(),
        None => word,
    }
}
