//! What each action does.

use super::place::{Home, Place};
use super::{App, Effect, Overlay, Screen, Typing};
use crate::domain::text;
use crate::tui::action::Action;
use crate::tui::asked::Asked;
use crate::tui::board::Step;
use crate::tui::change::Change;
use crate::tui::overlays::help::Help;
use crate::tui::overlays::picker::{Choice, Picker};
use crate::tui::overlays::why::Explanation;
use crate::tui::screens::account::{PlanPage, Tab};
use crate::tui::screens::board::{self, header};
use crate::tui::screens::{expansion, onboarding, plans, renewals, today};
use crate::tui::source::Request;
use crate::tui::widgets::search::SearchLine;
use crate::tui::widgets::textinput::TextInput;
use crate::tui::words;

impl App {
    /// Runs an action, or says why it cannot be run.
    pub fn run(&mut self, action: Action) -> Vec<Effect> {
        self.dirty = true;
        self.settle_lists();
        if let Some(why) = self.disabled(action) {
            self.say(format!("{}: {why}", action.words()));
            return Vec::new();
        }
        if let Some(effects) = self
            .run_in_parts(action)
            .or_else(|| self.run_in_rules(action))
            .or_else(|| self.run_in_playing(action))
        {
            return effects;
        }
        match action {
            Action::Up
            | Action::Down
            | Action::HalfUp
            | Action::HalfDown
            | Action::PageUp
            | Action::PageDown => {
                self.step(action);
                return self.more_of_story();
            }
            Action::Top | Action::Bottom => {
                self.end(action == Action::Bottom);
                return self.more_of_story();
            }
            Action::Left => return self.sideways(Step::Left),
            Action::Right => return self.sideways(Step::Right),
            Action::Open => return self.open_selected(),
            Action::NextAccount => return self.neighbour(1),
            Action::PreviousAccount => return self.neighbour(-1),
            Action::Why if self.is_at(Home::Today) => return self.explain_rank(),
            Action::Why if self.is_at(Home::Renewals) => return self.explain_renewal(),
            Action::Why if self.at_expansion() => return self.explain_expansion(),
            Action::Why => return self.explain(),
            Action::Earlier => return self.compare(true),
            Action::Later => return self.compare(false),
            Action::Longer | Action::Shorter if self.is_at(Home::Revenue) => {
                return self.revenue_period(action == Action::Longer);
            }
            Action::Today => return self.go(Home::Today),
            Action::Board => return self.go(Home::Board),
            Action::Onboarding => return self.go(Home::Onboarding),
            Action::Plans => return self.go(Home::Plans),
            Action::Renewals => return self.go(Home::Renewals),
            Action::Revenue => return self.go(Home::Revenue),
            Action::Expansion => return self.go(Home::Expansion),
            Action::LastPlace => return self.last_place(),
            Action::Back => return self.back(),
            Action::Quit => return self.quit(),
            Action::QuitNow => return self.quit_now(),
            Action::Accept => return self.accept(),
            Action::KeepFilter => self.close_filter(),
            Action::Filter => return self.begin_filter(),
            Action::Sort => {
                self.overlays.push(Overlay::Picker(Picker::sort(self.list.order(), header::order_words)))
            }
            Action::Group => {
                let picker = match self.home() {
                    Home::Today => Picker::group_today(self.today.group()),
                    Home::Board => Picker::group(self.list.group()),
                    Home::Onboarding => Picker::group_runs(self.runs.group()),
                    Home::Plans => Picker::group_plans(self.plans.group()),
                    Home::Renewals => Picker::group_renewals(self.lanes.group()),
                    Home::Revenue => Picker::group_revenue(self.revenue.grouping()),
                    Home::Expansion => Picker::group_prospects(self.prospects.group()),
                };
                self.overlays.push(Overlay::Picker(picker));
            }
            Action::Reverse => self.list.reverse(),
            Action::Layout if self.is_at(Home::Renewals) => self.lanes.turn(true),
            Action::Layout if self.at_expansion() => self.turn_prospects(),
            Action::Layout => self.list.toggle_layout(),
            Action::Mark if self.is_at(Home::Today) => self.mark_today(),
            Action::Mark => self.mark(),
            Action::MarkRange => self.mark_range(),
            Action::Unmark if self.is_at(Home::Today) => {
                self.today.unmark();
            }
            Action::Unmark => {
                self.list.unmark();
            }
            Action::CopyName => return self.copy("name", |row| text::clean(&row.name).into_owned()),
            Action::CopyId => {
                return self.copy("id", |row| {
                    row.external_id.as_deref().map_or(row.id.to_string(), |id| text::clean(id).into_owned())
                });
            }
            Action::CopyRow => return self.copy("row", Self::as_text),
            Action::Edit => return self.edit(),
            Action::Add => return self.add(),
            Action::Delete => return self.delete(),
            Action::Handle | Action::PutOff | Action::Mine | Action::Since => {
                return self.run_in_today(action);
            }
            Action::Log => return self.begin_log(),
            Action::Assess => return self.assess(),
            Action::Trainings => return self.trainings(),
            Action::OpenTraining => return self.open_training(),
            Action::Invite => return self.begin_invite(),
            Action::Attended => return self.attended(true),
            Action::Absent => return self.attended(false),
            Action::AllAttended => return self.all_attended(),
            Action::OtherAccount => self.other_account(),
            Action::Merge => self.merge(),
            Action::Undo => return self.send(Change::Undo),
            Action::Redo => return self.send(Change::Redo),
            Action::Team => self.team(),
            Action::UndoThis => self.undo_this(),
            Action::Tasks => return self.tasks(),
            Action::SetMany => return self.set_many(),
            Action::More => return self.step_value(1),
            Action::Less => return self.step_value(-1),
            Action::TaskDone => return self.task_done(),
            Action::Snooze => return self.task_field("snoozed_until"),
            Action::Reassign if self.step_of().is_some() => {
                return self.step_fields(&["owner", "owner_role"]);
            }
            Action::Reassign => return self.task_field("owner"),
            Action::Start => return self.start(),
            Action::StepDone => return self.step_done(),
            Action::NotApplicable => return self.not_applicable(),
            Action::ShiftLater => return self.shift(1),
            Action::ShiftEarlier => return self.shift(-1),
            Action::Note => return self.step_fields(&["note"]),
            Action::QuickWin => return self.quick_win(),
            Action::FirstOutcome => return self.first_outcome(),
            Action::Handoff => return self.handoff(),
            Action::Finish => return self.finish(),
            Action::NewPlan => return self.new_plan(),
            Action::ItemDone => return self.item_done(),
            Action::Progress => return self.progress(),
            Action::Dates => {
                if let Screen::Account(account) = &mut self.screen {
                    account.plan_page_mut().into_iter().for_each(PlanPage::toggle_dates);
                }
            }
            Action::CheckIn => return self.check_in(),
            Action::Papers => self.choose_paper(),
            Action::Templates => return self.templates(),
            Action::Reset => self.reset(),
            Action::OpenTemplate
            | Action::Plays
            | Action::StartPlay
            | Action::Intervene
            | Action::Draft
            | Action::FinishPlay
            | Action::PlayDone
            | Action::CopyMessage
            | Action::OpenMail
            | Action::KeepMessage
            | Action::ChatOrMail
            | Action::LogMessage
            | Action::Rules
            | Action::SwitchOff => {}
            Action::Confirm => return self.confirm(),
            Action::UpdateGoal
            | Action::AfterGoal
            | Action::Replace
            | Action::Tree
            | Action::Read
            | Action::Kinds
            | Action::With
            | Action::OpenLink
            | Action::Longer
            | Action::Shorter
            | Action::CopySeries
            | Action::SetForecast
            | Action::SetStage
            | Action::QuoteOut
            | Action::NoticeGiven
            | Action::RenewalWon
            | Action::RenewalLost => return self.run_in_story(action).unwrap_or_default(),
            Action::NewDeal | Action::DealForward | Action::DealBack | Action::DealWon | Action::DealLost => {
                return self.run_in_expansion(action);
            }
            Action::Closer
            | Action::Wider
            | Action::NextAtRisk
            | Action::WhatIf
            | Action::SupposeLost
            | Action::SupposeWon
            | Action::SupposeMore
            | Action::SupposeLess
            | Action::SupposeABitMore
            | Action::SupposeABitLess
            | Action::SupposeAmount
            | Action::SupposeNothing
            | Action::SupposeAnew
            | Action::SaveWhatIf => return self.run_in_lanes(action),
            Action::NextTab => return self.turn(true),
            Action::PreviousTab => return self.turn(false),
            Action::Save if self.lanes.amount_input().is_some() => self.take_amount(),
            Action::Save => return self.save(),
            Action::NextField | Action::PreviousField | Action::TakeTheirs => self.field(action),
            Action::Editor => return self.write(),
            Action::Help => self.help(),
            Action::Theme => self.next_theme(),
            Action::Mouse => {
                self.config.mouse = !self.config.mouse;
                self.say(if self.config.mouse {
                    "The mouse selects accounts again"
                } else {
                    "The mouse selects text now"
                });
                return vec![Effect::Mouse(self.config.mouse)];
            }
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
        }
        Vec::new()
    }

    /// Up and down: lines of a page, lines of a list.
    fn step(&mut self, action: Action) {
        let body = self.body();
        let page = match self.place() {
            Place::Home(Home::Today) if self.overlays.is_empty() => today::page(body),
            Place::Home(Home::Board) if self.overlays.is_empty() => board::page(body, &self.list),
            Place::Home(Home::Onboarding) if self.overlays.is_empty() => onboarding::page(body),
            Place::Home(Home::Plans) if self.overlays.is_empty() => plans::page(body),
            Place::Home(Home::Renewals) if self.overlays.is_empty() => renewals::page(body, &self.lanes),
            Place::Home(Home::Revenue) if self.overlays.is_empty() => {
                renewals::revenue::page(body, &self.revenue)
            }
            Place::Home(Home::Expansion) if self.overlays.is_empty() => expansion::page(body),
            _ => usize::from(body.height.saturating_sub(3)),
        };
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        let by = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::HalfUp => -(page / 2).max(1),
            Action::HalfDown => (page / 2).max(1),
            Action::PageUp => -page,
            _ => page,
        };
        match self.overlays.last_mut() {
            Some(Overlay::Help(help)) => help.step(by, body),
            Some(Overlay::Picker(picker)) => picker.step(by),
            Some(Overlay::Why(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::WhyRenewal(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::Day(page)) => page.top = page.top.saturating_add_signed(by),
            Some(Overlay::WhyExpansion(why)) => why.top = why.top.saturating_add_signed(by),
            Some(Overlay::Form(form)) => {
                let width = form.value_width(body);
                match action {
                    Action::Up | Action::Down => form.line(by, width),
                    _ => form.step(by.signum()),
                }
            }
            Some(Overlay::Choose(choose)) => choose.step(by),
            Some(Overlay::Assess(form)) => form.step(by),
            Some(Overlay::Trainings(list)) => list.step(by),
            Some(Overlay::Invited(list)) => list.step(by),
            Some(Overlay::Plays(list)) => list.step(by),
            Some(Overlay::Rules(rules)) => match action {
                Action::Up | Action::Down => rules.step(by),
                _ => rules.scroll(by),
            },
            Some(Overlay::Letter(letter)) => letter.top = letter.top.saturating_add_signed(by),
            Some(Overlay::Tasks(tasks)) => tasks.step(by),
            Some(Overlay::Start(start)) => start.step(by),
            Some(Overlay::Templates(templates)) => match action {
                Action::Up | Action::Down => templates.step(by),
                _ => templates.scroll(by),
            },
            Some(Overlay::Parts(parts)) => parts.step(by),
            Some(Overlay::Confirm(_) | Overlay::Log(_)) => {}
            None => match &mut self.screen {
                Screen::Today => self.today.step(by, &self.board),
                Screen::Board => self.list.step(Step::By(by), &self.board),
                Screen::Onboarding if self.results.shown => {
                    self.results.top = self.results.top.saturating_add_signed(by);
                }
                Screen::Onboarding => self.runs.step(by, &self.board),
                Screen::Plans => self.plans.step(by, &self.board),
                Screen::Renewals => self.lanes.step(by, &self.board),
                Screen::Revenue => self.revenue.step(by),
                Screen::Expansion => self.prospects.step(by, &self.board),
                Screen::Account(account) => account.step(by),
            },
        }
        // A page that ends is not scrolled further in secret.
        self.settle();
    }

    fn end(&mut self, bottom: bool) {
        let body = self.body();
        let far = if bottom { isize::MAX } else { isize::MIN };
        match self.overlays.last_mut() {
            Some(Overlay::Help(help)) => help.step(far, body),
            Some(Overlay::Picker(picker)) => picker.step(far),
            Some(Overlay::Why(why)) => why.top = if bottom { usize::MAX } else { 0 },
            Some(Overlay::WhyRenewal(why)) => why.top = if bottom { usize::MAX } else { 0 },
            Some(Overlay::Day(page)) => page.top = if bottom { usize::MAX } else { 0 },
            Some(Overlay::WhyExpansion(why)) => why.top = if bottom { usize::MAX } else { 0 },
            Some(Overlay::Choose(choose)) => choose.step(far),
            Some(Overlay::Assess(form)) => form.step(far),
            Some(Overlay::Trainings(list)) => list.step(far),
            Some(Overlay::Invited(list)) => list.step(far),
            Some(Overlay::Plays(list)) => list.step(far),
            Some(Overlay::Rules(rules)) => rules.step(far),
            Some(Overlay::Letter(letter)) => letter.top = if bottom { usize::MAX } else { 0 },
            Some(Overlay::Tasks(tasks)) => tasks.step(far),
            Some(Overlay::Start(start)) => start.step(far),
            Some(Overlay::Templates(templates)) => templates.step(far),
            Some(Overlay::Parts(parts)) => parts.step(far),
            Some(Overlay::Form(_) | Overlay::Confirm(_) | Overlay::Log(_)) => {}
            None => match &mut self.screen {
                Screen::Today => self.today.step(far, &self.board),
                Screen::Board => {
                    self.list.step(if bottom { Step::Last } else { Step::First }, &self.board);
                }
                Screen::Onboarding if self.results.shown => {
                    self.results.top = if bottom { usize::MAX } else { 0 };
                }
                Screen::Onboarding => self.runs.step(far, &self.board),
                Screen::Plans => self.plans.step(far, &self.board),
                Screen::Renewals => self.lanes.step(far, &self.board),
                Screen::Revenue => self.revenue.step(far),
                Screen::Expansion => self.prospects.step(far, &self.board),
                Screen::Account(account) if account.tab == Tab::Overview => {
                    account.top = if bottom { usize::MAX } else { 0 };
                }
                Screen::Account(account) => account.step(far),
            },
        }
        self.settle();
    }

    /// To the left or right: a column, another template, a longer or shorter period.
    fn sideways(&mut self, step: Step) -> Vec<Effect> {
        if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            start.turn(step == Step::Right);
        } else if self.is_at(Home::Today) {
            self.today.along(step == Step::Right);
        } else if self.is_at(Home::Board) {
            self.list.step(step, &self.board);
        } else if self.is_at(Home::Revenue) {
            return self.revenue_period(step == Step::Right);
        } else if self.is_at(Home::Renewals) {
            self.along(step == Step::Right);
        } else if self.is_at(Home::Onboarding) && self.results.shown && self.results.turn(step == Step::Right)
        {
            return self.needed().map(Effect::Read).into_iter().collect();
        } else if let (true, Screen::Account(account)) = (self.overlays.is_empty(), &mut self.screen)
            && let Some(page) = account.plan_page_mut()
            && !page.turn(step == Step::Left)
        {
            let which = if step == Step::Left { "earlier" } else { "later" };
            self.say(format!("There is no {which} plan"));
        }
        Vec::new()
    }

    fn explain(&mut self) -> Vec<Effect> {
        if self.is_at(Home::Revenue) {
            self.revenue.explained = !self.revenue.explained;
            self.settle();
            return Vec::new();
        }
        let Some(id) = self.selected() else { return Vec::new() };
        let name = self.board.get(id).map_or("", |row| row.name.as_ref());
        let why = Explanation::new(id, name);
        let since = self.day() - why.since;
        self.overlays.push(Overlay::Why(Box::new(why)));
        vec![Effect::Read(Request::Why(id, since))]
    }

    fn compare(&mut self, earlier: bool) -> Vec<Effect> {
        let day = self.day();
        let Some(Overlay::Why(why)) = self.overlays.last_mut() else { return Vec::new() };
        if why.compare(earlier) {
            return vec![Effect::Read(Request::Why(why.id, day - why.since))];
        }
        self.say(if earlier { "90 days ago is the earliest" } else { "7 days ago is the latest" });
        Vec::new()
    }

    fn accept(&mut self) -> Vec<Effect> {
        match self.overlays.last() {
            Some(Overlay::Picker(picker)) => {
                match picker.choice() {
                    Some(Choice::Sort(key)) => self.list.sort_by(key),
                    Some(Choice::Group(group)) => self.list.group_by(group),
                    Some(Choice::GroupToday(group)) => self.today.group_by(group),
                    Some(Choice::GroupRuns(group)) => self.runs.group_by(group),
                    Some(Choice::GroupPlans(group)) => self.plans.group_by(group),
                    Some(Choice::GroupRenewals(group)) => self.lanes.group_by(group),
                    Some(Choice::GroupProspects(group)) => self.prospects.group_by(group),
                    Some(Choice::GroupRevenue(group)) => {
                        self.revenue.group_by(group);
                        self.overlays.pop();
                        return self.needed().map(Effect::Read).into_iter().collect();
                    }
                    None => {}
                }
                self.overlays.pop();
            }
            Some(Overlay::Help(help)) => match help.choice() {
                Some(Ok(action)) => {
                    self.overlays.pop();
                    return self.run(action);
                }
                Some(Err(why)) => self.say(why),
                None => {}
            },
            Some(Overlay::Choose(choose)) => {
                return choose.choice().map_or_else(Vec::new, |chosen| self.chosen(chosen));
            }
            Some(_) | None => {}
        }
        Vec::new()
    }

    /// The next page of the account or of the onboardings, or the previous one.
    fn turn(&mut self, forward: bool) -> Vec<Effect> {
        match &mut self.screen {
            Screen::Account(account) => account.tab = account.tab.step(forward),
            Screen::Onboarding => self.results.shown = !self.results.shown,
            Screen::Renewals | Screen::Revenue => return self.turn_renewals(forward),
            Screen::Expansion => self.turn_prospects(),
            Screen::Today | Screen::Board | Screen::Plans => {}
        }
        self.needed().map(Effect::Read).into_iter().collect()
    }

    /// Moves between the fields of a form.
    fn field(&mut self, action: Action) {
        if let Some(Overlay::Start(start)) = self.overlays.last_mut() {
            return start.field(action == Action::NextField);
        }
        if let Some(Overlay::Assess(form)) = self.overlays.last_mut() {
            return match action {
                Action::NextField => form.step(1),
                Action::PreviousField => form.step(-1),
                _ => form.take_theirs(),
            };
        }
        let Some(Overlay::Form(form)) = self.overlays.last_mut() else { return };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            _ => form.take_theirs(),
        }
    }

    fn help(&mut self) {
        if !matches!(self.overlays.last(), Some(Overlay::Help(_))) {
            let help = Help::new(&self.config.keymap, &self.chain(), |action| self.disabled(action));
            self.overlays.push(Overlay::Help(Box::new(help)));
        }
    }

    /// What the list in front is filtered by.
    fn asked(&self) -> &Asked {
        match self.home() {
            Home::Today => self.today.asked(),
            Home::Board => self.list.asked(),
            Home::Onboarding => self.runs.asked(),
            Home::Plans => self.plans.asked(),
            Home::Renewals | Home::Revenue => self.lanes.asked(),
            Home::Expansion => self.prospects.asked(),
        }
    }

    /// Filters the list in front by a text that may still be in the making.
    fn set_filter(&mut self, text: &str, live: bool) {
        match self.home() {
            Home::Today => self.today.set_filter(text, live, &self.board),
            Home::Board => self.list.set_filter(text, live, &self.board),
            Home::Onboarding => self.runs.set_filter(text, live, &self.board),
            Home::Plans => self.plans.set_filter(text, live, &self.board),
            Home::Renewals | Home::Revenue => self.lanes.set_filter(text, live, &self.board),
            Home::Expansion => self.prospects.set_filter(text, live, &self.board),
        }
    }

    fn begin_filter(&mut self) -> Vec<Effect> {
        if let Screen::Account(account) = &mut self.screen {
            account.search_line().into_iter().for_each(SearchLine::begin);
            // Looked for is the whole history, and what is listed may be the end of it alone.
            let is_part = match account.tab {
                Tab::History => true,
                Tab::Timeline => !account.story.is_whole(),
                _ => false,
            };
            return account.request().filter(|_| is_part).map(Effect::Read).into_iter().collect();
        }
        let input = TextInput::new(self.asked().text());
        self.typing = Some(Typing { input, before: self.selected() });
        Vec::new()
    }

    /// Filters by what is typed so far, and selects the first account of it.
    pub(super) fn filter_typed(&mut self) {
        let Some(typing) = &self.typing else { return };
        let text = typing.input.text().to_owned();
        self.set_filter(&text, true);
        match self.home() {
            Home::Today => self.today.restart(),
            Home::Board => self.list.restart(),
            Home::Onboarding => self.runs.restart(),
            Home::Plans => self.plans.restart(),
            Home::Renewals | Home::Revenue => self.lanes.restart(),
            Home::Expansion => self.prospects.restart(),
        }
    }

    /// Brings back the filter that was cleared last into an empty field; false: there is none.
    pub(super) fn recall_filter(&mut self) -> bool {
        match &mut self.typing {
            Some(typing) if typing.input.text().is_empty() && !self.cleared.is_empty() => {
                typing.input = TextInput::new(self.cleared.as_str());
            }
            _ => return false,
        }
        self.filter_typed();
        true
    }

    /// Ends typing and keeps the filter, read as it stands.
    pub(super) fn close_filter(&mut self) {
        if let Screen::Account(account) = &mut self.screen {
            account.search_line().into_iter().for_each(SearchLine::keep);
        }
        if let Some(typing) = self.typing.take() {
            self.set_filter(typing.input.text().trim_end(), false);
            if let Some(problem) = self.asked().problem().cloned() {
                self.fail(&problem);
            }
        }
    }

    /// Takes the filter away, but not for good: up brings it back. False: there was none.
    pub(super) fn clear_filter(&mut self) -> bool {
        let text = self.asked().text().to_owned();
        let any = !text.trim().is_empty();
        if any {
            self.cleared = text;
            self.set_filter("", false);
            self.say("Filter cleared; / and then up brings it back");
        }
        any
    }

    fn mark(&mut self) {
        self.list.toggle_mark();
        self.list.step(Step::By(1), &self.board);
    }

    fn mark_range(&mut self) {
        if let Some(marked) = self.list.range(&self.board) {
            self.say(format!("{} marked", words::count(marked, "account")));
        }
    }

    fn next_theme(&mut self) {
        match self.config.theme.next() {
            Ok(theme) => {
                self.say(format!("Colours: {}", theme.name()));
                self.config.theme = theme;
            }
            Err(error) => self.fail(&error),
        }
    }
}
