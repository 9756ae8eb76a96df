//! Letters as plain as they can be written, so that a name is found and sorted whoever types it.

use nucleo_matcher::chars::{normalize, to_lower_case};

/// A letter in lower case and without its diacritics: `Š` and `š` are `s`, `Ł` is `l`. Letters that are written as two
/// where they are missing become those (`ß` is `ss`, `æ` is `ae`); combining marks become nothing.
pub fn plain(letter: char) -> impl Iterator<Item = char> {
    // Nearly every letter there is, and a filter reads them all.
    if letter.is_ascii() {
        return Some(letter.to_ascii_lowercase()).into_iter().chain(None);
    }
    // Lower case first: the table of diacritics knows few capitals. And once more, as it turns `İ` into a capital.
    let (first, second) = match to_lower_case(letter) {
        mark if is_combining(mark) => (None, None),
        'ß' => (Some('s'), Some('s')),
        'æ' => (Some('a'), Some('e')),
        'œ' => (Some('o'), Some('e')),
        'þ' => (Some('t'), Some('h')),
        'ĳ' => (Some('i'), Some('j')),
        'ð' => (Some('d'), None),
        'ŋ' | 'ŉ' => (Some('n'), None),
        lower => (Some(to_lower_case(normalize(lower))), None),
    };
    first.into_iter().chain(second)
}

/// The combining diacritical marks, with which some systems write `é` as two characters.
fn is_combining(c: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        text.chars().flat_map(plain).collect()
    }

    #[test]
    fn capitals_and_small_letters_are_plain_alike() {
        for (names, expected) in [
            ("Łódź łódź ŁÓDŹ", "lodz lodz lodz"),
            ("Škoda škoda ŠKODA", "skoda skoda skoda"),
            ("Žabka žabka", "zabka zabka"),
            ("Čapek čapek", "capek capek"),
            ("Ādaži ādaži", "adazi adazi"),
            ("Đuro đuro", "duro duro"),
            ("Şahin Țiriac İzmir ılık", "sahin tiriac izmir ilik"),
            ("Süßmilch SÜẞMILCH", "sussmilch sussmilch"),
            ("Œuvre Ærø Þór Ðóra", "oeuvre aero thor dora"),
            ("Cafe\u{301} Zürich 東京", "cafe zurich 東京"),
        ] {
            assert_eq!(of(names), expected);
        }
    }

    #[test]
    fn every_letter_of_central_europe_becomes_plain() {
        // Latin-1 letters and Latin Extended-A, but for the signs among them and the old letter of Greenland.
        let kept = "×÷ĸ";
        let odd: String =
            ('\u{C0}'..='\u{17F}').filter(|c| !kept.contains(*c) && !of(&c.to_string()).is_ascii()).collect();
        assert_eq!(odd, "");
    }
}
