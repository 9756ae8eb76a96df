use super::*;
use ContactRole::{Champion, ExecutiveSponsor, Unknown};

fn touched(touchpoints: &[TouchpointFacts]) -> AccountFacts {
    AccountFacts { touchpoints: touchpoints.to_vec(), ..AccountFacts::default() }
}

#[test]
fn touch_is_days_since_the_last_touchpoint_by_the_cadence() {
    let of = |age| fresh(&touched(&[call(1, ago(age), &[])]), Measure::Touch);
    close(of(0), (0.0, 100.0));
    close(of(60), (1.0, 100.0)); // no known segment: 60 days
    close(of(75), (1.25, 80.0));
    close(of(90), (1.5, 60.0));
    close(of(135), (2.25, 30.0)); // half way from 1.5:60 to 3:0
    close(of(180), (3.0, 0.0));
}

#[test]
fn the_cadence_is_the_segments() {
    let segments = [segment(7, "High_Touch"), segment(8, "tech-touch"), segment(9, "Unheard of")];
    let policies = PolicySet::resolve(None, &segments).unwrap();
    let facts = touched(&[call(1, ago(45), &[])]);
    let of = |id| score(&facts, &full_book(), policies.of(id), TODAY).reading(Measure::Touch).value;
    assert_eq!(of(Some(7)), Some(1.5)); // 45 / 30
    assert_eq!(of(Some(8)), Some(0.5)); // 45 / 90
    for other in [None, Some(9), Some(404)] {
        assert_eq!(of(other), Some(0.75)); // 45 / 60
    }
}

#[test]
fn a_bare_note_is_no_touch_but_a_note_with_someone_is() {
    let bare = TouchpointFacts { kind: TouchpointKind::Note, ..call(1, ago(1), &[]) };
    let stranger = TouchpointFacts { attended: true, ..bare.clone() };
    assert_eq!(state(&touched(&[bare]), Measure::Touch), State::Missing);
    assert_eq!(state(&touched(&[stranger]), Measure::Touch), State::Present);
    assert_eq!(state(&touched(&[call(1, TODAY + 1, &[])]), Measure::Touch), State::Missing);
}

#[test]
fn never_touched_is_missing_within_the_cadence_and_nothing_after() {
    let signed = |age| AccountFacts { signed_on: Some(ago(age)), ..AccountFacts::default() };
    assert_eq!(state(&signed(59), Measure::Touch), State::Missing);
    let never = reading(&signed(60), Measure::Touch);
    assert_eq!((never.state, never.value, never.score), (State::Present, None, Some(0.0)));
    // Signature before first contract before go-live.
    let mut facts = signed(10);
    facts.contracts = vec![contract(1, ago(100), None, None)];
    facts.go_live_on = Some(ago(100));
    assert_eq!(state(&facts, Measure::Touch), State::Missing);
    facts.signed_on = None;
    assert_eq!(state(&facts, Measure::Touch), State::Present);
    facts.contracts.clear();
    assert_eq!(state(&facts, Measure::Touch), State::Present);
    facts.go_live_on = None;
    assert_eq!(state(&facts, Measure::Touch), State::Missing);
}

fn met(contacts: &[ContactFacts], touchpoints: &[TouchpointFacts]) -> AccountFacts {
    AccountFacts { contacts: contacts.to_vec(), ..touched(touchpoints) }
}

#[test]
fn sponsor_is_days_since_the_active_sponsor_attended() {
    let sponsors = [
        contact(1, ExecutiveSponsor, None),
        contact(2, ExecutiveSponsor, None),
        contact(3, ExecutiveSponsor, Some(TODAY)), // gone on the day
        contact(4, Champion, None),
    ];
    let of = |touchpoints: &[TouchpointFacts]| fresh(&met(&sponsors, touchpoints), Measure::Sponsor);
    let others = [call(8, ago(1), &[3, 4]), call(9, TODAY + 1, &[1])];
    close(of(&others), (180.0, 0.0)); // never
    close(of(&[&others[..], &[call(1, ago(90), &[1])]].concat()), (90.0, 100.0));
    close(of(&[&others[..], &[call(1, ago(135), &[1])]].concat()), (135.0, 50.0));
    close(of(&[&others[..], &[call(1, ago(135), &[1]), call(2, ago(99), &[4, 2])]].concat()), (99.0, 90.0));
}

#[test]
fn no_active_sponsor_is_nothing_and_no_contact_is_missing() {
    let gone = reading(&met(&[contact(1, ExecutiveSponsor, Some(ago(1)))], &[]), Measure::Sponsor);
    assert_eq!((gone.state, gone.value, gone.score), (State::Present, None, Some(0.0)));
    assert_eq!(state(&met(&[], &[]), Measure::Sponsor), State::Missing);
    assert_eq!(state(&met(&[], &[]), Measure::LiveContacts), State::Missing);
    close(fresh(&met(&[contact(1, Unknown, Some(ago(1)))], &[]), Measure::LiveContacts), (0.0, 0.0));
}

#[test]
fn live_contacts_are_the_active_ones_met_in_90_days() {
    let contacts = [1, 2, 3, 4, 5].map(|id| contact(id, Unknown, (id == 4).then_some(TODAY)));
    let calls = [call(1, ago(90), &[3]), call(2, ago(89), &[1, 4]), call(3, ago(5), &[1])];
    close(fresh(&met(&contacts, &calls), Measure::LiveContacts), (1.0, 40.0));
    let more = [&calls[..], &[call(4, TODAY, &[2, 3]), call(5, TODAY + 1, &[5])]].concat();
    close(fresh(&met(&contacts, &more), Measure::LiveContacts), (3.0, 100.0));
}
