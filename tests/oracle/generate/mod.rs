//! Books from seeds. Values are random but lean on the edges of the rules: ages of exactly 28 and 29 days, ends in 60 and
//! 61 days, a contact who left on the day. An edge is an age against one of the days that the book is judged on.

mod people;
mod usage;
mod work;

use crate::book::{Account, Book, CatalogFeature, Day, Signal, date, plain};
use crate::rng::Rng;

pub const ACCOUNTS: usize = 25;

/// A book, and the days on which it is judged: the day of the import, then past days.
pub struct Made {
    pub book: Book,
    pub days: [Day; 3],
}

/// Kinds that a book lacks, or starts late with: on the earliest of the days it has none yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    ActiveUsers,
    Logins,
    OtherMetrics,
    Features,
    Tickets,
    Satisfaction,
    Nps,
    Csat,
    Contacts,
    Sponsors,
    Touchpoints,
    Pulses,
    Goals,
    FirstOutcomes,
    Onboardings,
    Plans,
    Seats,
}

const KINDS: [Kind; 17] = {
    use Kind::*;
    [
        ActiveUsers,
        Logins,
        OtherMetrics,
        Features,
        Tickets,
        Satisfaction,
        Nps,
        Csat,
        Contacts,
        Sponsors,
        Touchpoints,
        Pulses,
        Goals,
        FirstOutcomes,
        Onboardings,
        Plans,
        Seats,
    ]
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Catalog {
    None,
    Usual,
    /// Every core feature needs a plan, so that some accounts are entitled to nothing.
    PlansOnly,
}

struct Recipe {
    without: Vec<Kind>,
    late: Vec<Kind>,
    catalog: Catalog,
    /// The usage import stopped this many days before the last day.
    usage_stopped: i64,
    currency: &'static str,
}

impl Recipe {
    /// The first six are chosen so that each kind is missing once; the others are drawn.
    fn of(seed: u64, rng: &mut Rng) -> Self {
        use Kind::*;
        let (without, late, catalog, usage_stopped, currency) = match seed {
            0 => (vec![], vec![], Catalog::Usual, 0, "USD"),
            1 => (vec![Tickets], vec![Goals, Pulses], Catalog::None, 0, "EUR"),
            2 => (vec![ActiveUsers, Plans], vec![Onboardings, Csat], Catalog::PlansOnly, 0, "GBP"),
            3 => (
                vec![ActiveUsers, Logins, OtherMetrics, Sponsors],
                vec![Tickets, Nps],
                Catalog::Usual,
                0,
                "USD",
            ),
            4 => (vec![Contacts, FirstOutcomes, Csat], vec![Features, Touchpoints], Catalog::None, 45, "JPY"),
            5 => (
                vec![Logins, Features, Touchpoints, Goals, Onboardings, Nps, Satisfaction, Csat, Seats],
                vec![FirstOutcomes, ActiveUsers],
                Catalog::Usual,
                0,
                "USD",
            ),
            _ => {
                let without = KINDS.into_iter().filter(|_| rng.percent(10)).collect();
                let late = KINDS.into_iter().filter(|_| rng.percent(10)).collect();
                let catalog = rng.pick(&[Catalog::None, Catalog::Usual, Catalog::Usual, Catalog::PlansOnly]);
                (
                    without,
                    late,
                    catalog,
                    rng.pick(&[0, 0, 0, 20, 45]),
                    rng.pick(&["USD", "EUR", "GBP", "JPY"]),
                )
            }
        };
        Self { without, late, catalog, usage_stopped, currency }
    }
}

/// How an account is doing, which decides what its facts lean to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Thriving,
    Middling,
    Ailing,
}

/// What the makers of facts share.
struct Maker {
    rng: Rng,
    recipe: Recipe,
    days: [Day; 3],
    mood: Mood,
    /// Two digits in every identifier of the account.
    number: usize,
}

impl Maker {
    fn has(&self, kind: Kind) -> bool {
        !self.recipe.without.contains(&kind)
    }

    fn last_day(&self) -> Day {
        self.days[0]
    }

    /// One of the days that the book is judged on.
    fn anchor(&mut self) -> Day {
        let days = self.days;
        self.rng.pick(&days)
    }

    /// A day with one of these ages on a day that the book is judged on.
    fn aged(&mut self, ages: &[i64]) -> Day {
        self.anchor() - self.rng.pick(ages)
    }

    /// A better chance the better the account is doing.
    fn leaning(&mut self, thriving: i64, middling: i64, ailing: i64) -> bool {
        let chance = match self.mood {
            Mood::Thriving => thriving,
            Mood::Middling => middling,
            Mood::Ailing => ailing,
        };
        self.rng.percent(chance)
    }

    fn account(&mut self, number: usize) -> Account {
        const WORDS: [&str; 10] = [
            "Harbor", "Meridian", "Copper", "Lantern", "Juniper", "Orchard", "Falcon", "Granite", "Willow",
            "Summit",
        ];
        self.number = number;
        self.mood =
            self.rng.pick(&[Mood::Thriving, Mood::Thriving, Mood::Middling, Mood::Middling, Mood::Ailing]);
        let word = WORDS[number % WORDS.len()];
        let go_live_on = match self.rng.between(0, 9) {
            0 | 1 => None,
            2 => Some(self.anchor() + self.rng.pick(&[1, 20])),
            3..7 => Some(self.aged(&[0, 14, 15, 16, 30, 31, 45, 59, 60, 61])),
            _ => Some(self.aged(&[200, 400])),
        };
        let signed_on = match self.rng.between(0, 4) {
            0 => None,
            1 => Some(self.aged(&[29, 30, 59, 60, 89, 90, 10])),
            _ => Some(self.last_day() - self.rng.between(150, 700)),
        };
        let first_outcome_on = match self.rng.between(0, 5) {
            _ if !self.has(Kind::FirstOutcomes) => None,
            0 | 1 if self.mood != Mood::Thriving => None,
            0 => None,
            1 | 2 => Some(self.aged(&[-1, 0, 1])),
            _ => Some(self.last_day() - self.rng.between(5, 180)),
        };
        let mut account = Account {
            external_id: format!("ACC-{number:02}"),
            name: format!("{word} Works {number:02}"),
            domain: if self.rng.percent(80) {
                format!("{}{number:02}.example", word.to_lowercase())
            } else {
                String::new()
            },
            segment: self
                .rng
                .pick(&[
                    "high-touch",
                    "mid-touch",
                    "tech-touch",
                    "High_Touch",
                    "TECH-TOUCH",
                    "Strategic Nordics",
                    "",
                ])
                .to_owned(),
            csm: self.rng.pick(&["Ana Silva", "Bo Lind", "Chidi Okafor", ""]).to_owned(),
            stage: self
                .rng
                .pick(&[
                    "acquisition",
                    "onboarding",
                    "adoption",
                    "adoption",
                    "expansion",
                    "renewal",
                    "churned",
                ])
                .to_owned(),
            signed_on,
            go_live_on,
            first_outcome_on,
            ..Account::default()
        };
        account.contracts = self.contracts();
        account.plans = self.plans(&account.contracts);
        account.contacts = self.contacts();
        account.usage = self.usage(&account.contracts);
        account.features = self.features(&account.contracts);
        account.tickets = self.tickets();
        account.touchpoints = self.touchpoints(&account);
        account.surveys = self.surveys(&account.contacts);
        account.signals = self.signals();
        account.goals = self.goals();
        account.onboardings = self.onboardings();
        account
    }

    fn catalog(&self) -> Vec<CatalogFeature> {
        let plans = |plans: &[&str]| plans.iter().map(|plan| (*plan).to_owned()).collect::<Vec<_>>();
        let feature = |feature: &str, core: bool, of: &[&str]| CatalogFeature {
            feature: feature.to_owned(),
            core,
            advanced: !core,
            plans: plans(of),
        };
        match self.recipe.catalog {
            Catalog::None => Vec::new(),
            Catalog::Usual => vec![
                feature("Dashboards", true, &[]),
                feature("Reports", true, &[]),
                feature("Workflows", true, &["Pro", "enterprise"]),
                feature("Audit trail", true, &["Enterprise"]),
                feature("Forecasts", false, &[]),
            ],
            Catalog::PlansOnly => {
                vec![feature("Dashboards", true, &["PRO"]), feature("Reports", true, &["enterprise", "Pro"])]
            }
        }
    }
}

/// The book of a seed.
pub fn make(seed: u64) -> Made {
    let mut rng = Rng::new(seed);
    let recipe = Recipe::of(seed, &mut rng);
    let last = date(2026, 1, 20) + 37 * (seed as i64 % 30);
    let days = [last, last - 28, last - 119];
    let mut maker = Maker { rng, recipe, days, mood: Mood::Middling, number: 0 };
    let mut accounts: Vec<Account> = (1..ACCOUNTS).map(|number| maker.account(number)).collect();
    accounts.push(bare_account(seed % 2 == 1, last));
    let mut book = Book { accounts, catalog: maker.catalog() };
    let from = days[2] + 10;
    for kind in maker.recipe.late {
        for account in &mut book.accounts {
            drop_before(account, kind, from);
        }
    }
    Made { book, days }
}

/// An account of which next to nothing is known, in some books only that it wants to leave.
fn bare_account(leaves: bool, last: Day) -> Account {
    let notice = Signal {
        external_id: "G-bare".to_owned(),
        day: last - 60,
        kind: "churn notice".to_owned(),
        ..Signal::default()
    };
    Account {
        external_id: "ACC-BARE".to_owned(),
        name: "Nothing Known".to_owned(),
        stage: "acquisition".to_owned(),
        signals: if leaves { vec![notice] } else { Vec::new() },
        ..Account::default()
    }
}

/// Takes away the facts of a kind that are older than a day. Undated kinds have none.
fn drop_before(account: &mut Account, kind: Kind, from: Day) {
    match kind {
        Kind::ActiveUsers => account.usage.retain(|row| row.metric != "active_users" || row.day >= from),
        Kind::Logins => account.usage.retain(|row| row.metric != "logins" || row.day >= from),
        Kind::OtherMetrics => account.usage.retain(|row| row.metric != "exports" || row.day >= from),
        Kind::Features => account.features.retain(|row| row.day >= from),
        Kind::Tickets => account.tickets.retain(|ticket| ticket.opened_on >= from),
        Kind::Satisfaction => account.tickets.retain(|t| t.satisfaction.is_none() || t.answered_on() >= from),
        Kind::Nps => account.surveys.retain(|survey| plain(&survey.kind) != "nps" || survey.day >= from),
        Kind::Csat => account.surveys.retain(|survey| plain(&survey.kind) != "csat" || survey.day >= from),
        Kind::Touchpoints => account.touchpoints.retain(|touch| touch.day >= from),
        Kind::Pulses => account.touchpoints.retain(|touch| touch.pulse.is_none() || touch.day >= from),
        Kind::Goals => account.goals.retain(|goal| goal.started_on >= from),
        Kind::FirstOutcomes => account.first_outcome_on = account.first_outcome_on.filter(|on| *on >= from),
        Kind::Onboardings => account.onboardings.retain(|onboarding| onboarding.started_on >= from),
        Kind::Plans => account.plans.retain(|plan| plan.written_on >= from),
        Kind::Contacts | Kind::Sponsors | Kind::Seats => {}
    }
}
