//! The places in which keys mean something.

use Context::{
    Account, Board, Checklist, Choose, Confirm, Deals, Expansion, Filter, Form, Global, Help, History,
    Invited, Letter, Log, Moves, Onboarding, Outcomes, Parts, People, Picker, Plan, Plans, Playing, Records,
    Renewal, Renewals, Revenue, Rules, RunningPlays, Start, Tasks, Templates, Timeline, Today, Trainings,
    Usage, WhatIf, Why,
};

use crate::domain::{Error, Result, text};

/// A place in which keys mean something. Places form a chain: overlay, screen, moves, everywhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Context {
    /// What needs somebody today.
    Today,
    /// The board.
    Board,
    /// The running onboardings.
    Onboarding,
    /// The accounts by their plans.
    Plans,
    /// The renewals of all accounts.
    Renewals,
    /// What is supposed of renewals.
    WhatIf,
    /// What contracts tell of a period.
    Revenue,
    /// Candidates and opportunities.
    Expansion,
    /// An account's screen.
    Account,
    /// The onboarding of an account.
    Checklist,
    /// The plan of an account.
    Plan,
    /// The plays of an account.
    Playing,
    /// The goals of an account.
    Outcomes,
    /// The people of an account.
    People,
    /// What happened at an account.
    Timeline,
    /// How much an account uses.
    Usage,
    /// The renewals of an account.
    Renewal,
    /// The expansion of an account.
    Deals,
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
    /// The plays of everyone.
    RunningPlays,
    /// Rules of alerts and playbooks.
    Rules,
    /// A message that was drafted.
    Letter,
    /// The explanation of a score.
    Why,
    /// An onboarding that is being started.
    Start,
    /// The templates of onboardings.
    Templates,
    /// A template, part by part.
    Parts,
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
        Today,
        Board,
        Onboarding,
        Plans,
        Renewals,
        WhatIf,
        Revenue,
        Expansion,
        Account,
        Checklist,
        Plan,
        Playing,
        Outcomes,
        People,
        Timeline,
        Usage,
        Renewal,
        Deals,
        Records,
        History,
        Tasks,
        RunningPlays,
        Rules,
        Letter,
        Trainings,
        Invited,
        Start,
        Templates,
        Parts,
        Form,
        Log,
        Why,
        Filter,
        Help,
        Picker,
        Choose,
        Confirm,
        Moves,
        Global,
    ];

    /// How a config file names it.
    pub fn name(self) -> &'static str {
        match self {
            Today => "today",
            Board => "board",
            Onboarding => "onboarding",
            Plans => "plans",
            Renewals => "renewals",
            WhatIf => "what-if",
            Revenue => "revenue",
            Expansion => "expansion",
            Deals => "opportunities",
            Account => "account",
            Checklist => "checklist",
            Plan => "plan",
            Playing => "account-plays",
            RunningPlays => "plays",
            Rules => "rules",
            Letter => "message",
            Outcomes => "outcomes",
            People => "people",
            Timeline => "timeline",
            Usage => "usage",
            Renewal => "renewal",
            Records => "records",
            History => "history",
            Tasks => "tasks",
            Start => "start",
            Templates => "templates",
            Parts => "template",
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
            Today => "Today",
            Board => "Board",
            Onboarding => "Onboarding",
            Plans => "Plans",
            Renewals => "Renewals",
            WhatIf => "What if",
            Revenue => "Revenue",
            Expansion => "Expansion",
            Deals => "Opportunities",
            Account => "Account",
            Checklist => "Checklist",
            Plan => "Plan",
            Playing => "Plays of an account",
            RunningPlays => "Plays",
            Rules => "Rules and playbooks",
            Letter => "A message",
            Outcomes => "Outcomes",
            People => "People",
            Timeline => "Timeline",
            Usage => "Usage",
            Renewal => "Renewal",
            Records => "Records",
            History => "History",
            Tasks => "Tasks",
            Start => "Starting",
            Templates => "Templates",
            Parts => "A template",
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
