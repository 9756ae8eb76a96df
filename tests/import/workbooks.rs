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

#[test]
fn a_sheet_that_does_not_fit_names_the_others_and_the_way_to_name_columns() {
    let mut shelf = Shelf::new();
    let mut request = Request::new(Kind::named("contracts").unwrap(), "book.xlsx", workbook());
    let hint = |error: mainstay::domain::Error| error.hint.unwrap();
    // The tickets are what is read, and have an account, but nothing of what a contract needs beside it.
    let unfit = hint(shelf.run(&request).unwrap_err());
    assert!(unfit.ends_with("; or choose another sheet with --sheet: \"Empty\", \"Notes\""), "{unfit}");
    // Whoever chose the sheet knows the others.
    request.sheet = Some("Notes".into());
    let unnamed = hint(shelf.run(&request).unwrap_err());
    assert!(unnamed.contains("--map external_id=COLUMN") && !unnamed.contains("--sheet"), "{unnamed}");
}

#[test]
fn a_workbook_that_was_cut_off_is_called_damaged() {
    let mut shelf = Shelf::new();
    let bytes = workbook();
    let half = bytes[..bytes.len() / 2].to_vec();
    let error = shelf.run(&Request::new(Kind::named("tickets").unwrap(), "book.xlsx", half)).unwrap_err();
    assert!(error.what.contains("book.xlsx: is a workbook that is damaged or not complete"), "{error}");
}

#[test]
fn an_id_of_more_digits_than_a_spreadsheet_keeps_is_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["external_id", "name"].iter().enumerate() {
        sheet.write(0, u16::try_from(column).unwrap(), *header).unwrap();
    }
    // Of 2^60 and more, every 256th whole number is one that the file can hold; fifteen digits are kept as they are.
    let ids = [1_234_567_890_123_456_781_f64, 1_234_567_890_123_456_782_f64, 1e15, 999_999_999_999_999_f64];
    for (row, id) in (1..).zip(ids) {
        sheet.write(row, 0, id).unwrap();
        sheet.write(row, 1, format!("Customer {row}")).unwrap();
    }
    let mut shelf = Shelf::new();
    let bytes = book.save_to_buffer().unwrap();
    let report = shelf.run(&Request::new(Kind::named("accounts").unwrap(), "book.xlsx", bytes)).unwrap();
    assert_eq!(counts(&report), [4, 1, 0, 0, 3]);
    assert_eq!(shelf.rows("SELECT external_id FROM account"), ["999999999999999"]);
    assert!(report.rejects.iter().all(|reject| reject.message.contains("cut off")), "{:?}", report.rejects);
}
