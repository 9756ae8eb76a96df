//! Plays: started from wherever an account is selected, worked on step by step, finished; what is done about an account
//! that is red; messages that are drafted.

use super::{App, Effect, Overlay, Screen};
use crate::domain::{InterventionOutcome, InterventionStep, PlayOutcome, Result, text};
use crate::edit::play::{PLAY, title_of};
use crate::edit::{Patch, Target, Value, entity};
use crate::engine::PlaysOf;
use crate::health::facts::AccountId;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::form::{About, Does as Saves, Form};
use crate::tui::letters::Drafted;
use crate::tui::look::Look;
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::confirm::Confirm;
use crate::tui::overlays::letter::Preview;
use crate::tui::playing::{Act, Does};
use crate::tui::screens::account::{PlaysPage, PlaysSpot as Spot, Tab};
use crate::tui::source::Request;
use crate::tui::tale::{Ask, To, Which};
use crate::tui::words;

impl App {
    /// The page of plays, where it is in front.
    fn plays_page(&self) -> Option<&PlaysPage> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Account(account)) => account.plays_page(),
            _ => None,
        }
    }

    /// Whether an action of this module can be run now, and why not; None: it is none of those.
    pub(super) fn disabled_in_playing(&self, action: Action) -> Option<Option<&'static str>> {
        if let Some(Overlay::Plays(plays)) = self.overlays.last()
            && action == Action::Open
        {
            return Some(plays.account().is_none().then_some("no play is selected"));
        }
        let page = self.plays_page();
        let task = page.and_then(PlaysPage::task);
        Some(match action {
            Action::StartPlay | Action::Intervene if self.selected().is_none() => {
                Some("no account is selected")
            }
            Action::Draft if self.selected().is_none() => Some("no account is selected"),
            Action::FinishPlay if page.and_then(PlaysPage::play).is_none() => Some("no play is selected"),
            Action::PlayDone if page.is_none() => Some("this is for the plays of an account"),
            Action::CopyMessage
            | Action::OpenMail
            | Action::KeepMessage
            | Action::ChatOrMail
            | Action::LogMessage
                if !matches!(self.overlays.last(), Some(Overlay::Letter(_))) =>
            {
                Some("no message is drafted")
            }
            Action::Snooze | Action::Reassign if page.is_some() && task.is_none() => {
                Some("no step is selected")
            }
            Action::Snooze | Action::Reassign if page.is_none() => return None,
            Action::StartPlay
            | Action::Intervene
            | Action::Draft
            | Action::FinishPlay
            | Action::PlayDone
            | Action::CopyMessage
            | Action::OpenMail
            | Action::KeepMessage
            | Action::ChatOrMail
            | Action::LogMessage
            | Action::Snooze
            | Action::Reassign => None,
            _ => return None,
        })
    }

    /// Runs an action of this module; None: it is none of those, or its page is not in front.
    pub(super) fn run_in_playing(&mut self, action: Action) -> Option<Vec<Effect>> {
        if let Some(Overlay::Plays(plays)) = self.overlays.last_mut() {
            match action {
                Action::NextTab | Action::PreviousTab => {
                    plays.figures = !plays.figures;
                    return Some(Vec::new());
                }
                Action::Open => {
                    let account = plays.account()?;
                    return Some(self.open(account, Tab::Plays));
                }
                _ => {}
            }
        }
        Some(match action {
            Action::Plays => self.all_plays(),
            Action::StartPlay => self.ask_what_to_play(To::Start),
            Action::Intervene => self.ask_what_to_play(To::Intervene),
            Action::Draft => self.draft(),
            Action::FinishPlay => self.finish_play(),
            Action::PlayDone => self.play_done(),
            Action::Snooze if self.plays_page().is_some() => self.step_of_play(&["snoozed_until"]),
            Action::Reassign if self.plays_page().is_some() => self.step_of_play(&["owner"]),
            Action::CopyMessage
            | Action::OpenMail
            | Action::KeepMessage
            | Action::ChatOrMail
            | Action::LogMessage => self.with_letter(action),
            _ => return None,
        })
    }

    /// The plays of everyone, over whatever is shown.
    fn all_plays(&mut self) -> Vec<Effect> {
        self.overlays.push(Overlay::Plays(Box::default()));
        vec![Effect::Read(Request::Look(Look::Plays))]
    }

    /// Reads what can be chosen for the account.
    fn ask_what_to_play(&mut self, to: To) -> Vec<Effect> {
        let ask = self.selected().map(|id| Ask::ToPlay(id, to));
        ask.map(|ask| Effect::Read(Request::Tale(ask))).into_iter().collect()
    }

    /// Takes in what can be chosen, and asks.
    pub(super) fn choose_to_play(&mut self, to: To, read: Result<PlaysOf>) -> Vec<Effect> {
        let of = match read {
            Ok(of) => of,
            Err(error) => {
                self.fail(&error);
                return Vec::new();
            }
        };
        let name = text::fit(&self.name(of.account), 30).into_owned();
        let (title, mut lines) = match to {
            To::Start => (format!("Start which play for {name}?"), startable(&of)),
            To::Intervene => (format!("Save plan of {name}"), to_intervene(&of)),
            To::Draft => {
                let line = |(place, name, about): &(usize, Box<str>, Box<str>)| {
                    (format!("{}: {about}", words::capital(name)), Chosen::Draft(of.account, *place))
                };
                (format!("Which message to {name}?"), of.messages.iter().map(line).collect())
            }
        };
        // The one for the alert that is looked at stands first.
        let meant = self.alert_meant();
        let is_for = |chosen: &Chosen| match chosen {
            Chosen::Play(Does::Start { alert, .. }) => alert.is_some() && *alert == meant,
            _ => false,
        };
        lines.sort_by_key(|line| !is_for(&line.1));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// Does what a line of these lists says: at once, or after a form.
    pub(super) fn play(&mut self, does: Does) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let today = Value::Int(self.day().0.into());
        let (about, begins) = match does {
            Does::Begin { .. } | Does::Resume(_) => {
                return self.send(Change::Deed(Deed::Play(Act::of(does))));
            }
            Does::Start { .. } => {
                (About::new(&PLAY, Some(account)).only(["owner", "started_on"]), vec![("started_on", today)])
            }
            Does::Finish { .. } => (About::new(&PLAY, Some(account)).only(["note"]), Vec::new()),
            Does::AddStep(_) => {
                (About::new(&entity::TASK, Some(account)).only(["title", "due_on", "owner"]), Vec::new())
            }
            Does::Take { intervention, kind } => {
                let target = Target::New { parent: Some(intervention) };
                let only = vec!["date", "by", "note"];
                let about = About { entity: &entity::ENTRY, target, account: Some(account), only };
                let proposal = self.plays_page().and_then(|page| page.proposal(kind));
                let day = proposal.map_or(today, |found| Value::Int(found.on.0.into()));
                let note = proposal.map(|found| ("note", Value::Text(found.because.clone())));
                (about, std::iter::once(("date", day)).chain(note).collect())
            }
            Does::Close { .. } => (
                About::new(&entity::INTERVENTION, Some(account)).only(["closed_on", "reason"]),
                vec![("closed_on", today)],
            ),
        };
        let name = format!("{} · {}", self.name(account), said(does));
        let form = begins
            .into_iter()
            .fold(Form::new(about, &name), |form, (field, value)| form.beginning(field, value));
        self.open_form(form.doing(Saves::Play(does)))
    }

    /// What Enter does on the page; None: it is not in front.
    pub(super) fn edit_plays(&mut self) -> Option<Vec<Effect>> {
        let page = self.plays_page()?;
        let account = self.selected()?;
        let open = page.known().and_then(PlaysOf::open).map(|own| own.id);
        Some(match (page.spot(), open) {
            (Some(Spot::Task(_)), _) => self.step_of_play(&[]),
            (Some(Spot::Play(_)), _) => self.finish_play(),
            (Some(Spot::Begin), _) => self.ask_what_to_play(To::Intervene),
            (Some(Spot::Entry(id)), _) if id > 0 => {
                self.open_form(Form::new(About::row(&entity::ENTRY, id, Some(account)), &self.name(account)))
            }
            (Some(Spot::Step(kind)), Some(intervention)) => {
                let known = page.known().and_then(PlaysOf::open);
                match known.and_then(|own| own.step(kind)).map(|entry| entry.id) {
                    Some(id) => {
                        let about =
                            About::row(&entity::ENTRY, id, Some(account)).only(["date", "by", "note"]);
                        let name = format!("{} · {}", self.name(account), kind.name());
                        self.open_form(Form::new(about, &name))
                    }
                    None => self.play(Does::Take { intervention, kind }),
                }
            }
            (Some(Spot::Review), Some(intervention)) => {
                self.play(Does::Take { intervention, kind: InterventionStep::Review })
            }
            (Some(Spot::Criteria), Some(intervention)) => self.criteria(intervention),
            _ => Vec::new(),
        })
    }

    /// The form of what both sides will call saved.
    pub(super) fn criteria(&mut self, intervention: i64) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let fields = ["exit_criteria", "target_health", "target_on", "owner"];
        let about = About::row(&entity::INTERVENTION, intervention, Some(account)).only(fields);
        self.open_form(Form::new(about, &self.name(account)))
    }

    /// A form with fields of the selected step of a play; all of them, without any.
    fn step_of_play(&mut self, fields: &[&'static str]) -> Vec<Effect> {
        let task = self.plays_page().and_then(PlaysPage::task).map(|task| (task.id, task.title.to_string()));
        let Some((id, title)) = task else { return Vec::new() };
        let about = About::row(&entity::TASK, id, self.selected()).only(fields.iter().copied());
        self.open_form(Form::new(about, &title))
    }

    /// Ticks a step of a play off or opens it again; confirms a step of the intervention that the facts speak for.
    fn play_done(&mut self) -> Vec<Effect> {
        let Some(page) = self.plays_page() else { return Vec::new() };
        match page.spot() {
            Some(Spot::Task(_)) => {
                let Some(task) = page.task() else { return Vec::new() };
                let done = if task.done_on.is_some() { Value::Null } else { Value::Int(self.day().0.into()) };
                let id = task.id;
                match entity::TASK.field("done_on") {
                    Ok(field) => {
                        self.send(Change::Save(vec![Patch::row(&entity::TASK, id, vec![(field, done)])]))
                    }
                    Err(error) => {
                        self.fail(&error);
                        Vec::new()
                    }
                }
            }
            Some(Spot::Step(kind)) => {
                let Some(intervention) = page.known().and_then(PlaysOf::open).map(|own| own.id) else {
                    return Vec::new();
                };
                let Some(found) = page.proposal(kind) else { return self.edit_plays().unwrap_or_default() };
                let set =
                    [("date", Value::Int(found.on.0.into())), ("note", Value::Text(found.because.clone()))];
                let set = set
                    .into_iter()
                    .filter_map(|(name, value)| Some((entity::ENTRY.field(name).ok()?, value)));
                let act = Act { does: Does::Take { intervention, kind }, set: set.collect() };
                self.send(Change::Deed(Deed::Play(act)))
            }
            Some(Spot::Play(_)) => self.finish_play(),
            _ => self.edit_plays().unwrap_or_default(),
        }
    }

    /// Asks what came of the selected play; one that has ended runs again.
    fn finish_play(&mut self) -> Vec<Effect> {
        let day = self.day();
        let Some(page) = self.plays_page() else { return Vec::new() };
        let (Some(own), Some(known)) = (page.play(), page.known()) else { return Vec::new() };
        let play = own.play.id;
        let title = text::fit(title_of(&known.library, &own.play.playbook), 30).into_owned();
        if !own.play.is_running(day) {
            return self.play(Does::Resume(play));
        }
        let open = own.play.tasks.iter().filter(|task| task.is_open(day)).count();
        let mut lines = Vec::new();
        for keep_tasks in [false, true] {
            if keep_tasks && open == 0 {
                continue;
            }
            lines.extend(PlayOutcome::ALL.iter().map(|outcome| {
                let steps = match (keep_tasks, open) {
                    (true, _) => format!("; {} stay as tasks", words::count(open, "open step")),
                    (false, 0) => String::new(),
                    (false, _) => format!("; {} go", words::count(open, "open step")),
                };
                let does = Does::Finish { play, outcome: *outcome, keep_tasks };
                (format!("{}{steps}", words::capital(outcome.name())), Chosen::Play(does))
            }));
        }
        let title = format!("What came of \"{title}\"?");
        self.overlays.push(Overlay::Choose(Box::new(Choose::new(title, lines))));
        Vec::new()
    }

    /// Another step for the selected play; None: the page is not in front, or no play is selected.
    pub(super) fn add_to_play(&mut self) -> Option<Vec<Effect>> {
        let own = self.plays_page()?.play()?;
        let play = own.play.is_running(self.day()).then_some(own.play.id)?;
        Some(self.play(Does::AddStep(play)))
    }

    /// Asks before a step of a play or an entry of the intervention is taken away; None: the page is not in front.
    pub(super) fn delete_of_play(&mut self) -> Option<()> {
        let page = self.plays_page()?;
        let entry = |kind: InterventionStep| {
            page.known().and_then(PlaysOf::open).and_then(|own| own.step(kind)).map(|entry| entry.id)
        };
        let (question, record) = match page.spot()? {
            Spot::Task(id) => {
                let title = page.task().map_or_else(String::new, |task| task.title.to_string());
                (format!("Skip the step {title}?"), (&entity::TASK, id))
            }
            Spot::Entry(id) if id > 0 => ("Delete this review?".to_owned(), (&entity::ENTRY, id)),
            Spot::Step(kind) => match entry(kind) {
                Some(id) => (format!("Take back \"{}\"?", kind.name()), (&entity::ENTRY, id)),
                None => return Some(()),
            },
            Spot::Play(id) => ("Delete this play?".to_owned(), (&PLAY, id)),
            _ => return Some(()),
        };
        let told = match record.0.name {
            "play" => "Its steps stay as tasks; undo brings it back.",
            _ => "Undo brings it back.",
        };
        let confirm = Confirm::new(question, told, Change::Delete(vec![record]));
        self.overlays.push(Overlay::Confirm(Box::new(confirm)));
        Some(())
    }

    /// Drafts the message of the selected step, or asks which.
    fn draft(&mut self) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let named = self.plays_page().and_then(|page| {
            let (task, play) = (page.task()?, page.play()?);
            let playbook = page.known()?.library.named(&play.play.playbook)?;
            playbook.step(&task.title)?.message.as_ref()?;
            Some(task.id)
        });
        match named {
            Some(task) => self.drafting(account, Which::Task(task)),
            None => self.ask_what_to_play(To::Draft),
        }
    }

    /// Has a message drafted.
    pub(super) fn drafting(&mut self, account: AccountId, which: Which) -> Vec<Effect> {
        vec![Effect::Read(Request::Tale(Ask::Letter(account, which)))]
    }

    /// Shows a message that was drafted.
    pub(super) fn preview(&mut self, read: Result<Drafted>) {
        match read {
            Ok(drafted) => self.overlays.push(Overlay::Letter(Box::new(Preview::new(drafted)))),
            Err(error) => self.fail(&error),
        }
    }

    /// What is done with the message in front.
    fn with_letter(&mut self, action: Action) -> Vec<Effect> {
        let Some(Overlay::Letter(preview)) = self.overlays.last_mut() else { return Vec::new() };
        let copied = preview.text();
        let drafted = preview.drafted.clone();
        match action {
            Action::ChatOrMail => {
                (preview.chat, preview.top) = (!preview.chat, 0);
                Vec::new()
            }
            Action::CopyMessage => {
                self.say("Copied; l logs it once it is sent");
                vec![Effect::Copy(copied)]
            }
            Action::OpenMail => {
                self.say("Opened in the mail program; l logs it once it is sent");
                vec![Effect::Link(drafted.letter.mailto())]
            }
            Action::KeepMessage => vec![Effect::Keep(Box::new(drafted))],
            _ => {
                self.overlays.pop();
                let effects = self.log_for(drafted.account);
                if let Some(Overlay::Log(line)) = self.overlays.last_mut() {
                    line.begin(&drafted.log_line());
                }
                effects
            }
        }
    }

    /// Says where the file of a message lies.
    pub fn kept(&mut self, file: &std::path::Path) {
        self.dirty = true;
        self.say(format!("Wrote {}", text::clean(&file.display().to_string())));
    }

    /// Takes in the plays of everyone.
    pub(super) fn all_plays_read(&mut self, read: Result<crate::engine::Plays>) -> Vec<Effect> {
        self.rules_work(&read);
        let plays = self.overlays.iter_mut().rev().find_map(|overlay| match overlay {
            Overlay::Plays(plays) => Some(plays),
            _ => None,
        });
        if let Some(plays) = plays {
            plays.read(read);
        }
        Vec::new()
    }
}

/// What is typed into the form of an act.
fn said(does: Does) -> String {
    match does {
        Does::Start { .. } => "start the play".to_owned(),
        Does::Finish { outcome, .. } => outcome.name().to_owned(),
        Does::AddStep(_) => "another step".to_owned(),
        Does::Take { kind, .. } => kind.name().to_owned(),
        Does::Close { outcome, .. } => outcome.name().to_owned(),
        Does::Resume(_) | Does::Begin { .. } => String::new(),
    }
}

/// The plays that can be started: those that alerts propose, then the others; those that run are left out.
fn startable(of: &PlaysOf) -> Vec<(String, Chosen)> {
    let account = of.account;
    let runs = |name: &str| {
        of.plays
            .iter()
            .any(|own| own.play.is_running(of.day) && crate::domain::shelf::same(&own.play.playbook, name))
    };
    let free = || of.library.all.iter().enumerate().filter(|(_, playbook)| !runs(&playbook.name));
    let mut lines: Vec<(String, Chosen)> = Vec::new();
    let mut proposed: Vec<usize> = Vec::new();
    for alert in &of.alerts {
        let meant = free().find(|(_, own)| alert.play.as_deref().is_some_and(|name| own.is_called(name)));
        if let Some((place, playbook)) = meant.filter(|(place, _)| !proposed.contains(place)) {
            proposed.push(place);
            let does = Does::Start { account, place, alert: Some(alert.id) };
            lines.push((format!("{} ← {}", playbook.title, alert.reason), Chosen::Play(does)));
        }
    }
    for (place, playbook) in free().filter(|(place, _)| !proposed.contains(place)) {
        let does = Does::Start { account, place, alert: None };
        lines.push((
            format!("{} · {}", playbook.title, words::count(playbook.steps.len(), "step")),
            Chosen::Play(does),
        ));
    }
    lines
}

/// What can be done about an account at risk.
fn to_intervene(of: &PlaysOf) -> Vec<(String, Chosen)> {
    let Some(own) = of.open() else {
        let since = of.red_since.map_or(String::new(), |on| format!(", red since {on}"));
        let does = Does::Begin { account: of.account, detected_on: of.red_since };
        return vec![(format!("Begin: five steps and the play \"Save plan\"{since}"), Chosen::Play(does))];
    };
    let intervention = own.id;
    let mut lines = Vec::new();
    if let Some(kind) = own.next_step() {
        let found = of.proposals.iter().find(|found| found.kind == kind);
        let why = found.map_or(String::new(), |found| format!(": {}, {}", found.on, found.because));
        let take = Does::Take { intervention, kind };
        lines.push((format!("{}{why}", words::capital(kind.name())), Chosen::Play(take)));
    }
    let review = Does::Take { intervention, kind: InterventionStep::Review };
    let due = own.review_due();
    lines.push((
        format!("Write the review of the week, due {}", words::away(due, of.day)),
        Chosen::Play(review),
    ));
    lines.push(("What both sides will call saved".to_owned(), Chosen::Criteria(intervention)));
    for outcome in InterventionOutcome::ALL {
        let does = Does::Close { intervention, outcome: *outcome };
        lines.push((format!("Close it as {}", outcome.name()), Chosen::Play(does)));
    }
    lines
}
