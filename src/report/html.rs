//! One HTML file that needs nothing beside itself: no script, no font, no picture from elsewhere.

use crate::domain::text::clean;

const STYLE: &str = "
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .15rem .7rem .15rem 0; vertical-align: top; border-bottom: 1px solid #8884 }
.n { text-align: right } .facts th { font-weight: normal; opacity: .7 }
svg { width: 100%; height: auto; margin: 1rem 0 } svg text { fill: currentColor; font-size: 11px }
figure { margin: 1rem 0; break-inside: avoid } figcaption { font-weight: 600 } figure svg { margin: .2rem 0; max-width: 46rem }
time { white-space: nowrap } blockquote { margin: .5rem 0; padding-left: 1rem; border-left: 3px solid #8886 }
mark { background: #ffe58a; color: #000; padding: 0 .3em; border: 1px dashed #946200 }
@media print {
  body { margin: 0; max-width: none } h2, h3 { break-after: avoid } tr, blockquote { break-inside: avoid }
  thead { display: table-header-group } .page { break-before: page }
}";

/// A browser that reads this runs no script and asks nobody for anything, whatever else stands in the file.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// A whole file around a body.
pub fn document(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}\n</style>\n\
         </head>\n<body>\n{body}</body>\n</html>\n",
        escape(title)
    )
}

/// Text that is nothing but text in HTML and SVG, also within quotes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_text_and_never_markup() {
        let file = document("<script>alert('x')</script>", "");
        assert!(!file.contains("<script>") && file.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{file}");
        assert_eq!(escape("a\u{1b}\u{202e}b"), "a\u{241b}b");
    }
}
