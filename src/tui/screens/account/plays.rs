//! The plays of an account, a line a step, and above them what is done about it where it is red: five steps, the save
//! plan, the weekly reviews.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::text::fit;
use crate::domain::{Band, Error, InterventionStep, Result, text};
use crate::edit::play::title_of;
use crate::engine::{Playing, PlaysOf};
use crate::playbook::{Intervention, PlayTask, Proposal};
use crate::tui::paint::{put, put_all, split_bottom, split_top};
use crate::tui::theme::{Role, Theme, glyph, role_of, word};
use crate::tui::widgets::doc::{Doc, wrap};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;

/// Lines below the list for what is selected, and from which height on.
const FOOT: u16 = 4;
const ROOMY: u16 = 14;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The account is red and nothing is done about it yet.
    Begin,
    /// A step of the intervention that is open.
    Step(InterventionStep),
    /// What both sides will call saved.
    Criteria,
    /// The next review.
    Review,
    /// A review or a step that was written down, by its row id.
    Entry(i64),
    /// A play as a whole, by its row id.
    Play(i64),
    /// A step of a play, by the row id of its task.
    Task(i64),
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct PlaysPage {
    known: Option<PlaysOf>,
    problem: Option<Error>,
    listing: Listing,
    /// What each line is about, and what is said of it below the list.
    spots: Vec<(Spot, String)>,
}

impl PlaysPage {
    /// Takes in what was read; on a failure what was known stays. A play that was started meanwhile is what one goes on
    /// with.
    pub fn read(&mut self, read: Result<PlaysOf>) {
        let known = match read {
            Ok(known) => known,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let newest = |of: &PlaysOf| of.plays.iter().map(|own| own.play.id).max();
        let begun =
            self.known.as_ref().and_then(|before| newest(&known).filter(|id| Some(*id) > newest(before)));
        let lines = Lines { of: &known }.all();
        let (items, spots): (Vec<_>, Vec<_>) = lines.into_iter().unzip();
        self.listing.replace(items);
        (self.spots, self.known, self.problem) = (spots, Some(known), None);
        let line = begun.and_then(|id| self.spots.iter().position(|(spot, _)| *spot == Spot::Play(id)));
        if let Some(line) = line {
            self.listing.select(line);
        }
    }

    /// What was read.
    pub fn known(&self) -> Option<&PlaysOf> {
        self.known.as_ref()
    }

    /// What the selected line is about.
    pub fn spot(&self) -> Option<Spot> {
        self.spots.get(self.listing.selected()).map(|spot| spot.0)
    }

    /// The play that the selected line belongs to.
    pub fn play(&self) -> Option<&Playing> {
        let plays = &self.known.as_ref()?.plays;
        match self.spot()? {
            Spot::Play(id) => plays.iter().find(|own| own.play.id == id),
            Spot::Task(id) => plays.iter().find(|own| own.play.tasks.iter().any(|task| task.id == id)),
            _ => None,
        }
    }

    /// The step of a play that is selected.
    pub fn task(&self) -> Option<&PlayTask> {
        let Spot::Task(id) = self.spot()? else { return None };
        self.play()?.play.tasks.iter().find(|task| task.id == id)
    }

    /// What the facts say of a step of the intervention.
    pub fn proposal(&self, kind: InterventionStep) -> Option<&Proposal> {
        self.known.as_ref()?.proposals.iter().find(|own| own.kind == kind)
    }

    /// The lines.
    pub fn listing(&mut self) -> &mut Listing {
        &mut self.listing
    }

    /// Where the list stands on the page.
    pub fn list_area(area: Rect) -> Rect {
        areas(area).1
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let (head, list, foot) = areas(area);
        if let Some(of) = &self.known {
            let running = of.plays.iter().filter(|own| own.play.is_running(of.day)).count();
            let count = format!(" {} · ", words::count(running, "play"));
            let band = format!("{} {} {}", glyph(of.band), word(of.band), words::health(of.health));
            let since = of.red_since.map_or(String::new(), |on| format!(" since {on}"));
            let dim = theme.style(Role::Dim);
            put_all(buffer, head, &[(&count, dim), (&band, theme.style(role_of(of.band))), (&since, dim)]);
            let empty =
                self.spots.is_empty().then_some("No play yet: p starts one, Z a save plan in five steps");
            tell(buffer, list, theme, None, empty);
            self.listing.draw(buffer, list, theme);
        }
        tell(buffer, head, theme, self.problem.as_ref(), None);
        let Some((_, told)) = self.spots.get(self.listing.selected()) else { return };
        let (rule, rest) = split_top(foot, 1);
        let dim = theme.style(Role::Dim);
        if rule.height > 0 {
            let line = "─".repeat(usize::from(rule.width.saturating_sub(2)));
            put(buffer, (rule.x + 1, rule.y), rule.width.saturating_sub(2), &line, dim);
        }
        let lines = wrap(told, usize::from(rest.width.saturating_sub(2)));
        for (line, y) in lines.iter().zip(rest.top()..rest.bottom()) {
            put(buffer, (rest.x + 1, y), rest.width.saturating_sub(2), line, dim);
        }
    }
}

/// The head, the list, what is told of the selected line.
fn areas(area: Rect) -> (Rect, Rect, Rect) {
    let (head, rest) = split_top(area, 1);
    let (list, foot) = split_bottom(rest, if area.height >= ROOMY { FOOT } else { 0 });
    (head, list, foot)
}

/// The lines of the page.
struct Lines<'a> {
    of: &'a PlaysOf,
}

type Line = (Item, (Spot, String));

fn line(key: (&'static str, i64), group: &str, look: (String, String, Role), about: (Spot, String)) -> Line {
    let (first, rest, role) = look;
    (Item { key, group: group.to_owned(), first, rest, role }, about)
}

impl Lines<'_> {
    fn all(&self) -> Vec<Line> {
        let mut lines = self.intervention();
        let (running, past): (Vec<&Playing>, Vec<&Playing>) =
            self.of.plays.iter().partition(|own| own.play.is_running(self.of.day));
        for own in running {
            lines.extend(self.running(own));
        }
        lines.extend(past.into_iter().map(|own| self.past(own)));
        lines.extend(self.closed());
        lines
    }

    /// The name of a member of the team with a separator before it.
    fn by(&self, id: Option<i64>) -> String {
        self.of.member(id).map_or(String::new(), |name| format!(" · {name}"))
    }

    /// What is done about an account that is red; what could be done where nothing is.
    fn intervention(&self) -> Vec<Line> {
        let Some(own) = self.of.open() else {
            if self.of.band != Band::Red {
                return Vec::new();
            }
            let told = "Z begins it: five steps, a save plan with its play, a review every week.".to_owned();
            let rest = match self.of.red_since {
                Some(on) => format!("red since {on}: Z begins one"),
                None => "the account is red: Z begins one".to_owned(),
            };
            let look = ("none runs".to_owned(), rest, Role::Red);
            return vec![line(("begin", 0), "Intervention", look, (Spot::Begin, told))];
        };
        let heading = format!("Intervention since {}{}", own.started_on, self.by(own.owner));
        let mut lines: Vec<Line> =
            InterventionStep::STEPS.iter().map(|kind| self.step(&heading, own, *kind)).collect();
        lines.push(self.criteria(&heading, own));
        let due = own.review_due();
        let late = due < self.of.day;
        let look = (
            "review".to_owned(),
            format!("due {due}, {}", words::away(due, self.of.day)),
            if late { Role::Worse } else { Role::Text },
        );
        let told = "A review every week: what is better, what is not, what comes next. Enter writes it.";
        lines.push(line(("due", 0), &heading, look, (Spot::Review, told.to_owned())));
        for entry in own.reviews() {
            let note = entry.note.as_deref().unwrap_or_default();
            let look = (format!("  {}", entry.on), note.to_owned(), Role::Dim);
            let told = format!("Review of {}{}: {note}", entry.on, self.by(entry.owner));
            lines.push(line(("entry", entry.id), &heading, look, (Spot::Entry(entry.id), told)));
        }
        lines
    }

    /// A step: taken, proposed by the facts, or still to come.
    fn step(&self, group: &str, own: &Intervention, kind: InterventionStep) -> Line {
        let proposal = self.of.proposals.iter().find(|other| other.kind == kind);
        let (sign, rest, role, told) = match (own.step(kind), proposal) {
            (Some(entry), _) => {
                let note = entry.note.as_deref().map_or(String::new(), |note| format!(" · {note}"));
                let rest = format!("{}{}{note}", entry.on, self.by(entry.owner));
                ("✓", rest.clone(), Role::Better, format!("{}: {rest}", words::capital(kind.name())))
            }
            (None, Some(found)) => (
                "?",
                format!("{}: {}; x confirms", found.on, found.because),
                Role::Note,
                format!(
                    "{}: the facts say {}, {}. x confirms it, Enter says it otherwise.",
                    words::capital(kind.name()),
                    found.on,
                    found.because
                ),
            ),
            (None, None) => {
                let next = own.next_step() == Some(kind);
                let role = if next { Role::Text } else { Role::Dim };
                ("·", if next { "next".to_owned() } else { String::new() }, role, help(kind).to_owned())
            }
        };
        let look = (format!("{sign} {}", kind.name()), rest, role);
        line(("step", kind.code()), group, look, (Spot::Step(kind), told))
    }

    fn criteria(&self, group: &str, own: &Intervention) -> Line {
        let health = own.target_health.map(|health| format!("health {health}"));
        let by = own.target_on.map(|on| format!("by {on}, {}", words::away(on, self.of.day)));
        let words = own.exit_criteria.as_deref().map(str::to_owned);
        let told: Vec<String> = [words, health, by].into_iter().flatten().collect();
        let reached = own
            .target_health
            .zip(self.of.health)
            .is_some_and(|(target, health)| i64::from(health) >= target * 10);
        let (told, role) = match (told.is_empty(), reached) {
            (true, _) => ("not said yet: Enter says it".to_owned(), Role::Yellow),
            (false, true) => {
                (format!("{}; the health is there: Z closes it", told.join(" · ")), Role::Better)
            }
            (false, false) => (told.join(" · "), Role::Text),
        };
        let about = format!("Saved when: {told}");
        line(("criteria", 0), group, ("saved when".to_owned(), told, role), (Spot::Criteria, about))
    }

    /// A play that runs: by what it is over, and its steps.
    fn running(&self, own: &Playing) -> Vec<Line> {
        let (play, day) = (&own.play, self.of.day);
        let title = title_of(&self.of.library, &play.playbook);
        let progress = play.progress(day);
        let heading = format!(
            "{title}  {} of {} · since {}{}",
            progress.done,
            progress.of,
            play.started_on,
            self.by(play.owner)
        );
        let playbook = self.of.library.named(&play.playbook);
        let until = playbook.map_or("it is finished by hand", |own| &own.exit.words);
        let all_done = progress.of > 0 && progress.done == progress.of;
        let (rest, role) = match (own.holds, all_done) {
            (true, _) => (format!("{until}: so it is. F finishes it"), Role::Better),
            (false, true) => (format!("{until}; every step is done. F finishes it"), Role::Note),
            (false, false) => (until.to_owned(), Role::Dim),
        };
        let about = playbook.map_or("", |own| &own.about);
        let told = format!("{title}: {about}. Over when {until}.");
        let key = ("play", play.id);
        let mut lines =
            vec![line(key, &heading, ("until".to_owned(), rest, role), (Spot::Play(play.id), told))];
        for task in &play.tasks {
            let step = playbook.and_then(|own| own.step(&task.title));
            let (sign, when, role) = due(task, day);
            let rest = format!("{}{}", task.title, self.by(task.owner));
            let help = step.and_then(|step| step.help.as_deref()).unwrap_or_default();
            let message = step.and_then(|step| step.message.as_deref());
            let message = message.map_or(String::new(), |name| format!(" D drafts the message \"{name}\"."));
            let told = format!("{}{}. {help}{message}", task.title, self.by(task.owner));
            let look = (format!("{sign} {when}"), rest, role);
            lines.push(line(("task", task.id), &heading, look, (Spot::Task(task.id), told)));
        }
        lines
    }

    fn past(&self, own: &Playing) -> Line {
        let play = &own.play;
        let title = title_of(&self.of.library, &play.playbook);
        let ended = play.ended_on.map_or(String::new(), |on| on.to_string());
        let outcome = play.outcome.map_or("ended", |outcome| outcome.name());
        let note = play.note.as_deref().map_or(String::new(), |note| format!(": {note}"));
        let days = play.ended_on.map_or(0, |ended| ended - play.started_on);
        let rest = format!(
            "{title} · {outcome} after {}{note}",
            words::count(usize::try_from(days).unwrap_or(0), "day")
        );
        let told =
            format!("{title}, from {} to {ended}{}: {outcome}{note}", play.started_on, self.by(play.owner));
        let look = (ended, rest, Role::Dim);
        line(("play", play.id), "Past plays", look, (Spot::Play(play.id), told))
    }

    /// Interventions that are closed.
    fn closed(&self) -> Vec<Line> {
        let closed = self.of.interventions.iter().filter(|own| !own.is_open(self.of.day));
        let of = |own: &Intervention| {
            let on = own.closed_on.map_or(String::new(), |on| on.to_string());
            let outcome = own.outcome.map_or("closed", |outcome| outcome.name());
            let reason = own.reason.as_deref().map_or(String::new(), |reason| format!(": {reason}"));
            let rest = format!("{outcome}{reason}");
            let reviews = words::count(own.reviews().count(), "review");
            let told = format!("Intervention from {} to {on}, {reviews}: {rest}", own.started_on);
            let look = (on, rest, Role::Dim);
            line(("closed", own.id), "Past interventions", look, (Spot::Entry(0), told))
        };
        closed.map(of).collect()
    }
}

/// What a step is for.
fn help(kind: InterventionStep) -> &'static str {
    match kind {
        InterventionStep::Detected => "Detected: the day on which it was seen that the account is at risk.",
        InterventionStep::ReachedOut => {
            "Reached out: the customer was spoken to. Log the call with l, and it is proposed here."
        }
        InterventionStep::Diagnosed => "Diagnosed: one cause, in their words.",
        InterventionStep::Proposed => "Proposed: the way out, with owners and days, is with the customer.",
        InterventionStep::Executed => "Executed: what was proposed is done.",
        InterventionStep::Review => "A review.",
    }
}

/// The sign of a step of a play, when it is due in words, and how it looks.
fn due(task: &PlayTask, day: crate::domain::Day) -> (&'static str, String, Role) {
    if let Some(done) = task.done_on.filter(|done| *done <= day) {
        return ("✓", done.to_string(), Role::Dim);
    }
    if let Some(until) = task.snoozed_until.filter(|until| *until > day) {
        return ("z", until.to_string(), Role::Dim);
    }
    match task.due_on {
        None => ("·", "no date".to_owned(), Role::Text),
        Some(due) if due < day => ("!", words::away(due, day), Role::Worse),
        Some(due) => ("·", words::away(due, day), Role::Text),
    }
}

/// What the overview says of plays: what is done about an account that is red, and the plays that run.
pub fn brief(of: &PlaysOf, width: usize, theme: &Theme) -> Doc {
    let mut doc = Doc::default();
    let (dim, room) = (theme.style(Role::Dim), width.saturating_sub(2));
    let mut say = |sign: &str, told: &str, role: Role| {
        let told = fit(told, room.saturating_sub(text::width(sign) + 1)).into_owned();
        doc.line(vec![Span::styled(format!(" {sign} "), theme.style(role)), Span::styled(told, dim)]);
    };
    match of.open() {
        Some(own) => {
            let track: Vec<String> = InterventionStep::STEPS
                .iter()
                .map(|kind| format!("{} {}", if own.step(*kind).is_some() { "✓" } else { "·" }, kind.name()))
                .collect();
            let late = if own.review_due() < of.day { ", review late" } else { "" };
            say("Intervention", &format!("{}{late}", track.join("  ")), Role::Red);
        }
        None if of.band == Band::Red => {
            let since = of.red_since.map_or(String::new(), |on| format!(" since {on}"));
            say("Red", format!("{since} and no intervention: Z begins one").trim_start(), Role::Red);
        }
        None => {}
    }
    for own in of.plays.iter().filter(|own| own.play.is_running(of.day)) {
        let progress = own.play.progress(of.day);
        let title = title_of(&of.library, &own.play.playbook);
        let next = match progress.next {
            _ if own.holds => "its exit criterion holds".to_owned(),
            Some(task) => {
                let when = task.due_on.map_or(String::new(), |due| format!(", {}", words::away(due, of.day)));
                format!("next: {}{when}", task.title)
            }
            None => "every step is done".to_owned(),
        };
        let role = if progress.late > 0 { Role::Worse } else { Role::Note };
        say(&fit(title, 24), &format!("{} of {}, {next}", progress.done, progress.of), role);
    }
    doc
}
