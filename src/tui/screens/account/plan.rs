//! The plan of an account: its texts and items by part, goals, services and advocacy around them, a line of it selected;
//! or everything dated in it, in one list.

mod lines;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::domain::{Day, Error, PlanSection, PlanStatus, Result};
use crate::edit::Entity;
use crate::plan::{Item, Plan, State};
use crate::tui::paint::{put, put_all, put_right, split_bottom, split_top};
use crate::tui::sheets::Sheets;
use crate::tui::source::Record;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::doc::wrap;
use crate::tui::widgets::listing::{Listing, tell};
use crate::tui::words;

/// Lines above the list, and below it for what is selected.
const HEAD: u16 = 2;
const FOOT: u16 = 4;
/// From this height on what is selected is told in full below the list.
const ROOMY: u16 = 16;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spot {
    /// A field of the plan of this row id.
    Field(i64, &'static str),
    /// An item of the plan.
    Item(PlanSection, i64),
    /// A part without items: another one can be added.
    Part(PlanSection),
    /// A goal, a service, an ask.
    Record(&'static Entity, i64),
    /// None of these is there: another one can be added.
    None(&'static Entity),
    /// How the account stands to being asked.
    Advocacy,
    /// The next check-in.
    CheckIn,
    /// A day on which nothing can be edited.
    Day,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct PlanPage {
    known: Option<Sheets>,
    problem: Option<Error>,
    today: Day,
    /// Row id of the plan that is shown.
    shown: Option<i64>,
    /// Whether everything dated is shown in one list instead of part by part.
    by_day: bool,
    listing: Listing,
    /// What each line is about, and what is said of it below the list.
    spots: Vec<(Spot, String)>,
}

impl PlanPage {
    /// Takes in what was read; on a failure what was known stays. The plan that is shown stays, unless one was written
    /// meanwhile: then that one is.
    pub fn read(&mut self, read: Result<Sheets>, today: Day) {
        let sheets = match read {
            Ok(sheets) => sheets,
            Err(problem) => {
                self.problem = Some(problem);
                return;
            }
        };
        let newest = |sheets: &Sheets| sheets.plans.iter().map(|plan| plan.id).max();
        let written =
            self.known.as_ref().and_then(|known| newest(&sheets).filter(|id| Some(*id) > newest(known)));
        let kept = self.shown.filter(|id| sheets.plans.iter().any(|plan| plan.id == *id));
        self.shown = written.or(kept).or_else(|| sheets.first().map(|plan| plan.id));
        let items =
            |sheets: &Sheets| sheets.plans.iter().flat_map(|plan| &plan.items).map(|item| item.id).max();
        let added =
            self.known.as_ref().and_then(|known| items(&sheets).filter(|id| Some(*id) > items(known)));
        (self.known, self.problem, self.today) = (Some(sheets), None, today);
        self.arrange();
        // An item that is new is what one goes on with; those of a new plan are many.
        if let Some(id) = added.filter(|_| written.is_none())
            && let Some(line) =
                self.spots.iter().position(|(spot, _)| matches!(spot, Spot::Item(_, own) if *own == id))
        {
            self.listing.select(line);
        }
    }

    fn arrange(&mut self) {
        let Some(sheets) = &self.known else { return };
        let plan = self.shown.and_then(|id| sheets.plans.iter().find(|plan| plan.id == id));
        let lines = match (self.by_day, plan) {
            (true, Some(plan)) => lines::by_day(sheets, plan, self.today),
            _ => lines::by_part(sheets, plan, self.today),
        };
        // The number of a line is its key where it is about nothing that has an id.
        let (items, spots): (Vec<_>, Vec<_>) =
            lines.into_iter().map(|line| (line.item, (line.spot, line.told))).unzip();
        self.listing.replace(items);
        self.spots = spots;
    }

    /// The plan that is shown.
    pub fn plan(&self) -> Option<&Plan> {
        self.known.as_ref()?.plans.iter().find(|plan| Some(plan.id) == self.shown)
    }

    /// What the selected line is about.
    pub fn spot(&self) -> Option<Spot> {
        self.spots.get(self.listing.selected()).map(|spot| spot.0)
    }

    /// The item that is selected.
    pub fn item(&self) -> Option<(&Plan, &Item)> {
        match self.spot()? {
            Spot::Item(_, id) => self.plan().and_then(|plan| Some((plan, plan.item(id)?))),
            _ => None,
        }
    }

    /// The record that is selected.
    pub fn record(&self) -> Option<&Record> {
        let Spot::Record(entity, id) = self.spot()? else { return None };
        let sheets = self.known.as_ref()?;
        let mut all = sheets.goals.iter().chain(&sheets.services).chain(&sheets.asks);
        all.find(|record| *record.entity == *entity && record.id == id)
    }

    /// Shows the plan of an earlier quarter, or of a later one; false: there is none.
    pub fn turn(&mut self, earlier: bool) -> bool {
        let Some(sheets) = &self.known else { return false };
        let place = sheets.plans.iter().position(|plan| Some(plan.id) == self.shown);
        // The latest stands first.
        let other = place.and_then(|place| if earlier { Some(place + 1) } else { place.checked_sub(1) });
        let Some(plan) = other.and_then(|place| sheets.plans.get(place)) else { return false };
        self.shown = Some(plan.id);
        self.arrange();
        true
    }

    /// Shows everything by day, or part by part again.
    pub fn toggle_dates(&mut self) {
        self.by_day = !self.by_day;
        self.arrange();
    }

    /// The lines.
    pub fn listing(&mut self) -> &mut Listing {
        &mut self.listing
    }

    /// Where the list stands on the page.
    pub fn list_area(area: Rect) -> Rect {
        Areas::of(area).list
    }

    /// Draws it.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let areas = Areas::of(area);
        if let Some(sheets) = &self.known {
            self.head(buffer, areas.head, sheets, theme);
            self.listing.draw(buffer, areas.list, theme);
        }
        tell(buffer, areas.head, theme, self.problem.as_ref(), None);
        let Some((_, told)) = self.spots.get(self.listing.selected()) else { return };
        let (rule, rest) = split_top(areas.foot, 1);
        let dim = theme.style(Role::Dim);
        let line = "─".repeat(usize::from(rule.width.saturating_sub(2)));
        if rule.height > 0 {
            put(buffer, (rule.x + 1, rule.y), rule.width.saturating_sub(2), &line, dim);
        }
        let lines = wrap(told, usize::from(rest.width.saturating_sub(2)));
        for (line, y) in lines.iter().zip(rest.top()..rest.bottom()) {
            put(buffer, (rest.x + 1, y), rest.width.saturating_sub(2), line, dim);
        }
    }

    /// The plan and how far it has come; how the account stands.
    fn head(&self, buffer: &mut Buffer, area: Rect, sheets: &Sheets, theme: &Theme) {
        let dim = theme.style(Role::Dim);
        let line = |number: u16| Rect { y: area.y + number, height: 1, ..area };
        match self.plan() {
            None => {
                let told = "No plan yet: n writes one, from a template.";
                put(
                    buffer,
                    (area.x + 1, area.y),
                    area.width.saturating_sub(1),
                    told,
                    theme.style(Role::Heading),
                );
            }
            Some(plan) => {
                let (word, role) = match plan.status {
                    PlanStatus::Draft => ("draft", Role::Yellow),
                    PlanStatus::Agreed => ("agreed", Role::Green),
                    PlanStatus::Reviewed => ("reviewed", Role::Note),
                };
                let title = format!(" {}  ", plan.quarter);
                let told = self.progress(plan);
                let left = put_all(
                    buffer,
                    line(0),
                    &[(&title, theme.style(Role::Title)), (word, theme.style(role)), (&told, dim)],
                );
                let place = sheets.plans.iter().position(|own| own.id == plan.id).unwrap_or(0);
                let count = sheets.plans.len();
                let others = format!("← {} of {count} →", count - place);
                put_right(buffer, line(0), left, &others, dim);
            }
        }
        if area.height < 2 {
            return;
        }
        if let Some(cover) = &sheets.cover {
            // How far it has come is in the line above; what is to be done stands here.
            let (sign, word, role) = words::plan(cover.standing.state);
            let (state, reason) = match cover.standing.state {
                State::Draft | State::Agreed | State::Reviewed => (String::new(), String::new()),
                _ => (format!(" {sign} {word}"), format!(": {} ·", cover.standing.reason)),
            };
            let told = format!("{reason} check-in {}", cover.check_in.words(self.today));
            let pieces: [(&str, Style); 2] = [(&state, theme.style(role)), (&told, dim)];
            put_all(buffer, line(1), &pieces);
        }
    }

    /// ` · written 2026-04-02 · agreed 2026-04-09 with Dana Kim · review 2026-06-16, in 20 days`.
    fn progress(&self, plan: &Plan) -> String {
        let with = plan.agreed_with.as_deref().map_or(String::new(), |with| format!(" with {with}"));
        let agreed = plan.agreed_on.map(|on| format!("{on}{with}"));
        let mut told = match plan.status {
            PlanStatus::Draft => format!(" · written {}", plan.written_on),
            PlanStatus::Agreed => agreed.map_or(String::new(), |agreed| format!(" {agreed}")),
            PlanStatus::Reviewed => {
                let on = plan.reviewed_on.map_or(String::new(), |on| format!(" {on}"));
                format!("{on}{}", agreed.map_or(String::new(), |agreed| format!(" · agreed {agreed}")))
            }
        };
        if let Some(on) = plan.next_review_on {
            told.push_str(&format!(" · review {on}, {}", words::away(on, self.today)));
        }
        told
    }
}

/// The parts of the page.
struct Areas {
    head: Rect,
    list: Rect,
    foot: Rect,
}

impl Areas {
    fn of(area: Rect) -> Areas {
        let (head, rest) = split_top(area, if area.height >= 8 { HEAD } else { 1 });
        let (list, foot) = split_bottom(rest, if area.height >= ROOMY { FOOT } else { 0 });
        Areas { head, list, foot }
    }
}
