//! A document as it is written: Markdown with places for charts, and blanks that only a person can fill.

use super::chart::Chart;
use super::table::{Table, markdown};
use crate::domain::text;

/// What a blank begins with, and ends with.
const BEGINS: &str = "[to fill: ";
const ENDS: char = ']';

/// What stands for a page break.
pub(super) const PAGE: &str = "<!-- page -->";

/// What stands for a chart.
pub(super) fn place(key: &str) -> String {
    format!("<!-- chart: {key} -->")
}

/// A document, part by part. What comes from the book is given as it is stored: here it is made safe.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub(super) text: String,
    pub(super) charts: Vec<Chart>,
    /// Whether a list was written last: another one goes on with it.
    in_list: bool,
}

impl Sheet {
    /// A document with nothing but its title.
    pub fn new(title: &str) -> Sheet {
        Sheet { text: format!("# {}\n", markdown(title)), charts: Vec::new(), in_list: false }
    }

    /// Begins a part.
    pub fn part(&mut self, heading: &str) {
        self.block(&format!("## {}\n", markdown(heading)));
    }

    /// Begins a part of a part.
    pub fn below(&mut self, heading: &str) {
        self.block(&format!("### {}\n", markdown(heading)));
    }

    /// A sentence.
    pub fn say(&mut self, sentence: &str) {
        self.block(&format!("{}\n", markdown(sentence)));
    }

    /// Sentences as a list, unless there is none.
    pub fn list(&mut self, lines: impl IntoIterator<Item = String>) {
        let lines: String = lines.into_iter().map(|line| format!("- {}\n", markdown(&line))).collect();
        if lines.is_empty() {
            return;
        }
        if self.in_list {
            self.text.push_str(&lines);
        } else {
            self.block(&lines);
        }
        self.in_list = true;
    }

    /// Labels and values as a list; those without a value are left out.
    pub fn facts<const N: usize>(&mut self, facts: [(&str, Option<String>); N]) {
        self.list(facts.into_iter().filter_map(|(label, value)| Some(format!("{label}: {}", value?))));
    }

    /// What somebody wrote, line by line.
    pub fn quote(&mut self, text: &str) {
        // A quotation ends by itself, whatever is opened in it.
        let lines: Vec<String> = text.lines().map(|line| markdown(line.trim_end())).collect();
        let mut quoted = String::new();
        for (place, line) in lines.iter().enumerate() {
            // Two blanks at its end keep a line apart from the next one.
            let goes_on = lines.get(place + 1).is_some_and(|next| !next.is_empty());
            match (line.as_str(), goes_on) {
                ("", _) => quoted.push_str(">\n"),
                (line, true) => quoted.push_str(&format!("> {line}  \n")),
                (line, false) => quoted.push_str(&format!("> {line}\n")),
            }
        }
        self.block(&quoted);
    }

    /// A table, unless it is empty.
    pub fn table(&mut self, table: &Table) {
        if !table.is_empty() {
            self.block(&table.markdown());
        }
    }

    /// A chart, unless it has no line.
    pub fn chart(&mut self, chart: Chart) {
        if chart.points.iter().any(Option::is_some) {
            self.block(&format!("{}\n", place(&chart.key)));
            self.charts.push(chart);
        }
    }

    /// Lines that only a person can fill, in words that say with what.
    pub fn blanks<T: AsRef<str>>(&mut self, blanks: impl IntoIterator<Item = T>) {
        for words in blanks {
            self.block(&format!("{BEGINS}{}{ENDS}\n", markdown(words.as_ref())));
        }
    }

    /// Goes on on another page.
    pub fn page(&mut self) {
        self.block(&format!("{PAGE}\n"));
    }

    fn block(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
        self.in_list = false;
    }
}

/// A blank that nobody has filled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// Its line in the Markdown, from 1 on.
    pub line: usize,
    /// What belongs there.
    pub words: String,
    /// Its bytes in the Markdown.
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The blanks of a Markdown text. What comes from the book is none, whatever it looks like: its brackets are escaped.
pub fn blanks(source: &str) -> Vec<Blank> {
    let mut found = Vec::new();
    let mut start = 0;
    for (line, text) in source.split_inclusive('\n').enumerate() {
        let mut seen = 0;
        while let Some((from, to)) = next(text, seen) {
            let words = text.get(from + BEGINS.len()..to).unwrap_or_default();
            let words = text::clean(&plain(words)).into_owned();
            let to = to + ENDS.len_utf8();
            found.push(Blank { line: line + 1, words, from: start + from, to: start + to });
            seen = to;
        }
        start += text.len();
    }
    found
}

/// The bytes of the next blank of a line: its beginning, and its last bracket.
fn next(line: &str, seen: usize) -> Option<(usize, usize)> {
    let is_escaped = |at: usize| line.get(..at).is_some_and(|before| before.ends_with('\\'));
    let found = |what: &str, after: usize| {
        let rest = line.get(after..)?;
        rest.match_indices(what).map(|(at, _)| after + at).find(|at| !is_escaped(*at))
    };
    let from = found(BEGINS, seen)?;
    Some((from, found("]", from + BEGINS.len())?))
}

/// Escaped text as it reads.
fn plain(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut rest = escaped.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.extend(rest.next()),
            c => out.push(c),
        }
    }
    out.replace("&lt;", "<").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_found_by_line_and_text_of_the_book_is_none() {
        let mut sheet = Sheet::new("Review of [to fill: me]");
        sheet.blanks(["what \"A [b] <c>\" is worth", "why"]);
        sheet.list(["[to fill: nothing]".to_owned()]);
        let found: Vec<(usize, String)> =
            blanks(&sheet.text).into_iter().map(|blank| (blank.line, blank.words)).collect();
        assert_eq!(found, [(3, "what \"A [b] <c>\" is worth".to_owned()), (5, "why".to_owned())]);
        // Those that are open, of several in a line too.
        let two = blanks("a [to fill: x] b [to fill: y] [to fill: never ends");
        assert_eq!(two.iter().map(|blank| blank.words.as_str()).collect::<Vec<_>>(), ["x", "y"]);
    }

    #[test]
    fn what_somebody_wrote_keeps_its_lines_and_opens_nothing_beyond_them() {
        let mut sheet = Sheet::new("t");
        sheet.quote("~~~\n# one\n\n<script>");
        sheet.part("after");
        assert_eq!(sheet.text, "# t\n\n> \\~\\~\\~  \n> \\# one\n>\n> &lt;script>\n\n## after\n");
    }

    #[test]
    fn lists_that_follow_each_other_are_one() {
        let mut sheet = Sheet::new("t");
        sheet.list(["a".to_owned()]);
        sheet.list([]);
        sheet.facts([("b", Some("c".to_owned())), ("d", None)]);
        sheet.say("e");
        sheet.list(["f".to_owned()]);
        assert_eq!(sheet.text, "# t\n\n- a\n- b: c\n\ne\n\n- f\n");
    }
}
