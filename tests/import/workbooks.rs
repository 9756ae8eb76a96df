//! Workbooks: dates as dates, whole numbers as whole numbers, sheets by name.

use mainstay::import::Request;
use mainstay::import::kind::Kind;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::shelf::{Shelf, counts};

/// Two sheets: an empty one, tickets, and a third with something else.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Empty").unwrap();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet().set_name("Tickets").unwrap();
    for (column, header) in
        ["Ticket ID", "Account", "Created Date", "Closed date", "Priority"].iter().enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *header).unwrap();
    }
    sheet.write(1, 0, 10_300_600_000_001_i64).unwrap();
    sheet.write(1, 1, 42).unwrap();
    let day = ExcelDateTime::from_ymd(2024, 2, 1).unwrap();
    sheet.write_datetime_with_format(1, 2, &day, &date).unwrap();
    let closed = ExcelDateTime::from_ymd(2024, 2, 3).unwrap().and_hms(9, 30, 0).unwrap();
    sheet.write_datetime_with_format(1, 3, &closed, &date).unwrap();
    sheet.write(1, 4, "High").unwrap();
    sheet.write(3, 0, "t-2").unwrap();
    sheet.write(3, 1, "#N/A").unwrap();
    sheet.write_datetime_with_format(3, 2, &day, &date).unwrap();
    book.add_worksheet().set_name("Notes").unwrap().write(0, 0, "hello").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn workbooks_read_like_tables_and_name_the_row() {
    let mut shelf = Shelf::new();
    shelf.import("accounts", "external_id,name\n42,Acme\n");
    let mut request = Request::new(Kind::named("tickets").unwrap(), "book.xlsx", workbook());
    let report = shelf.run(&request).unwrap();
    assert_eq!(counts(&report), [2, 1, 0, 0, 1]);
    // 2024-02-01 is day 19754.
    let all = "SELECT external_id, opened_on, resolved_on, priority FROM ticket";
    assert_eq!(shelf.rows(all), ["10300600000001|19754|19756|2"]);
    assert_eq!((report.rejects[0].line, report.rejects[0].value.as_str()), (4, "#N/A"));
    assert!(report.warnings[0].message.contains("\"Notes\""), "{:?}", report.warnings);
    request.sheet = Some("notes".into());
    assert!(shelf.run(&request).unwrap_err().what.contains("no line of column names"));
    request.sheet = Some("Cows".into());
    assert!(shelf.run(&request).unwrap_err().hint.unwrap().contains("\"Tickets\""));
    request.sheet = Some("Empty".into());
    assert!(shelf.run(&request).unwrap_err().what.contains("nothing in the sheet"));
}
