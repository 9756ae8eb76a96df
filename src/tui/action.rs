//! Everything a key can do, each with the words for it. Key table, footer, help and the README's section all read this.

/// Declares the actions: `name` is what a config file writes, `short` stands in the footer, `words` in the help.
macro_rules! actions {
    ($($action:ident, $name:literal, $short:literal, $words:literal;)+) => {
        /// Something the user can ask for.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Action { $(#[doc = $words] $action),+ }

        impl Action {
            /// Every action, in the order of the help.
            pub const ALL: &'static [Action] = &[$(Action::$action),+];

            /// How a config file names it.
            pub fn name(self) -> &'static str {
                match self { $(Action::$action => $name),+ }
            }

            /// One or two words for the footer.
            pub fn short(self) -> &'static str {
                match self { $(Action::$action => $short),+ }
            }

            /// What it does, for the help.
            pub fn words(self) -> &'static str {
                match self { $(Action::$action => $words),+ }
            }
        }
    };
}

actions! {
    Open, "open", "open", "Open the account";
    Why, "why", "why", "Why this score: the arithmetic, what moved it, what makes it green";
    Filter, "filter", "filter", "Filter the list as you type";
    Sort, "sort", "sort", "Choose what the list is sorted by";
    Reverse, "reverse", "reverse", "Turn the order of the list around";
    Group, "group", "group", "Choose what the table is grouped by";
    Layout, "layout", "columns/table", "Switch between columns and table, or timeline and table";
    Edit, "edit", "edit", "Edit: the account, the selected record, the cell of the table";
    Add, "add", "add", "Add a record: contact, contract, touchpoint, task and so on";
    Delete, "delete", "delete", "Delete what is selected, after a question; undo brings it back";
    Log, "log", "log", "Log a touchpoint in one line: who, what was said, pulse, the task that follows";
    Assess, "assess", "assess", "Assess the account: onboarding risk, acquisition fit, the book's own";
    Trainings, "trainings", "training", "Show trainings and webinars, and who takes too little of them";
    OpenTraining, "open-training", "open", "Show who is invited to the training; of an account the account";
    Invite, "invite", "invite", "Invite contacts: of the account; to a webinar of many accounts";
    Attended, "attended", "came", "The contact came; again: it is not yet known";
    Absent, "absent", "did not come", "The contact did not come; again: it is not yet known";
    AllAttended, "all-attended", "all came", "All came of whom it is not yet known";
    OtherAccount, "other-account", "account", "Choose the account that is logged for";
    Merge, "merge", "merge", "Merge two marked accounts, with the records of both";
    Undo, "undo", "undo", "Take the last change back, whoever made it";
    Redo, "redo", "redo", "Make the change again that was taken back";
    Team, "team", "team", "Edit a team member or a segment";
    UndoThis, "undo-this", "undo this", "Take this older change back, where nothing depends on it";
    Tasks, "tasks", "tasks", "Show the open tasks of everyone";
    SetMany, "change-marked", "change", "Change stage, CSM or segment of all marked accounts at once";
    More, "more", "later", "One day later, one more: the cell of the table, of all marked accounts; the selected task";
    Less, "less", "earlier", "One day earlier, one less: the cell of the table, of all marked accounts; else back to the last place";
    TaskDone, "task-done", "done", "The task is done";
    Handle, "handle", "done", "It is done: tick off the task or step, dismiss the alert, else do what it wants";
    PutOff, "put-off", "snooze", "Put it off: a day, a week, until a day that you name";
    Mine, "mine", "mine", "Show what is yours alone, or everyone's again";
    Since, "since", "since", "Show what came, turned and was closed since you last looked";
    Snooze, "snooze", "snooze", "Put the task off until a day";
    Reassign, "reassign", "reassign", "Give the task or the step to somebody else";
    SetForecast, "set-forecast", "forecast", "Say what you expect of the renewal, and why";
    SetStage, "set-stage", "stage", "Say how far the renewal has come";
    QuoteOut, "quote-out", "quote", "The quote is out, at this amount";
    NoticeGiven, "notice-given", "notice", "The customer gave notice: when, and why";
    RenewalWon, "renewal-won", "won", "Close the renewal as won, which writes the next contract";
    RenewalLost, "renewal-lost", "lost", "Close the renewal as lost, with the reason";
    NewDeal, "new-opportunity", "new", "Open an opportunity, as the reasons found suggest";
    DealForward, "stage-forward", "forward", "The opportunity goes a stage forward; approved by whom, won into which contract";
    DealBack, "stage-back", "back", "The opportunity goes a stage back";
    DealWon, "opportunity-won", "won", "Close the opportunity as won, which writes the contract";
    DealLost, "opportunity-lost", "lost", "Close the opportunity as lost, with the reason";
    NextAtRisk, "next-at-risk", "at risk", "To the next renewal that may be lost, by the CSM or by the rules";
    Closer, "closer", "closer", "Show less time, and more of it: 3 years, a year, a quarter";
    Wider, "wider", "wider", "Show more time: a quarter, a year, 3 years";
    WhatIf, "what-if", "what if", "Suppose how renewals come out, and see what retention comes to; again: leave it";
    SupposeLost, "suppose-lost", "lost", "Suppose that the renewal is lost";
    SupposeWon, "suppose-won", "won", "Suppose that the renewal is won at the same price";
    SupposeMore, "suppose-more", "+5 %", "Suppose that it is won at 5 percent more";
    SupposeLess, "suppose-less", "-5 %", "Suppose that it is won at 5 percent less";
    SupposeABitMore, "suppose-a-bit-more", "+1 %", "Suppose that it is won at 1 percent more";
    SupposeABitLess, "suppose-a-bit-less", "-1 %", "Suppose that it is won at 1 percent less";
    SupposeAmount, "suppose-amount", "amount", "Type what it may cost: a percentage, or a yearly amount";
    SupposeNothing, "suppose-nothing", "unmark", "Suppose nothing of the renewal any more";
    SupposeAnew, "suppose-anew", "clear", "Suppose nothing of any renewal any more";
    SaveWhatIf, "save-what-if", "save", "Save what is supposed as forecasts, after a question";
    Start, "start-onboarding", "onboard", "Start an onboarding: template, day, the dates that come of it";
    StepDone, "step-done", "done", "Tick the step off, or open it again";
    NotApplicable, "not-applicable", "n/a", "The step does not apply, or does again";
    ShiftLater, "shift-later", "later", "Move the step a day later, with everything that depends on it";
    ShiftEarlier, "shift-earlier", "earlier", "Move the step a day earlier, with everything that depends on it";
    Note, "note", "note", "Write a note on the step";
    QuickWin, "quick-win", "quick win", "The step is a quick win, or is none";
    FirstOutcome, "first-outcome", "outcome", "Confirm the first outcome: when, what shows it, who says so";
    Handoff, "handoff", "handoff", "Write down what sales hands over; what is missing stands in red";
    Finish, "finish", "finish", "Finish the onboarding, or take a finished one up again";
    Templates, "templates", "templates", "Look at the templates of onboardings, plans and assessments, and change them";
    OpenTemplate, "open-template", "open", "Open the template, to change its steps or items one by one in a form";
    NewPlan, "new-plan", "new plan", "Write a plan for the quarter: from the one before it, from a template";
    ItemDone, "item-done", "done", "The item of the plan is done, or open again";
    Progress, "agree-or-review", "agree/review", "Agree on the plan with the customer; one that is agreed: review it";
    Dates, "by-day", "by day", "Show everything dated around the plan by day, or part by part again";
    Papers, "documents", "review pack", "Write the business review or the plan for the customer, and fill its blanks in the editor";
    StartPlay, "start-play", "play", "Start a play: its steps become tasks with days and owners";
    FinishPlay, "finish-play", "finish", "Say what came of the play, and why; one that has ended runs again";
    PlayDone, "play-done", "done", "Tick the step of the play off, or open it again; confirm the step of the intervention";
    Intervene, "save-plan", "save plan", "What is done about an account at risk: five steps, weekly reviews, saved or lost";
    Draft, "draft", "message", "Draft the message of the step, or another one, with what is known of the account";
    ChatOrMail, "chat-or-mail", "chat/mail", "Show the short form for a chat, or the mail again";
    CopyMessage, "copy-message", "copy", "Copy the message that is shown";
    OpenMail, "open-mail", "mail", "Open the mail program with the message; nothing is sent by itself";
    KeepMessage, "keep-message", "file", "Write the message into a file that nobody else can read";
    LogMessage, "log-message", "log", "Log the message once it is sent: the line is prepared";
    CheckIn, "check-in", "check-in", "Plan the next check-in with the account, as a task";
    UpdateGoal, "update-goal", "update", "Say how the goal stands: its value, a judgement, what it is worth";
    AfterGoal, "after-goal", "what next", "The goal is reached: ask for a reference, look at an expansion";
    Replace, "replace", "successor", "Somebody takes over: role, reporting lines and open duties go over, records stay";
    Tree, "tree", "table/tree", "Switch between table and tree by who reports to whom";
    Read, "read", "read", "Read the entry on the whole page";
    Kinds, "kinds", "kind", "Show entries of one kind";
    With, "with", "person", "Show entries with one person";
    OpenLink, "open-link", "open link", "Open a link of the entry in the browser";
    Longer, "longer", "longer", "A longer range";
    Shorter, "shorter", "shorter", "A shorter range";
    CopySeries, "copy-series", "series", "Copy the series as shown, for a sheet";
    Reset, "reset", "reset", "Go back to the built-in one, or delete one of the book's own";
    Confirm, "confirm", "yes", "Yes, do it";
    NextTab, "next-tab", "next tab", "Show the next tab";
    PreviousTab, "previous-tab", "previous tab", "Show the previous tab";
    Mark, "mark", "mark", "Mark or unmark the account";
    MarkRange, "mark-range", "mark range", "Start a range, and mark all accounts up to the selected one";
    Unmark, "unmark-all", "unmark", "Take all marks away";
    CopyName, "copy-name", "name", "Copy the names of the marked accounts, or of the selected one";
    CopyId, "copy-id", "id", "Copy the ids of the marked accounts, or of the selected one";
    CopyRow, "copy-row", "row", "Copy the rows of the marked accounts, or of the selected one";
    NextAccount, "next-account", "next", "Show the next account of the list";
    PreviousAccount, "previous-account", "previous", "Show the previous account of the list";
    Later, "since-later", "later", "Compare with a later day (90, 28, 7 days ago)";
    Earlier, "since-earlier", "earlier", "Compare with an earlier day (7, 28, 90 days ago)";
    Up, "up", "up", "One line up";
    Down, "down", "down", "One line down";
    Left, "left", "left", "One column to the left; in the table the cell before";
    Right, "right", "right", "One column to the right; in the table the next cell, to edit it in place";
    HalfUp, "half-page-up", "half up", "Half a page up";
    HalfDown, "half-page-down", "half down", "Half a page down";
    PageUp, "page-up", "page up", "A page up";
    PageDown, "page-down", "page down", "A page down";
    Top, "top", "top", "To the top";
    Bottom, "bottom", "bottom", "To the bottom";
    Today, "today", "today", "Go to today: what needs somebody, the most pressing first";
    Board, "board", "board", "Go to the board";
    Onboarding, "onboarding", "onboarding", "Go to the onboardings that are running";
    Plans, "plans", "plans", "Go to the account plans";
    Renewals, "renewals", "renewals", "Go to the renewals: the timeline and the table";
    Revenue, "revenue", "revenue", "Go to revenue: the way of MRR, retention, losses, cohorts";
    Plays, "plays", "plays", "Show the plays that run, and which plays work";
    Rules, "rules", "rules", "Show when alerts are raised and what the playbooks say, and change them";
    SwitchOff, "switch-off", "off/on", "Switch the rule or the playbook off, or on again; what that changes is shown first";
    Expansion, "expansion", "expansion", "Go to expansion: who is ready to buy more, and the pipeline";
    LastPlace, "last-place", "last place", "Go back to where you were before";
    Back, "back", "back", "One step back: close, clear the filter, take marks away";
    Accept, "accept", "choose", "Choose the line";
    KeepFilter, "keep-filter", "keep", "Keep the filter and go on in the list";
    Help, "help", "help", "Show all keys; search them, and run one with Enter";
    Save, "save", "save", "Save; the form closes when it is in the book";
    NextField, "next-field", "next field", "Go to the next field";
    PreviousField, "previous-field", "previous field", "Go to the previous field";
    TakeTheirs, "take-theirs", "book's value", "Put the book's value back into the field";
    Editor, "editor", "editor", "Write the long text or the template in the editor that VISUAL or EDITOR names";
    Theme, "theme", "colours", "Change the colours: the terminal's, blue and orange, none";
    Mouse, "mouse", "mouse", "Turn the mouse off, to select text with it, or on again";
    Redraw, "redraw", "redraw", "Draw the screen anew";
    Suspend, "suspend", "suspend", "Leave to the shell; fg comes back";
    Quit, "quit", "quit", "Quit; from an account or an overlay: one step back";
    QuitNow, "quit-now", "quit now", "Quit from anywhere";
}

impl Action {
    /// Whether all that it can do is to change the book, the rules or a template.
    pub fn writes(self) -> bool {
        matches!(
            self,
            Action::Edit
                | Action::Add
                | Action::Delete
                | Action::Log
                | Action::Assess
                | Action::Invite
                | Action::Attended
                | Action::Absent
                | Action::AllAttended
                | Action::Merge
                | Action::Undo
                | Action::Redo
                | Action::UndoThis
                | Action::Team
                | Action::SetMany
                | Action::TaskDone
                | Action::Handle
                | Action::PutOff
                | Action::Snooze
                | Action::Reassign
                | Action::SetForecast
                | Action::SetStage
                | Action::QuoteOut
                | Action::NoticeGiven
                | Action::RenewalWon
                | Action::RenewalLost
                | Action::NewDeal
                | Action::DealForward
                | Action::DealBack
                | Action::DealWon
                | Action::DealLost
                | Action::SaveWhatIf
                | Action::Start
                | Action::StepDone
                | Action::NotApplicable
                | Action::ShiftLater
                | Action::ShiftEarlier
                | Action::Note
                | Action::QuickWin
                | Action::FirstOutcome
                | Action::Handoff
                | Action::Finish
                | Action::NewPlan
                | Action::ItemDone
                | Action::Progress
                | Action::StartPlay
                | Action::FinishPlay
                | Action::PlayDone
                | Action::Intervene
                | Action::LogMessage
                | Action::CheckIn
                | Action::UpdateGoal
                | Action::AfterGoal
                | Action::Replace
                | Action::Reset
                | Action::SwitchOff
                | Action::Editor
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Action::ALL.iter().map(|action| action.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Action::ALL.len());
    }
}
