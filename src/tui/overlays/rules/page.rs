//! What the page of rules says: the selected rule or playbook, what is wrong, what a document would change.

use ratatui::text::Span;

use super::{Chosen, Rules, Trial};
use crate::domain::shelf::{Origin, same};
use crate::domain::{Level, text};
use crate::engine::{KnownPlaybook, KnownRule, Tally, Tried, TriedRule};
use crate::playbook::{Figures, Playbook};
use crate::trigger::{DAYS, Rule};
use crate::tui::overlays::plays::sentence;
use crate::tui::paint::Align;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::{Doc, cell};
use crate::tui::widgets::listing::Item;
use crate::tui::words;

/// Cells of a figure of what was tried.
const FIGURE: usize = 10;
/// The narrowest and the widest name before the figures.
const NARROWEST: usize = 12;
const WIDEST: usize = 48;

impl Rules {
    /// What is wrong, then what was tried or what is selected.
    pub(super) fn page(&self, width: usize, theme: &Theme) -> Doc {
        let mut doc = Doc::default();
        match &self.trial {
            Some(Trial::Running(_, done)) => {
                let done = words::count(usize::try_from(*done).unwrap_or(usize::MAX), "account");
                doc.wrapped(
                    &format!("{DAYS} days of {done} so far. Esc stops it; what you wrote is kept."),
                    0,
                    width,
                    theme.style(Role::Text),
                );
                return doc;
            }
            Some(Trial::Asked(tried) | Trial::Saving(_, tried)) => {
                self::tried(&mut doc, tried, width, theme);
                return doc;
            }
            None => {}
        }
        let trouble = self.known.as_ref().and_then(|known| known.trouble.as_ref());
        for problem in self.problem.iter().chain(trouble) {
            doc.wrapped(&problem.to_string(), 0, width, theme.style(Role::Error));
        }
        if self.kept.is_some() {
            let told = if self.warned {
                "Esc again throws away what you wrote; e goes on with it."
            } else {
                "What you wrote is kept: e goes on with it."
            };
            doc.wrapped(told, 0, width, theme.style(Role::Note));
            doc.gap();
        }
        match self.chosen() {
            Some(Chosen::Rule(own)) => self.rule(&mut doc, own, width, theme),
            Some(Chosen::Playbook(own)) => self.playbook(&mut doc, own, width, theme),
            None => {}
        }
        doc
    }

    /// The playbook that a rule proposes, by its title.
    fn title<'a>(&'a self, name: &'a str) -> &'a str {
        let known = self.known.iter().flat_map(|known| &known.playbooks);
        let mut found = known.filter(|own| same(&own.name, name)).filter_map(|own| own.playbook.as_ref());
        found.next().map_or(name, |own| &own.title)
    }

    fn rule(&self, doc: &mut Doc, own: &KnownRule, width: usize, theme: &Theme) {
        let Some(rule) = &own.rule else {
            off(doc, &own.name, "It raises no alert.", width, theme);
            return;
        };
        let (plain, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
        doc.text(text::fit(&own.name, width).into_owned(), theme.style(Role::Heading));
        rule.about.iter().for_each(|about| doc.wrapped(about, 0, width, plain));
        let fired = words::count(usize::try_from(own.fired.times).unwrap_or(0), "time");
        let told = format!(
            "{} · {} · fired {fired} in {DAYS} days · {} open",
            own.origin.name(),
            rule.severity.name(),
            own.fired.open
        );
        doc.wrapped(&told, 0, width, dim);
        let segments: Vec<_> = rule.segments.iter().map(|name| &**name).collect();
        let parts = [
            ("Fires when", Some(rule.when.words())),
            ("Over when", Some(rule.until.words())),
            ("Says", Some(rule.reason.words())),
            ("Proposes the play", rule.play.as_deref().map(|name| self.title(name).to_owned())),
            ("For accounts of", Some(segments.join(", ")).filter(|named| !named.is_empty())),
        ];
        tell(doc, parts, width, theme);
    }

    fn playbook(&self, doc: &mut Doc, own: &KnownPlaybook, width: usize, theme: &Theme) {
        let Some(playbook) = &own.playbook else {
            off(doc, &own.name, "It cannot be started.", width, theme);
            return;
        };
        let (plain, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
        doc.text(text::fit(&playbook.title, width).into_owned(), theme.style(Role::Heading));
        doc.wrapped(&playbook.about, 0, width, plain);
        let days = if playbook.working_days { "working days" } else { "any day" };
        let told = format!("{} · {} · {days}", own.origin.name(), words::count(playbook.steps.len(), "step"));
        doc.wrapped(&told, 0, width, dim);
        let names = |names: Vec<&str>| Some(names.join(", ")).filter(|names| !names.is_empty());
        let rules = self.known.iter().flat_map(|known| &known.rules).filter_map(|own| own.rule.as_ref());
        let by = rules.filter(|rule| rule.play.as_deref().is_some_and(|play| same(play, &own.name)));
        let closes = playbook.exit.closes.iter().map(|name| &**name).collect();
        let over = match names(closes) {
            Some(closes) => format!("{}; its alerts: {closes}", playbook.exit.words),
            None => playbook.exit.words.to_string(),
        };
        let works = self.worked(&own.name).map_or("not started in the last year".to_owned(), sentence);
        let parts = [
            ("Over when", Some(over)),
            ("How well it works", Some(works)),
            ("Proposed by", names(by.map(|rule: &Rule| &*rule.name).collect())),
        ];
        tell(doc, parts, width, theme);
        steps(doc, playbook, width, theme);
    }
}

/// Parts under their headings, but those of which nothing is told.
fn tell<const N: usize>(doc: &mut Doc, parts: [(&str, Option<String>); N], width: usize, theme: &Theme) {
    for (heading, told) in parts.into_iter().filter_map(|(heading, told)| Some((heading, told?))) {
        doc.gap();
        doc.text(heading, theme.style(Role::Dim));
        doc.wrapped(&told, 2, width, theme.style(Role::Text));
    }
}

fn off(doc: &mut Doc, name: &str, told: &str, width: usize, theme: &Theme) {
    doc.text(text::fit(name, width).into_owned(), theme.style(Role::Heading));
    doc.wrapped(&format!("Switched off. {told}"), 0, width, theme.style(Role::Text));
}

/// The steps by day: when, what, whose work, which message.
fn steps(doc: &mut Doc, playbook: &Playbook, width: usize, theme: &Theme) {
    let dim = theme.style(Role::Dim);
    doc.gap();
    doc.text("Steps", dim);
    for step in &playbook.steps {
        let shown = text::fit(&step.title, width.saturating_sub(9));
        let room = width.saturating_sub(11 + text::width(&shown));
        let message = step.message.as_ref().map_or(String::new(), |name| format!(" · message: {name}"));
        let more = format!("{}{message}", step.owner.name());
        doc.line(vec![
            cell(&step.at.to_string(), 7, Align::Right, dim),
            Span::raw(format!("  {shown}")),
            Span::styled(format!("  {}", text::fit(&more, room)), dim),
        ]);
    }
}

/// A line of the list: how often the rule fired.
pub(super) fn of_rule(place: usize, own: &KnownRule) -> Item {
    let sign = if own.origin == Origin::BuiltIn { "" } else { "*" };
    let (rest, role) = match &own.rule {
        None => ("off".to_owned(), Role::Dim),
        Some(rule) => {
            let fired = if own.fired.times == 0 { "–".to_owned() } else { own.fired.times.to_string() };
            let role = if rule.severity == Level::Low { Role::Text } else { words::level(rule.severity) };
            (format!("{} {fired}", rule.severity.name()), role)
        }
    };
    Item {
        key: ("rule", i64::try_from(place).unwrap_or(i64::MAX)),
        group: "Rules".to_owned(),
        first: format!("{}{sign}", own.name),
        rest,
        role,
    }
}

/// ... how many plays were started, and how many of them worked.
pub(super) fn of_playbook(place: usize, own: &KnownPlaybook, figures: Option<&Figures>) -> Item {
    let sign = if own.origin == Origin::BuiltIn { "" } else { "*" };
    let rest = match (&own.playbook, figures) {
        (None, _) => "off".to_owned(),
        (Some(_), None) => "–".to_owned(),
        (Some(_), Some(figures)) => match figures.worked.ratio() {
            Some(worked) => format!("{} · {} ok", figures.started, words::percent(worked)),
            None => figures.started.to_string(),
        },
    };
    Item {
        key: ("playbook", i64::try_from(place).unwrap_or(i64::MAX)),
        group: "Playbooks".to_owned(),
        first: format!("{}{sign}", own.name),
        rest,
        role: if own.playbook.is_some() { Role::Text } else { Role::Dim },
    }
}

/// What a document would change: of each rule how often it fired, and would have fired.
fn tried(doc: &mut Doc, tried: &Tried, width: usize, theme: &Theme) {
    let (plain, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    if tried.rules.is_empty() {
        doc.wrapped("No rule would find anything else than it does now.", 0, width, plain);
    } else {
        let told = format!("From {} to {}, day by day, on what the book holds:", tried.from, tried.day);
        doc.wrapped(&told, 0, width, plain);
        doc.gap();
        let figure = FIGURE.min(width.saturating_sub(NARROWEST) / 4);
        let name = width.saturating_sub(figure * 4).min(WIDEST);
        let heads = ["fired now", "then", "open now", "then"];
        let mut head = vec![cell("rule", name, Align::Left, dim)];
        head.extend(heads.map(|head| cell(head, figure, Align::Right, dim)));
        doc.line(head);
        for own in &tried.rules {
            let mut line = vec![cell(&own.name, name, Align::Left, theme.style(Role::Heading))];
            line.extend(counts(own).map(|told| cell(&told, figure, Align::Right, plain)));
            doc.line(line);
            let examples = own.then.iter().flat_map(|tally| &tally.examples);
            for (account, firing) in examples {
                let told = format!("{} {account}: {}", firing.opened_on, firing.reason);
                doc.text(format!("  {}", text::fit(&told, width.saturating_sub(2))), dim);
            }
        }
        doc.gap();
        let told = "now: as the rules are; then: as they would be, with the latest three below. What held on the first day \
            already counts as open alone. –: there is no such rule, or it is off.";
        doc.wrapped(told, 0, width, dim);
    }
    if !tried.playbooks.is_empty() {
        doc.gap();
        let told = format!(
            "Playbooks that change: {}. Plays that run keep their steps.",
            tried.playbooks.join(", ")
        );
        doc.wrapped(&told, 0, width, plain);
    }
    if tried.own.is_none() {
        doc.gap();
        doc.wrapped("The book has no document of its own then: all is as built in.", 0, width, plain);
    }
}

fn counts(own: &TriedRule) -> [String; 4] {
    let told = |tally: Option<&Tally>, what: fn(&Tally) -> u64| {
        let number = tally.map(|tally| usize::try_from(what(tally)).unwrap_or(usize::MAX));
        number.map_or("–".to_owned(), words::thousands)
    };
    let both = [own.now.as_ref(), own.then.as_ref()];
    let [now, then] = both.map(|tally| told(tally, |tally| tally.fired));
    let [open_now, open_then] = both.map(|tally| told(tally, |tally| tally.open));
    [now, then, open_now, open_then]
}
