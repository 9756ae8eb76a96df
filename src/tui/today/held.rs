//! What an act goes on with once its question is answered: which matters, and the renewal that is acted on.

use super::Today;
use super::leaving::Gone;
use crate::edit::renewal::Target;
use crate::edit::today::{PutOff, Rows};
use crate::engine::{Dossier, Standing};
use crate::health::facts::AccountId;
use crate::today::{Kind, Matter, Wants, Whose};
use crate::tui::change::Change;

/// A renewal that is read before it is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    account: AccountId,
    contract: Option<i64>,
    record: Option<i64>,
    /// What it wants.
    pub wants: Wants,
}

/// What is held meanwhile.
#[derive(Debug, Default)]
pub(super) struct Held {
    rows: Rows,
    gone: Vec<Gone>,
    awaited: Option<Awaited>,
    renewal: Option<Box<Standing>>,
}

/// The row of a matter in the right list; false: it is not done, or not put off, by its row alone.
fn put(rows: &mut Rows, matter: &Matter, off: bool) -> bool {
    match (&matter.kind, matter.account) {
        (Kind::Task { id }, _) => rows.tasks.push(*id),
        (Kind::Alert { id, .. }, _) => rows.alerts.push(*id),
        (Kind::Flood { alerts, .. }, _) => rows.alerts.extend(alerts),
        (Kind::Step { id }, _) => rows.steps.push(*id),
        (Kind::CheckIn, Some(account)) if off => rows.check_ins.push(account),
        (Kind::Plan { id: Some(id), state: crate::plan::State::Review }, _) if off => rows.plans.push(*id),
        (Kind::Plan { id: Some(id), .. }, _) if off => rows.stale.push(*id),
        (Kind::Renewal { contract, record, due_on, .. }, Some(account)) if off => {
            let (contract, record, due_on) = (*contract, *record, *due_on);
            rows.renewals.push(Target { account, contract, record, due_on });
        }
        _ => return false,
    }
    true
}

impl Today {
    /// Holds the chosen matters that are done (`off`: put off) by their rows alone. Gives those rows, and how many of the
    /// chosen are not among them.
    pub fn hold(&mut self, off: bool) -> (&Rows, usize) {
        let (mut rows, mut gone, mut left) = (Rows::default(), Vec::new(), 0);
        for matter in self.chosen() {
            if put(&mut rows, matter, off) {
                gone.push((Whose::of(matter), matter.key()));
            } else {
                left += 1;
            }
        }
        (self.held.rows, self.held.gone) = (rows, gone);
        (&self.held.rows, left)
    }

    /// What is held: rows, and by what the list knows them. It is held no longer.
    pub fn release(&mut self) -> (Rows, Vec<Gone>) {
        (std::mem::take(&mut self.held.rows), std::mem::take(&mut self.held.gone))
    }

    /// A change that came of a form, with what it is about where it is held here.
    pub fn complete(&self, change: Change) -> Change {
        match change {
            Change::PutOff(act) if act.rows.is_empty() => {
                let PutOff { until, .. } = *act;
                Change::PutOff(Box::new(PutOff { rows: self.held.rows.clone(), until }))
            }
            change => change,
        }
    }

    /// Begins to act on the renewal that is meant: gives its account, whose renewals are to be read first.
    pub fn await_renewal(&mut self) -> Option<AccountId> {
        let matter = self.meant()?;
        let Kind::Renewal { contract, record, wants, .. } = matter.kind else { return None };
        let awaited = Awaited { account: matter.account?, contract, record, wants };
        self.held.awaited = Some(awaited);
        Some(awaited.account)
    }

    /// Whether the renewals of an account are awaited.
    pub fn awaits(&self, account: AccountId) -> bool {
        self.held.awaited.is_some_and(|awaited| awaited.account == account)
    }

    /// Takes in the renewals of an account that were awaited; None: it is not among them any more.
    pub fn found(&mut self, dossiers: Vec<Dossier>) -> Option<Awaited> {
        let awaited = self.held.awaited.take()?;
        let is_it = |own: &Dossier| {
            let renewal = &own.standing.renewal;
            let contract = renewal.contract.as_ref().map(|own| own.id);
            let record = renewal.record.as_ref().map(|own| own.id);
            if awaited.contract.is_some() { contract == awaited.contract } else { record == awaited.record }
        };
        let found = dossiers.into_iter().find(is_it)?;
        self.held.renewal = Some(Box::new(found.standing));
        Some(awaited)
    }

    /// The renewal that is acted on.
    pub fn renewal(&self) -> Option<&Standing> {
        self.held.renewal.as_deref()
    }
}
