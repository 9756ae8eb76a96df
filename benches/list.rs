//! Filter and sort of a board of 100,000 accounts, beside a plain substring scan of the same names.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use mainstay::book::row::WEEKS;
use mainstay::book::{Facets, Filter, Group, Lookups, NameIndex, Row, Search, SortKey, sort};
use mainstay::domain::{Band, Currency, Day, Stage};

const ROWS: i64 = 100_000;

/// A step of a small generator, so that every run measures the same names.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

fn rows() -> Vec<Row> {
    let parts = ["Quartz", "Robotics", "Agri", "Nord", "Blue", "Harbour", "Santé", "Metals", "Cloud", "Fern"];
    let mut state = 42;
    let mut pick = |count: usize| usize::try_from(next(&mut state) % count as u64).unwrap_or(0);
    (1..=ROWS)
        .map(|id| {
            let word = |at: usize| parts.get(at).copied().unwrap_or("");
            let name = format!("{} {} {}", word(pick(10)), word(pick(10)), pick(100_000));
            let health = i16::try_from(pick(1_001)).unwrap_or(0);
            Row {
                id,
                external_id: None,
                name: name.into(),
                segment: i64::try_from(pick(3)).ok(),
                csm: i64::try_from(pick(40)).ok(),
                stage: Stage::Adoption,
                tags: None,
                arr: None,
                arr_book: i64::try_from(pick(100_000_000)).ok(),
                health: Some(health),
                band: match health {
                    0..500 => Band::Red,
                    500..750 => Band::Yellow,
                    _ => Band::Green,
                },
                override_band: None,
                coverage: 0.8,
                trend_7d: None,
                trend_28d: Some(health / 20),
                trend_90d: None,
                renewal_on: Some(Day(20_000 + i32::try_from(pick(365)).unwrap_or(0))),
                top_driver: Some("touch"),
                cap: None,
                weeks: [-1; WEEKS],
            }
        })
        .collect()
}

fn lookups() -> Lookups {
    Lookups {
        segments: (0..3).map(|id| (id, format!("segment {id}").into())).collect(),
        team: (0..40).map(|id| (id, format!("person {id}").into())).collect(),
        currency: Currency::USD,
        day: Day(20_000),
        breadth: 1.0,
        usage_on: None,
    }
}

fn filters(c: &mut Criterion) {
    let (rows, lookups) = (rows(), lookups());
    let names = NameIndex::new(&rows);
    let mut group = c.benchmark_group("filter 100k");
    group.bench_function("plain substring scan", |b| {
        let folded: Vec<String> = rows.iter().map(|row| row.name.to_lowercase()).collect();
        b.iter(|| folded.iter().filter(|name| name.contains("robo")).count());
    });
    for text in ["q", "an", "quartz robo", "zzz", "band:red arr>50k csm:\"person 7\" ag"] {
        let Ok(filter) = Filter::parse(text, &lookups) else { continue };
        group.bench_function(format!("first: {text}"), |b| {
            b.iter(|| Search::default().run(&filter, &rows, &names, &lookups).len());
        });
    }
    let steps: Vec<Filter> =
        ["q", "qu", "qua", "quar"].iter().filter_map(|text| Filter::parse(text, &lookups).ok()).collect();
    group.bench_function("four letters typed", |b| {
        b.iter(|| {
            let mut search = Search::default();
            steps.iter().map(|filter| search.run(filter, &rows, &names, &lookups).len()).sum::<usize>()
        });
    });
    group.finish();
}

fn sorts(c: &mut Criterion) {
    let (rows, lookups) = (rows(), lookups());
    let (names, facets) = (NameIndex::new(&rows), Facets::all(&rows));
    let all: Vec<u32> = (0..).zip(&rows).map(|(position, _)| position).collect();
    let mut group = c.benchmark_group("sort 100k");
    for key in SortKey::ALL {
        group.bench_function(key.name(), |b| {
            b.iter_batched_ref(
                || all.clone(),
                |positions| sort::sort(positions, &facets, &names, &lookups, Group::None, key.natural()),
                BatchSize::LargeInput,
            );
        });
    }
    group.finish();
}

criterion_group! { name = list; config = Criterion::default().sample_size(20); targets = filters, sorts }
criterion_main!(list);
