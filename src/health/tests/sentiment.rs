use super::*;

fn surveyed(surveys: &[SurveyFacts]) -> AccountFacts {
    AccountFacts { surveys: surveys.to_vec(), ..AccountFacts::default() }
}

fn nps(row: i64, age: i32, who: Option<ContactId>, score: f64) -> SurveyFacts {
    survey(row, ago(age), SurveyKind::Nps, who, score, 10.0)
}

#[test]
fn nps_is_the_mean_of_everyones_latest_answer() {
    let answers = [
        nps(1, 100, Some(1), 2.0), // answered again
        nps(2, 10, Some(1), 9.0),  // answered again on the same day
        nps(3, 10, Some(1), 8.0),
        nps(4, 20, Some(2), 10.0),
        nps(5, 30, None, 6.0), // nobody known: one each
        nps(6, 31, None, 4.0),
        nps(7, -1, Some(2), 0.0),  // not yet
        nps(8, 365, Some(3), 0.0), // too old
    ];
    close(fresh(&surveyed(&answers), Measure::Nps), (7.0, 50.0)); // (8 + 10 + 6 + 4) / 4; 6:30 to 8:70
    let named = |row, age, name: &str, score| SurveyFacts {
        respondent: Some(Respondent::Name(name.into())),
        ..nps(row, age, None, score)
    };
    let people = [named(1, 9, "ann", 0.0), named(2, 5, "bob", 10.0), named(3, 4, "ann", 6.0)];
    close(fresh(&surveyed(&people), Measure::Nps), (8.0, 70.0)); // (10 + 6) / 2
}

#[test]
fn nps_loses_weight_180_days_after_the_newest_answer() {
    let of =
        |age| reading(&surveyed(&[nps(1, age, Some(1), 9.0), nps(2, age + 4, Some(2), 9.0)]), Measure::Nps);
    assert_eq!(of(180).freshness, 1.0);
    assert_eq!(of(270).freshness, 0.5); // (360 - 270) / 180
    assert_eq!(of(270).value_on, Some(ago(270)));
    assert_eq!(of(360).state, State::Missing);
}

#[test]
fn csat_is_the_share_of_good_answers_of_surveys_and_tickets() {
    let csat = |age, score, scale| survey(1, ago(age), SurveyKind::Csat, Some(1), score, scale);
    let answers = [
        csat(0, 4.0, 5.0),
        csat(89, 8.0, 10.0), // 8 x 5 / 10 = 4: good
        csat(3, 7.9, 10.0),
        csat(90, 1.0, 5.0), // outside
        survey(9, ago(3), SurveyKind::Ces, None, 1.0, 5.0),
        survey(9, ago(3), SurveyKind::Onboarding, None, 1.0, 5.0),
    ];
    close(fresh(&surveyed(&answers), Measure::Csat), (2.0 / 3.0, 40.0 + (2.0 / 3.0 - 0.6) / 0.3 * 60.0));
    assert_eq!(state(&surveyed(&answers[3..]), Measure::Csat), State::Missing);
    // Ticket satisfaction is dated on the resolution, else on the opening.
    let rated = |opened, resolved, score| TicketFacts {
        satisfaction: Some((score, 5.0)),
        ..ticket(Priority::P3, opened, resolved)
    };
    let tickets = [
        rated(ago(200), Some(ago(89)), 5.0),
        rated(ago(89), None, 1.0),
        rated(ago(10), Some(TODAY + 1), 1.0),
        rated(ago(95), Some(ago(91)), 1.0),
    ];
    close(
        fresh(&AccountFacts { tickets: tickets.to_vec(), ..AccountFacts::default() }, Measure::Csat),
        (0.5, 40.0 * 0.5 / 0.6),
    ); // on the line 0:0 to 0.6:40
}

#[test]
fn the_latest_pulse_counts_for_90_days_and_fades() {
    let of = |pulses: &[TouchpointFacts]| {
        reading(&AccountFacts { touchpoints: pulses.to_vec(), ..AccountFacts::default() }, Measure::Pulse)
    };
    for (given, points) in [(1, 0.0), (2, 25.0), (3, 50.0), (4, 80.0), (5, 100.0)] {
        assert_eq!(of(&[pulse(1, ago(90), given)]).score, Some(points));
    }
    let later = of(&[pulse(1, ago(9), 5), pulse(3, ago(3), 2), pulse(2, ago(3), 4), pulse(4, TODAY + 1, 1)]);
    assert_eq!((later.value, later.value_on), (Some(2.0), Some(ago(3)))); // of one day the later row
    assert_eq!(of(&[pulse(1, ago(135), 5)]).freshness, 0.5);
    assert_eq!(of(&[pulse(1, ago(180), 5)]).state, State::Missing);
}
