//! What needs somebody today, read in a few statements, however many accounts; and the bands of an earlier day.

use std::collections::{HashMap, HashSet};

use super::aside::Answers;
use super::desk::{Event, Number};
use super::judge::{Judge, each_judged};
use super::renewals::Wanted;
use super::view::View;
use crate::book::{Row, Totals};
use crate::domain::{Band, Currency, Day, Result, Stage};
use crate::health::PolicySet;
use crate::health::facts::AccountId;
use crate::renewal;
use crate::store::alert::{self, Alert};
use crate::store::today::{self as book, Coming, Listed, PutOffIn};
use crate::store::{Reader, held, journal, plan, policy, renewal as renewals, segment};
use crate::today::{Bands, Judged, Kind, Mark, Matter, Scale, Seen, Standing, Whose, dated};

/// Days that renewals are looked at before they are due: quotes and notice may be wanted early.
const AHEAD: i32 = 3 * 366;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TodayAsk {
    /// The matters of an account, or of all.
    Matters(Option<AccountId>),
    /// Those of no account.
    Apart,
    /// The bands on an earlier day.
    Bands(Day),
}

/// The answer.
#[derive(Clone, Debug)]
pub enum Told {
    Matters(Box<Morning>),
    Bands(Bands),
}

/// What needs somebody on a day.
#[derive(Clone, Debug)]
pub struct Morning {
    pub day: Day,
    /// In no order: see [`crate::today::rank`].
    pub matters: Vec<Matter>,
    /// What comes first after the day.
    pub coming: Option<Coming>,
    /// By whose section `[today]` they are ranked.
    pub policies: PolicySet,
    /// What the person saw last, and what of this was closed since; None: they never looked.
    pub seen: Option<Seen>,
    /// The last row of the journal that it knows of.
    pub seq: i64,
}

/// How the account of a matter stands by its row, and by which rules the matter is ranked; None: the customer has left,
/// or there is no such account. A matter of many is as large as all of them, a task of no account has no size.
pub fn judged<'p, 'r>(
    matter: &Matter,
    policies: &'p PolicySet,
    row: impl Fn(AccountId) -> Option<&'r Row>,
) -> Option<Judged<'p>> {
    let alone = |arr| (Standing { arr: Some(arr), ..Standing::default() }, &policies.of(None).today);
    match (&matter.kind, matter.account) {
        (Kind::Flood { accounts, .. }, _) => {
            let arrs = accounts.iter().filter_map(|id| row(*id)?.arr_book);
            Some(alone(arrs.fold(0, i64::saturating_add)))
        }
        (_, None) => Some(alone(0)),
        (_, Some(id)) => {
            let row = row(id).filter(|row| row.stage != Stage::Churned)?;
            let health = row.health.filter(|_| row.band != Band::Grey);
            let own = Standing { health, arr: row.arr_book, renewal_on: row.renewal_on };
            Some((own, &policies.of(row.segment).today))
        }
    }
}

/// What ARR is measured by, from the totals of the board.
pub fn scale(totals: &Totals, currency: Currency) -> Scale {
    let all = totals.all();
    Scale { mean: all.arr.checked_div(i64::from(all.accounts)).unwrap_or_default(), currency }
}

/// A question of a person.
pub(super) struct Asked {
    pub ask: TodayAsk,
    pub person: String,
    /// How many were asked up to this one: an answer tells everything up to its own.
    pub number: Number,
}

/// How it is read for the dashboard.
pub(super) const ANSWERS: Answers<Asked, Told> = Answers {
    still,
    read: |view, asked| match asked.ask {
        TodayAsk::Matters(only) => Ok(Told::Matters(Box::new(view.morning(only, Some(&asked.person))?))),
        TodayAsk::Apart => Ok(Told::Matters(Box::new(view.apart(Some(&asked.person))?))),
        TodayAsk::Bands(day) => Ok(Told::Bands(view.bands_on(day)?)),
    },
    tell: |asked, read| Event::Today(asked.ask, asked.number, Box::new(read)),
};

/// One question about all answers those about accounts, and the last one about an account those before; bands can wait.
fn still(waiting: &mut Vec<Asked>) {
    let (bands, mut matters): (Vec<Asked>, Vec<Asked>) =
        waiting.drain(..).partition(|asked| matches!(asked.ask, TodayAsk::Bands(_)));
    if matters.iter().any(|asked| asked.ask == TodayAsk::Matters(None))
        && let Some(last) = matters.pop()
    {
        matters = vec![Asked { ask: TodayAsk::Matters(None), ..last }];
    }
    let mut known = HashSet::new();
    matters.reverse();
    matters.retain(|asked| known.insert(asked.ask));
    matters.reverse();
    waiting.append(&mut matters);
    waiting.extend(bands.into_iter().last());
}

impl View {
    /// What needs somebody on the day: of an account alone, or of all, with what `person` saw last.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn morning(&self, only: Option<AccountId>, person: Option<&str>) -> Result<Morning> {
        self.reader().at_once(|on| {
            let day = self.day();
            let policies = policy::policies(on)?;
            let mark = person.map(|person| book::looked(on, person)).transpose()?.flatten();
            let mut found = book::tasks(on, day, only.map(Whose::Account))?;
            found.join(book::steps(on, day, only)?);
            let alerts = match only {
                Some(account) => alert::of_account(on, account, day)?,
                None => alert::open(on, day)?,
            };
            let open: Vec<Alert> = alerts.into_iter().filter(|alert| alert.is_open(day)).collect();
            let mut rules: HashMap<AccountId, Vec<&str>> = HashMap::new();
            for alert in &open {
                rules.entry(alert.account).or_default().push(&alert.rule);
            }
            let is_told = |matter: &Matter| {
                let of = matter.account.and_then(|account| rules.get(&account));
                of.is_some_and(|rules| rules.iter().any(|rule| matter.is_told_by(rule)))
            };
            let mut dated = of_renewals(on, day, only, &policies)?;
            dated.join(of_covers(on, day, only)?);
            dated.matters.retain(|matter| !is_told(matter));
            found.join(dated);
            let answered = book::answered(on, day, only)?;
            found.join(of_alerts(&open, &answered, day));
            let of = only.map(Whose::Account);
            let (matters, seen) = seen(on, found.matters, day, mark, of)?;
            Ok(Morning { day, matters, coming: found.next, policies, seen, seq: journal::last_seq(on)? })
        })
    }

    /// What is of no account.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn apart(&self, person: Option<&str>) -> Result<Morning> {
        self.reader().at_once(|on| {
            let day = self.day();
            let mark = person.map(|person| book::looked(on, person)).transpose()?.flatten();
            let found = book::tasks(on, day, Some(Whose::Nobody))?;
            let (matters, seen) = seen(on, found.matters, day, mark, Some(Whose::Nobody))?;
            let (policies, seq) = (policy::policies(on)?, journal::last_seq(on)?);
            Ok(Morning { day, matters, coming: found.next, policies, seen, seq })
        })
    }

    /// The band of every account on an earlier day, by the facts that are known now.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn bands_on(&self, day: Day) -> Result<Bands> {
        self.reader().at_once(|on| {
            let judge = Judge::load(on, day)?;
            let mut bands = Bands::new();
            let see = |record: &crate::store::facts::AccountRecord| {
                let policy = judge.policies.of(record.facts.segment);
                (record.facts.id, crate::health::score(&record.facts, &judge.held, policy, day).band)
            };
            each_judged(on, AccountId::MIN..=AccountId::MAX, &judge.reach(), see, |(account, band)| {
                bands.insert(account, band);
                Ok(())
            })?;
            Ok(bands)
        })
    }
}

/// Marks the matters whose rows came since somebody looked, and tells what was closed since.
fn seen(
    on: &Reader,
    mut matters: Vec<Matter>,
    day: Day,
    mark: Option<Mark>,
    only: Option<Whose>,
) -> Result<(Vec<Matter>, Option<Seen>)> {
    let Some(mark) = mark else { return Ok((matters, None)) };
    // Of everyone, one look at all that came since costs less than one a row.
    let new = match only {
        None => book::came_after(on, mark.seq)?,
        Some(_) => book::came_of(on, mark.seq, matters.iter().flat_map(rows))?,
    };
    for matter in &mut matters {
        matter.is_new_row = rows(matter).into_iter().any(|row| new.contains(&row));
    }
    Ok((matters, Some(Seen { mark, closed: book::closed_since(on, mark, day, only)? })))
}

/// The rows of a matter: their table and ids.
fn rows(matter: &Matter) -> Vec<book::RowOf> {
    match &matter.kind {
        Kind::Alert { id, .. } => vec![("alert", *id)],
        Kind::Flood { alerts, .. } => alerts.iter().map(|id| ("alert", *id)).collect(),
        Kind::Task { id } => vec![("task", *id)],
        Kind::Step { id } => vec![("step", *id)],
        Kind::Renewal { .. } | Kind::CheckIn | Kind::Plan { .. } => Vec::new(),
    }
}

fn of_renewals(on: &Reader, day: Day, only: Option<AccountId>, policies: &PolicySet) -> Result<Listed> {
    let book = held::rates(on)?.book;
    let segments = if only.is_some() { HashMap::new() } else { renewals::segments(on)? };
    let mut listed = Listed::default();
    let wanted = Wanted::within(only.map(|account| vec![account]), day, AHEAD);
    let off = book::put_off(on, PutOffIn::Renewals, only)?;
    for (account, parts) in wanted.parts(on, day)? {
        let segment = match only {
            Some(account) => segment::of_account(on, account)?,
            None => segments.get(&account).copied().flatten(),
        };
        let rules = &policies.of(segment).renewal;
        let own = renewal::of_account(account, &parts.contracts, parts.records, rules, (day, book));
        for renewal in own.iter().filter(|renewal| wanted.has(renewal)) {
            let Some(matter) = dated::of_renewal(renewal, day, rules) else { continue };
            let until = renewal.record.as_ref().and_then(|record| off.get(&record.id));
            listed.take(matter.put_off(until.copied()), day);
        }
    }
    Ok(listed)
}

/// Check-ins and account plans.
fn of_covers(on: &Reader, day: Day, only: Option<AccountId>) -> Result<Listed> {
    let mut listed = Listed::default();
    let off = book::put_off(on, PutOffIn::Plans, only)?;
    for cover in plan::covers(on, day, only)? {
        let check_in = dated::of_check_in(cover.account, &cover.check_in, day);
        check_in.into_iter().for_each(|matter| listed.take(matter, day));
        let Some(matter) = dated::of_plan(cover.account, &cover.standing, day) else { continue };
        let until = cover.standing.plan.as_ref().and_then(|plan| off.get(&plan.id));
        listed.take(matter.put_off(until.copied()), day);
    }
    Ok(listed)
}

/// Alerts that are to be handled: not dismissed, and not answered by a play that runs. What fired for much of the book
/// at once is one matter.
fn of_alerts(open: &[Alert], answered: &HashSet<i64>, day: Day) -> Listed {
    let mut listed = Listed::default();
    let mut many: Vec<Matter> = Vec::new();
    let mut places: HashMap<(&str, Day, &str), usize> = HashMap::new();
    let is_handled = |alert: &&Alert| alert.dismissed.is_some() || answered.contains(&alert.id);
    for alert in open.iter().filter(|alert| !is_handled(alert)) {
        let since = alert.snoozed_until.map_or(alert.opened_on, |until| until.max(alert.opened_on));
        if let Some(cause) = alert.group.as_deref().filter(|_| since <= day) {
            let own = (alert.id, alert.account);
            let one = Matter::of_many((&alert.rule, alert.severity), alert.opened_on, cause, own);
            let place = *places.entry((&alert.rule, alert.opened_on, cause)).or_insert(many.len());
            let left = match many.get_mut(place) {
                Some(all) => all.join(one),
                None => Some(one),
            };
            many.extend(left);
        } else {
            let kind = Kind::Alert { id: alert.id, rule: alert.rule.clone(), severity: alert.severity };
            let matter = Matter::new(kind, alert.account, alert.opened_on, since, alert.reason.clone());
            listed.take(Matter { play: alert.play.clone(), ..matter }, day);
        }
    }
    listed.matters.extend(many);
    listed
}
