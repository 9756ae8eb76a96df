//! The table of keys.

use Context::{
    Account, Board, Checklist, Choose, Confirm, Filter, Form, Global, Help, History, Invited, Log, Moves,
    Onboarding, Outcomes, People, Picker, Plan, Plans, Records, Start, Tasks, Templates, Timeline, Trainings,
    Usage, Why,
};

use crate::domain::{Error, Result, text};
use crate::tui::action::Action;

/// A place in which keys mean something. Places form a chain: overlay, screen, moves, everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Context {
    /// The board.
    Board,
    /// The running onboardings.
    Onboarding,
    /// The accounts by their plans.
    Plans,
    /// An account's screen.
    Account,
    /// The onboarding of an account.
    Checklist,
    /// The plan of an account.
    Plan,
    /// The goals of an account.
    Outcomes,
    /// The people of an account.
    People,
    /// What happened at an account.
    Timeline,
    /// How much an account uses.
    Usage,
    /// The records of an account.
    Records,
    /// The history of an account.
    History,
    /// The open tasks.
    Tasks,
    /// Trainings and webinars.
    Trainings,
    /// Who is invited to a training.
    Invited,
    /// The explanation of a score.
    Why,
    /// An onboarding that is being started.
    Start,
    /// The templates of onboardings.
    Templates,
    /// A form.
    Form,
    /// The line in which a touchpoint is logged.
    Log,
    /// A question before something is lost.
    Confirm,
    /// A list to choose from by typing.
    Choose,
    /// The filter's text field.
    Filter,
    /// The help, which is also the palette.
    Help,
    /// A list to choose from.
    Picker,
    /// Wherever something scrolls.
    Moves,
    /// Everywhere.
    Global,
}

impl Context {
    /// Every place, in the order of the help.
    pub const ALL: &'static [Context] = &[
        Board, Onboarding, Plans, Account, Checklist, Plan, Outcomes, People, Timeline, Usage, Records,
        History, Tasks, Trainings, Invited, Start, Templates, Form, Log, Why, Filter, Help, Picker, Choose,
        Confirm, Moves, Global,
    ];

    /// How a config file names it.
    pub fn name(self) -> &'static str {
        match self {
            Board => "board",
            Onboarding => "onboarding",
            Plans => "plans",
            Account => "account",
            Checklist => "checklist",
            Plan => "plan",
            Outcomes => "outcomes",
            People => "people",
            Timeline => "timeline",
            Usage => "usage",
            Records => "records",
            History => "history",
            Tasks => "tasks",
            Start => "start",
            Templates => "templates",
            Trainings => "trainings",
            Invited => "invited",
            Form => "form",
            Log => "log",
            Confirm => "confirm",
            Choose => "choose",
            Why => "why",
            Filter => "filter",
            Help => "help",
            Picker => "picker",
            Moves => "moves",
            Global => "global",
        }
    }

    /// How the help names it.
    pub fn title(self) -> &'static str {
        match self {
            Board => "Board",
            Onboarding => "Onboarding",
            Plans => "Plans",
            Account => "Account",
            Checklist => "Checklist",
            Plan => "Plan",
            Outcomes => "Outcomes",
            People => "People",
            Timeline => "Timeline",
            Usage => "Usage",
            Records => "Records",
            History => "History",
            Tasks => "Tasks",
            Start => "Starting",
            Templates => "Templates",
            Trainings => "Trainings",
            Invited => "Who is invited",
            Form => "Forms",
            Log => "Logging",
            Confirm => "Questions",
            Choose => "Choosing",
            Why => "Why",
            Filter => "Filter",
            Help => "Help",
            Picker => "Lists",
            Moves => "Moving",
            Global => "Everywhere",
        }
    }

    /// Reads the name of a place.
    ///
    /// # Errors
    /// Not a place; the hint lists them.
    pub fn parse(name: &str) -> Result<Context> {
        Context::ALL.iter().copied().find(|context| context.name() == name).ok_or_else(|| {
            let names: Vec<&str> = Context::ALL.iter().map(|context| context.name()).collect();
            Error::invalid(format!("\"{}\" in the config's keys is not a place", text::clean(name)))
                .hint(format!("use one of {}", names.join(", ")))
        })
    }
}

/// The keys as they come. Letters typed into a text field and its editing keys are not here: they are the field's.
pub const DEFAULT: &[(Context, &str, Action)] = &[
    (Board, "enter", Action::Open),
    (Board, "w", Action::Why),
    (Board, "/", Action::Filter),
    (Board, "s", Action::Sort),
    (Board, "S", Action::Reverse),
    (Board, "b", Action::Group),
    (Board, "t", Action::Layout),
    (Board, "space", Action::Mark),
    (Board, "v", Action::MarkRange),
    (Board, "V", Action::Unmark),
    (Board, "e", Action::Edit),
    (Board, "a", Action::Add),
    (Board, "d", Action::Delete),
    (Board, "c", Action::SetMany),
    (Board, "A", Action::Assess),
    (Board, "i", Action::Trainings),
    (Board, "D", Action::Merge),
    (Board, "E", Action::Team),
    (Board, "+", Action::More),
    (Board, "=", Action::More),
    (Board, "-", Action::Less),
    (Board, "tab", Action::Right),
    (Board, "shift-tab", Action::Left),
    (Board, "o", Action::Start),
    (Board, "C", Action::CheckIn),
    (Board, "y n", Action::CopyName),
    (Board, "y i", Action::CopyId),
    (Board, "y r", Action::CopyRow),
    (Onboarding, "enter", Action::Open),
    (Onboarding, "w", Action::Why),
    (Onboarding, "/", Action::Filter),
    (Onboarding, "b", Action::Group),
    (Onboarding, "y n", Action::CopyName),
    (Onboarding, "y i", Action::CopyId),
    (Onboarding, "y r", Action::CopyRow),
    (Onboarding, "tab", Action::NextTab),
    (Onboarding, "]", Action::NextTab),
    (Onboarding, "shift-tab", Action::PreviousTab),
    (Onboarding, "[", Action::PreviousTab),
    (Onboarding, "o", Action::Start),
    (Onboarding, "A", Action::Assess),
    (Onboarding, "i", Action::Trainings),
    (Onboarding, "t", Action::Templates),
    (Plans, "enter", Action::Open),
    (Plans, "n", Action::NewPlan),
    (Plans, "C", Action::CheckIn),
    (Plans, "w", Action::Why),
    (Plans, "/", Action::Filter),
    (Plans, "b", Action::Group),
    (Plans, "t", Action::Templates),
    (Plans, "A", Action::Assess),
    (Plans, "i", Action::Trainings),
    (Plans, "y n", Action::CopyName),
    (Plans, "y i", Action::CopyId),
    (Plans, "y r", Action::CopyRow),
    (Plan, "enter", Action::Edit),
    (Plan, "x", Action::ItemDone),
    (Plan, "n", Action::NewPlan),
    (Plan, "F", Action::Progress),
    (Plan, "D", Action::Dates),
    (Plan, "t", Action::Templates),
    (Checklist, "enter", Action::Edit),
    (Checklist, "x", Action::StepDone),
    (Checklist, "X", Action::NotApplicable),
    (Checklist, ">", Action::ShiftLater),
    (Checklist, "<", Action::ShiftEarlier),
    (Checklist, "n", Action::Note),
    (Checklist, "o", Action::Reassign),
    (Checklist, "O", Action::Start),
    (Checklist, "*", Action::QuickWin),
    (Checklist, "F", Action::Finish),
    (Checklist, "t", Action::Templates),
    (Start, "enter", Action::Save),
    (Start, "ctrl-s", Action::Save),
    (Start, "tab", Action::NextField),
    (Start, "shift-tab", Action::PreviousField),
    (Start, "space", Action::Right),
    (Start, "l", Action::Right),
    (Start, ">", Action::ShiftLater),
    (Start, "<", Action::ShiftEarlier),
    (Start, "x", Action::NotApplicable),
    (Templates, "e", Action::Editor),
    (Templates, "enter", Action::Editor),
    (Templates, "d", Action::Reset),
    (Outcomes, "enter", Action::UpdateGoal),
    (Outcomes, "n", Action::UpdateGoal),
    (Outcomes, "o", Action::AfterGoal),
    (People, "enter", Action::Edit),
    (People, "R", Action::Replace),
    (People, "t", Action::Tree),
    (Timeline, "enter", Action::Read),
    (Timeline, "/", Action::Filter),
    (Timeline, "f", Action::Kinds),
    (Timeline, "p", Action::With),
    (Timeline, "o", Action::OpenLink),
    (Usage, "+", Action::Longer),
    (Usage, "=", Action::Longer),
    (Usage, "right", Action::Longer),
    (Usage, "-", Action::Shorter),
    (Usage, "left", Action::Shorter),
    (Usage, "y s", Action::CopySeries),
    (Records, "enter", Action::Edit),
    (Records, "d", Action::Delete),
    (Records, "x", Action::TaskDone),
    (Records, "z", Action::Snooze),
    (Records, "o", Action::Reassign),
    (History, "enter", Action::UndoThis),
    (History, "/", Action::Filter),
    (Trainings, "enter", Action::OpenTraining),
    (Trainings, "e", Action::Edit),
    (Trainings, "a", Action::Add),
    (Trainings, "d", Action::Delete),
    (Invited, "x", Action::Attended),
    (Invited, "space", Action::Attended),
    (Invited, "n", Action::Absent),
    (Invited, "X", Action::AllAttended),
    (Invited, "i", Action::Invite),
    (Invited, "a", Action::Invite),
    (Invited, "e", Action::Edit),
    (Invited, "d", Action::Delete),
    (Tasks, "enter", Action::Edit),
    (Tasks, "d", Action::TaskDone),
    (Tasks, "x", Action::TaskDone),
    (Tasks, "z", Action::Snooze),
    (Tasks, "o", Action::Reassign),
    (Tasks, "+", Action::More),
    (Tasks, "=", Action::More),
    (Tasks, "-", Action::Less),
    (Account, "o", Action::Start),
    (Account, "f", Action::FirstOutcome),
    (Account, "H", Action::Handoff),
    (Account, "e", Action::Edit),
    (Account, "a", Action::Add),
    (Account, "d", Action::Delete),
    (Account, "tab", Action::NextTab),
    (Account, "]", Action::NextTab),
    (Account, "shift-tab", Action::PreviousTab),
    (Account, "[", Action::PreviousTab),
    (Account, "C", Action::CheckIn),
    (Account, "w", Action::Why),
    (Account, "A", Action::Assess),
    (Account, "i", Action::Trainings),
    (Account, "J", Action::NextAccount),
    (Account, "K", Action::PreviousAccount),
    (Account, "y n", Action::CopyName),
    (Account, "y i", Action::CopyId),
    (Account, "y r", Action::CopyRow),
    (Why, "w", Action::Back),
    (Why, "+", Action::Earlier),
    (Why, "=", Action::Earlier),
    (Why, "-", Action::Later),
    (Form, "enter", Action::Save),
    (Form, "ctrl-s", Action::Save),
    (Form, "tab", Action::NextField),
    (Form, "shift-tab", Action::PreviousField),
    (Form, "down", Action::Down),
    (Form, "up", Action::Up),
    (Form, "pgdn", Action::PageDown),
    (Form, "pgup", Action::PageUp),
    (Form, "ctrl-t", Action::TakeTheirs),
    (Form, "ctrl-o", Action::Editor),
    (Log, "enter", Action::Save),
    (Log, "ctrl-s", Action::Save),
    (Log, "tab", Action::OtherAccount),
    (Confirm, "y", Action::Confirm),
    (Choose, "enter", Action::Accept),
    (Choose, "up", Action::Up),
    (Choose, "down", Action::Down),
    (Filter, "enter", Action::KeepFilter),
    (Help, "enter", Action::Accept),
    (Picker, "enter", Action::Accept),
    (Picker, "space", Action::Accept),
    (Moves, "j", Action::Down),
    (Moves, "down", Action::Down),
    (Moves, "k", Action::Up),
    (Moves, "up", Action::Up),
    (Moves, "h", Action::Left),
    (Moves, "left", Action::Left),
    (Moves, "right", Action::Right),
    (Moves, "ctrl-d", Action::HalfDown),
    (Moves, "ctrl-u", Action::HalfUp),
    (Moves, "pgdn", Action::PageDown),
    (Moves, "ctrl-f", Action::PageDown),
    (Moves, "pgup", Action::PageUp),
    (Moves, "ctrl-b", Action::PageUp),
    (Moves, "g", Action::Top),
    (Moves, "home", Action::Top),
    (Moves, "G", Action::Bottom),
    (Moves, "end", Action::Bottom),
    (Global, "m", Action::Tasks),
    (Global, "l", Action::Log),
    (Global, "u", Action::Undo),
    (Global, "ctrl-r", Action::Redo),
    (Global, "2", Action::Board),
    (Global, "3", Action::Onboarding),
    (Global, "4", Action::Plans),
    (Global, "-", Action::LastPlace),
    (Global, "esc", Action::Back),
    (Global, "?", Action::Help),
    (Global, ":", Action::Help),
    (Global, "ctrl-p", Action::Help),
    (Global, "T", Action::Theme),
    (Global, "M", Action::Mouse),
    (Global, "ctrl-l", Action::Redraw),
    (Global, "ctrl-z", Action::Suspend),
    (Global, "q", Action::Quit),
    (Global, "ctrl-c", Action::QuitNow),
];
