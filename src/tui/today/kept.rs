//! Everything that was read for the day: the matters of each customer, and all lines in their order. A change of one
//! customer makes one line anew.

use std::collections::{BTreeSet, HashMap};

use super::Around;
use crate::book::Board;
use crate::domain::Day;
use crate::engine::scale_today;
use crate::health::facts::AccountId;
use crate::today::{Customer, Matter, Ranked, Scale, Turn, Whose, customer, order};

/// A matter in its line, with what filters and counts ask of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Its place among those that were read of the customer.
    pub place: usize,
    /// Its rank.
    pub rank: f64,
    /// What it is in a word.
    pub kind: &'static str,
    /// The team member whose it is: the CSM of the account, unless it names another.
    pub owner: Option<i64>,
    /// Whether it was due before the day.
    pub is_late: bool,
    /// Whether it is due on the day.
    pub is_due: bool,
    /// Whether it is new since the last look.
    pub is_new: bool,
}

/// A customer with all that is to be done.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whose it is.
    pub whose: Whose,
    /// See [`crate::today::rank::of_account`].
    pub rank: f64,
    /// Of the part of a matter, what the next one counts.
    pub further: f64,
    /// The most pressing first.
    pub items: Vec<Item>,
    /// How the band turned since the last look.
    pub turn: Option<Turn>,
    /// Where the row of the account is on the board.
    pub row: Option<u32>,
}

impl Entry {
    /// The place of its name among all.
    pub fn name(&self, board: &Board) -> u32 {
        self.row.map_or(0, |row| board.names().rank(row))
    }

    fn order(&self, board: &Board) -> impl Ord + use<> {
        order(self.rank, self.name(board), self.whose)
    }
}

/// All of it.
#[derive(Debug, Default)]
pub struct Kept {
    read: HashMap<Whose, Vec<Matter>>,
    entries: Vec<Entry>,
    /// The day and the measure by which they are ranked; None: they are to be made anew.
    ranked: Option<(Day, Scale)>,
    /// Those that are to be made anew.
    due: BTreeSet<Whose>,
}

impl Kept {
    /// Takes in everything.
    pub fn take_all(&mut self, matters: Vec<Matter>) {
        self.read.clear();
        for matter in matters {
            self.put(matter);
        }
        self.forget();
    }

    /// Takes in what was read of an account, or of none, and its part in the matters of many.
    pub fn take(&mut self, whose: Whose, matters: Vec<Matter>) {
        let (shares, own): (Vec<Matter>, Vec<Matter>) =
            matters.into_iter().partition(|matter| Whose::of(matter) != whose);
        self.read.remove(&whose);
        own.into_iter().for_each(|matter| self.put(matter));
        self.renew(whose);
        if let Some(account) = whose.account() {
            self.share(account, shares);
        }
    }

    fn put(&mut self, matter: Matter) {
        self.read.entry(Whose::of(&matter)).or_default().push(matter);
    }

    /// The part that an account has in the matters of many is another one.
    fn share(&mut self, account: AccountId, shares: Vec<Matter>) {
        if shares.is_empty() && self.shared(account).is_empty() {
            return;
        }
        let all: Vec<Whose> =
            self.read.keys().copied().filter(|whose| matches!(whose, Whose::Many(_))).collect();
        let mut many: Vec<Matter> =
            all.iter().filter_map(|whose| self.read.remove(whose)).flatten().collect();
        many.retain_mut(|matter| matter.part_with(account));
        for share in shares {
            let left = many.iter_mut().try_fold(share, |share, own| own.join(share));
            many.extend(left);
        }
        self.due.extend(all);
        for matter in many {
            self.renew(Whose::of(&matter));
            self.put(matter);
        }
    }

    /// The matters of many in which an account has part.
    fn shared(&self, account: AccountId) -> Vec<Whose> {
        let many = self.read.iter().filter(|(whose, _)| matches!(whose, Whose::Many(_)));
        many.filter(|(_, own)| own.iter().any(|matter| matter.is_shared_by(account)))
            .map(|(whose, _)| *whose)
            .collect()
    }

    /// No row is new any more: all was looked at.
    pub fn see(&mut self) {
        self.read.values_mut().flatten().for_each(|matter| matter.is_new_row = false);
        self.forget();
    }

    /// Everything is to be made anew.
    pub fn forget(&mut self) {
        self.ranked = None;
    }

    /// The line of somebody is to be made anew.
    pub fn renew(&mut self, whose: Whose) {
        self.due.insert(whose);
    }

    /// The line of an account is to be made anew, and those of many in which it has part.
    pub fn renew_account(&mut self, account: AccountId) {
        self.due.insert(Whose::Account(account));
        self.due.extend(self.shared(account));
    }

    /// The lines in their order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// A matter by its place among those of somebody.
    pub fn matter(&self, whose: Whose, place: usize) -> Option<&Matter> {
        self.read.get(&whose)?.get(place)
    }

    /// Rows came to the board or went: where the others are.
    pub fn place(&mut self, board: &Board) {
        for entry in &mut self.entries {
            entry.row = entry.whose.account().and_then(|id| board.place(id));
        }
    }

    /// Makes anew what is to be, or everything where the day or the measure is another.
    pub fn settle(&mut self, around: &Around) {
        let board = around.board;
        let by = (board.lookups().day, scale_today(board.totals(), board.lookups().currency));
        let due = std::mem::take(&mut self.due);
        // Of many, to put each in at its place is more than to sort all.
        if self.ranked != Some(by) || due.len() > self.entries.len() / 16 + 16 {
            self.ranked = Some(by);
            let made = self.read.iter().filter_map(|(whose, read)| entry(*whose, read, by, around));
            self.entries = made.collect();
            self.entries.sort_by_cached_key(|entry| entry.order(board));
            return;
        }
        for whose in &due {
            if let Some(place) = self.entries.iter().position(|entry| entry.whose == *whose) {
                self.entries.remove(place);
            }
            if let Some(made) = self.read.get(whose).and_then(|read| entry(*whose, read, by, around)) {
                let order = made.order(board);
                let at = self.entries.partition_point(|entry| entry.order(board) < order);
                self.entries.insert(at, made);
            }
        }
    }
}

/// The line of somebody, without what leaves it; None: nothing is left.
fn entry(whose: Whose, read: &[Matter], (day, scale): (Day, Scale), around: &Around) -> Option<Entry> {
    let stays = |(_, matter): &(usize, &Matter)| !around.leaving.has(&matter.key());
    let matters = read.iter().enumerate().filter(stays);
    let Customer { rank, further, matters, .. } =
        customer(whose, matters, &scale, day, |matter| around.judged(matter))?;
    let place = whose.account().and_then(|id| around.board.place(id));
    let row = place.and_then(|place| around.board.at(place));
    let item = |Ranked { place, rank }| {
        let matter: &Matter = read.get(place)?;
        Some(Item {
            place,
            rank,
            kind: matter.kind.name(),
            owner: matter.owner.or(row.and_then(|row| row.csm)),
            is_late: matter.is_late(day),
            is_due: matter.is_due_on(day),
            is_new: around.is_new(matter),
        })
    };
    let items = matters.into_iter().filter_map(item).collect();
    let turn = row.and_then(|row| around.turned(row.id, row.band, day));
    Some(Entry { whose, rank, further, items, turn, row: place })
}
