use super::*;
use crate::book::NameIndex;
use crate::book::fixture::{lookups, row};
use crate::domain::{Currency, Money};

fn passes(text: &str, row: &Row) -> bool {
    Filter::parse(text, &lookups()).unwrap().matches(row, &lookups())
}

fn error(text: &str) -> String {
    Filter::parse(text, &lookups()).unwrap_err().to_string()
}

#[test]
fn every_word_must_be_in_the_name_in_its_order() {
    let acme = row(1, "Zürich Robotics AG");
    for text in ["", "zurich", "ZRCH", "robo ag", "ag robo", "zürich", "\"ch rob\""] {
        assert!(passes(text, &acme), "{text}");
    }
    for text in ["zurich gmbh", "hcruz", "\"rich tics\"", "!robo"] {
        assert!(!passes(text, &acme), "{text}");
    }
    assert!(passes("!zrch", &acme), "a negated word is taken as it stands");
}

#[test]
fn words_of_closed_lists_take_several_values() {
    let red = Row { band: Band::Red, stage: Stage::Onboarding, ..row(1, "Acme") };
    for text in ["band:red", "band:red,yellow", "band=RED", "!band:green", "stage:onboarding !stage:churned"]
    {
        assert!(passes(text, &red), "{text}");
    }
    assert!(!passes("band:green,yellow", &red));
    assert!(!passes("!band:green,red", &red));
}

#[test]
fn people_and_segments_are_found_by_part_of_the_name() {
    let joanna = Row { csm: Some(2), segment: Some(2), ..row(1, "Acme") };
    for text in
        ["csm:joanna", "csm:\"Joanna Dunn\"", "csm:dunn", "csm:oann", "csm:ann,joanna", "segment:tech"]
    {
        assert!(passes(text, &joanna), "{text}");
    }
    // A word that begins so comes before one that holds it.
    for text in ["csm:ann", "segment:high-touch", "csm:none"] {
        assert!(!passes(text, &joanna), "{text}");
    }
    assert!(passes("csm:nunez", &Row { csm: Some(3), ..row(1, "Acme") }));
    assert!(passes("csm:none", &Row { csm: None, ..row(1, "Acme") }));
    assert!(passes("segment:touch", &joanna), "both segments hold it");
}

#[test]
fn money_is_compared_in_the_books_currency() {
    let cents = |arr_book| Row {
        arr: Some(Money { minor: 1, currency: Currency::USD }),
        arr_book: Some(arr_book),
        ..row(1, "Acme")
    };
    // 50k is 50,000.00 = 5,000,000 minor units.
    assert!(!passes("arr>50k", &cents(5_000_000)));
    assert!(passes("arr>=50k", &cents(5_000_000)));
    assert!(passes("arr>50k", &cents(5_000_001)));
    assert!(passes("arr:50,000", &cents(5_000_000)));
    assert!(passes("arr<=$1.2m", &cents(120_000_000)));
    assert!(!passes("arr<1.2M", &cents(120_000_000)));
    assert!(passes("arr=0.05", &cents(5)));
    for text in ["arr<1b", "arr>=0"] {
        assert!(!passes(text, &row(1, "Acme")), "{text}: an unknown amount passes no comparison");
        assert!(passes(&format!("!{text}"), &row(1, "Acme")));
    }
}

#[test]
fn figures_are_compared_as_they_are_displayed() {
    let acme = Row {
        health: Some(713),
        trend_28d: Some(-41),
        coverage: 0.57,
        renewal_on: Some(Day(20_090)),
        ..row(1, "Acme")
    };
    for text in [
        "health>71.2",
        "health<71.4",
        "health=71.3",
        "trend<-4",
        "trend=-4.1",
        "coverage=57",
        "coverage<=57%",
        "renewal=90d",
        "renewal<91",
        "renewal<=90d",
        "renewal>12w",
        "renewal<2025-01-03",
    ] {
        assert!(passes(text, &acme), "{text}");
    }
    for text in ["health>71.3", "renewal<90d", "renewal>13w", "coverage<57"] {
        assert!(!passes(text, &acme), "{text}");
    }
}

#[test]
fn tags_and_drivers_are_matched() {
    let acme = Row {
        tags: Some("pilot;eu west".into()),
        top_driver: Some("touch"),
        cap: Some("p1_open"),
        ..row(1, "A")
    };
    for text in ["tag:pilot", "tag:PILOT", "tag:\"eu west\"", "tag:x,pilot", "driver:touch", "cap:p1"] {
        assert!(passes(text, &acme), "{text}");
    }
    for text in ["tag:pil", "tag:eu", "driver:sponsor"] {
        assert!(!passes(text, &acme), "{text}");
    }
}

#[test]
fn errors_name_the_term_and_what_is_allowed() {
    assert!(error("acme band:purple").starts_with("filter term band:purple: \"purple\" is not a band"));
    assert!(error("band:purple").contains("red, yellow, green, grey"));
    assert!(error("colour:red").contains("band:red"));
    assert!(error("csm:zoe").contains("Ann Lee, Joanna Dunn"));
    assert!(error("arr>lots").contains("50k"));
    assert!(error("arr>1e400m").contains("not an amount"));
    assert!(error("renewal<soon").contains("90d"));
    assert!(error("band<red").contains("no order"));
    assert!(error("band:").contains("band of what"));
    assert!(error("health<").contains("0 to 100"));
}

#[test]
fn while_typing_an_unfinished_last_term_is_left_out() {
    let live = |text| Filter::parse_live(text, &lookups()).map(|live| live.0);
    let acme = live("acme").unwrap();
    for text in ["acme band:", "acme band:re", "acme arr>", "acme csm:zo", "acme tag:\"", "acme !"] {
        assert_eq!(live(text).unwrap(), acme, "{text}");
    }
    assert!(live("band: acme").is_err());
    assert!(live("band:re ").is_err());
    assert_eq!(live("band:red").unwrap(), Filter::parse("band:red", &lookups()).unwrap());
}

#[test]
fn a_search_that_narrows_finds_what_a_new_one_finds() {
    let names = ["Acme", "Acme Labs", "Borealis", "Cobalt Mining", "Ácme Übersee"];
    let rows: Vec<Row> = (1..).zip(names).map(|(id, name)| row(id, name)).collect();
    let index = NameIndex::new(&rows);
    let mut typing = Search::default();
    for text in
        ["", "a", "ac", "acm", "acm l", "acm la", "acm", "b", "bo band:grey", "bo band:grey,red", "bo !x"]
    {
        let (filter, _) = Filter::parse_live(text, &lookups()).unwrap();
        let plain: Vec<u32> =
            (0..).zip(&rows).filter(|(_, row)| filter.matches(row, &lookups())).map(|(i, _)| i).collect();
        assert_eq!(typing.run(&filter, &rows, &index, &lookups()), plain, "{text}");
    }
    assert_eq!(typing.run(&Filter::parse("acme", &lookups()).unwrap(), &rows, &index, &lookups()), [0, 1, 4]);
}

#[test]
fn matched_letters_are_told_by_character() {
    let mut lights = Highlighter::default();
    let filter = Filter::parse("zrch ag", &lookups()).unwrap();
    // Zürich AG: Z, r, c, h; A, G.
    assert_eq!(lights.places(&filter, "Zürich AG"), [0, 2, 4, 5, 7, 8]);
    assert!(lights.places(&Filter::default(), "Zürich AG").is_empty());
    // One letter that is written as two is one place: S, ü, ß, m.
    let filter = Filter::parse("sussm", &lookups()).unwrap();
    assert_eq!(lights.places(&filter, "Süßmilch"), [0, 1, 2, 3]);
}

#[test]
fn a_name_is_found_by_its_own_letters_in_any_case_and_by_plain_ones() {
    for (name, words) in [
        ("Łódź Tekstylia S.A.", ["Łódź", "łódź", "ŁÓDŹ", "lodz"]),
        ("Škoda Auto", ["Škoda", "škoda", "ŠKODA", "skoda"]),
        ("Žabka Polska", ["Žabka", "žabka", "ŽABKA", "zabka"]),
        ("Süßmilch KG", ["Süßmilch", "süssmilch", "SÜẞMILCH", "sussmilch"]),
    ] {
        let row = row(1, name);
        for word in words {
            for asked in [word.to_owned(), format!("\"{word}\"")] {
                assert!(
                    Filter::parse(&asked, &lookups()).unwrap().matches(&row, &lookups()),
                    "{asked} in {name}"
                );
            }
        }
    }
}

#[test]
fn every_key_that_is_known_is_one_that_a_term_can_have() {
    let told =
        |text: &str| Filter::parse(text, &lookups()).err().map(|error| error.to_string()).unwrap_or_default();
    for key in [
        "band", "csm", "segment", "stage", "tag", "driver", "cap", "arr", "renewal", "health", "trend",
        "coverage",
    ] {
        assert!(is_key(key) && !told(&format!("{key}:?")).contains("nothing to filter by"), "{key}");
    }
    assert!(!is_key("state") && told("state:stuck").contains("nothing to filter by"));
}
