//! Who reports to whom: a tree out of names as people write them. What others wrote may be a circle.

use std::collections::HashMap;

use super::text::fold;

/// What somebody is called, and by what name they call the one they report to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// Name.
    pub name: &'a str,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Name or e-mail address of the one above, as given.
    pub reports_to: Option<&'a str>,
}

impl Named<'_> {
    /// Whether a name, however it is written, or an e-mail address means this person.
    pub fn is_meant(&self, by: &str) -> bool {
        let key = fold(by);
        !key.is_empty() && (fold(self.name) == key || self.email.is_some_and(|email| fold(email) == key))
    }
}

/// The place of the one whom each reports to; None: nobody, or nobody of these. Of several of a name the first counts.
pub fn above(people: &[Named<'_>]) -> Vec<Option<usize>> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, person) in people.iter().enumerate() {
        for called in [Some(person.name), person.email].into_iter().flatten() {
            places.entry(fold(called)).or_insert(place);
        }
    }
    places.remove("");
    people.iter().map(|person| places.get(&fold(person.reports_to?)).copied()).collect()
}

/// The circle that somebody is in, from them up and round; None: in none.
pub fn circle(above: &[Option<usize>], of: usize) -> Option<Vec<usize>> {
    let mut way = vec![of];
    let mut at = of;
    while let Some(next) = above.get(at).copied().flatten() {
        if next == of {
            return Some(way);
        }
        if way.contains(&next) {
            return None;
        }
        way.push(next);
        at = next;
    }
    None
}

/// Whether somebody stands above another one, however far.
pub fn is_above(above: &[Option<usize>], high: usize, low: usize) -> bool {
    // No way is longer than there are people, or it is a circle.
    let mut at = low;
    for _ in 0..above.len() {
        match above.get(at).copied().flatten() {
            Some(next) if next == high => return true,
            Some(next) => at = next,
            None => return false,
        }
    }
    false
}

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The place of the person.
    pub place: usize,
    /// For every level above, whether more follow on it; the last one is the person's own. Empty: nobody is above.
    pub more: Vec<bool>,
    /// They report to somebody who reports to them in the end: the tree begins here.
    pub in_circle: bool,
}

/// Everybody once, each below the one they report to; those of one level in their order. A circle is opened at the
/// first of it.
pub fn tree(above: &[Option<usize>]) -> Vec<Branch> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); above.len()];
    for (place, up) in above.iter().enumerate() {
        if let Some(list) = up.and_then(|up| below.get_mut(up)) {
            list.push(place);
        }
    }
    let mut lines = Vec::with_capacity(above.len());
    let mut seen = vec![false; above.len()];
    // From those with nobody above everybody is reached but circles and those below them.
    for (place, up) in above.iter().enumerate() {
        if up.is_none() {
            descend(&below, place, false, &mut seen, &mut lines);
        }
    }
    for place in 0..above.len() {
        if seen.get(place) == Some(&false) && circle(above, place).is_some() {
            descend(&below, place, true, &mut seen, &mut lines);
        }
    }
    lines
}

/// Adds somebody and everybody below, without recursion: what was imported may be as deep as it is long.
fn descend(below: &[Vec<usize>], first: usize, in_circle: bool, seen: &mut [bool], lines: &mut Vec<Branch>) {
    let mut open = vec![Branch { place: first, more: Vec::new(), in_circle }];
    while let Some(branch) = open.pop() {
        match seen.get_mut(branch.place) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let here = below.get(branch.place).map(Vec::as_slice).unwrap_or_default();
        let new: Vec<usize> = here.iter().copied().filter(|place| seen.get(*place) == Some(&false)).collect();
        for (number, place) in new.iter().enumerate().rev() {
            let mut more = branch.more.clone();
            more.push(number + 1 < new.len());
            open.push(Branch { place: *place, more, in_circle: false });
        }
        lines.push(branch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(name: &'a str, reports_to: Option<&'a str>) -> Named<'a> {
        Named { name, email: None, reports_to }
    }

    fn places(lines: &[Branch]) -> Vec<(usize, usize, bool)> {
        lines.iter().map(|line| (line.place, line.more.len(), line.in_circle)).collect()
    }

    #[test]
    fn people_stand_below_the_one_they_report_to() {
        let mut people = [
            named("Ann", None),
            named("Bob", Some("ann")),
            named("Cleo", Some("a@x.example")),
            named("Dan", Some("Zoe")),
        ];
        people[0].email = Some("A@x.example");
        let above = above(&people);
        assert_eq!(above, [None, Some(0), Some(0), None], "by name or address, whatever the case");
        assert_eq!(places(&tree(&above)), [(0, 0, false), (1, 1, false), (2, 1, false), (3, 0, false)]);
        assert_eq!(tree(&above)[1].more, [true], "Cleo follows");
        assert!(is_above(&above, 0, 2) && !is_above(&above, 2, 0) && !is_above(&[Some(0)], 1, 0));
    }

    #[test]
    fn a_circle_is_found_and_shown_once() {
        // Ann -> Bob -> Cleo -> Ann; Dan reports to Cleo; Eve to herself.
        let people = [
            named("Ann", Some("Bob")),
            named("Bob", Some("Cleo")),
            named("Cleo", Some("Ann")),
            named("Dan", Some("Cleo")),
            named("Eve", Some("Eve")),
        ];
        let above = above(&people);
        assert_eq!(circle(&above, 0), Some(vec![0, 1, 2]));
        assert_eq!(circle(&above, 3), None, "Dan is below it, not in it");
        assert_eq!(circle(&above, 4), Some(vec![4]));
        // Below Ann is Cleo, below her Bob and Dan.
        assert_eq!(
            places(&tree(&above)),
            [(0, 0, true), (2, 1, false), (1, 2, false), (3, 2, false), (4, 0, true)]
        );
    }

    #[test]
    fn a_very_long_line_is_no_trouble() {
        let above: Vec<Option<usize>> = (0..3000_usize).map(|place| place.checked_sub(1)).collect();
        assert_eq!(tree(&above).last().map(|line| (line.place, line.more.len())), Some((2999, 2999)));
    }

    #[test]
    fn a_name_of_nothing_but_signs_means_nobody() {
        assert_eq!(above(&[named("—", Some("—")), named("B", Some(""))]), [None, None]);
    }
}
