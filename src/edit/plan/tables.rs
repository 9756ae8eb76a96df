//! The items of a plan part by part, each with the fields and the names that belong to it. They all lie in one table; as
//! a whole they are [`entity::PLAN_ITEM`](crate::edit::entity::PLAN_ITEM).

use std::sync::OnceLock;

use crate::domain::PlanSection;
use crate::edit::entity::{Entity, Parent};
use crate::edit::field::Row;
use crate::edit::tables::row;

const OF_PLAN: Option<Parent> = Some(Parent { column: "plan_id", entity: "plan", required: true });

const fn part(name: &'static str, plural: &'static str, rows: &'static [Row]) -> Entity {
    Entity {
        name,
        plural,
        table: "plan_item",
        kind: "plans",
        rows,
        made: OnceLock::new(),
        title: &["item"],
        parent: OF_PLAN,
        order: "position, id",
    }
}

/// The success plan: what is reached by when.
pub static MILESTONE: Entity = part(
    "milestone",
    "milestones",
    &[
        row("item", "Milestone", "what the customer can see"),
        row("due_on", "Due", ""),
        row("owner", "Owner", "on our side"),
        row("customer_owner", "Customer's owner", "on their side"),
        row("detail", "Detail", ""),
        row("done_on", "Done on", ""),
    ],
);

/// What is to be used, from how much to how much.
pub static ADOPTION: Entity = part(
    "adoption step",
    "adoption steps",
    &[
        row("item", "Feature or metric", "by its name in the book; where it stands is then read from usage"),
        row("target", "Target", "a number to compare with, or words"),
        row("detail", "Action", "what brings them there"),
        row("due_on", "Due", ""),
        row("owner", "Owner", "on our side"),
        row("customer_owner", "Customer's owner", "on their side"),
        row("current", "Current", "only where usage does not tell"),
        row("done_on", "Done on", ""),
    ],
);

/// What the customer could have beside.
pub static IDEA: Entity = part(
    "expansion idea",
    "expansion ideas",
    &[
        row("item", "Idea", ""),
        row("detail", "Problem, solution, return", ""),
        row("due_on", "Due", "when to talk about it"),
        row("owner", "Owner", "on our side"),
        row("customer_owner", "Customer's owner", "who would gain by it"),
        row("done_on", "Done on", ""),
    ],
);

/// What may go wrong.
pub static RISK: Entity = part(
    "risk",
    "risks",
    &[
        row("item", "Risk", "what may happen"),
        row("probability", "Probability", ""),
        row("impact", "Impact", ""),
        row("detail", "Mitigation", "what we do about it"),
        row("owner", "Owner", "on our side"),
        row("due_on", "Due", "by when it is dealt with"),
        row("done_on", "Closed on", ""),
    ],
);

/// The entity of the items of a part.
pub fn entity_of(section: PlanSection) -> &'static Entity {
    match section {
        PlanSection::Milestone => &MILESTONE,
        PlanSection::Adoption => &ADOPTION,
        PlanSection::Expansion => &IDEA,
        PlanSection::Risk => &RISK,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_a_part_is_one_that_import_knows() {
        for section in PlanSection::ALL {
            let entity = entity_of(*section);
            assert_eq!(entity.fields().len(), entity.rows.len(), "{}", entity.name);
        }
    }
}
