#![allow(clippy::unwrap_used)] // tests fail loudly

use super::Rules;

#[test]
fn the_built_in_rules_are_sound() {
    let rules = Rules::builtin().unwrap();
    assert_eq!(rules.iter().count(), 26);
}
