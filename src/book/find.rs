//! Accounts to choose from by typing some letters of their name, however many there are.

use std::collections::HashSet;

use super::board::Board;
use super::names::{NameIndex, fold, in_order, letters};
use super::row::Row;

/// How well a name fits what was typed: the less the better.
fn fit(name: &str, typed: &str) -> u8 {
    match () {
        () if name == typed => 0,
        () if name.starts_with(typed) => 1,
        () if name
            .match_indices(typed)
            .any(|(at, _)| name.get(..at).is_some_and(|left| left.ends_with(' '))) =>
        {
            2
        }
        () if name.contains(typed) => 3,
        () => 4,
    }
}

impl Board {
    /// At most so many accounts in whose names the typed letters stand in their order, the best first: the whole name,
    /// its beginning, that of a word, a part, letters apart. Nothing typed: any, by name.
    pub fn find(&self, typed: &str, most: usize) -> Vec<&Row> {
        let typed = fold(typed.trim());
        // The spaces between the words that are looked for need not stand in the name.
        let wanted = typed.split(' ').fold(0, |set, word| set | letters(word));
        let names: &NameIndex = self.names();
        let fits = (0_u32..).zip(names.iter()).filter(|(_, name)| {
            name.letters & wanted == wanted && typed.split(' ').all(|word| in_order(name.text, word))
        });
        let mut found: Vec<(u8, usize, &str, u32)> =
            fits.map(|(place, name)| (fit(name.text, &typed), name.text.len(), name.text, place)).collect();
        if typed.is_empty() {
            found.iter_mut().for_each(|found| found.1 = 0);
        }
        if found.len() > most {
            found.select_nth_unstable(most);
            found.truncate(most);
        }
        found.sort_unstable();
        found.into_iter().filter_map(|found| self.at(found.3)).collect()
    }

    /// The same as names to choose one by: of several of a name all but the first bear their id.
    pub fn find_named(&self, typed: &str, most: usize) -> Vec<(i64, String)> {
        let mut seen = HashSet::new();
        let named = |row: &Row| {
            let first = seen.insert(row.name.to_string());
            (row.id, if first { row.name.to_string() } else { format!("{} #{}", row.name, row.id) })
        };
        self.find(typed, most).into_iter().map(named).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::book::fixture::{self, lookups};
    use crate::book::{Board, Totals};

    fn board(names: &[&str]) -> Board {
        let rows: Vec<_> = (1..).zip(names).map(|(id, name)| fixture::row(id, name)).collect();
        let totals = Totals::of(&rows);
        Board::whole(rows, lookups(), totals)
    }

    fn found(board: &Board, typed: &str, most: usize) -> Vec<String> {
        board.find_named(typed, most).into_iter().map(|found| found.1).collect()
    }

    #[test]
    fn the_best_names_come_first_and_no_more_than_asked_for() {
        let board =
            board(&["Northern Acme", "Acme Holding", "Pacmen", "A Company of Men", "Acme", "Zürich Acmé AG"]);
        assert_eq!(
            found(&board, "acme", 9),
            ["Acme", "Acme Holding", "Northern Acme", "Zürich Acmé AG", "Pacmen", "A Company of Men"]
        );
        assert_eq!(found(&board, "acme", 2), ["Acme", "Acme Holding"]);
        assert_eq!(found(&board, "zur ag", 9), ["Zürich Acmé AG"]);
        assert_eq!(found(&board, "", 2), ["A Company of Men", "Acme"]);
        assert!(found(&board, "xyz", 9).is_empty());
    }

    #[test]
    fn accounts_of_one_name_are_told_apart() {
        assert_eq!(found(&board(&["Acme", "Beta", "Acme"]), "acme", 9), ["Acme", "Acme #3"]);
    }
}
