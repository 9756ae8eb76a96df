//! Which renewals are meant: by a filter, or the one of an account.

use super::super::account::resolve;
use super::super::accounts::matching;
use super::super::context::Context;
use super::super::words::with_distance;
use super::Renewals as Args;
use crate::domain::text::{clean, fit, fold};
use crate::domain::{Error, Forecast, Kind, Level, Result};
use crate::edit::day::{Side, parse};
use crate::engine::{Board, Pick, Standing, Survey, Wanted};
use crate::renewal::Renewal;
use crate::store::edit::account_name;

/// The renewals that are asked for, with the names of accounts and, with `rates`, how those of the past ended.
///
/// # Errors
/// The arguments mean none, or the book cannot be read.
pub fn found(args: &Args, context: &Context, rates: bool) -> Result<Survey> {
    let pick = |board: &Board| {
        let places = matching(&args.filter, board)?;
        let rows = places.iter().filter_map(|place| board.rows.get(usize::try_from(*place).ok()?));
        let mut ids: Vec<_> = rows.map(|row| row.id).collect();
        ids.sort_unstable();
        Ok(ids)
    };
    let pick: Option<Pick<'_>> = if args.filter.is_empty() { None } else { Some(&pick) };
    let wanted = Wanted::within(None, context.day(), args.within);
    let mut survey = context.view()?.survey(wanted, pick, rates)?;
    let call = args.forecast.as_deref().map(call).transpose()?;
    let risk = args.risk.as_deref().map(level).transpose()?;
    survey.renewals.standings.retain(|standing| {
        let level = standing.risk.as_ref().map(|risk| risk.level);
        call.is_none_or(|call| call == standing.renewal.call) && risk.is_none_or(|least| level >= Some(least))
    });
    Ok(survey)
}

fn level(text: &str) -> Result<Level> {
    let key = fold(text);
    Level::ALL.iter().copied().find(|level| level.name() == key).ok_or_else(|| {
        Error::new(Kind::Usage, format!("\"{}\" is not a level of risk", clean(text)))
            .hint("use one of low, medium, high")
    })
}

fn call(text: &str) -> Result<Option<Forecast>> {
    if fold(text) == "none" {
        return Ok(None);
    }
    Forecast::parse(text).map(Some).map_err(|error| Error { kind: Kind::Usage, ..error })
}

/// Which renewal of an account.
#[derive(Debug, clap::Args)]
pub struct Which {
    /// The account's id, external id, domain or name
    pub account: String,
    /// Of several, the one of this contract: its number or plan
    #[arg(long, value_name = "CONTRACT")]
    pub contract: Option<String>,
    /// Of several, the one that is due on this day
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
}

impl Which {
    /// The renewal that is meant: the only open one that fits.
    ///
    /// # Errors
    /// There is none, or several; or the book cannot be read.
    pub fn find(&self, context: &Context) -> Result<Standing> {
        let view = context.view()?;
        let account = resolve(view.reader(), &self.account)?;
        let due = self.due.as_deref().map(|due| parse(due, context.day(), Side::Ahead)).transpose()?;
        let dossiers = view.renewals_of(&view.judge()?, account)?;
        let mut all: Vec<Standing> = dossiers.into_iter().map(|one| one.standing).collect();
        all.retain(|one| {
            let named = self.contract.as_deref().is_none_or(|asked| is_called(&one.renewal, asked));
            named && due.is_none_or(|due| due == one.renewal.due_on)
        });
        // What is closed is not meant, unless it is all there is: then the act says so.
        if all.iter().any(|one| one.renewal.is_open()) {
            all.retain(|one| one.renewal.is_open());
        }
        let name = || -> Result<String> {
            let name = account_name(view.reader(), account)?.unwrap_or_default();
            Ok(fit(&name, 60).into_owned())
        };
        match all.len() {
            1 => {}
            0 => {
                return Err(Error::not_found(format!("no such renewal of {} is open", name()?))
                    .hint("a contract that has an end has one: see mainstay renewal show ACCOUNT"));
            }
            several => {
                let lines: Vec<String> = all
                    .iter()
                    .take(10)
                    .map(|one| {
                        format!(
                            "{}  {}",
                            with_distance(one.renewal.due_on, context.day()),
                            title(&one.renewal)
                        )
                    })
                    .collect();
                let what = format!("{several} renewals of {} are open", name()?);
                let hint = format!("say which with --due or --contract\n{}", lines.join("\n"));
                return Err(Error::new(Kind::Ambiguous, what).hint(hint));
            }
        }
        all.pop().ok_or_else(|| Error::not_found("no such renewal is open"))
    }
}

/// What a renewal is of: number and plan of its contract.
pub fn title(renewal: &Renewal) -> String {
    let Some(contract) = &renewal.contract else { return "no contract".to_owned() };
    let parts: Vec<_> =
        [contract.number.as_deref(), contract.plan.as_deref()].into_iter().flatten().map(clean).collect();
    parts.join(" ")
}

fn is_called(renewal: &Renewal, asked: &str) -> bool {
    let asked = fold(asked);
    let Some(contract) = &renewal.contract else { return false };
    let number = contract.number.as_deref().is_some_and(|number| fold(number) == asked);
    number || contract.plan.as_deref().is_some_and(|plan| fold(plan).contains(&asked))
}
