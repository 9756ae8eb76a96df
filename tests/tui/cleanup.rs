//! A book of 500 imported accounts is cleaned up by hand, taken back, and done again: keys in, rows and screen out.

use std::fmt::Write;
use std::ops::ControlFlow;

use mainstay::engine::Writer;
use mainstay::import::Request;
use mainstay::import::kind::Kind;

use crate::bench::Bench;

fn import(writer: &mut Writer, kind: &str, csv: String) {
    let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), csv.into_bytes());
    let report = writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((report.created, report.rejects.len()), (report.read, 0), "{report:?}");
}

/// 499 customers and one of them twice, each with a contract, a contact, a touchpoint and a week of logins. The first
/// 50 are Ada's, the others Jonas's and Mei's.
fn book() -> Bench {
    let csm = |n: usize| if n <= 50 { "Ada Boyd" } else { ["Jonas Weiß", "Mei Tan"][n % 2] };
    let name = |n: usize| if n == 500 { "Customer 100 Ltd".to_owned() } else { format!("Customer {n:03}") };
    let mut accounts = String::from("external_id,name,csm,segment,stage\n");
    let mut contracts = String::from("external_id,account,start,end,arr,seats\n");
    let mut contacts = String::from("account,name,role,email\n");
    let mut touchpoints = String::from("account,date,kind,text\n");
    let mut usage = String::from("account,date,metric,value\n");
    for n in 1..=500 {
        writeln!(accounts, "A-{n},{},{},mid-touch,adoption", name(n), csm(n)).unwrap();
        writeln!(contracts, "C-{n},A-{n},2024-01-15,2025-01-15,{},50", n * 100).unwrap();
        writeln!(contacts, "A-{n},Person {n},champion,p{n}@customer.example").unwrap();
        writeln!(touchpoints, "A-{n},2024-09-20,call,Spoke with person {n}").unwrap();
        for day in 1..=7 {
            // The double has its own days, but for the seventh.
            let day = if n == 500 { day + 6 } else { day };
            writeln!(usage, "A-{n},2024-09-{day:02},logins,{day}").unwrap();
        }
    }
    let bench = Bench::over((80, 24), |writer, _| {
        for (kind, csv) in [
            ("accounts", accounts),
            ("contracts", contracts),
            ("contacts", contacts),
            ("touchpoints", touchpoints),
            ("usage", usage),
        ] {
            import(writer, kind, csv);
        }
    });
    // As a table, by name: the picker has it below health.
    bench.press("t s down enter g")
}

/// The account of a name.
fn of(name: &str) -> String {
    format!("(SELECT id FROM account WHERE name = '{name}')")
}

#[test]
fn five_hundred_accounts_are_cleaned_up_without_leaving_the_keyboard() {
    let mut bench = book();
    let start = bench.tables();
    bench.shows("500 accounts").shows("Customer 001");

    // Rename one in place.
    let mut bench = bench.press("/ \"customer 007\" enter right e");
    bench.shows("Account · Customer 007").shows("enter save");
    let mut bench = bench.press("ctrl-u \"Bond & Sons\" enter").done().changed();
    assert_eq!(bench.value("SELECT name FROM account WHERE external_id = 'A-7'"), "Bond & Sons");
    bench.shows("Changed name of Customer 007");

    // Mark 50 and reassign them at once: Bond & Sons, which are the first now, and 001 to 050 without 007.
    let mut bench = bench.press("esc left g v");
    bench.shows("Bond & Sons").shows("marking a range: v ends it");
    let down = ["down"; 49].join(" ");
    let mut bench = bench.press(&format!("{down} v"));
    bench.shows("50 accounts marked");
    let mut bench = bench.press("j");
    bench.shows("50 marked").shows("c change");
    let bench = bench.press("c \"csm\" enter \"mei\" enter");
    let mut bench = bench.press("enter").done().changed();
    bench.shows("Changed CSM of 50 accounts");
    let mei = "SELECT count(*) FROM account JOIN team_member m ON m.id = csm_id WHERE m.name = 'Mei Tan'
               AND CAST(substr(external_id, 3) AS INTEGER) <= 50";
    assert_eq!(bench.value(mei), "50");
    assert_eq!(
        bench.value(
            "SELECT count(*) FROM account JOIN team_member m ON m.id = csm_id WHERE m.name = 'Ada Boyd'"
        ),
        "0"
    );

    // Fix dates: a day later, three earlier, the coming Friday, a full date.
    let mut bench = bench.press("V / \"customer 123\" enter right right right");
    bench.shows("+ later").shows("- earlier");
    let end = "SELECT date(end_on * 86400, 'unixepoch') FROM contract WHERE external_id = 'C-123'";
    let bench = bench.press("+").done().changed();
    assert_eq!(bench.value(end), "2025-01-16");
    let bench = bench.press("-").done().changed().press("-").done().changed().press("-").done().changed();
    assert_eq!(bench.value(end), "2025-01-13");
    let mut bench = bench.press("e ctrl-u \"fri\"");
    bench.shows("Fri 11 Oct 2024, in 7 days");
    let bench = bench.press("enter").done().changed();
    assert_eq!(bench.value(end), "2024-10-11");
    let bench = bench.press("e ctrl-u \"2025-03-31\" enter").done().changed();
    assert_eq!(bench.value(end), "2025-03-31");

    // Merge two that are one: marks are gathered filter by filter, and the selected one stays.
    let bench = bench.press("left left left / ctrl-u \"customer 100 ltd\" enter space");
    let mut bench = bench.press("/ ctrl-u \"customer 100\" enter g space k");
    bench.shows("2 marked").shows("D merge");
    let mut bench = bench.press("D");
    bench.shows("Merge Customer 100 Ltd into Customer 100?");
    let mut bench = bench.press("y").done().changed();
    bench.shows("Merged Customer 100 Ltd into Customer 100");
    assert_eq!(bench.value("SELECT count(*) FROM account"), "499");
    for table in ["contract", "contact", "touchpoint"] {
        let sql = format!("SELECT count(*) FROM {table} WHERE account_id = {}", of("Customer 100"));
        assert_eq!(bench.value(&sql), "2", "{table}");
    }
    // Seven days and seven, of which one is the same.
    let usage = |name: &str| format!("SELECT count(*) FROM usage WHERE account_id = {}", of(name));
    assert_eq!(bench.value(&usage("Customer 100")), "13");
    assert!(!bench.text().contains("marked"), "{}", bench.text());

    // Delete one with everything.
    let everything =
        "SELECT (SELECT count(*) FROM contract) || ' ' || (SELECT count(*) FROM contact) || ' ' ||
                      (SELECT count(*) FROM touchpoint) || ' ' || (SELECT count(*) FROM usage)";
    // 500 accounts with 7 days each, less the day that both of the merged had.
    assert_eq!(bench.value(everything), "500 500 500 3499");
    let mut bench = bench.press("/ ctrl-u \"customer 200\" enter d");
    bench.shows("Delete Customer 200?").shows("undo brings them back");
    let mut bench = bench.press("y").done().changed();
    bench.shows("Deleted Customer 200");
    assert_eq!(bench.value(everything), "499 499 499 3492");
    let end = bench.tables();

    // All of it back, and all of it again: one rename, one for the 50, six for the dates, a merge, a deletion.
    let steps = 1 + 1 + 6 + 1 + 1;
    bench = bench.press("esc");
    for _ in 0..steps {
        bench = bench.press("u").done().changed();
        bench.shows("Took back: ");
    }
    bench.shows("Took back: Changed name of Customer 007").shows("500 accounts");
    assert!(bench.tables() == start, "the book is not as it was");
    for _ in 0..steps {
        bench = bench.press("ctrl-r").done().changed();
        bench.shows("Done again: ");
    }
    bench.shows("Done again: Deleted Customer 200").shows("498 accounts");
    assert!(bench.tables() == end, "the book is not as it was left");
    let mut bench = bench.press("ctrl-r").done();
    bench.shows("nothing to redo");
}

#[test]
fn a_deletion_says_when_it_is_about_marks_that_the_filter_does_not_show() {
    let mut bench = book().press("space space / \"customer 300\" enter d");
    bench.shows("Delete 2 marked accounts?").shows("2 of them the filter does");
    // Esc: the question, the filter, the marks.
    let mut bench = bench.press("esc");
    bench.shows("2 marked").shows("customer 300");
    let mut bench = bench.press("esc");
    bench.shows("2 marked").shows("Filter cleared");
    let mut bench = bench.press("esc");
    assert!(!bench.text().contains("marked"), "{}", bench.text());
}
