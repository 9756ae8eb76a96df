//! Hostile text: what imports and other programs put into a book never reaches a terminal as it is.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Whether a character may not reach a terminal: control, bidi, zero-width and other format characters
/// that move, hide or reorder what stands around them.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Whether nobody knows how many cells a terminal takes for it: it is kept in the book and drawn as something else.
fn is_uncertain(c: char) -> bool {
    is_noncharacter(c) || is_skin_tone(c) || flag_letter(c).is_some()
}

/// The code points that never are a character.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// What colours the emoji before it, which some terminals draw as one more.
fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

/// The letter of half a flag. Some terminals draw a pair as a flag, others as two letters, of one cell or two each.
fn flag_letter(c: char) -> Option<char> {
    let letter = u32::from(c).checked_sub(0x1_F1E6).filter(|letter| *letter < 26)?;
    char::from_u32(letter + u32::from('A'))
}

/// The text as one line that is safe on a terminal: line breaks and tabs become spaces, other control characters
/// become `␦`-style pictures, flags their two letters; format characters and the skin tones of emoji are dropped.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_hostile(c) || is_uncertain(c)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\u{0}'..='\u{1F}' => {
                out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{FFFD}'));
            }
            '\u{7F}' => out.push('\u{2421}'),
            c if c.is_control() || is_noncharacter(c) => out.push('\u{FFFD}'),
            c if is_uncertain(c) => out.extend(flag_letter(c)),
            c if is_hostile(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Cells that the text takes on a terminal, which moves on character by character, whatever a font joins.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars().map(|c| c.width().unwrap_or(1)).sum()
}

/// The text cleaned and cut to at most `cells` terminal cells, with `…` where something was cut.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    let text = clean(text);
    if width(&text) <= cells {
        return text;
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = UnicodeWidthChar::width(c).unwrap_or(0);
        if used + wide + 1 > cells {
            break;
        }
        out.push(c);
        used += wide;
    }
    if cells > 0 {
        out.push('…');
    }
    Cow::Owned(out)
}

/// A cell for a CSV file that no spreadsheet runs as a formula: with an apostrophe in front where one would.
/// Numbers keep their sign.
pub fn disarm(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Whether a text would not come through a spreadsheet and import as it is: run as a formula, taken for nothing, cut at
/// its ends. One that looks protected by an apostrophe itself would not, either.
pub fn needs_apostrophe(text: &str) -> bool {
    let inner = text.trim_start_matches('\'');
    // Nothing at all is the empty text, which is not the same as no text.
    inner.is_empty()
        || inner == "-"
        || is_formula(inner)
        || is_spreadsheet_error(inner)
        || inner.trim() != inner
}

/// Whether it is what a spreadsheet writes for a formula that failed.
pub fn is_spreadsheet_error(text: &str) -> bool {
    text.starts_with('#')
        && ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DATA!"].contains(&text)
}

/// Whether a spreadsheet runs the cell.
fn is_formula(cell: &str) -> bool {
    let number = || cell.trim().parse::<f64>().is_ok() || cell.trim() == "-";
    match cell.chars().next() {
        Some('=' | '@' | '\t' | '\r') => true,
        Some('+' | '-') => !number(),
        _ => false,
    }
}

/// The form in which names are compared: lower case, without diacritics of Latin letters' case folding,
/// with runs of anything but letters and digits as one space.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else if !is_hostile(c) || c.is_whitespace() {
            gap = true;
        }
    }
    out
}

/// The known word that is most like a wrong one, if any is like it at all.
pub fn nearest<'k>(wrong: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let like = known.map(|word| (strsim::normalized_damerau_levenshtein(wrong, word), word));
    like.filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|best| best.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_bidi_never_pass() {
        assert_eq!(clean("a\u{1b}[31mb"), "a␛[31mb");
        assert_eq!(clean("two\nlines\tand\u{202E}more\u{200B}"), "two lines andmore");
        assert_eq!(clean("\u{9b}31m"), "\u{FFFD}31m");
        assert!(matches!(clean("Zürich – 東京"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_terminals_draw_differently_is_drawn_plainly() {
        // A flag, half of one, a skin tone, a family, a heart and a key cap with variation selectors, no characters.
        assert_eq!(clean("\u{1F1E9}\u{1F1EA} GmbH \u{1F1FF}"), "DE GmbH Z");
        assert_eq!(clean("\u{1F44D}\u{1F3FD} ok"), "\u{1F44D} ok");
        assert_eq!(clean("\u{1F468}\u{200D}\u{1F469}"), "\u{1F468}\u{1F469}");
        assert_eq!(clean("\u{2764}\u{FE0F} 1\u{FE0F}\u{20E3}"), "\u{2764} 1\u{20E3}");
        assert_eq!(clean("a\u{FFFE}b\u{FFFF}c\u{FDD0}d\u{1FFFF}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}");
    }

    #[test]
    fn width_is_that_of_the_characters_one_by_one() {
        // Lam and alef are two letters of a cell each, which a font may draw as one.
        assert_eq!((width("\u{644}\u{627}"), width("e\u{301}"), width("東京"), width("Acme")), (2, 1, 4, 4));
    }

    #[test]
    fn fitting_counts_cells_not_letters() {
        assert_eq!(fit("東京タワー", 5), "東京…");
        assert_eq!(fit("東京", 4), "東京");
        assert_eq!(fit("Acme Corporation", 6), "Acme …");
        assert_eq!(fit("Acme", 0), "");
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+1 555", "'+1 555"),
            ("-4.1", "-4.1"),
            ("-", "-"),
            ("a=b", "a=b"),
        ] {
            assert_eq!(disarm(cell), expected);
        }
    }

    #[test]
    fn names_compare_by_letters_and_digits() {
        assert_eq!(fold("  High_Touch "), "high touch");
        assert_eq!(fold("ACME, Inc."), "acme inc");
    }
}
