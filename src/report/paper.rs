//! A finished document: its Markdown, which a person may change, and the HTML file that is made of it.

use pulldown_cmark::html::push_html;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::chart::Chart;
use super::html::document;
use super::sheet::{Blank, PAGE, Sheet, blanks, place};
use crate::book::timeline::is_address;
use crate::domain::Day;
use crate::domain::text::{clean, fold};

/// Letters of an account's name in the name of a file.
const NAME: usize = 60;

/// A document that can be handed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// What its files are called, without their endings.
    pub name: String,
    /// What it is.
    pub title: String,
    /// As it was made.
    pub markdown: String,
    charts: Vec<Chart>,
}

impl Paper {
    /// A document under a title; `what` tells it from other documents of the account. One with a page that is not for
    /// the customer says so in the name of its files, so that nobody hands it on by mistake.
    pub fn new(account: &str, what: &str, title: String, sheet: Sheet, internal: bool) -> Paper {
        let ours = if internal { "-internal" } else { "" };
        let name = format!("{}-{what}{ours}", file_name(account));
        Paper { name, title, markdown: sheet.text, charts: sheet.charts }
    }

    /// What only a person can fill, and nobody has yet.
    pub fn blanks(&self) -> Vec<Blank> {
        blanks(&self.markdown)
    }

    /// The document with the text that somebody made of its Markdown.
    pub fn written(self, markdown: String) -> Paper {
        Paper { markdown, ..self }
    }

    /// One HTML file that needs nothing beside itself, with its charts as drawings and its blanks marked.
    pub fn html(&self) -> String {
        let mut body = String::new();
        push_html(&mut body, self.events().into_iter());
        document(&self.title, &body)
    }

    /// The text with everything taken out that is not text, and with what stands for charts, pages and blanks.
    fn events(&self) -> Vec<Event<'_>> {
        let source = self.markdown.as_str();
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let blanks = blanks(source);
        let mut links: Vec<bool> = Vec::new();
        let mut events = Vec::new();
        for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
            match event {
                Event::Text(text) => self.text(&mut events, &text, range.start, &blanks),
                Event::Html(html) | Event::InlineHtml(html) => events.push(self.instead(&html)),
                Event::Start(Tag::Link { ref dest_url, .. }) => {
                    let is_safe = is_address(dest_url);
                    links.push(is_safe);
                    events.extend(is_safe.then_some(event));
                }
                Event::End(TagEnd::Link) => events.extend(links.pop().unwrap_or(false).then_some(event)),
                // A picture would be asked for: its words stay.
                Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
                Event::Code(code) => events.push(Event::Code(clean(&code).into_owned().into())),
                event => events.push(event),
            }
        }
        events
    }

    /// Text, cut where a blank begins or ends. A date alone is marked as one, so that no line breaks in it.
    fn text<'a>(&self, events: &mut Vec<Event<'a>>, text: &str, start: usize, blanks: &[Blank]) {
        if Day::parse(text).is_ok() {
            events.extend([
                Event::InlineHtml("<time>".into()),
                said(text),
                Event::InlineHtml("</time>".into()),
            ]);
            return;
        }
        let mut seen = 0;
        let mut cuts: Vec<(usize, &'static str)> = blanks
            .iter()
            .flat_map(|blank| [(blank.from, "<mark>"), (blank.to, "</mark>")])
            .filter(|(at, _)| (start..=start + text.len()).contains(at))
            .collect();
        // One that ends where the text begins was closed with the text before.
        cuts.retain(|(at, mark)| if *mark == "<mark>" { *at < start + text.len() } else { *at > start });
        for (at, mark) in cuts {
            events.extend(text.get(seen..at - start).map(said));
            events.push(Event::InlineHtml(mark.into()));
            seen = at - start;
        }
        events.extend(text.get(seen..).filter(|rest| !rest.is_empty()).map(said));
    }

    /// What stands in place of HTML: a chart, another page, else the same as text.
    fn instead<'a>(&self, html: &str) -> Event<'a> {
        let mark = html.trim();
        if mark == PAGE {
            return Event::Html("<div class=\"page\"></div>\n".into());
        }
        match self.charts.iter().find(|chart| place(&chart.key) == mark) {
            Some(chart) => Event::Html(chart.figure().into()),
            None => said(html),
        }
    }
}

/// Text that is nothing but text; its line breaks stay.
fn said<'a>(text: &str) -> Event<'a> {
    let lines: Vec<_> = text.split('\n').map(clean).collect();
    Event::Text(CowStr::from(lines.join("\n")))
}

/// An account's name as part of the name of a file, on every system.
fn file_name(account: &str) -> String {
    let name: String = fold(account).replace(' ', "-").chars().take(NAME).collect();
    let name = name.trim_matches('-');
    if name.is_empty() { "account".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::Unit;

    fn paper(markdown: &str) -> Paper {
        let chart = Chart {
            key: "use".into(),
            caption: "Users".into(),
            points: vec![Some(1.0), Some(2.0)],
            limits: Vec::new(),
            days: (Day(20_000), Day(20_001)),
            unit: Unit::Number,
            full: 0.0,
        };
        let mut sheet = Sheet::new("Acme");
        sheet.chart(chart);
        Paper::new("Acme", "review", "Acme".into(), sheet, false).written(markdown.to_owned())
    }

    fn body(markdown: &str) -> String {
        let html = paper(markdown).html();
        html.split("<body>").nth(1).unwrap().split("</body>").next().unwrap().trim().to_owned()
    }

    #[test]
    fn what_a_person_wrote_is_in_it_and_html_is_text() {
        assert_eq!(body("a **b** <b>c</b>"), "<p>a <strong>b</strong> &lt;b&gt;c&lt;/b&gt;</p>");
        assert_eq!(body("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
        assert_eq!(body("a\u{202e}b\u{1b}[2J"), "<p>ab\u{241b}[2J</p>");
        assert_eq!(body("![deck](https://x.example/a.png)"), "<p>deck</p>");
        assert_eq!(body("[a](javascript:alert(1))"), "<p>a</p>");
        assert_eq!(body("[a](https://x.example/)"), "<p><a href=\"https://x.example/\">a</a></p>");
    }

    #[test]
    fn blanks_are_marked_where_they_stand_and_not_where_they_are_text() {
        assert_eq!(
            body("- [to fill: the *day*]\n"),
            "<ul>\n<li><mark>[to fill: the <em>day</em>]</mark></li>\n</ul>"
        );
        assert_eq!(
            body("x [to fill: a] y [to fill: b]"),
            "<p>x <mark>[to fill: a]</mark> y <mark>[to fill: b]</mark></p>"
        );
        assert_eq!(body("\\[to fill: a\\]"), "<p>[to fill: a]</p>");
    }

    #[test]
    fn charts_and_pages_stand_where_their_marks_are() {
        let told = body("a\n\n<!-- chart: use -->\n\n<!-- page -->\n\n<!-- chart: other -->\n");
        assert!(told.starts_with("<p>a</p>\n<figure><figcaption>Users</figcaption>\n<svg"), "{told}");
        assert!(told.contains("<div class=\"page\"></div>"), "{told}");
        assert!(told.ends_with("&lt;!-- chart: other --&gt;"), "{told}");
        // The mark is gone with what the person took out.
        assert!(!body("a").contains("<figure>"));
    }

    #[test]
    fn files_are_called_by_the_account_on_every_system() {
        let named = |name: &str| Paper::new(name, "review", String::new(), Sheet::new(""), false).name;
        assert_eq!(named("ACME, Inc. / ../Söhne"), "acme-inc-söhne-review");
        assert_eq!(named("\u{1b}/.."), "account-review");
        assert!(named(&"x".repeat(500)).len() < 80);
    }
}
