//! The sample book: candidates, those that something stands against, opportunities in every stage.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use mainstay::domain::OpportunityStage;
use mainstay::engine::Expansion;
use mainstay::expansion::Rule;
use mainstay::import::Request;
use mainstay::import::kind::Kind;
use mainstay::sample;

use crate::support::{Desk, TODAY};

fn sample() -> Desk {
    let mut desk = Desk::with("DELETE FROM account; DELETE FROM team_member; DELETE FROM metric;");
    for (kind, csv) in sample::FILES {
        let bytes = sample::dated(csv, TODAY).unwrap().into_bytes();
        let request = Request::new(Kind::named(kind).unwrap(), format!("{kind}.csv"), bytes);
        let report = desk.writer.import(&request, false, &mut |_| ControlFlow::Continue(())).unwrap();
        assert!(report.rejects.is_empty(), "{kind}: {:?}", report.rejects.first());
    }
    desk
}

#[test]
fn an_account_that_changed_takes_its_own_place_in_whatever_order_a_list_stands() {
    let desk = sample();
    let view = desk.view(TODAY);
    let judge = view.judge().unwrap();
    let read = desk.expansion(TODAY);
    let accounts =
        |read: &Expansion| -> BTreeSet<i64> { read.prospects.iter().map(|own| own.account).collect() };
    for turned in [false, true] {
        let mut read = desk.expansion(TODAY);
        if turned {
            read.prospects.reverse();
        }
        let before = accounts(&read);
        for account in &before {
            read.replace(*account, view.expansion_of(&judge, *account).unwrap());
        }
        assert_eq!((accounts(&read), read.prospects.len()), (before.clone(), before.len()));
    }
    assert!(read.prospects.len() > 5);
}

#[test]
fn every_stage_every_rule_and_several_suppressions_are_there() {
    let desk = sample();
    let read = desk.expansion(TODAY);
    let stages: BTreeSet<_> = read.deals.iter().map(|deal| deal.stage.name()).collect();
    assert_eq!(stages, OpportunityStage::ALL.iter().map(|stage| stage.name()).collect());
    let found = |of: &dyn Fn(&mainstay::engine::Prospect) -> bool| {
        read.prospects.iter().filter(|own| of(own)).count()
    };
    for rule in Rule::ALL {
        let holds =
            |own: &mainstay::engine::Prospect| own.finding.reasons.iter().any(|reason| reason.rule() == rule);
        assert!(found(&holds) > 0, "{}", rule.name());
    }
    for block in ["not_green", "first_outcome", "p1_open", "unpaid"] {
        let holds =
            |own: &mainstay::engine::Prospect| own.finding.blocks.iter().any(|own| own.name() == block);
        assert!(found(&holds) > 0, "{block}");
    }
    // Proposals made in the last year, and those won of them: all but the two that are only identified, in CSV.
    assert_eq!((read.success.part, read.success.of), (3, 12));
    // What was said of them is dated: a month ago fewer had come so far.
    let before = desk.expansion(TODAY - 28);
    let open = |of: &mainstay::engine::Expansion| of.pipeline(&of.deals, |_| None).open().weighted;
    assert!(open(&before) < open(&read));
}
