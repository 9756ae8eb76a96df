//! What sales hands over, and what of it is still to be given.

use crate::domain::{ContactRole, Day};

/// The handoff of an account, as the book holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handoff {
    /// Row id.
    pub id: i64,
    /// Why they bought.
    pub why_bought: Option<Box<str>>,
    /// What was promised.
    pub promised: Option<Box<str>>,
    /// Notes about who decides; who has which buying role is in the contacts.
    pub stakeholders: Option<Box<str>>,
    /// How the customer will know that it was worth it.
    pub success_criteria: Option<Box<str>>,
    /// What may go wrong.
    pub risks: Option<Box<str>>,
    /// Dates that matter to the customer.
    pub dates: Option<Box<str>>,
    /// Who handed it over.
    pub handed_by: Option<Box<str>>,
    /// The day the CSM accepted it.
    pub accepted_on: Option<Day>,
}

/// Something that a handoff, or another record with a form, does not say yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Name of the field of the handoff.
    pub field: &'static str,
    /// What is to be given, in words.
    pub what: &'static str,
}

impl Missing {
    /// Whether it is not a text of the handoff but a fact that another record holds, as who is the buyer.
    pub fn is_elsewhere(&self) -> bool {
        self.field == "stakeholders"
    }
}

/// What is missing, in words: `why they bought, success criteria`.
pub fn told(missing: &[Missing]) -> String {
    missing.iter().map(|missing| missing.what).collect::<Vec<_>>().join(", ")
}

/// Roles that can say yes to the money or answer for the outcome: a handoff names at least one of them.
pub const BUYING_ROLES: [ContactRole; 2] = [ContactRole::EconomicBuyer, ContactRole::ExecutiveSponsor];

/// What is still to be given, in the order of the form. `contacts` are the roles of the people who are there.
pub fn missing(handoff: Option<&Handoff>, contacts: &[ContactRole]) -> Vec<Missing> {
    let nothing = Handoff::default();
    let given = handoff.unwrap_or(&nothing);
    let text = |text: &Option<Box<str>>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    let has_buyer = contacts.iter().any(|role| BUYING_ROLES.contains(role));
    [
        (text(&given.why_bought), "why_bought", "why they bought"),
        (text(&given.promised), "promised", "what was promised"),
        (has_buyer, "stakeholders", "a contact who is economic buyer or executive sponsor"),
        (text(&given.success_criteria), "success_criteria", "success criteria"),
        (text(&given.risks), "risks", "risks, or that there are none"),
        (text(&given.dates), "dates", "dates that matter"),
    ]
    .into_iter()
    .filter(|(is_given, ..)| !is_given)
    .map(|(_, field, what)| Missing { field, what })
    .collect()
}
