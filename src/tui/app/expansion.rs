//! Expansion: candidates and opportunities, on the screen of all and on the page of an account.

use super::place::Home;
use super::{App, Effect, Overlay, Screen};
use crate::domain::{ChurnReason, OpportunityStage, text};
use crate::edit::opportunity::{IntoContract, host};
use crate::edit::{Value, entity};
use crate::engine::{Event, Prospect};
use crate::expansion::{Deal, Draft};
use crate::health::facts::AccountId;
use crate::renewal::Contract;
use crate::tui::action::Action;
use crate::tui::change::Change;
use crate::tui::deed::Deed;
use crate::tui::expand::{Expand, Expanding};
use crate::tui::form::{About, Does, Form};
use crate::tui::look::{Look, Looked};
use crate::tui::overlays::choose::{Choose, Chosen};
use crate::tui::overlays::expansion::WhyExpansion;
use crate::tui::screens::account::Tab;
use crate::tui::source::Request;
use crate::tui::tale::{Ask, Told};
use crate::tui::words;

/// What can be said of an opportunity that is new.
const PROPOSED: [&str; 16] = [
    "title",
    "kind",
    "amount",
    "currency",
    "seats",
    "stage",
    "opened_on",
    "close_on",
    "problem",
    "solution",
    "roi",
    "unit_value",
    "unit",
    "units",
    "cost",
    "timeline",
];

impl App {
    /// The opportunity that is selected on the page or in the list in front.
    fn deal(&self) -> Option<&Deal> {
        match (self.overlays.last(), &self.screen) {
            (None, Screen::Expansion) => self.prospects.deal(),
            (None, Screen::Account(account)) if account.tab == Tab::Expansion => account.growth.deal(),
            _ => None,
        }
    }

    /// What the rules found at the account in front.
    fn prospect(&self) -> Option<&Prospect> {
        match &self.screen {
            Screen::Account(account) if account.tab == Tab::Expansion => account.growth.prospect(),
            _ => self.selected().and_then(|id| self.prospects.prospect(id)),
        }
    }

    /// Why an action of this module cannot be run now.
    pub(super) fn disabled_in_expansion(&self, action: Action) -> Option<&'static str> {
        use Action::{DealBack, DealForward, DealLost, DealWon, NewDeal};
        match (action, self.deal()) {
            (Action::Earlier | Action::Later, _)
                if matches!(self.overlays.last(), Some(Overlay::WhyExpansion(_))) =>
            {
                Some("an expansion is not compared with another day")
            }
            (NewDeal, _) if self.selected().is_none() => Some("no account is selected"),
            (DealForward | DealBack | DealWon | DealLost, None) => Some("no opportunity is selected"),
            (DealForward | DealBack | DealWon | DealLost, Some(deal)) if !deal.is_open() => {
                Some("it is closed; undo or history opens it")
            }
            (DealBack, Some(deal)) if deal.stage.step(false).is_none() => Some("this is the first stage"),
            _ => None,
        }
    }

    /// Runs an action of this module.
    pub(super) fn run_in_expansion(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::NewDeal => self.new_deal(),
            Action::DealForward => self.forward(),
            Action::DealBack => {
                let before = self.deal().and_then(|deal| deal.stage.step(false));
                before.map_or_else(Vec::new, |stage| self.expanding(Expanding::Stage(stage)))
            }
            Action::DealWon => {
                let deal = self.deal().map(|deal| (deal.account, deal.id));
                let ask =
                    deal.map(|(account, deal)| Effect::Read(Request::Tale(Ask::Winnable(account, deal))));
                ask.into_iter().collect()
            }
            Action::DealLost => {
                let line = |reason: &ChurnReason| {
                    (words::capital(reason.name()), Chosen::Expanding(Expanding::Lost(*reason)))
                };
                let lines = ChurnReason::ALL.iter().map(line).collect();
                self.overlays.push(Overlay::Choose(Box::new(Choose::new("Lost: why?", lines))));
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Does something to the selected opportunity.
    pub(super) fn expanding(&mut self, what: Expanding) -> Vec<Effect> {
        let Some(id) = self.deal().map(|deal| deal.id) else { return Vec::new() };
        if let Expanding::Won { into, yearly, seats } = what
            && !matches!(into, IntoContract::There(_))
        {
            return self.win_deal(into, yearly, seats);
        }
        self.send(Change::Deed(Deed::Expand(Expand { what, id, set: Vec::new() })))
    }

    /// The next stage; before it is approved it is asked by whom, and what is approved is won.
    fn forward(&mut self) -> Vec<Effect> {
        let Some(deal) = self.deal() else { return Vec::new() };
        let (id, account, title) = (deal.id, deal.account, deal.title.to_string());
        match deal.stage.step(true) {
            None => self.run_in_expansion(Action::DealWon),
            Some(OpportunityStage::Approved) => {
                let about = About::row(&entity::OPPORTUNITY, id, Some(account));
                let about = about.only(["approved_by", "approved_on"]);
                let today = Value::Int(self.day().0.into());
                let form = Form::new(about, &title).beginning("approved_on", today);
                self.open_form(form.doing(Does::Expand(Expanding::Approve, id)))
            }
            Some(stage) => self.expanding(Expanding::Stage(stage)),
        }
    }

    /// A form for a new opportunity, as the reasons found suggest.
    fn new_deal(&mut self) -> Vec<Effect> {
        let Some(account) = self.selected() else { return Vec::new() };
        let text = |text: &str| Value::Text(text.to_owned());
        let about = About::new(&entity::OPPORTUNITY, Some(account)).only(PROPOSED);
        let mut form =
            Form::new(about, &self.name(account)).beginning("opened_on", Value::Int(self.day().0.into()));
        let found = self.prospect();
        if let Some(draft) = found.and_then(|own| Draft::of(&own.finding, own.licence)) {
            form = form
                .beginning("title", text(draft.title))
                .beginning("kind", text(draft.kind.name()))
                .beginning("problem", text(&draft.problem));
            if let Some(seats) = draft.seats {
                form = form.beginning("seats", Value::Int(seats));
            }
        }
        if let Some(own) = found.filter(|own| own.finding.is_suppressed()) {
            let why = own.finding.why_not();
            self.say(format!("Not suggested now: {why}"));
        }
        self.open_form(form)
    }

    /// Edits the selected opportunity; None: none is in front.
    pub(super) fn edit_deal(&mut self) -> Option<Vec<Effect>> {
        let deal = self.deal()?;
        let about = About::row(&entity::OPPORTUNITY, deal.id, Some(deal.account));
        let title = deal.title.to_string();
        Some(self.open_form(Form::new(about, &title)))
    }

    /// Opens why the selected account is a candidate or not.
    pub(super) fn explain_expansion(&mut self) -> Vec<Effect> {
        let Some(id) = self.selected() else { return Vec::new() };
        let name = self.name(id);
        self.overlays.push(Overlay::WhyExpansion(Box::new(WhyExpansion::new(id, &name))));
        vec![Effect::Read(Request::Tale(Ask::Expansion(id)))]
    }

    /// The next view of the screen, or the one before: there are two.
    pub(super) fn turn_prospects(&mut self) {
        self.prospects.turn(&self.board);
    }

    /// Asks into which contract what is won goes.
    fn choose_contract(&mut self, id: i64, contracts: &[Contract]) {
        let today = self.day();
        let Some(deal) = self.deal().filter(|deal| deal.id == id) else { return };
        let ends = |contract: &Contract| {
            contract.term.end.map_or("open-ended".to_owned(), |end| format!("to {end}"))
        };
        let called = |contract: &Contract| {
            let parts = [contract.number.as_deref(), contract.plan.as_deref()];
            let parts: Vec<_> = parts.into_iter().flatten().map(text::clean).collect();
            if parts.is_empty() { format!("that of {}", contract.term.start) } else { parts.join(" ") }
        };
        let won = |into, yearly, seats| Chosen::Expanding(Expanding::Won { into, yearly, seats });
        let until = host(contracts, today).and_then(|host| host.term.end);
        let beside = until.map_or(String::new(), |until| format!(", to {until}"));
        let own = won(IntoContract::Own { until }, 0, 0);
        let mut lines = vec![(format!("A contract of its own{beside}"), own)];
        let active = contracts.iter().filter(|contract| contract.term.active_on(today));
        lines.extend(active.filter(|own| own.term.start < today).map(|contract| {
            let into = IntoContract::Change(contract.id);
            let (yearly, seats) = (contract.term.yearly_minor, contract.seats.unwrap_or(0));
            (format!("Change {} ({})", called(contract), ends(contract)), won(into, yearly, seats))
        }));
        let opened = deal.opened_on.unwrap_or(today);
        let later = contracts.iter().filter(|contract| contract.term.start >= opened);
        lines.extend(later.map(|contract| {
            let said = format!("It is {}, which is there already ({})", called(contract), ends(contract));
            (said, won(IntoContract::There(contract.id), 0, 0))
        }));
        self.overlays.push(Overlay::Choose(Box::new(Choose::new("Won: into which contract?", lines))));
    }

    /// The form with the terms of the contract that it goes into.
    fn win_deal(&mut self, into: IntoContract, yearly: i64, seats: i64) -> Vec<Effect> {
        let Some(deal) = self.deal() else { return Vec::new() };
        let (id, account, title) = (deal.id, deal.account, deal.title.to_string());
        let mut begins = vec![
            ("start", Value::Int(self.day().0.into())),
            ("currency", Value::Text(deal.currency.code().to_owned())),
        ];
        begins.extend(deal.amount.map(|amount| ("arr", Value::Int(yearly.saturating_add(amount)))));
        begins.extend(deal.seats.map(|more| ("seats", Value::Int(seats.saturating_add(more)))));
        let fields: &[&str] = match into {
            IntoContract::Own { until } => {
                begins.extend(until.map(|until| ("end", Value::Int(until.0.into()))));
                &["start", "end", "arr", "seats", "plan"]
            }
            _ => &["start", "arr", "seats", "plan"],
        };
        let about = About::new(&entity::CONTRACT, Some(account)).only(fields.iter().copied());
        let form = begins
            .into_iter()
            .fold(Form::new(about, &title), |form, (field, value)| form.beginning(field, value));
        self.open_form(form.doing(Does::Expand(Expanding::Won { into, yearly, seats }, id)))
    }

    /// Takes in what was read on the other thread.
    pub(super) fn expansion_read(&mut self, event: Event) -> Vec<Effect> {
        if let Event::Expansion(ask, read) = event {
            self.prospects.take(ask, *read);
            self.prospects.settle(&self.board);
            let whole = self.prospects.read();
            if let Screen::Account(account) = &mut self.screen {
                account.growth.compare(whole);
            }
            for overlay in &mut self.overlays {
                if let Overlay::WhyExpansion(why) = overlay {
                    why.compare(whole);
                }
            }
        }
        Vec::new()
    }

    /// Takes in what was read of an account for the screen of all, or whether the whole is being read.
    pub(super) fn expansion_looked(&mut self, looked: Looked) {
        match looked {
            Looked::Expansion(Err(error)) => self.prospects.fail(error),
            Looked::ExpansionOf(account, read) => {
                self.prospects.take_one(account, *read);
                self.prospects.settle(&self.board);
            }
            _ => {}
        }
    }

    /// Takes in what was told of an account; whole, where what others use is not known yet, has to be read.
    pub(super) fn expansion_told(&mut self, id: AccountId, told: &Told) -> Vec<Effect> {
        let today = self.day();
        match told {
            Told::Expansion(read) => {
                let whole = self.prospects.read();
                for overlay in &mut self.overlays {
                    if let Overlay::WhyExpansion(why) = overlay
                        && why.account == id
                    {
                        why.read((**read).clone());
                        why.compare(whole);
                    }
                }
                if let Screen::Account(account) = &mut self.screen
                    && account.id == id
                {
                    account.growth.read((**read).clone(), whole, today);
                }
                let wanted = whole.is_none().then_some(Effect::Read(Request::Look(Look::Expansion)));
                wanted.into_iter().collect()
            }
            Told::Winnable(deal, read) => {
                match read {
                    Ok(contracts) => self.choose_contract(*deal, contracts),
                    Err(error) => self.fail(error),
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// What the screen needs after accounts changed: these at once, and the whole on the other thread.
    pub(super) fn expansion_after(&self, few: &[AccountId]) -> Vec<Request> {
        let one = |id: &AccountId| Request::Look(Look::ExpansionOf(*id));
        few.iter().map(one).chain([Request::Look(Look::Expansion)]).collect()
    }

    /// Whether the screen of expansion is in front.
    pub(super) fn at_expansion(&self) -> bool {
        self.is_at(Home::Expansion)
    }
}
