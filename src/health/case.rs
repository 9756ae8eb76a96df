//! One account on one day, with what is the same for all of its days and for all accounts of its day.

use super::facts::{AccountFacts, BookFacts, ContactId, FeatureFacts, MetricId, OverrideFacts, Respondent};
use super::measure::{MEASURES, Measure};
use super::policy::Policy;
use super::support::Tickets;
use crate::domain::{Day, SurveyKind};

/// What a measure or a cap judges.
pub(super) struct Case<'a> {
    pub facts: &'a AccountFacts,
    pub digest: &'a Digest,
    pub book: &'a BookDay<'a>,
    pub policy: &'a Policy,
    pub day: Day,
    pub tickets: Tickets,
}

impl<'a> Case<'a> {
    pub fn new(
        facts: &'a AccountFacts,
        digest: &'a Digest,
        book: &'a BookDay<'a>,
        policy: &'a Policy,
    ) -> Case<'a> {
        let day = book.day;
        let tickets = Tickets::on(facts, day, &policy.support);
        Case { facts, digest, book, policy, day, tickets }
    }

    /// Days since another day.
    pub fn age(&self, of: Day) -> i32 {
        self.day - of
    }

    /// The part of a list, ascending by day, that lies in the `days` that end on this day.
    pub fn within<'b, T>(&self, list: &'b [T], days: i32, on: impl Fn(&T) -> Day) -> &'b [T] {
        window(list, self.day, days, on)
    }

    /// The part of a list, ascending by day, up to this day.
    pub fn so_far<'b, T>(&self, list: &'b [T], on: impl Fn(&T) -> Day) -> &'b [T] {
        let end = list.partition_point(|item| on(item) <= self.day);
        list.get(..end).unwrap_or_default()
    }

    /// The CSM's own band that holds on this day: the one set last.
    pub fn override_(&self) -> Option<&'a OverrideFacts> {
        let holds = |set: &&OverrideFacts| set.set_on <= self.day && self.day < set.expires_on;
        self.facts.overrides.iter().rev().find(holds)
    }
}

/// The part of a list, ascending by day, that lies in the `days` that end on `last` and include it.
pub(super) fn window<T>(list: &[T], last: Day, days: i32, on: impl Fn(&T) -> Day) -> &[T] {
    let end = list.partition_point(|item| on(item) <= last);
    let upto = list.get(..end).unwrap_or_default();
    let start = upto.partition_point(|item| on(item) <= last - days);
    upto.get(start..).unwrap_or_default()
}

/// A kind of rows that a measure reads, some with what the rows must have, and whether the book holds any on the day.
type Read = (&'static str, bool);

/// What the book holds on a day, under one policy: the same for every account.
pub(super) struct BookDay<'a> {
    pub day: Day,
    reads: [[Option<Read>; 2]; MEASURES],
    judged: [bool; MEASURES],
    /// The metric that counts users, once it has a value.
    pub licence_metric: Option<MetricId>,
    pub key: Option<Key<'a>>,
    /// Metrics of which a value above 0 is a use.
    pub silent_metrics: Vec<MetricId>,
    /// The last day of which the book holds any usage record.
    pub usage_on: Option<Day>,
    /// Features that may count for adoption, ascending by id.
    pub core: Vec<&'a FeatureFacts>,
    pub held: &'a BookFacts,
}

/// The metric that the usage trend follows.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Key<'a> {
    /// A recorded metric, with its name.
    Metric(MetricId, &'a str),
    /// The sum of a day's feature uses.
    FeatureEvents,
}

/// The name under which a policy's list of key metrics means the feature uses.
pub(super) const FEATURE_EVENTS: &str = "feature_events";

impl<'a> BookDay<'a> {
    pub fn new(book: &'a BookFacts, policy: &Policy, day: Day) -> BookDay<'a> {
        let held = |first: Option<Day>| first.is_some_and(|first| first <= day);
        let metric = |name: &str| {
            book.metrics.iter().find(|metric| metric.name.as_ref() == name && held(metric.first_on))
        };
        let feature_record = book.features.iter().any(|feature| held(feature.first_on));
        let licence_metric = metric(&policy.usage.licence_metric).map(|metric| metric.id);
        let key = policy.usage.key_metric.iter().find_map(|name| match metric(name) {
            _ if name.as_ref() == FEATURE_EVENTS => feature_record.then_some(Key::FeatureEvents),
            found => found.map(|metric| Key::Metric(metric.id, &metric.name)),
        });
        let mut core: Vec<&FeatureFacts> = book
            .features
            .iter()
            .filter(|feature| match book.has_catalog {
                true => feature.in_catalog && feature.core,
                false => held(feature.first_on),
            })
            .collect();
        core.sort_unstable_by_key(|feature| feature.id);
        let touchpoints = ("touchpoints", held(book.touchpoint));
        let reads = Measure::ALL.map(|measure| match measure {
            Measure::LicenceUtilisation => [
                Some(("usage", licence_metric.is_some())),
                Some(("contracts with seats", held(book.contract_with_seats))),
            ],
            Measure::FeatureAdoption => [Some(("features", feature_record)), None],
            Measure::UsageTrend => [Some(("usage", key.is_some())), None],
            Measure::Goals => [Some(("goals", held(book.goal))), None],
            Measure::FirstOutcome => [Some(("accounts with first outcomes", held(book.first_outcome))), None],
            Measure::Onboarding => [Some(("onboardings", held(book.onboarding))), None],
            Measure::Touch => [Some(touchpoints), None],
            Measure::Sponsor => [Some(touchpoints), Some(("contacts with a sponsor", book.sponsor))],
            Measure::LiveContacts => [Some(touchpoints), Some(("contacts", book.contact))],
            Measure::SevereAge | Measure::Backlog => [Some(("tickets", held(book.ticket))), None],
            Measure::Nps => [Some(("surveys", held(book.nps))), None],
            Measure::Csat => [Some(("surveys", held(book.csat))), None],
            Measure::Pulse => [Some(("touchpoints with a pulse", held(book.pulse))), None],
        });
        let silent_metrics = policy.caps.silent_metrics.iter().filter_map(|name| metric(name));
        let usage_days = book.usage_days.partition_point(|usage| *usage <= day);
        BookDay {
            day,
            judged: reads.map(|reads| reads.iter().flatten().all(|read| read.1)),
            reads,
            licence_metric,
            key,
            silent_metrics: silent_metrics.map(|metric| metric.id).collect(),
            usage_on: book.usage_days.get(..usage_days).and_then(<[Day]>::last).copied(),
            core,
            held: book,
        }
    }

    /// Of the rows that a measure reads those that are not there yet.
    pub fn lacks(&self, measure: Measure) -> impl Iterator<Item = &'static str> {
        let reads = measure.of(&self.reads).iter().flatten();
        reads.filter(|read| !read.1).map(|read| read.0)
    }

    /// Whether the book holds, on the day, at least one of everything that a measure reads.
    pub fn judges(&self, measure: Measure) -> bool {
        *measure.of(&self.judged)
    }
}

/// What is the same for an account on every day, put into the order that the measures look it up in.
pub(super) struct Digest {
    /// Go-live, else signature, else the first contract's start.
    pub go_live: Option<Day>,
    /// Touchpoints that are not bare notes, ascending.
    pub touches: Vec<Day>,
    /// Who attended on which day, ascending.
    pub met: Vec<(ContactId, Day)>,
    /// Pulses, ascending by day; the later row of a day later.
    pub pulses: Vec<(Day, i64)>,
    /// NPS answers, ascending by day.
    pub nps: Vec<NpsAnswer>,
    /// Csat answers as points of five, ascending by day.
    pub csat: Vec<(Day, f64)>,
}

/// An NPS answer: it counts until the same person answers again.
pub(super) struct NpsAnswer {
    pub day: Day,
    pub until: Option<Day>,
    pub score: f64,
}

impl Digest {
    pub fn new(facts: &AccountFacts) -> Digest {
        let first_start = facts.contracts.first().map(|contract| contract.start);
        let touchpoints = || facts.touchpoints.iter();
        let mut met: Vec<(ContactId, Day)> = touchpoints()
            .flat_map(|touch| touch.attendees.iter().map(|&contact| (contact, touch.day)))
            .collect();
        met.sort_unstable();
        Digest {
            go_live: facts.go_live_on.or(facts.signed_on).or(first_start),
            touches: touchpoints().filter(|touch| !touch.is_bare_note()).map(|touch| touch.day).collect(),
            met,
            pulses: touchpoints().filter_map(|touch| Some((touch.day, touch.pulse?))).collect(),
            nps: nps_answers(facts),
            csat: csat_answers(facts),
        }
    }

    /// The last day up to `day` on which a contact attended a touchpoint.
    pub fn last_met(&self, contact: ContactId, day: Day) -> Option<Day> {
        let end = self.met.partition_point(|met| *met <= (contact, day));
        let last = self.met.get(..end)?.last()?;
        (last.0 == contact).then_some(last.1)
    }
}

fn nps_answers(facts: &AccountFacts) -> Vec<NpsAnswer> {
    let surveys = || facts.surveys.iter().filter(|survey| survey.kind == SurveyKind::Nps);
    let mut answers: Vec<NpsAnswer> =
        surveys().map(|survey| NpsAnswer { day: survey.day, until: None, score: survey.score }).collect();
    let mut by_person: Vec<(&Respondent, usize, Day)> = surveys()
        .enumerate()
        .filter_map(|(place, survey)| Some((survey.respondent.as_ref()?, place, survey.day)))
        .collect();
    by_person.sort_unstable();
    for (answer, next) in by_person.iter().zip(by_person.iter().skip(1)) {
        if answer.0 == next.0
            && let Some(earlier) = answers.get_mut(answer.1)
        {
            earlier.until = Some(next.2);
        }
    }
    answers
}

fn csat_answers(facts: &AccountFacts) -> Vec<(Day, f64)> {
    let surveys = facts
        .surveys
        .iter()
        .filter(|survey| survey.kind == SurveyKind::Csat)
        .map(|survey| (survey.day, survey.score, survey.scale));
    let tickets = facts.tickets.iter().filter_map(|ticket| {
        let (score, scale) = ticket.satisfaction?;
        Some((ticket.resolved_on.unwrap_or(ticket.opened_on), score, scale))
    });
    let mut answers: Vec<(Day, f64)> =
        surveys.chain(tickets).map(|(day, score, scale)| (day, score * 5.0 / scale)).collect();
    answers.sort_unstable_by_key(|answer| answer.0);
    answers
}
