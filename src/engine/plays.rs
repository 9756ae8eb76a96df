//! Plays as they are shown: those of an account with its interventions, those that run in the whole book, which of them
//! work.

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::aside::{Answers, last_alone};
use super::desk::Event;
use super::judge::Judge;
use super::survey::is_few;
use super::view::View;
use crate::domain::shelf::Known;
use crate::domain::{Band, Day, InterventionStep, Period, Result};
use crate::health::facts::{AccountFacts, AccountId};
use crate::health::{self, Rescues, Tenths};
use crate::playbook::{
    Case, Evidence, Figures, Intervention, LATER_DAYS, Library, Message, Play, Proposal, Seen as Exited,
    figures, proposals,
};
use crate::store::alert::{self, Alert};
use crate::store::edit::{Names, names};
use crate::store::play::{self as book, Span};
use crate::store::{Reader, facts, intervention};

/// Weeks for which it is looked back since when an account is red.
const RED_WEEKS: i32 = 52;

/// A message that can be drafted: place, name, what for.
pub type Draftable = (usize, Box<str>, Box<str>);

/// A play of an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Playing {
    pub play: Play,
    /// Whether it is known by rule that it has done its work.
    pub holds: bool,
}

/// The plays of an account, and what is done about it where it is red.
#[derive(Clone, Debug)]
pub struct PlaysOf {
    pub account: AccountId,
    pub day: Day,
    pub band: Band,
    pub health: Option<Tenths>,
    /// Those that run first, then the latest.
    pub plays: Vec<Playing>,
    /// The one that is open first, then the latest.
    pub interventions: Vec<Intervention>,
    /// The day since which it is red; None: it is not.
    pub red_since: Option<Day>,
    /// Steps that the facts speak for.
    pub proposals: Vec<Proposal>,
    pub library: Library,
    /// Alerts that are open and that nobody dismissed, the most pressing first.
    pub alerts: Vec<Alert>,
    /// Messages that can be drafted, see [`View::messages`]; none where nobody asked for them.
    pub messages: Vec<Draftable>,
    /// The team: ids and names.
    pub team: Vec<(i64, String)>,
}

impl PlaysOf {
    /// The intervention that is open.
    pub fn open(&self) -> Option<&Intervention> {
        self.interventions.first().filter(|own| own.is_open(self.day))
    }

    /// The name of a member of the team.
    pub fn member(&self, id: Option<i64>) -> Option<&str> {
        let id = id?;
        self.team.iter().find(|member| member.0 == id).map(|member| member.1.as_str())
    }
}

/// A play that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    pub play: Play,
    /// What its playbook is called.
    pub title: Box<str>,
    /// Name of the account.
    pub account: Box<str>,
    /// Who runs it.
    pub owner: Option<Box<str>>,
    /// Whether it is known by rule that it has done its work.
    pub holds: bool,
}

/// The plays of the whole book.
#[derive(Clone, Debug)]
pub struct Plays {
    pub day: Day,
    /// Those that run: the latest step first.
    pub running: Vec<Running>,
    /// Of the plays that began in the period: which of them work.
    pub figures: Vec<Figures>,
    pub period: Period,
}

/// How they are read on a thread of their own.
pub(super) const ANSWERS: Answers<Period, Plays> = Answers {
    still: last_alone,
    read: |view, period| view.plays(*period),
    tell: |period, read| Event::Plays(period, Box::new(read)),
};

impl View {
    /// The plays of an account on the day.
    ///
    /// # Errors
    /// There is no such account, or the book cannot be read.
    pub fn plays_of(&self, judge: &Judge, account: AccountId) -> Result<PlaysOf> {
        let (on, day) = (self.reader(), self.day());
        let record = self.record_of_late(account)?;
        let facts = &record.facts;
        let policy = judge.policies.of(facts.segment);
        let score = health::score(facts, &judge.held, policy, day);
        let red_since = health::red_since(facts, &judge.held, policy, day, RED_WEEKS);
        let library = book::library(on)?;
        let interventions = intervention::of_account(on, account, day)?;
        let open = interventions.first().filter(|own| own.is_open(day));
        let started = open.map(|own| own.started_on);
        let detected = open.and_then(|own| own.step(InterventionStep::Detected)).map(|own| own.on);
        let red = red_since.or(detected);
        let evidence: Evidence = intervention::evidence(on, account, red, started, day)?;
        let proposals = proposals(open, &evidence, &library);
        let alerts = book::alerts(on, Some(account), day)?;
        let mut plays = Vec::new();
        for play in book::of_account(on, account, day)? {
            let holds =
                play.is_running(day) && holds(&play, &library, alerts.get(&account), Some(score.band), day);
            plays.push(Playing { play, holds });
        }
        let team = names(on, Names::Members)?;
        let mut alerts = alert::of_account(on, account, day)?;
        alerts.retain(|alert| alert.is_open(day) && alert.dismissed.is_none());
        Ok(PlaysOf {
            account,
            day,
            band: score.band,
            health: score.health,
            plays,
            interventions,
            red_since,
            proposals,
            library,
            alerts,
            messages: Vec::new(),
            team,
        })
    }

    /// Messages that can be drafted.
    ///
    /// # Errors
    /// The book cannot be read.
    pub fn messages(&self) -> Result<Vec<Draftable>> {
        let known = book::messages(self.reader())?.all.into_iter().enumerate();
        let sound = |(place, known): (usize, Known<Message>)| {
            known.template.ok().map(|message| (place, known.name, message.about))
        };
        Ok(known.filter_map(sound).collect())
    }

    /// The plays that run on the day, and which of those that began in a period work. The facts of their accounts are
    /// read once.
    ///
    /// # Errors
    /// The book cannot be read, or its policy has an error.
    pub fn plays(&self, period: Period) -> Result<Plays> {
        let judge = self.judge()?;
        self.reader().at_once(|on| {
            let day = self.day();
            let library = book::library(on)?;
            let running = book::running(on, day)?;
            let begun = book::begun(on, period.from() + 1, period.to().min(day))?;
            let mut seen =
                Seen { judge: &judge, begun: HashMap::new(), bands: HashMap::new(), cases: Vec::new() };
            for play in begun {
                seen.begun.entry(play.account).or_default().push(play);
            }
            for play in &running {
                seen.bands.insert(play.account, None);
            }
            seen.pass(on, period, day)?;
            let accounts: HashMap<AccountId, Box<str>> = crate::store::renewal::names(on)?;
            let team: HashMap<i64, String> = names(on, Names::Members)?.into_iter().collect();
            let alerts = book::alerts(on, None, day)?;
            let mut shown = Vec::with_capacity(running.len());
            for play in running {
                let band = seen.bands.get(&play.account).copied().flatten();
                let title = library.named(&play.playbook).map_or(&*play.playbook, |own| &own.title).into();
                shown.push(Running {
                    holds: holds(&play, &library, alerts.get(&play.account), band, day),
                    account: accounts.get(&play.account).cloned().unwrap_or_default(),
                    owner: play.owner.and_then(|id| team.get(&id)).map(|name| name.as_str().into()),
                    title,
                    play,
                });
            }
            shown.sort_by_key(|own| {
                (std::cmp::Reverse(own.play.progress(day).late), own.play.started_on, own.play.id)
            });
            seen.cases.sort_by_key(|case| case.play.id);
            Ok(Plays { day, running: shown, figures: figures(&seen.cases, &library, day), period })
        })
    }
}

/// Whether it is known by rule that a play has done its work.
fn holds(play: &Play, library: &Library, alerts: Option<&Vec<Span>>, band: Option<Band>, day: Day) -> bool {
    let alerts = alerts.map_or(&[] as &[Span], Vec::as_slice);
    let exit = library.named(&play.playbook).map(|playbook| &playbook.exit);
    exit.is_some_and(|exit| exit.holds(&Exited::of(play, alerts, band, day)))
}

/// What one pass over the facts of accounts with plays sees.
struct Seen<'j> {
    judge: &'j Judge,
    /// The plays that began in the period, by account.
    begun: HashMap<AccountId, Vec<Play>>,
    /// The bands of the accounts with plays that run.
    bands: HashMap<AccountId, Option<Band>>,
    cases: Vec<Case>,
}

impl Seen<'_> {
    fn pass(&mut self, on: &Reader, period: Period, day: Day) -> Result<()> {
        let judge = self.judge;
        let rescues = Rescues::new(&judge.held, &judge.policies, period, day);
        let mut ids: Vec<AccountId> = self.begun.keys().chain(self.bands.keys()).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        if is_few(on, ids.len())? {
            for id in ids {
                if let Some(record) = facts::one(on, id, None)? {
                    self.take(&record.facts, &rescues, day);
                }
            }
            return Ok(());
        }
        facts::each(on, AccountId::MIN..=AccountId::MAX, None, |record| {
            if ids.binary_search(&record.facts.id).is_ok() {
                self.take(&record.facts, &rescues, day);
            }
            Ok(ControlFlow::Continue(()))
        })
    }

    fn take(&mut self, facts: &AccountFacts, rescues: &Rescues<'_>, day: Day) {
        let judge = self.judge;
        let policy = judge.policies.of(facts.segment);
        let score = |on: Day| health::score(facts, &judge.held, policy, on);
        if let Some(band) = self.bands.get_mut(&facts.id) {
            *band = Some(score(day).band);
        }
        let Some(plays) = self.begun.remove(&facts.id) else { return };
        let rescue = rescues.rescue(facts);
        for play in plays {
            let later = LATER_DAYS.map(|days| {
                let on = play.started_on + days;
                if on > day { None } else { score(on).health }
            });
            let at_start = score(play.started_on).health;
            self.cases.push(Case { play, at_start, later, rescue });
        }
    }
}
