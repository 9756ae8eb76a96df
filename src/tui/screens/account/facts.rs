//! What is known about an account beside its score.

use ratatui::text::Span;

use crate::book::Detail;
use crate::book::detail::{Contract, Person};
use crate::domain::{ContactRole, Day, text};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::Doc;
use crate::tui::words;

/// How many of a kind are listed before the rest is only counted.
const MOST: usize = 5;

/// The facts on a day, one section a kind; what there is none of is said in a word.
pub fn doc(detail: &Detail, today: Day, width: usize, theme: &Theme) -> Doc {
    let mut page = Page { doc: Doc::default(), width, theme };
    renewal(&mut page, detail, today);
    people(&mut page, detail, today);
    touches(&mut page, detail, today);
    tickets(&mut page, detail, today);
    assessments(&mut page, detail);
    training(&mut page, detail);
    goals(&mut page, detail);
    signals(&mut page, detail);
    plan(&mut page, detail, today);
    page.doc
}

struct Page<'a> {
    doc: Doc,
    width: usize,
    theme: &'a Theme,
}

impl Page<'_> {
    fn section(&mut self, title: &str, told: &str) {
        self.doc.gap();
        let room = self.width.saturating_sub(text::width(title) + 3);
        self.doc.line(vec![
            Span::styled(format!(" {title}"), self.theme.style(Role::Heading)),
            Span::styled(format!("  {}", text::fit(told, room)), self.theme.style(Role::Dim)),
        ]);
    }

    /// A line with a first part that stands out.
    fn item(&mut self, first: &str, rest: &str) {
        let first = text::fit(first, self.width.saturating_sub(2)).into_owned();
        let room = self.width.saturating_sub(4 + text::width(&first));
        self.doc.line(vec![
            Span::raw(format!("  {first}  ")),
            Span::styled(text::fit(rest, room).into_owned(), self.theme.style(Role::Dim)),
        ]);
    }

    fn more(&mut self, all: usize) {
        if all > MOST {
            self.doc.text(format!("  and {} more", all - MOST), self.theme.style(Role::Dim));
        }
    }
}

/// Parts that are there, with dots between.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn renewal(page: &mut Page, detail: &Detail, today: Day) {
    let active: Vec<&Contract> =
        detail.contracts.iter().filter(|contract| contract.active_on(today)).collect();
    let next = active.iter().filter_map(|contract| contract.end).min();
    let told = match (next, active.len()) {
        (_, 0) => "none active".to_owned(),
        (None, _) => "open-ended".to_owned(),
        (Some(end), _) => format!("renews {}, on {end}", words::away(end, today)),
    };
    page.section("Contracts", &told);
    for contract in active.iter().take(MOST) {
        let until = contract.end.map_or("open-ended".to_owned(), |end| format!("until {end}"));
        let rest = joined([
            contract.seats.map(|seats| format!("{seats} seats")),
            contract.plan.as_deref().map(str::to_owned),
            Some(until),
            contract
                .auto_renew
                .map(|auto| if auto { "renews itself".to_owned() } else { "ends unless renewed".to_owned() }),
            contract.notice_given_on.map(|on| format!("notice given on {on}")),
        ]);
        page.item(&format!("{} a year", contract.yearly.short()), &rest);
    }
    page.more(active.len());
}

fn people(page: &mut Page, detail: &Detail, today: Day) {
    let here: Vec<&Person> = detail.people.iter().filter(|person| person.left_on.is_none()).collect();
    let left = detail.people.len() - here.len();
    let told = match (here.len(), left) {
        (0, 0) => "none known".to_owned(),
        (_, 0) => String::new(),
        _ => format!("{left} left"),
    };
    page.section("People", &told);
    for person in here.iter().take(MOST) {
        let role = (person.role != ContactRole::Unknown).then(|| person.role.name().to_owned());
        let met =
            person.last_touch.map_or("never met".to_owned(), |on| format!("met {}", words::away(on, today)));
        let rest = joined([role.or(person.title.as_deref().map(str::to_owned)), Some(met)]);
        page.item(&person.name, &rest);
    }
    page.more(here.len());
}

fn touches(page: &mut Page, detail: &Detail, today: Day) {
    let told = match detail.touchpoints.first() {
        None => "none yet".to_owned(),
        Some(touch) => format!("last {}", words::away(touch.day, today)),
    };
    page.section("Touchpoints", &told);
    for touch in detail.touchpoints.iter().take(MOST) {
        let rest = joined([
            touch.attendees.as_deref().filter(|names| !names.is_empty()).map(|names| format!("with {names}")),
            touch.pulse.map(|pulse| format!("pulse {pulse}")),
            touch.text.as_deref().map(str::to_owned),
        ]);
        page.item(&format!("{} {}", touch.day, touch.kind), &rest);
    }
    page.more(detail.touchpoints.len());
}

fn tickets(page: &mut Page, detail: &Detail, today: Day) {
    let told = if detail.open_tickets.is_empty() {
        "none".to_owned()
    } else {
        detail.open_tickets.len().to_string()
    };
    page.section("Open tickets", &told);
    for ticket in detail.open_tickets.iter().take(MOST) {
        let age = usize::try_from(today - ticket.opened_on).unwrap_or(0);
        let rest = joined([
            Some(format!("open for {}", words::count(age, "day"))),
            ticket.escalated.then(|| "escalated".to_owned()),
            ticket.subject.as_deref().map(str::to_owned),
        ]);
        page.item(ticket.priority.name(), &rest);
    }
    page.more(detail.open_tickets.len());
}

/// What each assessment says, and the answers that hurt most; nothing where nobody ever assessed.
fn assessments(page: &mut Page, detail: &Detail) {
    const WORST: usize = 2;
    for standing in detail.assessments.iter().filter(|standing| !standing.taken.is_empty()) {
        page.section(&words::capital(&standing.template.name), &standing.words());
        for worst in standing.worst(WORST) {
            page.item(&worst, "");
        }
    }
}

fn training(page: &mut Page, detail: &Detail) {
    if let Some(consumption) = &detail.training {
        let told = consumption.words();
        page.section("Training", &if consumption.is_low() { format!("low: {told}") } else { told });
    }
}

fn goals(page: &mut Page, detail: &Detail) {
    page.section("Goals", if detail.goals.is_empty() { "none agreed" } else { "" });
    for goal in detail.goals.iter().take(MOST) {
        let current = goal.values().next_back().map(|(_, value)| value);
        let rest = joined([
            Some(goal.standing(detail.day).words()),
            current.zip(goal.target).map(|(current, target)| format!("{current} of {target}")),
            goal.due.map(|due| format!("due {due}")),
        ]);
        page.item(&goal.title, &rest);
    }
    page.more(detail.goals.len());
}

fn signals(page: &mut Page, detail: &Detail) {
    if detail.signals.is_empty() {
        return;
    }
    page.section("Signals", &detail.signals.len().to_string());
    for signal in detail.signals.iter().take(MOST) {
        page.item(&format!("{} {}", signal.day, signal.kind), signal.text.as_deref().unwrap_or(""));
    }
    page.more(detail.signals.len());
}

fn plan(page: &mut Page, detail: &Detail, today: Day) {
    if let Some(onboarding) = &detail.onboarding {
        let told = match onboarding.ended_on {
            Some(on) => format!("ended on {on}"),
            None => format!("day {}", today - onboarding.started_on),
        };
        page.section("Onboarding", &told);
        let rest = joined([
            (onboarding.late > 0).then(|| format!("{} late", onboarding.late)),
            onboarding.next.as_ref().map(|(title, due)| format!("next {title}, due {due}")),
        ]);
        page.item(&format!("{} of {} steps done", onboarding.done, onboarding.steps), &rest);
    }
    let quarter = today.quarter();
    let told = match &detail.plan {
        None => format!("none for {quarter}"),
        Some(plan) => joined([
            Some(quarter.to_string()),
            Some(plan.status.to_string()),
            (plan.items > 0).then(|| format!("{} of {} steps done", plan.items_done, plan.items)),
        ]),
    };
    page.section("Account plan", &told);
}
