//! What stands beside revenue: for people, for spreadsheets, for scripts.

use serde::Serialize;

use crate::cli::json::Fraction;
use crate::cli::renewals::sums::Figures as Sums;
use crate::cli::words::{count, percent};
use crate::domain::{Currency, Median, Money, Share};
use crate::engine::Due;
use crate::onboarding::results::Figures as Onboarding;
use crate::renewal::Bucket;
use crate::revenue::{Nps, Others, Utilisation};

/// Of all accounts or of a group, as scripts read it.
#[derive(Serialize)]
pub struct Beside {
    nps: Promoters,
    csat: Fraction,
    proposal_success: Fraction,
    licence_utilisation: Licences,
    feature_adoption: Features,
    saved_customers: Saved,
    time_to_first_outcome: FirstOutcome,
    onboarding_completion: Fraction,
}

#[derive(Serialize)]
struct Promoters {
    score: Option<f64>,
    n: u64,
    promoters: u64,
    passives: u64,
    detractors: u64,
    few: bool,
}

#[derive(Serialize)]
struct Licences {
    ratio: Option<f64>,
    users: f64,
    seats: i64,
    accounts: u64,
    over_licence: u64,
}

#[derive(Serialize)]
struct Features {
    #[serde(flatten)]
    features: Fraction,
    accounts: u64,
}

#[derive(Serialize)]
struct Saved {
    #[serde(flatten)]
    saved: Fraction,
    open: u64,
}

#[derive(Serialize)]
struct FirstOutcome {
    from_go_live: Days,
    from_signature: Days,
    reached: Fraction,
    overdue: u64,
}

#[derive(Serialize)]
struct Days {
    median_days: Option<f64>,
    n: usize,
}

impl Beside {
    /// Onboarding is None where nobody of the group was onboarded.
    pub fn new(others: &Others, onboarding: Option<&Onboarding>) -> Beside {
        let none = Onboarding::default();
        let onboarding = onboarding.unwrap_or(&none);
        Beside {
            nps: others.nps.into(),
            csat: others.csat.into(),
            proposal_success: others.proposals.into(),
            licence_utilisation: (&others.utilisation).into(),
            feature_adoption: Features {
                features: others.adoption.features.into(),
                accounts: others.adoption.accounts,
            },
            saved_customers: Saved { saved: others.saves.saved.into(), open: others.saves.open },
            time_to_first_outcome: FirstOutcome {
                from_go_live: onboarding.from_go_live.into(),
                from_signature: onboarding.from_signature.into(),
                reached: onboarding.reached.into(),
                overdue: onboarding.overdue,
            },
            onboarding_completion: onboarding.required.into(),
        }
    }
}

impl From<Option<Median>> for Days {
    fn from(median: Option<Median>) -> Days {
        Days { median_days: median.map(|median| median.value), n: median.map_or(0, |median| median.n) }
    }
}

impl From<Nps> for Promoters {
    fn from(nps: Nps) -> Promoters {
        let Nps { promoters, passives, detractors } = nps;
        Promoters { score: nps.score(), n: nps.n(), promoters, passives, detractors, few: nps.is_few() }
    }
}

impl From<&Utilisation> for Licences {
    fn from(licences: &Utilisation) -> Licences {
        let Utilisation { users, seats, accounts, over } = *licences;
        Licences { ratio: licences.ratio(), users, seats, accounts, over_licence: over }
    }
}

/// What is due in the next 12 months, as scripts read it.
#[derive(Serialize)]
pub struct Forecast {
    #[serde(flatten)]
    total: Sums,
    months: Vec<Month>,
}

#[derive(Serialize)]
struct Month {
    /// `overdue`, or the month.
    month: String,
    #[serde(flatten)]
    sums: Sums,
}

impl Forecast {
    /// In the book's currency.
    pub fn new(due: &Due, currency: Currency) -> Forecast {
        let month = |(bucket, sums): &(Bucket, _)| Month {
            month: month_name(*bucket),
            sums: Sums::of(sums, currency),
        };
        Forecast { total: Sums::of(&due.total, currency), months: due.months.iter().map(month).collect() }
    }
}

fn month_name(bucket: Bucket) -> String {
    match bucket {
        Bucket::Month(month) => month.to_string(),
        Bucket::Overdue | Bucket::Quarter(_) | Bucket::Of(_) => "overdue".to_owned(),
    }
}

/// The figures in words, by their names.
pub fn facts(others: &Others, onboarding: &Onboarding) -> Vec<(&'static str, Option<String>)> {
    vec![
        ("time to first outcome", Some(first_outcome(onboarding))),
        ("onboarding completion", Some(share(onboarding.required))),
        ("licence utilisation", Some(licences(&others.utilisation))),
        ("feature adoption", Some(features(others))),
        ("NPS", Some(nps(others.nps))),
        ("CSAT", Some(share(others.csat))),
        ("proposal success", Some(share(others.proposals))),
        ("saved customers", Some(saved(others))),
    ]
}

/// What is due, in words.
pub fn forecast(due: &Due, currency: Currency) -> Vec<(&'static str, Option<String>)> {
    let money = |minor| Money { minor, currency }.to_string();
    let sums = &due.total;
    let many = |n: u64| count(usize::try_from(n).unwrap_or(usize::MAX), "renewal", "renewals");
    let overdue = format!("{} ({})", money(sums.overdue.due), many(sums.overdue.count));
    vec![
        ("ARR due in 12 months", Some(format!("{} ({})", money(sums.total.due), many(sums.total.count)))),
        ("of it overdue", (sums.overdue.count > 0).then_some(overdue)),
        ("weighted", Some(money(sums.weighted))),
        ("amount unknown", (sums.unknown > 0).then(|| format!("{}, left out", many(sums.unknown)))),
    ]
}

/// The figures as bare numbers, by their names.
pub fn bare(others: &Others, onboarding: &Onboarding) -> [(&'static str, String); 20] {
    let ratio = |ratio: Option<f64>| ratio.map(|ratio| ratio.to_string()).unwrap_or_default();
    let days = |median: Option<Median>| ratio(median.map(|median| median.value));
    let n = |median: Option<Median>| median.map_or(0, |median| median.n).to_string();
    [
        ("nps", ratio(others.nps.score())),
        ("nps_n", others.nps.n().to_string()),
        ("csat", ratio(others.csat.ratio())),
        ("csat_n", others.csat.of.to_string()),
        ("proposal_success", ratio(others.proposals.ratio())),
        ("proposals", others.proposals.of.to_string()),
        ("licence_utilisation", ratio(others.utilisation.ratio())),
        ("licence_utilisation_n", others.utilisation.accounts.to_string()),
        ("feature_adoption", ratio(others.adoption.features.ratio())),
        ("feature_adoption_n", others.adoption.accounts.to_string()),
        ("save_rate", ratio(others.saves.saved.ratio())),
        ("saved_customers", others.saves.saved.part.to_string()),
        ("endangered_customers", others.saves.saved.of.to_string()),
        ("first_outcome_days_from_go_live", days(onboarding.from_go_live)),
        ("first_outcome_days_from_go_live_n", n(onboarding.from_go_live)),
        ("first_outcome_days_from_signature", days(onboarding.from_signature)),
        ("first_outcome_days_from_signature_n", n(onboarding.from_signature)),
        ("first_outcomes_overdue", onboarding.overdue.to_string()),
        ("onboarding_completion", ratio(onboarding.required.ratio())),
        ("onboarding_steps", onboarding.required.of.to_string()),
    ]
}

/// `90.0% (45 of 50)`
pub fn share(share: Share) -> String {
    match share.of {
        0 => "n/a".into(),
        of => format!("{} ({} of {of})", percent(share.ratio()), share.part),
    }
}

/// `36 days from go-live (n 8), 50 from the signature (n 9); 9 of 12 reached, 1 overdue`
fn first_outcome(onboarding: &Onboarding) -> String {
    let days = |median: Option<Median>| {
        median.map_or("n/a".to_owned(), |median| format!("{} days (n {})", median.value, median.n))
    };
    format!(
        "{} from go-live, {} from the signature; {} of {} reached, {} overdue",
        days(onboarding.from_go_live),
        days(onboarding.from_signature),
        onboarding.reached.part,
        onboarding.reached.of,
        onboarding.overdue
    )
}

/// `40 (n 100)`, marked where the answers are few.
fn nps(nps: Nps) -> String {
    let few = if nps.is_few() { ", few answers" } else { "" };
    nps.score().map_or_else(|| "n/a".into(), |score| format!("{score:.0} (n {}{few})", nps.n()))
}

/// `60.0% (60 of 100 seats), 1 account over licence`
fn licences(licences: &Utilisation) -> String {
    if licences.seats == 0 {
        return "n/a".into();
    }
    let over = match usize::try_from(licences.over) {
        Ok(0) | Err(_) => String::new(),
        Ok(over) => format!(", {} over licence", count(over, "account", "accounts")),
    };
    format!("{} ({} of {} seats){over}", percent(licences.ratio()), licences.users, licences.seats)
}

/// `62.5% (5 of 8 core features), 2 accounts`
fn features(others: &Others) -> String {
    let adoption = &others.adoption;
    if adoption.accounts == 0 {
        return "n/a".into();
    }
    let Share { part, of } = adoption.features;
    let accounts = count(usize::try_from(adoption.accounts).unwrap_or(usize::MAX), "account", "accounts");
    format!("{} ({part} of {of} core features), {accounts}", percent(adoption.features.ratio()))
}

/// `60.0% (3 of 5), 1 still open`
fn saved(others: &Others) -> String {
    let open = match others.saves.open {
        0 => String::new(),
        open => format!(", {open} still open"),
    };
    format!("{}{open}", share(others.saves.saved))
}
