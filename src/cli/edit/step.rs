//! `step ACCOUNT STEP done|skip|reopen|shift|assign|note|add|remove`: a step of the account's onboarding.

use clap::ValueEnum;

use super::super::context::Context;
use super::super::out::Out;
use super::{Done, Editor, Side, day_or_today};
use crate::domain::text::{clean, fit, fold};
use crate::domain::{Day, Error, Kind, OwnerRole, Result};
use crate::edit::entity::STEP;
use crate::edit::onboarding::{AddStep, ChangeStep, Changed, Owner, StepTo};
use crate::edit::{self, Value, Values};
use crate::onboarding::Onboarding;
use crate::store::edit::account_name;
use crate::store::{Reads, onboarding as book};

/// A step of an onboarding.
#[derive(Debug, clap::Args)]
pub struct Step {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The step's id, or a part of its title that no other step has; to add one, its title
    pub step: String,
    /// What becomes of it
    pub to: To,
    /// shift: days, such as 3 or -2; assign: a member of the team or a role; note: the text
    #[arg(allow_hyphen_values = true)]
    pub value: Vec<String>,
    /// done: when; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// done: by whom
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// done: although a step that it needs is not
    #[arg(long)]
    pub anyway: bool,
    /// add: the day by which it is due
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub due: Option<String>,
    /// add: the part of the onboarding that it belongs to
    #[arg(long, value_name = "PHASE")]
    pub phase: Option<String>,
    /// add: whose work it is: csm, onboarding specialist, technical success engineer, training specialist, customer
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// add: a step that comes first; can be given several times
    #[arg(long, value_name = "STEP")]
    pub needs: Vec<String>,
    /// add: the onboarding can be finished without it
    #[arg(long)]
    pub optional: bool,
}

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// It is done
    Done,
    /// It does not apply
    Skip,
    /// It is open again
    Reopen,
    /// It comes later or earlier, with everything that depends on it
    Shift,
    /// It is somebody else's work
    Assign,
    /// Something is noted of it
    Note,
    /// It is added
    Add,
    /// It is taken away
    Remove,
}

/// `step ACCOUNT STEP ...`
pub fn run(args: &Step, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let worked_on = worked_on(&editor, account)?;
    let mut steps = Vec::new();
    for onboarding in &worked_on {
        steps.extend(edit::list(editor.writer.book(), &STEP, Some(onboarding.id))?);
    }
    let Some(to) = wanted(args, &editor)? else {
        return add(args, &worked_on, &steps, &mut editor, out);
    };
    let id = editor.pick(&STEP, &steps, &args.step)?;
    let change = ChangeStep { anyway: args.anyway, ..ChangeStep::new(id, to) };
    let label = change.label(editor.writer.book())?;
    let day = context.day();
    let changed = editor.write(&label, |tx| change.apply(tx, day))?;
    let lines = said(&changed, &change, editor.writer.book(), &args.account)?;
    editor.tell(&Done { label, id: Some(id), changed: lines, nothing: false }, out)
}

/// The onboardings whose steps are meant: those that run, else the latest.
fn worked_on(editor: &Editor<'_>, account: i64) -> Result<Vec<Onboarding>> {
    let mut all = book::of_account(editor.writer.book(), account)?;
    let day = editor.context.day();
    if all.is_empty() {
        let name = account_name(editor.writer.book(), account)?.unwrap_or_default();
        return Err(Error::not_found(format!("{} has no onboarding", fit(&name, 60)))
            .hint("start one with: mainstay onboarding start ACCOUNT --template core"));
    }
    if all.iter().any(|onboarding| onboarding.is_running(day)) {
        all.retain(|onboarding| onboarding.is_running(day));
    } else {
        all.truncate(1);
    }
    Ok(all)
}

/// What is to become of a step, from what was typed; None: it is to be added.
fn wanted(args: &Step, editor: &Editor<'_>) -> Result<Option<StepTo>> {
    let text = args.value.join(" ");
    let text = text.trim();
    let usage = |what: &str, hint: &str| Err(Error::new(Kind::Usage, what).hint(hint));
    Ok(Some(match args.to {
        To::Add => return Ok(None),
        To::Done => StepTo::Done {
            on: day_or_today(args.on.as_deref(), Side::Behind, editor.context)?,
            by: args.by.clone(),
        },
        To::Skip => StepTo::NotApplicable,
        To::Reopen => StepTo::Open,
        To::Remove => StepTo::Removed,
        To::Note => StepTo::Note(Some(text.to_owned()).filter(|text| !text.is_empty())),
        To::Shift => match text.trim_start_matches('+').parse() {
            Ok(0) | Err(_) => {
                return usage(
                    &format!("\"{}\" is no number of days to move a step", clean(text)),
                    "write it as: mainstay step ACCOUNT STEP shift 3 (or -2, which is earlier)",
                );
            }
            Ok(days) => StepTo::Shift(days),
        },
        To::Assign if text.is_empty() => {
            return usage(
                "it is not said whose work it becomes",
                "name a member of the team or a role, or say nobody",
            );
        }
        To::Assign if fold(text) == "nobody" => StepTo::Owner(Owner { role: None, member: Some(None) }),
        To::Assign => match OwnerRole::parse(text) {
            // A role with somebody in it stays theirs only if they are named.
            Ok(role) => StepTo::Owner(Owner { role: Some(role), member: Some(None) }),
            Err(_) => {
                let typed = editor.typed(&STEP, None, &Vec::new(), &[("owner", text)]);
                let values = typed.map_err(|error| match error.hint {
                    None => error.hint(format!("or use a role: {}", roles())),
                    Some(_) => error,
                })?;
                let member = values.first().and_then(|(_, value)| value.int());
                StepTo::Owner(Owner { role: None, member: Some(member) })
            }
        },
    }))
}

fn roles() -> String {
    OwnerRole::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
}

/// What came of a change, a line each.
fn said(changed: &Changed, change: &ChangeStep, on: &impl Reads, account: &str) -> Result<Vec<String>> {
    let title = |id: i64| changed.before.step(id).map_or("", |step| &step.title);
    let mut lines: Vec<String> = match &change.to {
        StepTo::Done { on, by } => {
            let by = by.as_deref().map(|by| format!(" by {}", by.trim())).unwrap_or_default();
            vec![format!("done on {on}{by}")]
        }
        StepTo::Owner(_) => {
            let after = book::one(on, changed.before.id)?;
            let step = after.step(change.step);
            let owner = step.and_then(|step| step.owner.as_deref()).unwrap_or("nobody in particular");
            let role = step.and_then(|step| step.owner_role.as_deref());
            vec![format!("now of {owner}{}", role.map(|role| format!(" ({role})")).unwrap_or_default())]
        }
        StepTo::Note(Some(note)) => vec![note.clone()],
        _ => Vec::new(),
    };
    lines.extend(
        changed
            .moves
            .iter()
            .map(|moved| format!("{}: {} -> {}", fit(title(moved.step), 60), moved.from, moved.to)),
    );
    if changed.all_done {
        lines.push(format!(
            "every required step is done; finish with: mainstay onboarding finish {account} --stage adoption"
        ));
    }
    Ok(lines)
}

fn add(
    args: &Step,
    onboardings: &[Onboarding],
    steps: &[(i64, Values)],
    editor: &mut Editor<'_>,
    out: &mut Out,
) -> Result<()> {
    let Some(due) = args.due.as_deref() else {
        return Err(Error::new(Kind::Usage, "it is not said when the new step is due")
            .hint("add --due with a day, such as 2026-03-01, fri, +2w"));
    };
    let mut needs = Vec::with_capacity(args.needs.len());
    for asked in &args.needs {
        needs.push(editor.pick(&STEP, steps, asked)?);
    }
    // Of several that run, the one of the steps it needs, else the latest.
    let of_needs = |onboarding: &&Onboarding| needs.iter().any(|id| onboarding.step(*id).is_some());
    let Some(onboarding) = onboardings.iter().find(of_needs).or_else(|| onboardings.first()) else {
        return Ok(());
    };
    let required = if args.optional { "no" } else { "yes" };
    let mut entries = vec![("title", args.step.as_str()), ("due_on", due), ("required", required)];
    entries.extend(args.phase.as_deref().map(|phase| ("phase", phase)));
    let mut set = editor.typed(&STEP, None, &Vec::new(), &entries)?;
    if let Some(role) = &args.role {
        set.push((STEP.field("owner_role")?, Value::Text(OwnerRole::parse(role)?.name().to_owned())));
    }
    let due_on = set.iter().find(|(field, _)| field.name == "due_on").and_then(|(_, value)| value.int());
    let due_on = due_on
        .and_then(|day| i32::try_from(day).ok())
        .map_or_else(|| due.to_owned(), |day| Day(day).to_string());
    let added = AddStep::after(onboarding.id, set, &needs)?;
    let label = added.label(editor.writer.book())?;
    let id = editor.write(&label, |tx| added.apply(tx))?;
    editor.tell(&Done { label, id: Some(id), changed: vec![format!("due: {due_on}")], nothing: false }, out)
}
