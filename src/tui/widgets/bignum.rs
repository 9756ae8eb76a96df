//! A figure three lines high.

/// Digits of three by three cells, and the point.
const DIGITS: &[(char, [&str; 3])] = &[
    ('0', ["█▀█", "█ █", "▀▀▀"]),
    ('1', ["▀█ ", " █ ", "▀▀▀"]),
    ('2', ["▀▀█", "█▀▀", "▀▀▀"]),
    ('3', ["▀▀█", " ▀█", "▀▀▀"]),
    ('4', ["█ █", "▀▀█", "  ▀"]),
    ('5', ["█▀▀", "▀▀█", "▀▀▀"]),
    ('6', ["█▀▀", "█▀█", "▀▀▀"]),
    ('7', ["▀▀█", "  █", "  ▀"]),
    ('8', ["█▀█", "█▀█", "▀▀▀"]),
    ('9', ["█▀█", "▀▀█", "▀▀▀"]),
    ('.', [" ", " ", "▀"]),
    ('–', ["   ", "▀▀▀", "   "]),
];

/// The three lines of a figure such as `71.3`; what is no digit is left out.
pub fn lines(figure: &str) -> [String; 3] {
    let mut out = [const { String::new() }; 3];
    for letter in figure.chars() {
        let Some((_, shape)) = DIGITS.iter().find(|digit| digit.0 == letter) else { continue };
        for (line, part) in out.iter_mut().zip(shape) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_a_figure_is_as_wide_as_the_others() {
        for (letter, shape) in DIGITS {
            let widths = shape.map(|part| part.chars().count());
            assert!(widths.iter().all(|width| *width == widths[0]), "{letter}");
        }
        assert_eq!(lines("1.0"), ["▀█    █▀█", " █    █ █", "▀▀▀ ▀ ▀▀▀"]);
    }
}
