//! The list of the day: handled, put off, explained; when it was looked at.

use super::place::Home;
use super::{App, Effect, Overlay};
use crate::domain::{Day, Result};
use crate::edit::today::{Done, PutOff};
use crate::edit::{Value, entity};
use crate::engine::Dossier;
use crate::health::facts::AccountId;
use crate::plan::State;
use crate::store::open;
use crate::today::{Kind, Wants};
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::form::{About as FormAbout, Does, Form};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::day::{About, DayPage, Scene};
use crate::tui::screens::account::Tab;
use crate::tui::source::Request;
use crate::tui::tale::Ask;
use crate::tui::words;

/// Why an alert is dismissed, the most usual first; it can also be said in other words.
const REASONS: [&str; 5] = [
    "handled",
    "known, and nothing is to be done",
    "the customer said so, all is well",
    "the data is wrong",
    "not worth the time",
];

/// So far ahead things are put off: days, and what that is called.
const AHEAD: [(i32, &str); 4] = [(1, "1 day"), (7, "1 week"), (14, "2 weeks"), (30, "30 days")];

/// The page of an account that is about what a rule found.
const PAGES: &[(&str, Tab)] = &[
    ("renewal 120", Tab::Renewal),
    ("renewal 90", Tab::Renewal),
    ("renewal 60", Tab::Renewal),
    ("renewal 30", Tab::Renewal),
    ("quote late", Tab::Renewal),
    ("notice passed", Tab::Renewal),
    ("contract overdue", Tab::Renewal),
    ("onboarding behind", Tab::Onboarding),
    ("onboarding stuck", Tab::Onboarding),
    ("plan missing", Tab::Plan),
    ("goal off track", Tab::Outcomes),
    ("sponsor left", Tab::People),
    ("usage drop", Tab::Usage),
    ("no login", Tab::Usage),
    ("no login warning", Tab::Usage),
    ("low nps", Tab::Timeline),
    ("low csat", Tab::Timeline),
    ("out of touch", Tab::Timeline),
];

impl App {
    pub(super) fn day_scene(&self) -> Scene<'_> {
        Scene { today: &self.today, board: &self.board, theme: &self.config.theme }
    }

    /// Why an action cannot be run on the list of the day.
    pub(super) fn disabled_in_today(&self, action: Action) -> Option<&'static str> {
        let acts = [Action::Handle, Action::PutOff, Action::Mine, Action::Since];
        let is_here = self.is_at(Home::Today);
        match action {
            _ if acts.contains(&action) && !is_here => Some("today is not shown: 1"),
            Action::Mine if self.today.person().is_some_and(|own| own.problem.is_some()) => {
                Some("nobody of the team, or several, are called what --me says")
            }
            Action::Mine if self.today.person().is_none_or(|own| own.member.is_none()) => {
                Some("nobody said who you are: start with --me NAME")
            }
            Action::Handle | Action::PutOff if self.today.meant().is_none() => Some("nothing is to be done"),
            Action::Open | Action::Why | Action::Mark if is_here && self.today.selected().is_none() => {
                Some("nothing is selected")
            }
            Action::Earlier | Action::Later if matches!(self.overlays.last(), Some(Overlay::Day(_))) => {
                Some("the list is told of the day alone")
            }
            Action::Unmark if is_here && self.today.marks().is_empty() => Some("nothing is marked"),
            _ => None,
        }
    }

    /// Runs an action of this module.
    pub(super) fn run_in_today(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Handle => return self.handle(),
            Action::PutOff => return self.put_off(),
            Action::Mine => self.today.toggle_mine(),
            Action::Since => self.overlays.push(Overlay::Day(DayPage::new(About::Since))),
            _ => {}
        }
        self.settle();
        Vec::new()
    }

    /// The alert that is meant on the list of the day, by its row id.
    pub(super) fn alert_meant(&self) -> Option<i64> {
        let matter = self.today.meant().filter(|_| self.is_at(Home::Today))?;
        if let Kind::Alert { id, .. } = matter.kind { Some(id) } else { None }
    }

    /// Explains the rank of the selected line.
    pub(super) fn explain_rank(&mut self) -> Vec<Effect> {
        if let Some(line) = self.today.selected() {
            let page = DayPage::new(About::Rank(line.whose));
            self.overlays.push(Overlay::Day(page));
        }
        Vec::new()
    }

    pub(super) fn mark_today(&mut self) {
        self.today.toggle_mark();
        self.today.step(1, &self.board);
    }

    /// What is meant is done: by its row, or by the act that it wants.
    fn handle(&mut self) -> Vec<Effect> {
        if self.today.marks().is_empty()
            && let Some(effects) = self.handle_by_act()
        {
            return effects;
        }
        let (rows, left) = self.today.hold(false);
        if rows.is_empty() {
            self.say("Each of the marked wants an act of its own: take the marks away with V");
            return Vec::new();
        }
        let alerts = rows.alerts.len();
        if left > 0 {
            self.say(format!("{} left: each wants an act of its own", words::count(left, "customer")));
        }
        if alerts == 0 {
            return self.finish_held("");
        }
        let title = match alerts {
            1 => "Dismiss the alert: why? Choose, or type it".to_owned(),
            many => format!("Dismiss {}: why? Choose, or type it", words::count(many, "alert")),
        };
        let lines = REASONS.map(|reason| (words::capital(reason), Chosen::Dismiss(Some(reason))));
        let choose = Choose::new(title, lines.into()).or_typed("In these words: ", Chosen::Dismiss(None));
        self.overlays.push(Overlay::Choose(Box::new(choose)));
        Vec::new()
    }

    /// The act that is wanted, where it is more than a tick; None: a tick is enough.
    fn handle_by_act(&mut self) -> Option<Vec<Effect>> {
        let matter = self.today.meant()?;
        match matter.kind {
            Kind::Task { .. } | Kind::Step { .. } | Kind::Alert { .. } | Kind::Flood { .. } => None,
            // Done is what is logged.
            Kind::CheckIn => Some(self.begin_log()),
            Kind::Plan { id: Some(plan), state: State::Review } => {
                let account = matter.account?;
                Some(self.review_plan(account, plan))
            }
            Kind::Plan { .. } => Some(self.new_plan()),
            Kind::Renewal { .. } => {
                let account = self.today.await_renewal()?;
                Some(vec![Effect::Read(Request::Tale(Ask::Renewals(account)))])
            }
        }
    }

    /// Goes on with a renewal that was read: the form or the list for what it wants.
    pub(super) fn act_on_renewal(&mut self, read: Result<Vec<Dossier>>) -> Vec<Effect> {
        let found = match read {
            Ok(dossiers) => self.today.found(dossiers),
            Err(error) => {
                self.fail(&error);
                return Vec::new();
            }
        };
        let action = match found.map(|awaited| awaited.wants) {
            None => {
                self.say("The renewal is settled already");
                return Vec::new();
            }
            Some(Wants::Decision) => {
                let lines = vec![
                    ("Won: the next contract".to_owned(), Chosen::Run(Action::RenewalWon)),
                    ("Lost".to_owned(), Chosen::Run(Action::RenewalLost)),
                    ("Neither yet: what do you expect?".to_owned(), Chosen::Run(Action::SetForecast)),
                ];
                let choose = Choose::new("The contract is over: what became of it?", lines);
                self.overlays.push(Overlay::Choose(Box::new(choose)));
                return Vec::new();
            }
            Some(Wants::Quote) => Action::QuoteOut,
            Some(Wants::Notice | Wants::Forecast | Wants::Begin) => Action::SetForecast,
        };
        self.run(action)
    }

    /// Dismisses the alerts that are held, with the rest of what is.
    pub(super) fn dismiss(&mut self, why: &str) -> Vec<Effect> {
        self.finish_held(why)
    }

    /// What is held is done.
    fn finish_held(&mut self, reason: &str) -> Vec<Effect> {
        let (rows, gone) = self.today.release();
        let done = Done { rows, reason: reason.to_owned(), by: Some(open::author().actor) };
        let effects = self.send(Change::Handle(Box::new(done)));
        self.today.leave(self.sent, gone);
        self.settle();
        effects
    }

    /// Asks until when what is meant is put off.
    fn put_off(&mut self) -> Vec<Effect> {
        let count = self.today.hold(true).0.len();
        let today = self.day();
        let line = |(days, said): (i32, &str)| {
            let until = today + days;
            (format!("{said}: until {}", until.date().format("%a %Y-%m-%d")), Chosen::PutOff(Some(until)))
        };
        let mut lines: Vec<(String, Chosen)> = AHEAD.into_iter().map(line).collect();
        lines.push(("Until a day…".to_owned(), Chosen::PutOff(None)));
        let title = match count {
            1 => "Put off".to_owned(),
            many => format!("Put off {}", words::count(many, "matter")),
        };
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// Puts off what is held until a day, or asks for it.
    pub(super) fn put_off_until(&mut self, until: Option<Day>) -> Vec<Effect> {
        let Some(until) = until else {
            let about = FormAbout::new(&entity::TASK, None).only(["snoozed_until"]);
            let tomorrow = Value::Int((self.day() + 1).0.into());
            let form = Form::new(about, "until when?").beginning("snoozed_until", tomorrow);
            return self.open_form(form.doing(Does::PutOff));
        };
        let (rows, gone) = self.today.release();
        let effects = self.send(Change::PutOff(Box::new(PutOff { rows, until })));
        self.today.leave(self.sent, gone);
        self.settle();
        effects
    }

    /// Opens the selected customer at the page that is about what it wants.
    pub(super) fn open_of_today(&mut self) -> Vec<Effect> {
        let (Some(line), Some(matter)) = (self.today.selected(), self.today.meant()) else {
            return Vec::new();
        };
        let Some(account) = line.whose.account() else {
            return match matter.kind {
                Kind::Task { .. } => self.tasks(),
                _ => {
                    self.say("It is about many accounts: w explains it, d dismisses it for all of them");
                    Vec::new()
                }
            };
        };
        let tab = match &matter.kind {
            Kind::Step { .. } => Tab::Onboarding,
            Kind::Renewal { .. } => Tab::Renewal,
            Kind::CheckIn => Tab::Timeline,
            Kind::Plan { .. } => Tab::Plan,
            Kind::Task { .. } => Tab::Overview,
            Kind::Alert { rule, .. } | Kind::Flood { rule, .. } => {
                PAGES.iter().find(|page| *page.0 == **rule).map_or(Tab::Overview, |page| page.1)
            }
        };
        self.open(account, tab)
    }

    /// On the way from the list of the day to another screen: the look is noted.
    pub(super) fn leave_today(&mut self, to: Home) -> Vec<Effect> {
        if self.home() == Home::Today && to != Home::Today { self.note_look() } else { Vec::new() }
    }

    /// Notes until when the list of the day was looked at: what comes from now on is new.
    pub(super) fn note_look(&mut self) -> Vec<Effect> {
        let person = self.today.person().map(|person| person.name.clone());
        match person.filter(|_| self.today.is_known() && !self.past) {
            Some(person) => self.send(Change::Looked(person)),
            None => Vec::new(),
        }
    }

    /// The form in which a plan is reviewed.
    fn review_plan(&mut self, account: AccountId, plan: i64) -> Vec<Effect> {
        let today = Value::Int(self.day().0.into());
        let about =
            FormAbout::row(&entity::PLAN, plan, Some(account)).only(["reviewed_on", "next_review_on"]);
        let form = Form::new(about, &self.name(account))
            .beginning("reviewed_on", today)
            .beginning("next_review_on", Value::Null);
        self.open_form(form.doing(Does::Review(plan)))
    }
}
