//! The closed lists of words: bands, stages, roles, kinds. Each has one name in the book, on screen and in files.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{Error, Result};
use super::text;

/// Declares a closed list of words: `code()` is what the book stores, `name()` what people read and write.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $name:literal $(| $alias:literal)*;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $type { $($(#[$vdoc])* $variant = $code),+ }

        impl $type {
            /// Every word of the list, in order.
            pub const ALL: &'static [$type] = &[$($type::$variant),+];

            /// Every word of the list with how the book stores it.
            pub const CODES: &'static [(i64, &'static str)] = &[$(($code, $name)),+];

            /// How the book stores it.
            pub fn code(self) -> i64 {
                match self { $($type::$variant => $code),+ }
            }

            /// The word of a stored code.
            pub fn from_code(code: i64) -> Option<$type> {
                match code { $($code => Some($type::$variant),)+ _ => None }
            }

            /// The word as people read and write it.
            pub fn name(self) -> &'static str {
                match self { $($type::$variant => $name),+ }
            }

            /// Reads the word, ignoring case, `_`, `-` and spaces.
            ///
            /// # Errors
            /// Not a word of the list; the hint lists them.
            pub fn parse(input: &str) -> Result<$type> {
                let key: String = text::fold(input).replace(' ', "");
                $(if [$name $(, $alias)*].iter().any(|name| text::fold(name).replace(' ', "") == key) {
                    return Ok($type::$variant);
                })+
                let all: Vec<&str> = $type::ALL.iter().map(|word| word.name()).collect();
                Err(Error::invalid(format!("\"{}\" is not a {}", text::clean(input), $what))
                    .hint(format!("use one of {}", all.join(", "))))
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.name()) }
        }
    };
}

words! {
    /// The colour of an account, worst first; grey is "insufficient data".
    Band, "band" {
        /// Health below 50.
        Red = 0, "red";
        /// Health from 50 to below 75.
        Yellow = 1, "yellow";
        /// Health of 75 and more.
        Green = 2, "green";
        /// Too little data to judge.
        Grey = 3, "grey" | "gray" | "no data";
    }
}

words! {
    /// Where an account stands in its life as a customer.
    Stage, "stage" {
        /// Signed or about to.
        Acquisition = 0, "acquisition";
        /// Being onboarded.
        Onboarding = 1, "onboarding";
        /// In use.
        Adoption = 2, "adoption";
        /// Growing.
        Expansion = 3, "expansion" | "growth";
        /// In the renewal window.
        Renewal = 4, "renewal";
        /// No longer a customer: left out of boards and averages.
        Churned = 5, "churned";
    }
}

words! {
    /// What a contact is to the decision.
    ContactRole, "contact role" {
        /// Nothing is known.
        Unknown = 0, "unknown" | "other";
        /// Answers for the outcome.
        ExecutiveSponsor = 1, "executive sponsor" | "exec sponsor" | "sponsor";
        /// Holds the budget.
        EconomicBuyer = 2, "economic buyer";
        /// Decides.
        DecisionMaker = 3, "decision maker";
        /// Wants it to work.
        Champion = 4, "champion";
        /// Judges the technology.
        TechnicalLead = 5, "technical lead" | "technical lead/evaluator" | "evaluator" | "technical evaluator";
        /// Runs it day to day.
        Admin = 6, "admin" | "admin/day-to-day owner" | "day-to-day owner" | "administrator";
        /// Leads those who use it.
        EndUserLead = 7, "end-user lead" | "end user" | "user";
        /// Procurement or legal.
        Procurement = 8, "procurement" | "procurement/legal" | "legal";
        /// Against it.
        Detractor = 9, "detractor" | "blocker" | "blocker/detractor";
    }
}

words! {
    /// How a touchpoint took place.
    TouchpointKind, "touchpoint kind" {
        /// Written down, nobody was met (a note without attendees is a *bare* note and no touch).
        Note = 0, "note";
        /// A call.
        Call = 1, "call";
        /// A meeting.
        Meeting = 2, "meeting";
        /// An e-mail.
        Email = 3, "email" | "e-mail";
        /// A business review.
        Review = 4, "review" | "business review" | "qbr" | "ebr";
        /// A training.
        Training = 5, "training";
    }
}

impl TouchpointKind {
    /// `a call`, `an email`.
    pub fn with_article(self) -> String {
        let article = if self == TouchpointKind::Email { "an" } else { "a" };
        format!("{article} {}", self.name())
    }
}

words! {
    /// What was asked in a survey.
    SurveyKind, "survey kind" {
        /// Net promoter score, answers 0 to 10.
        Nps = 0, "nps";
        /// Customer satisfaction.
        Csat = 1, "csat";
        /// Customer effort score: shown, not scored.
        Ces = 2, "ces";
        /// Onboarding survey: shown, not scored.
        Onboarding = 3, "onboarding";
    }
}

words! {
    /// Urgency of a ticket.
    Priority, "ticket priority" {
        /// Urgent, critical, blocker.
        P1 = 1, "P1" | "urgent" | "critical" | "blocker";
        /// High.
        P2 = 2, "P2" | "high";
        /// Normal, medium.
        P3 = 3, "P3" | "normal" | "medium";
        /// Low.
        P4 = 4, "P4" | "low";
    }
}

words! {
    /// How a goal stands on a day.
    GoalStatus, "goal status" {
        /// On track.
        OnTrack = 0, "on track";
        /// At risk.
        AtRisk = 1, "at risk";
        /// Off track.
        OffTrack = 2, "off track";
        /// Reached.
        Achieved = 3, "achieved" | "done" | "reached";
        /// Not reached.
        Missed = 4, "missed";
    }
}

words! {
    /// Who works on a step of an onboarding or of a play. The book keeps the word, since imports bring words of their own.
    OwnerRole, "role of an owner" {
        /// The customer success manager.
        Csm = 0, "csm" | "customer success manager";
        /// Sets the customer up.
        OnboardingSpecialist = 1, "onboarding specialist";
        /// Connects, migrates, integrates.
        TechnicalSuccessEngineer = 2, "technical success engineer" | "tse";
        /// Trains.
        TrainingSpecialist = 3, "training specialist" | "trainer";
        /// Somebody at the customer.
        Customer = 4, "customer" | "client";
        /// Leads the team.
        Lead = 5, "lead" | "team lead";
        /// Sells: quotes, terms, expansions.
        AccountExecutive = 6, "account executive" | "ae";
        /// Runs data and rules.
        Operations = 7, "operations" | "ops";
    }
}

words! {
    /// An entry of an intervention: one of its five steps, or a weekly review. The book keeps the word.
    InterventionStep, "step of an intervention" {
        /// It was seen that the account is at risk.
        Detected = 0, "detected";
        /// The customer was spoken to.
        ReachedOut = 1, "reached out";
        /// The cause is known.
        Diagnosed = 2, "diagnosed";
        /// The way out was proposed.
        Proposed = 3, "proposed";
        /// What was proposed is done.
        Executed = 4, "executed";
        /// What was seen in a week.
        Review = 5, "review";
    }
}

impl InterventionStep {
    /// The steps in their order, without the reviews.
    pub const STEPS: [InterventionStep; 5] = [
        InterventionStep::Detected,
        InterventionStep::ReachedOut,
        InterventionStep::Diagnosed,
        InterventionStep::Proposed,
        InterventionStep::Executed,
    ];
}

words! {
    /// How an intervention ended. The book keeps the word.
    InterventionOutcome, "outcome of an intervention" {
        /// The customer came through.
        Saved = 0, "saved";
        /// They leave.
        Lost = 1, "lost";
    }
}

words! {
    /// What came of a play. The book keeps the word.
    PlayOutcome, "outcome of a play" {
        /// It did what it was for.
        Worked = 0, "worked" | "success";
        /// It did not.
        DidNotWork = 1, "did not work" | "failed";
        /// It was given up before that could be seen.
        Cancelled = 2, "cancelled" | "canceled";
    }
}

words! {
    /// How far a renewal has come. The book keeps the word.
    RenewalStage, "stage of a renewal" {
        /// Nobody works on it yet.
        NotStarted = 0, "not started" | "none";
        /// Value, use and open issues are gathered.
        Preparing = 1, "preparing";
        /// The quote is out.
        Quoted = 2, "quoted" | "quote";
        /// Terms are discussed.
        Negotiating = 3, "negotiating" | "negotiation";
        /// They said yes.
        Verbal = 4, "verbal" | "verbal yes";
        /// Signed.
        Won = 5, "won" | "closed won" | "renewed";
        /// It ends.
        Lost = 6, "lost" | "closed lost" | "churned";
        /// The customer gave notice; it can still be won back.
        ChurnNotice = 7, "churn notice" | "notice";
    }
}

impl RenewalStage {
    /// Whether nothing more is to be done.
    pub fn is_closed(self) -> bool {
        matches!(self, RenewalStage::Won | RenewalStage::Lost)
    }

    /// Whether the quote is out.
    pub fn is_quoted(self) -> bool {
        matches!(
            self,
            RenewalStage::Quoted | RenewalStage::Negotiating | RenewalStage::Verbal | RenewalStage::Won
        )
    }
}

words! {
    /// What the CSM expects of a renewal. The book keeps the word.
    Forecast, "forecast" {
        /// It renews.
        Commit = 0, "commit" | "good";
        /// It renews if nothing goes wrong.
        BestCase = 1, "best case" | "likely" | "upside";
        /// It may be lost.
        AtRisk = 2, "at risk" | "risk";
        /// It has renewed.
        Won = 3, "won";
        /// It does not renew.
        Lost = 4, "lost";
    }
}

words! {
    /// Why a customer leaves or pays less. The book keeps the word.
    ChurnReason, "reason code" {
        /// It does not do what they need.
        ProductFit = 0, "product fit";
        /// They never got going.
        OnboardingFailure = 1, "onboarding failure" | "onboarding";
        /// They do not see what it is worth.
        ValueGap = 2, "value gap" | "value";
        /// Nobody there stands for it.
        Relationship = 3, "relationship";
        /// Issues were open for too long.
        Support = 4, "support";
        /// It costs too much.
        Price = 5, "price/budget" | "price" | "budget";
        /// Another product.
        Competitor = 6, "competitor";
        /// They were bought, or are no more.
        Closure = 7, "acquisition/closure" | "acquisition" | "closure" | "insolvency";
        /// None of these.
        Other = 8, "other";
    }
}

words! {
    /// How far a plan has come. The book keeps the word.
    PlanStatus, "status of a plan" {
        /// Written, not yet talked over.
        Draft = 0, "draft";
        /// The customer agreed to it.
        Agreed = 1, "agreed";
        /// What came of it was looked at.
        Reviewed = 2, "reviewed";
    }
}

words! {
    /// A part of a plan. The book keeps the word.
    PlanSection, "part of a plan" {
        /// The success plan: what is reached by when.
        Milestone = 0, "milestone" | "milestones" | "success";
        /// What is to be used, from how much to how much.
        Adoption = 1, "adoption";
        /// What the customer could have beside.
        Expansion = 2, "expansion" | "idea";
        /// What may go wrong.
        Risk = 3, "risk" | "risks";
    }
}

words! {
    /// How likely, how bad. The book keeps the word.
    Level, "level" {
        /// High.
        High = 3, "high";
        /// In the middle.
        Medium = 2, "medium" | "mid";
        /// Low.
        Low = 1, "low";
    }
}

words! {
    /// What an expansion sells. The book keeps the word.
    OpportunityKind, "kind of opportunity" {
        /// More people.
        Seats = 0, "seats" | "seat" | "licences" | "licenses";
        /// A feature or a larger tier.
        Feature = 1, "feature" | "features" | "tier" | "module";
        /// Something new done with what they have.
        UseCase = 2, "use case";
        /// Another department, site or company.
        Organisation = 3, "organisation" | "organization" | "org" | "department";
    }
}

words! {
    /// How far an expansion has come. The book keeps the word.
    OpportunityStage, "stage of an opportunity" {
        /// There is something to talk about.
        Identified = 0, "identified" | "open";
        /// Problem, solution, return and timeline are written.
        Proposal = 1, "proposal";
        /// The customer has heard it.
        Presented = 2, "presented";
        /// The return is worked out with the customer.
        BusinessCase = 3, "business case";
        /// Somebody who may has said yes.
        Approved = 4, "approved";
        /// It is in a contract.
        Won = 5, "won" | "closed won";
        /// Nothing comes of it.
        Lost = 6, "lost" | "closed lost";
    }
}

impl OpportunityStage {
    /// Whether nothing more is to be done.
    pub fn is_closed(self) -> bool {
        matches!(self, OpportunityStage::Won | OpportunityStage::Lost)
    }

    /// The stage after this one, or the one before, among the open ones; None: there is none.
    pub fn step(self, forward: bool) -> Option<OpportunityStage> {
        let open: Vec<OpportunityStage> =
            OpportunityStage::ALL.iter().copied().filter(|stage| !stage.is_closed()).collect();
        let place = open.iter().position(|stage| *stage == self)?;
        let next = if forward { place + 1 } else { place.checked_sub(1)? };
        open.get(next).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_ignore_case_and_separators_and_read_back() {
        assert_eq!(ContactRole::parse("Executive_Sponsor").unwrap(), ContactRole::ExecutiveSponsor);
        assert_eq!(GoalStatus::parse("on-track").unwrap(), GoalStatus::OnTrack);
        assert_eq!(Priority::parse("CRITICAL").unwrap(), Priority::P1);
        for band in Band::ALL {
            assert_eq!(Band::parse(band.name()).unwrap(), *band);
            assert_eq!(Band::from_code(band.code()), Some(*band));
        }
        let error = Stage::parse("limbo").unwrap_err().to_string();
        assert!(error.contains("acquisition, onboarding"), "{error}");
    }
}
