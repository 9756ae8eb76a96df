//! Documents about an account: keys in, files and screen out.

use std::fs;
use std::path::Path;

use mainstay::domain::{Error, Result};
use mainstay::tui::Effect;

use crate::bench::Bench;

/// On 2024-10-04, day 20000, the fourth day of Q4: the review is of Q3, days 19905 to 19996.
const ACME: &str = "
    INSERT INTO goal (id, account_id, title, baseline_micro, target_micro, started_on, due_on) VALUES (1, 1, 'Fewer stops', 100000000, 50000000, 19900, 20100);
    INSERT INTO goal_update (goal_id, updated_on, current_micro) VALUES (1, 19950, 80000000);";

fn acme(width: u16, height: u16) -> Bench {
    Bench::with(ACME, (width, height)).press("enter")
}

/// Does what is wanted of the files, with an editor of the test's.
fn handed(mut bench: Bench, edit: impl FnOnce(&Path, usize) -> Result<()>) -> Bench {
    let Some(Effect::Document(papers)) = bench.effects.pop() else { panic!("{:?}", bench.effects) };
    bench.app.handed(papers.hand(edit).unwrap());
    bench.app.settle();
    bench
}

/// Fills the first blank that is left, which must stand in the line that the editor was told.
fn fill(file: &Path, line: usize) -> Result<()> {
    let text = fs::read_to_string(file).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    assert!(lines[line - 1].starts_with("[to fill: "), "line {line} is {}", lines[line - 1]);
    lines[line - 1] = "Filled by **hand**.".to_owned();
    fs::write(file, lines.join("\n")).unwrap();
    Ok(())
}

#[test]
fn q_writes_the_review_opens_the_editor_at_the_first_blank_and_takes_in_what_was_written() {
    let mut bench = acme(120, 36).press("Q");
    bench.shows("A document about Acme").shows("Business review of 2024-Q3").shows("Account plan");
    let mut bench = handed(bench.press("enter"), fill);
    let folder = bench.location.path().parent().unwrap().to_owned();
    let (md, html) = (folder.join("acme-review-2024-Q3.md"), folder.join("acme-review-2024-Q3.html"));
    let text = fs::read_to_string(&md).unwrap();
    assert!(
        text.contains("Filled by **hand**.") && text.contains("# Business review of Acme, 2024-Q3"),
        "{text}"
    );
    let page = fs::read_to_string(&html).unwrap();
    assert!(page.contains("<p>Filled by <strong>hand</strong>.</p>"), "{page}");
    assert!(!page.contains("Internal"), "{page}");
    let left = text.matches("[to fill: ").count();
    bench.shows(&format!("{left} blanks left to fill: Business review of Acme"));
    bench
        .shows(": the one thing to remember of this quarter")
        .shows("acme-review-2024-Q3.md and, to hand on,");
    // A blank of the list opens the editor at its line.
    let bench = bench.press("down enter");
    let mut bench = handed(bench, |file, line| {
        assert!(
            fs::read_to_string(file)
                .unwrap()
                .lines()
                .nth(line - 1)
                .unwrap()
                .contains("the one thing to remember")
        );
        fill(file, line)
    });
    bench.shows(&format!("{} blanks left", left - 1));
    let bench = bench.press("enter");
    assert_eq!(bench.effects.last(), Some(&Effect::Link(html.display().to_string())));
}

#[test]
fn what_somebody_completed_is_never_written_over() {
    let bench = handed(acme(120, 36).press("Q enter"), fill).press("esc");
    let folder = bench.location.path().parent().unwrap().to_owned();
    let first = fs::read_to_string(folder.join("acme-review-2024-Q3.md")).unwrap();
    let mut bench = handed(bench.press("Q enter"), |_, _| Ok(()));
    bench.shows("acme-review-2024-Q3-2.md");
    let bench = bench.press("esc");
    assert_eq!(fs::read_to_string(folder.join("acme-review-2024-Q3.md")).unwrap(), first);
    // One that is not for the customer says so where the files are seen.
    let mut bench = handed(bench.press("Q down enter"), |_, _| Ok(()));
    bench.shows("acme-review-2024-Q3-internal.md");
    let ours = fs::read_to_string(folder.join("acme-review-2024-Q3-internal.md")).unwrap();
    assert!(ours.contains("## Internal: not for the customer"), "{ours}");
}

#[test]
fn without_an_editor_the_files_are_there_and_a_sentence_says_what_to_do() {
    let failing = |_: &Path, _: usize| Err(Error::invalid("no editor is set").hint("set VISUAL or EDITOR"));
    let mut bench = handed(acme(120, 36).press("Q enter"), failing);
    bench.shows("no editor is set; set VISUAL or EDITOR").shows("blanks left to fill");
    let folder = bench.location.path().parent().unwrap().to_owned();
    let html = folder.join("acme-review-2024-Q3.html");
    assert!(fs::read_to_string(&html).unwrap().contains("<mark>"));
    // Written in another program meanwhile, and taken in with a key.
    let md = folder.join("acme-review-2024-Q3.md");
    fs::write(&md, "# All mine\n").unwrap();
    let mut bench = handed(bench.press("\"make\" enter"), |_, _| panic!("nobody asked for the editor"));
    bench.shows("Nothing left to fill");
    assert!(fs::read_to_string(&html).unwrap().contains("<h1>All mine</h1>"));
}

#[test]
fn a_plan_that_is_not_there_is_told_and_nothing_is_written() {
    let mut bench = acme(120, 36).press("Q \"account plan\" enter");
    bench.shows("Acme has no plan; write one: n on the page Plan");
    assert!(bench.effects.is_empty(), "{:?}", bench.effects);
}

#[test]
fn the_lists_of_documents_look_as_they_should() {
    let mut chosen = acme(80, 24).press("Q");
    let mut left = handed(acme(80, 24).press("Q enter"), fill);
    // Where the test's folder lies is no matter of the screen.
    left.app.pass();
    for (width, height) in [(80, 24), (120, 40), (40, 12)] {
        chosen.resize(width, height);
        insta::assert_snapshot!(format!("papers_choose_{width}x{height}"), chosen.styled());
        left.resize(width, height);
        insta::assert_snapshot!(format!("papers_left_{width}x{height}"), left.styled());
    }
}

#[cfg(unix)]
mod terminal {
    use std::fs;

    use mainstay::store::{Book, Location};
    use portable_pty::CommandBuilder;
    use rusqlite::Connection;

    use crate::window::Window;

    #[test]
    fn the_users_own_editor_gets_the_file_and_the_line() {
        let folder = tempfile::tempdir().unwrap();
        let book = folder.path().join("book.mainstay");
        drop(Book::open(&Location::at(&book)).unwrap());
        Connection::open(&book).unwrap().execute("INSERT INTO account (name) VALUES ('Acme')", []).unwrap();
        // Called vim, so that it is told the line as vim is.
        let editor = folder.path().join("vim");
        let script = "#!/bin/sh\necho \"told $1\"\nread line\nsed -i.bak \"${1#+}s/.*/$line/\" \"$2\"\n";
        fs::write(&editor, script).unwrap();
        fs::set_permissions(&editor, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mainstay"));
        command.args(["--book", book.to_str().unwrap(), "--today", "2024-10-04"]);
        command.env_remove("VISUAL");
        command.env("EDITOR", &editor);
        let mut window = Window::run(command);
        window.wait_for("Acme");
        window.send("t");
        window.wait_for("Lost most by");
        window.send("G\r");
        window.wait_for("Measure");
        window.send("Q");
        window.wait_for("Business review of 2024-Q3");
        window.send("\r");
        // Title, blank, two lines of facts, blank, and the first blank to fill.
        window.wait_for("told +6");
        assert!(!window.in_dashboard());
        window.send("We meet on Monday.\r");
        window.wait_for("blanks left to fill");
        assert!(window.in_dashboard());
        let html = fs::read_to_string(folder.path().join("acme-review-2024-Q3.html")).unwrap();
        assert!(html.contains("<p>We meet on Monday.</p>"), "{html}");
        window.send("\u{1b}");
        window.wait_for("tab next tab");
        window.send("qq");
        assert_eq!(window.ends_restored(), 0);
    }
}
