//! An account of which every figure is known. It is 2026-06-30, day 20634; the quarter began on day 20544.

use crate::shell::Shell;

/// | what | how it was | so |
/// |---|---|---|
/// | goal 1 | from 40 to 20 in 200 days from day 20500 on; 36 on 20530, 30 on 20600, worth $30,000 | half of the way after half of the time |
/// | goal 2 | achieved on 20500, worth $10,000 | before the quarter |
/// | goal 3 | nobody said anything | not judged |
/// | users | 40 on 20600, 30 on 20630, of 50 seats | a quarter less than in the 28 days before |
/// | tickets | 20550 to 20560; 20540 to 20544; P1 from 20620; 20500 to 20543 | two opened in the quarter, two resolved after 10 and 4 days, one open |
/// | NPS | Ann 9, then 6; Bob 10; before the quarter Bob 9 | one promoter and one detractor: 0; before 100 |
/// | CSAT | 5 and 3 of 5, a ticket 5 of 5 | 2 of 3 |
const FACTS: &str = "
    INSERT INTO team_member (id, name) VALUES (1, 'Maren Vogt');
    INSERT INTO account (id, external_id, name, csm_id, stage, signed_on, go_live_on, first_outcome_on,
      first_outcome_evidence, first_outcome_by) VALUES
      (1, 'A-1', 'Acme GmbH', 1, 2, 20000, 20550, 20590, 'Line 3 runs through the night', 'Bob'),
      (2, 'B-1', 'Borealis', NULL, 2, NULL, NULL, NULL, NULL, NULL);
    INSERT INTO contract (id, external_id, account_id, start_on, end_on, yearly_minor, currency, seats, plan)
      VALUES (1, 'C-1', 1, 20000, 20700, 4800000, 'USD', 50, 'Pro');
    INSERT INTO contact (id, account_id, name, title, role, influence, sentiment, left_on) VALUES
      (1, 1, 'Ann Hill', 'COO', 1, 'high', 'critic', NULL), (2, 1, 'Bob Ray', NULL, 4, NULL, NULL, NULL),
      (3, 1, 'Gone Long', NULL, 0, NULL, NULL, 20000);
    INSERT INTO goal (id, account_id, title, metric, baseline_micro, target_micro, started_on, due_on, our_role) VALUES
      (1, 1, 'Fewer stops', 'stops a week', 40000000, 20000000, 20500, 20700, 'Training'),
      (2, 1, 'Faster start', NULL, NULL, NULL, 20400, 20500, NULL), (3, 1, 'Audit ready', NULL, NULL, NULL, 20600, NULL, NULL);
    INSERT INTO goal_update (goal_id, updated_on, status, current_micro, note, value_minor, currency) VALUES
      (1, 20530, NULL, 36000000, 'Before the quarter', NULL, NULL),
      (1, 20600, NULL, 30000000, 'The night shift sleeps again', 3000000, 'USD'),
      (2, 20500, 3, NULL, NULL, 1000000, 'USD');
    INSERT INTO metric (id, name) VALUES (1, 'active_users');
    INSERT INTO usage (account_id, metric_id, used_on, value) VALUES (1, 1, 20600, 40), (1, 1, 20630, 30);
    INSERT INTO feature (id, name, in_catalog, core) VALUES (1, 'Reports', 1, 1), (2, 'Alerts', 1, 1);
    INSERT INTO feature_use (account_id, feature_id, used_on, uses) VALUES (1, 1, 20620, 12);
    INSERT INTO ticket (external_id, account_id, opened_on, resolved_on, priority, subject, escalated, satisfaction_micro) VALUES
      ('T-1', 1, 20550, 20560, 3, 'Export', NULL, 5000000), ('T-2', 1, 20540, 20544, 2, 'Login', NULL, NULL),
      ('T-3', 1, 20620, NULL, 1, 'Line is down', 1, NULL), ('T-4', 1, 20500, 20543, 3, 'Old', NULL, NULL);
    INSERT INTO survey (account_id, contact_id, kind, score_micro, answered_on, comment) VALUES
      (1, 1, 0, 9000000, 20560, NULL), (1, 1, 0, 6000000, 20610, 'Too slow for us'),
      (1, 2, 0, 10000000, 20570, 'It just works'), (1, 2, 0, 9000000, 20500, 'Long ago'),
      (1, NULL, 1, 5000000, 20580, NULL), (1, NULL, 1, 3000000, 20590, NULL);
    INSERT INTO touchpoint (id, account_id, touched_on, kind, text) VALUES
      (1, 1, 20600, 1, 'Our own words'), (2, 1, 20610, 1, NULL), (3, 1, 20615, 2, NULL), (4, 1, 20620, 0, 'A note'), (5, 1, 20500, 1, NULL);
    INSERT INTO touchpoint_attendee (touchpoint_id, contact_id) VALUES (1, 1), (2, 2);
    INSERT INTO signal (account_id, seen_on, kind, text) VALUES (1, 20610, 'budget cut', 'A fifth less');
    INSERT INTO opportunity (account_id, title, kind, stage, opened_on, amount_minor, currency) VALUES
      (1, 'Hall B', 'seats', 'proposal', 20600, 500000, 'USD'), (1, 'Was won', 'seats', 'won', 20500, 100, 'USD');
    INSERT INTO plan (id, account_id, quarter, written_on, renewal_strategy) VALUES (1, 1, '2026-Q2', 20540, NULL);
    INSERT INTO plan (id, account_id, quarter, written_on, goals, communication, renewal_strategy) VALUES
      (2, 1, '2026-Q3', 20630, 'Fewer stops in hall A', 'A call a week', 'Ask early');
    INSERT INTO plan_item (plan_id, section, title, owner, customer_owner, due_on, done_on, probability, impact, detail, target) VALUES
      (1, 'milestone', 'Kick-off held', NULL, NULL, 20560, 20600, NULL, NULL, NULL, NULL),
      (1, 'risk', 'Done with', NULL, NULL, NULL, 20600, NULL, NULL, NULL, NULL),
      (2, 'milestone', 'Roll out hall A', 'Maren Vogt', NULL, 20720, NULL, NULL, NULL, NULL, NULL),
      (2, 'adoption', 'Alerts', 'Maren Vogt', 'Bob Ray', 20730, NULL, NULL, NULL, 'Train them', '20'),
      (2, 'risk', 'No budget', 'Maren Vogt', NULL, NULL, NULL, 'medium', 'high', 'Talk to Ann', NULL),
      (2, 'expansion', 'More seats', NULL, NULL, NULL, NULL, NULL, NULL, 'Hall B', NULL);";

/// A shell with the account, and one of which nothing is known.
pub fn shell() -> Shell {
    shell_with("")
}

/// With more in the book.
pub fn shell_with(sql: &str) -> Shell {
    Shell::with(&format!("{FACTS}{sql}"))
}

/// A document as it is written, without what stands on standard error.
pub fn text(shell: &Shell, arguments: &[&str]) -> String {
    let said = shell.run(&[&["report"], arguments].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    said.out
}

/// Each line is in the text.
pub fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|own| own == *line), "{line}\n{text}");
    }
}
