//! What the handoff lacks.

use mainstay::domain::ContactRole;
use mainstay::onboarding::Handoff;
use mainstay::onboarding::handoff::missing;

#[test]
fn every_field_and_a_buyer_among_the_contacts_are_wanted() {
    let fields = |handoff: Option<&Handoff>, roles: &[ContactRole]| -> Vec<&'static str> {
        missing(handoff, roles).iter().map(|missing| missing.field).collect()
    };
    let all = ["why_bought", "promised", "stakeholders", "success_criteria", "risks", "dates"];
    assert_eq!(fields(None, &[ContactRole::Champion]), all);
    let given = Handoff {
        why_bought: Some("Too many breakdowns".into()),
        promised: Some(" ".into()),
        stakeholders: Some("Dana decides".into()),
        success_criteria: Some("20% fewer".into()),
        risks: Some("none".into()),
        dates: Some("audit in May".into()),
        ..Handoff::default()
    };
    assert_eq!(fields(Some(&given), &[ContactRole::Champion]), ["promised", "stakeholders"]);
    for role in [ContactRole::EconomicBuyer, ContactRole::ExecutiveSponsor] {
        assert_eq!(fields(Some(&given), &[role]), ["promised"]);
    }
}
