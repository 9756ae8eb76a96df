//! A template part by part: its head, then its steps or items, each in a form.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::confirm::Confirm;
use super::{inside, panel};
use crate::domain::{Currency, Day, Error, text};
use crate::edit::template::{Draft, Edit, EditTemplate, Opened, Place};
use crate::edit::{Context, LinkTo, Value, show};
use crate::store::template::Kind;
use crate::tui::change::Change;
use crate::tui::form::{About, Form};
use crate::tui::source::Known;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::listing::{Item, Listing, tell};
use crate::tui::words;
use crate::tui::work::Work;

/// What a line is about.
const HEAD: &str = "head";
const PART: &str = "part";

/// The parts of a template.
#[derive(Clone, Debug)]
pub struct Parts {
    of: Opened,
    draft: Option<Draft>,
    listing: Listing,
    problem: Option<Error>,
}

impl Parts {
    /// Those of a template.
    pub fn new(of: Opened) -> Parts {
        let mut parts = Parts { of, draft: None, listing: Listing::default(), problem: None };
        parts.show();
        parts
    }

    /// The template.
    pub fn template(&self) -> &Opened {
        &self.of
    }

    /// Takes in the template as it is now (None: it is gone); the selection stays.
    pub fn read(&mut self, now: Option<Opened>) {
        match now {
            Some(now) => {
                self.of = now;
                self.show();
            }
            None => {
                self.draft = None;
                self.listing.replace(Vec::new());
                let gone = Error::not_found("the template is not in the book any more");
                self.problem = Some(gone.hint("press Esc and choose another"));
            }
        }
    }

    fn show(&mut self) {
        match Draft::read(self.of.kind, &self.of.toml) {
            Ok(draft) => {
                let head = std::iter::once(head(&draft));
                let parts = draft.listed().into_iter().map(|(group, place)| part(&draft, group, place));
                self.listing.replace(head.chain(parts).collect());
                (self.draft, self.problem) = (Some(draft), None);
            }
            Err(problem) => {
                self.listing.replace(Vec::new());
                (self.draft, self.problem) = (None, Some(problem));
            }
        }
    }

    /// What is selected.
    pub fn selected(&self) -> Option<Place> {
        match self.listing.key()? {
            (HEAD, _) => Some(Place::Head),
            (_, place) => usize::try_from(place).ok().map(Place::Part),
        }
    }

    /// The part that is selected.
    pub fn part(&self) -> Option<usize> {
        match self.selected()? {
            Place::Head => None,
            Place::Part(place) => Some(place),
        }
    }

    /// A form for what is selected, or for a new part beside it.
    pub fn form(&self, new: bool, today: Day) -> Option<Form> {
        let draft = self.draft.as_ref()?;
        let place = if new { None } else { Some(self.selected()?) };
        let entity = draft.entity(place);
        let (about, name) = match place {
            Some(place @ Place::Part(number)) => {
                (About::row(entity, i64::try_from(number).ok()?, None), draft.title(place))
            }
            Some(Place::Head) => (About::row(entity, 0, None), &*self.of.name),
            None => (About::new(entity, None), &*self.of.name),
        };
        let mut form = Form::new(about, name).within(self.of.clone(), place);
        form.read(Ok(self.known(place, today)?));
        Some(form)
    }

    /// What a form needs of a part; of a new one (None) what stands in it to begin with.
    pub fn known(&self, place: Option<Place>, today: Day) -> Option<Known> {
        let draft = self.draft.as_ref()?;
        let values = match place {
            Some(place) => draft.values(place)?,
            None => draft.beginning(self.part()),
        };
        let mut context = Context::new(today, Currency::USD);
        context.offer(LinkTo::Step, draft.needable(place), &[]);
        Some(Known { values, context })
    }

    /// The selected part comes so many days later.
    pub fn shift(&self, days: i32) -> Option<Change> {
        Some(self.change(Edit::Shift(self.part()?, days)))
    }

    /// The question before the selected part goes.
    pub fn remove(&self) -> Option<Confirm> {
        let draft = self.draft.as_ref()?;
        let place = self.part()?;
        let title = text::clean(draft.title(Place::Part(place))).into_owned();
        let kind = draft.entity(None).name;
        let told = match self.of.kind {
            Kind::Onboarding => {
                "From the template; what needs it then needs what it needed. Undo brings it back."
            }
            _ => "From the template; undo brings it back.",
        };
        Some(Confirm::new(format!("Remove the {kind} {title}?"), told, self.change(Edit::Remove(place))))
    }

    fn change(&self, edit: Edit) -> Change {
        Change::Onboarding(Work::EditTemplate(EditTemplate { of: self.of.clone(), edit }))
    }

    /// Moves the selection.
    pub fn step(&mut self, by: isize) {
        self.listing.step(by);
    }

    /// Selects the line at a cell; true: it was selected already.
    pub fn click(&mut self, area: Rect, x: u16, y: u16) -> bool {
        self.listing.click(inside(area), x, y) == Some(true)
    }

    /// Brings the selected line into view.
    pub fn settle(&mut self, area: Rect) {
        self.listing.reveal(inside(area).height);
    }

    /// Draws it over the whole area.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, theme: &Theme) {
        let title = format!("Template · {}", text::clean(&self.of.name));
        let inner = panel(buffer, area, (area.width, area.height), &title, theme);
        tell(buffer, inner, theme, self.problem.as_ref(), None);
        self.listing.draw(buffer, inner, theme);
    }
}

/// The line of the head.
fn head(draft: &Draft) -> Item {
    let values = draft.values(Place::Head).unwrap_or_default();
    let number = |name: &str| {
        let value = values.iter().find(|(field, _)| field.name == name)?.1.int()?;
        Some(value)
    };
    let facts = [
        number("days").map(|days| format!("{days} days")),
        number("until").map(|until| format!("steps until day {until}")),
        draft.word(Place::Head, "about").map(str::to_owned),
    ];
    Item {
        key: (HEAD, 0),
        group: "Template".to_owned(),
        first: draft.title(Place::Head).to_owned(),
        rest: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        role: Role::Text,
    }
}

/// The line of a part: its day and title; whose it is, what it is beside, what it needs.
fn part(draft: &Draft, group: String, place: usize) -> Item {
    let at = Place::Part(place);
    let values = draft.values(at).unwrap_or_default();
    let mut context = Context::new(Day::default(), Currency::USD);
    context.offer(LinkTo::Step, draft.needable(Some(at)), &[]);
    let said = |name: &str| {
        let (field, value) = values.iter().find(|(field, _)| field.name == name)?;
        Some(show(field, value, &context)).filter(|said| !said.is_empty())
    };
    let is = |name: &str, yes: i64| {
        let value = values.iter().find(|(field, _)| field.name == name).map(|(_, value)| value);
        value == Some(&Value::Int(yes))
    };
    let marks = [("milestone", 1, "milestone"), ("quick_win", 1, "quick win"), ("training", 1, "training")];
    let marks = marks.into_iter().chain([("required", 0, "optional")]);
    let marks = marks.filter(|(name, yes, _)| is(name, *yes)).map(|(_, _, word)| word.to_owned());
    let people =
        [said("owner"), said("customer_owner"), said("probability").map(|how| format!("{how} probability"))];
    let rest =
        people.into_iter().flatten().chain(marks).chain(said("needs").map(|needs| format!("needs {needs}")));
    let day = draft.day(place).map_or_else(String::new, |day| format!("D{day}"));
    Item {
        key: (PART, i64::try_from(place).unwrap_or(i64::MAX)),
        group: words::capital(&group),
        first: format!("{day:>5}  {}", draft.title(at)),
        rest: rest.collect::<Vec<_>>().join(" · "),
        role: Role::Text,
    }
}
