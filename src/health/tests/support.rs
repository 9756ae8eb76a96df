use super::*;
use Priority::{P1, P2, P3, P4};

fn supported(tickets: &[TicketFacts]) -> AccountFacts {
    AccountFacts { tickets: tickets.to_vec(), ..AccountFacts::default() }
}

#[test]
fn severe_age_is_the_oldest_p1_or_half_the_oldest_p2() {
    let of = |tickets: &[TicketFacts]| fresh(&supported(tickets), Measure::SevereAge);
    close(of(&[]), (0.0, 100.0));
    close(of(&[ticket(P3, ago(99), None), ticket(P4, ago(99), None)]), (0.0, 100.0));
    close(of(&[ticket(P1, ago(1), None)]), (1.0, 75.0));
    close(of(&[ticket(P1, ago(2), None), ticket(P1, ago(1), None)]), (2.0, 50.0));
    close(of(&[ticket(P2, ago(5), None)]), (2.5, 45.0)); // 50 - 0.5 / 5 * 50
    close(of(&[ticket(P2, ago(9), None), ticket(P1, ago(4), None)]), (4.5, 25.0)); // 9 / 2 > 4
    close(of(&[ticket(P1, ago(7), None)]), (7.0, 0.0));
}

#[test]
fn a_ticket_is_open_from_the_day_it_was_opened_to_the_day_before_it_was_resolved() {
    let of = |opened, resolved| fresh(&supported(&[ticket(P1, opened, resolved)]), Measure::SevereAge).0;
    assert_eq!(of(ago(4), Some(TODAY)), 0.0);
    assert_eq!(of(ago(4), Some(TODAY + 1)), 4.0);
    assert_eq!(of(TODAY + 1, None), 0.0);
}

#[test]
fn backlog_is_old_open_tickets_by_tickets_opened() {
    let of = |tickets: &[TicketFacts]| fresh(&supported(tickets), Measure::Backlog);
    close(of(&[]), (0.0, 100.0));
    // 14 days old is not more than 14 days old.
    close(of(&[ticket(P3, ago(14), None)]), (0.0, 100.0));
    let resolved = [30, 40, 89].map(|age| ticket(P4, ago(age), Some(ago(1))));
    close(of(&[&resolved[..], &[ticket(P3, ago(15), None)]].concat()), (0.25, 60.0)); // 1 / 4
    // Opened 90 days ago is outside the window, but open and old: 1 / max(1, 0).
    close(of(&[ticket(P3, ago(90), None)]), (1.0, 0.0));
}

#[test]
fn support_is_present_for_every_account_once_the_book_holds_tickets() {
    let mut book = full_book();
    let of = |book: &BookFacts| score(&supported(&[]), book, policy(), TODAY).reading(Measure::Backlog).state;
    book.ticket = Some(TODAY);
    assert_eq!(of(&book), State::Present);
    book.ticket = Some(TODAY + 1);
    assert_eq!(of(&book), State::NotApplicable);
}
