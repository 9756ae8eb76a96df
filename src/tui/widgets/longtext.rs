//! Text of several lines in a box: where it breaks, and where the cursor is in it.

use unicode_width::UnicodeWidthChar;

use crate::domain::text;

/// A line on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The letter of the text with which it begins.
    pub start: usize,
    /// What stands on it.
    pub content: String,
}

/// The text in lines of at most `width` cells, broken behind spaces where there are any. Never empty.
pub fn lines(content: &str, width: usize) -> Vec<Line> {
    let width = width.max(1);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in content.split('\n') {
        let mut line = Line { start, content: String::new() };
        let mut cells = 0;
        for (number, letter) in paragraph.chars().enumerate() {
            let wide = UnicodeWidthChar::width(letter).unwrap_or(1);
            if cells + wide > width && !line.content.is_empty() {
                let next = line.take_last_word();
                cells = text::width(&next);
                let begin = start + number - next.chars().count();
                lines.push(std::mem::replace(&mut line, Line { start: begin, content: next }));
            }
            line.content.push(letter);
            cells += wide;
        }
        lines.push(line);
        start += paragraph.chars().count() + 1;
    }
    lines
}

impl Line {
    /// Takes the last word off, to begin the next line with; nothing where the line is one word.
    fn take_last_word(&mut self) -> String {
        match self.content.rfind(' ') {
            Some(space) => self.content.split_off(space + 1),
            None => String::new(),
        }
    }
}

/// Line and cell of the cursor that stands behind so many letters.
pub fn place(lines: &[Line], cursor: usize) -> (usize, usize) {
    let line = lines.partition_point(|line| line.start <= cursor).saturating_sub(1);
    let cells = lines.get(line).map_or(0, |at| {
        let before: String = at.content.chars().take(cursor - at.start.min(cursor)).collect();
        text::width(&before)
    });
    (line, cells)
}

/// Letters before a cell of a line.
pub fn letters(lines: &[Line], line: usize, cells: usize) -> usize {
    let Some(line) = lines.get(line) else { return 0 };
    let mut used = 0;
    let before = line.content.chars().take_while(|letter| {
        used += UnicodeWidthChar::width(*letter).unwrap_or(1);
        used <= cells
    });
    line.start + before.count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(content: &str, width: usize) -> Vec<(usize, String)> {
        lines(content, width).into_iter().map(|line| (line.start, line.content)).collect()
    }

    #[test]
    fn text_breaks_behind_spaces_and_within_words_that_are_too_long() {
        let line = |start, content: &str| (start, content.to_owned());
        assert_eq!(told("wants the fix", 8), [line(0, "wants "), line(6, "the fix")]);
        assert_eq!(told("abcdef", 4), [line(0, "abcd"), line(4, "ef")]);
        assert_eq!(told("a\n\nb", 4), [line(0, "a"), line(2, ""), line(3, "b")]);
        assert_eq!(told("", 4), [line(0, "")]);
        assert_eq!(told("東京タワー", 4), [line(0, "東京"), line(2, "タワ"), line(4, "ー")]);
    }

    #[test]
    fn the_cursor_is_found_and_set() {
        let lines = lines("wants the fix", 8);
        assert_eq!([place(&lines, 0), place(&lines, 6), place(&lines, 13)], [(0, 0), (1, 0), (1, 7)]);
        assert_eq!([letters(&lines, 1, 3), letters(&lines, 0, 99), letters(&lines, 9, 1)], [9, 6, 0]);
    }
}
