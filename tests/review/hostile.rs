//! Whatever text the book holds, it is text in the document.

use std::fs;

use mainstay::domain::text::is_hostile;

use crate::account::{shell_with, text};

/// What somebody may have typed or imported anywhere.
const EVIL: &str = "<script>alert(1)</script> [to fill: me] ![x](https://evil.example/x.png) [y](javascript:alert(2)) \
    <img src=https://evil.example/i onerror=alert(3)> | `code` ~~~ # no \u{1b}[2J\u{202e}\u{200b} & \"q\" 'r'";

/// In every text of the account.
fn poisoned() -> crate::shell::Shell {
    let evil = EVIL.replace('\'', "''");
    let lines = format!("~~~\n<!-- page -->\n{evil}\n```\n# head\n- [ ] task");
    let each = [
        ("account", "name", &evil),
        ("account", "first_outcome_evidence", &lines),
        ("team_member", "name", &evil),
        ("contract", "plan", &evil),
        ("contract", "external_id", &evil),
        ("contact", "title", &evil),
        ("goal", "metric", &lines),
        ("goal", "our_role", &lines),
        ("goal_update", "note", &lines),
        ("metric", "name", &evil),
        ("ticket", "subject", &lines),
        ("survey", "comment", &lines),
        ("signal", "text", &lines),
        ("opportunity", "title", &evil),
        ("plan", "goals", &lines),
        ("plan", "communication", &lines),
        ("plan", "renewal_strategy", &lines),
        ("plan_item", "title", &evil),
        ("plan_item", "detail", &lines),
        ("plan_item", "customer_owner", &evil),
    ];
    let set = |(table, column, text): &(&str, &str, &String)| {
        // Names that are told apart keep their end.
        format!(
            "UPDATE {table} SET {column} = substr('{text}' || char(10) || rowid, 1, 199 + 1800 * ({} ));",
            i32::from(!["external_id", "customer_owner"].contains(column))
        )
    };
    shell_with(&each.iter().map(set).collect::<String>())
}

#[test]
fn text_of_the_book_is_text_in_markdown_and_html() {
    let shell = poisoned();
    let file = shell.file("x.html", "");
    for arguments in [["qbr", "1", "--internal"], ["plan", "1", "--internal"]] {
        let markdown = text(&shell, &arguments);
        assert!(!markdown.contains("<script") && !markdown.contains("<img"), "{markdown}");
        assert!(!markdown.chars().any(|c| c != '\n' && is_hostile(c)), "{markdown}");
        assert_eq!(markdown.matches("<!-- page -->").count(), 1, "no page but our own");
        let written = shell.run(&[&["report"], &arguments[..], &["--output", &file]].concat());
        assert_eq!(written.code, 0, "{}", written.err);
        let html = fs::read_to_string(&file).unwrap();
        for bad in ["<script", "<img", "href=", "src=", " onerror", "<iframe", "<pre", "<input"] {
            let body = html.split("<body>").nth(1).unwrap();
            assert!(!tags(body).contains(bad), "{bad}\n{body}");
        }
        assert!(!html.chars().any(|c| c != '\n' && is_hostile(c)), "{html}");
        assert_eq!(html.matches("<div class=\"page\">").count(), 1);
        // A blank that the book's text only looks like is none.
        let blanks = written.err.lines().count() - 1;
        assert_eq!(html.matches("<mark>").count(), blanks, "{}", written.err);
        // Every heading is one of ours: what follows a text is not swallowed by it.
        assert!(html.contains("<h2>Internal: not for the customer</h2>"), "{html}");
        assert!(html.contains("<h3>Expansion</h3>"), "{html}");
    }
}

/// The tags of an HTML text with the names of their attributes alone: the rest is text.
fn tags(html: &str) -> String {
    let mut tags = String::new();
    let (mut inside, mut quoted) = (false, false);
    for c in html.chars() {
        inside |= c == '<';
        quoted ^= inside && c == '"';
        if inside && !quoted {
            tags.push(c);
        }
        inside &= quoted || c != '>';
    }
    tags
}
