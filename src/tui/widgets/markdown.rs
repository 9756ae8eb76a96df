//! Markdown as styled lines for a width: what somebody wrote about a call, readable in a terminal. HTML in it is text.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use super::doc::Doc;
use crate::domain::text;
use crate::tui::theme::{Role, Theme};

/// Lists deeper than this stand no further to the right.
const DEEPEST: usize = 6;

/// The page of a Markdown text. Control characters of the text are made visible or dropped.
pub fn markdown(source: &str, width: usize, theme: &Theme) -> Doc {
    let mut page = Page {
        doc: Doc::default(),
        words: Vec::new(),
        styles: vec![theme.style(Role::Text)],
        lists: Vec::new(),
        bullet: None,
        quotes: 0,
        is_code: false,
        link: None,
        width: width.max(8),
        theme,
    };
    for event in Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS) {
        page.take(event);
    }
    page.flush();
    page.doc
}

struct Page<'a> {
    doc: Doc,
    /// Words of the paragraph at hand with their style; a space stands between words, unless one sticks to the last.
    words: Vec<Word>,
    styles: Vec<Style>,
    /// The lists around: their next number, or none for signs.
    lists: Vec<Option<u64>>,
    /// The sign of a list item that has not been written yet.
    bullet: Option<String>,
    quotes: usize,
    is_code: bool,
    link: Option<String>,
    width: usize,
    theme: &'a Theme,
}

struct Word {
    text: String,
    style: Style,
    /// Whether a space stands before it.
    apart: bool,
}

impl Page<'_> {
    fn style(&self) -> Style {
        self.styles.last().copied().unwrap_or_default()
    }

    fn begin(&mut self, style: Style) {
        let style = self.style().patch(style);
        self.styles.push(style);
    }

    fn end(&mut self) {
        if self.styles.len() > 1 {
            self.styles.pop();
        }
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.stop(tag),
            Event::Text(words) if self.is_code => self.code(&words),
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => self.say(&words),
            Event::Code(words) => {
                self.begin(self.theme.style(Role::Key));
                self.say(&words);
                self.end();
            }
            Event::SoftBreak => self.say(" "),
            Event::HardBreak => self.flush(),
            Event::Rule => {
                self.flush();
                self.doc.text("─".repeat(self.width.min(24)), self.theme.style(Role::Dim));
            }
            Event::TaskListMarker(done) => self.say(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(name) => self.say(&name),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.say(&words),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.doc.gap();
                let role = if level == HeadingLevel::H1 { Role::Title } else { Role::Heading };
                self.begin(self.theme.style(role));
            }
            Tag::Paragraph if self.lists.is_empty() => {
                self.flush();
                self.doc.gap();
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.doc.gap();
                self.is_code = true;
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.doc.gap();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let sign = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                self.bullet = Some(sign);
            }
            Tag::Emphasis => self.begin(Style::new().add_modifier(Modifier::ITALIC)),
            Tag::Strong => self.begin(Style::new().add_modifier(Modifier::BOLD)),
            Tag::Strikethrough => self.begin(Style::new().add_modifier(Modifier::CROSSED_OUT)),
            Tag::Link { dest_url, .. } => {
                self.link = Some(dest_url.to_string());
                self.begin(Style::new().add_modifier(Modifier::UNDERLINED));
            }
            _ => {}
        }
    }

    fn stop(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.end();
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock => self.flush(),
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => self.is_code = false,
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.end(),
            TagEnd::Link => {
                self.end();
                // An address is said where the words of the link are others: nobody follows what they cannot see.
                if let Some(address) = self.link.take()
                    && self.words.last().is_some_and(|word| word.text != text::clean(&address))
                {
                    self.begin(self.theme.style(Role::Dim));
                    self.say(&format!(" ({address})"));
                    self.end();
                }
            }
            _ => {}
        }
    }

    /// Adds words to the paragraph.
    fn say(&mut self, content: &str) {
        let style = self.style();
        let shown = text::clean(content);
        let mut apart = self.words.is_empty() || shown.starts_with(' ');
        for word in shown.split(' ') {
            if word.is_empty() {
                apart = true;
                continue;
            }
            self.words.push(Word { text: word.to_owned(), style, apart });
            apart = true;
        }
        if shown.ends_with(' ') {
            self.words.push(Word { text: String::new(), style, apart: true });
        }
    }

    /// Lines of code, as they are.
    fn code(&mut self, content: &str) {
        let style = self.theme.style(Role::Key);
        for line in content.lines() {
            let line = text::fit(line, self.width.saturating_sub(2)).into_owned();
            self.doc.text(format!("  {line}"), style);
        }
    }

    /// What stands before the lines of a paragraph: the first one, and the others.
    fn margins(&mut self) -> (String, String) {
        let quote = "│ ".repeat(self.quotes.min(DEEPEST));
        let indent = "  ".repeat(self.lists.len().saturating_sub(1).min(DEEPEST));
        let under = if self.lists.is_empty() { 0 } else { 2 };
        let sign = self.bullet.take();
        let rest = " ".repeat(sign.as_ref().map_or(under, |sign| text::width(sign)));
        let first = sign.unwrap_or_else(|| rest.clone());
        (format!("{quote}{indent}{first}"), format!("{quote}{indent}{rest}"))
    }

    /// Writes the paragraph, broken at words.
    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        if words.iter().all(|word| word.text.is_empty()) {
            return;
        }
        let (first, rest) = self.margins();
        let dim = self.theme.style(Role::Dim);
        let mut line = vec![Span::styled(first.clone(), dim)];
        let mut used = text::width(&first);
        let start = text::width(&rest);
        let mut gap = false;
        for word in words {
            gap |= word.apart;
            if word.text.is_empty() {
                continue;
            }
            let shown = text::fit(&word.text, self.width.saturating_sub(start).max(1)).into_owned();
            let wide = text::width(&shown);
            let space = usize::from(gap && line.len() > 1);
            if used + space + wide > self.width && line.len() > 1 {
                self.doc.line(std::mem::replace(&mut line, vec![Span::styled(rest.clone(), dim)]));
                used = start;
            } else if space > 0 {
                line.push(Span::styled(" ", word.style));
                used += 1;
            }
            line.push(Span::styled(shown, word.style));
            used += wide;
            gap = false;
        }
        self.doc.line(line);
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::*;

    fn lines(source: &str, width: u16) -> Vec<String> {
        let theme = Theme::named("ansi", false).unwrap();
        let doc = markdown(source, usize::from(width), &theme);
        let height = u16::try_from(doc.last_top(0)).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        doc.draw(&mut buffer, Rect::new(0, 0, width, height), 0);
        let row = |cells: &[ratatui::buffer::Cell]| {
            cells.iter().map(|cell| cell.symbol()).collect::<String>().trim_end().to_owned()
        };
        buffer.content.chunks(usize::from(width)).map(row).collect()
    }

    #[test]
    fn a_note_reads_as_it_was_meant() {
        let source = "# Call\nWants **three** years, *not* one.\n\n- budget ok\n  - by March\n- [x] SSO\n\n1. quote\n2. sign";
        assert_eq!(
            lines(source, 40),
            [
                "Call",
                "",
                "Wants three years, not one.",
                "",
                "• budget ok",
                "  • by March",
                "• [x] SSO",
                "",
                "1. quote",
                "2. sign"
            ]
        );
    }

    #[test]
    fn paragraphs_break_at_words_and_items_hang() {
        assert_eq!(lines("- one two three four", 10), ["• one two", "  three", "  four"]);
        assert_eq!(lines("> said so\n> twice", 20), ["│ said so twice"]);
        assert_eq!(lines("word, **bold**.", 40), ["word, bold."]);
    }

    #[test]
    fn addresses_are_seen_before_they_are_followed() {
        assert_eq!(lines("[deck](https://x.example/d)", 60), ["deck (https://x.example/d)"]);
        assert_eq!(lines("<https://x.example>", 60), ["https://x.example"]);
    }

    #[test]
    fn hostile_text_is_only_text() {
        assert_eq!(
            lines("a\u{1b}[31m <script>alert(1)</script>\u{202E}b", 60),
            ["a␛[31m <script>alert(1)</script>b"]
        );
        assert_eq!(lines("<div onclick=x>\nhi\n</div>", 60), ["<div onclick=x> hi </div>"]);
        assert_eq!(lines("```\nx\u{7}\u{1b}]0;t\n```", 60), ["  x␇␛]0;t"]);
        // As deep as anybody can type: no overflow, no panic.
        assert!(!lines(&"> ".repeat(5_000), 20).iter().any(|line| line.len() > 80));
        assert!(!lines(&format!("{}x", "- ".repeat(2_000)), 20).is_empty());
    }
}
