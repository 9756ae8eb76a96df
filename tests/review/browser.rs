//! The document in a real browser: it is laid out, nothing complains, nobody is asked for anything. Where no browser is
//! installed the test says so and skips.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::account::shell;

/// Browsers that can be run without a screen, by the names of their programs.
const NAMES: [&str; 5] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

/// Where they lie on systems that have no path to them.
const PLACES: [&str; 6] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&path).flat_map(|folder| NAMES.map(|name| folder.join(name)));
    named.chain(PLACES.map(PathBuf::from)).find(|program| program.is_file())
}

/// Opens a file with what else is asked for.
fn open(program: &Path, folder: &Path, page: &Path, more: &[&OsStr]) -> Output {
    let mut command = Command::new(program);
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
    ]);
    // No name can be looked up, so that nothing outside could be reached.
    command.args(["--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0", &profile]);
    command.args(more).arg(format!("file://{}", page.display()));
    command.stdin(Stdio::null()).output().unwrap()
}

/// How often a page asked for something, by the log of the network. What the browser asks for by itself, such as its
/// own updates, comes from no page.
fn asked_by_page(log: &Path) -> usize {
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("\"constants\""), "it is a log of the network");
    let initiators = log.split("\"initiator\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    initiators.filter(|initiator| *initiator != "not an origin").count()
}

#[test]
fn a_real_browser_shows_it_without_complaint_and_asks_nobody() {
    let Some(program) = browser() else {
        println!(
            "skipped: no Chromium, Chrome or Edge is installed, so no browser has looked at the document"
        );
        return;
    };
    let shell = shell();
    let folder = shell.folder.path();
    let page = folder.join("review.html");
    let written = shell.run(&["report", "qbr", "A-1", "--internal", "--output", page.to_str().unwrap()]);
    assert_eq!(written.code, 0, "{}", written.err);
    let asked = folder.join("asked.json");
    let log = format!("--log-net-log={}", asked.display());
    let shown = open(&program, folder, &page, &["--dump-dom".as_ref(), log.as_ref()]);
    let (dom, err) = (String::from_utf8_lossy(&shown.stdout), String::from_utf8_lossy(&shown.stderr));
    assert!(shown.status.success(), "{err}");
    // As the browser understood it: the parts, the charts of usage and health, the page break, the marked blanks.
    for part in
        ["<h1>Business review of Acme GmbH, 2026-Q2</h1>", "<h2>Support</h2>", "<polyline", "class=\"page\""]
    {
        assert!(dom.contains(part), "{part}\n{dom}");
    }
    assert_eq!(dom.matches("<svg").count(), 2, "{dom}");
    assert!(dom.contains("<mark>[to fill: the one thing to remember of this quarter]</mark>"), "{dom}");
    let complaints: Vec<&str> = err.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:?}");
    let asked = asked_by_page(&asked);
    assert_eq!(asked, 0, "the page asked for something");
    let html = fs::read_to_string(&page).unwrap();
    for reference in ["src=", "href=", "url(", "@import", "<script", "<link", "http://", "https://"] {
        assert!(!html.contains(reference), "{reference}");
    }
}

#[test]
fn a_page_that_does_ask_and_complain_would_be_caught() {
    let Some(program) = browser() else { return println!("skipped: no browser is installed") };
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("bad.html");
    fs::write(
        &page,
        "<!DOCTYPE html><script>console.error('oh')</script><img src=\"https://x.example/i.png\">",
    )
    .unwrap();
    let asked = folder.path().join("asked.json");
    let log = format!("--log-net-log={}", asked.display());
    let shown = open(&program, folder.path(), &page, &["--dump-dom".as_ref(), log.as_ref()]);
    assert!(String::from_utf8_lossy(&shown.stderr).contains("CONSOLE"));
    assert!(asked_by_page(&asked) > 0);
}

#[test]
fn it_prints_on_pages_of_which_ours_is_the_last() {
    let Some(program) = browser() else { return println!("skipped: no browser is installed") };
    let shell = shell();
    let folder = shell.folder.path();
    let pages = |internal: &[&str]| {
        let (page, pdf) = (folder.join("review.html"), folder.join("review.pdf"));
        let arguments = [&["report", "qbr", "A-1", "--output", page.to_str().unwrap()], internal].concat();
        assert_eq!(shell.run(&arguments).code, 0);
        let to = format!("--print-to-pdf={}", pdf.display());
        let printed = open(&program, folder, &page, &[to.as_ref()]);
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        let pdf = fs::read(&pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        // A page object each; their sum stands under another name.
        pdf.windows(12).filter(|bytes| bytes.starts_with(b"/Type /Page") && !bytes.ends_with(b"s")).count()
    };
    let theirs = pages(&[]);
    assert!(theirs >= 2, "{theirs}");
    assert!(pages(&["--internal"]) > theirs, "ours begins on a page of its own");
}
