//! The least that would make an account green, out of what a CSM can do.

use super::words;
use crate::domain::Band;
use crate::health::caps::Cap;
use crate::health::case::Case;
use crate::health::measure::{Group, Measure, State};
use crate::health::number::{round9, shown, tenths};
use crate::health::policy::Policy;
use crate::health::score::{Score, band_of, covers, weight_applying};

/// What would make an account green.
#[derive(Clone, PartialEq, Debug)]
pub struct ToGreen {
    /// It is green.
    pub already: bool,
    /// It is green, or the steps make it so.
    pub reachable: bool,
    /// The fewest there are, of those the ones that need the least points. Caps first, then measures by gain.
    pub steps: Vec<Step>,
    /// A sentence where there are no steps: that it is green, or what is in the way. Empty where there are.
    pub note: String,
}

impl ToGreen {
    /// What to do, each deed once, with the steps that it takes: one deed can lift a cap and better a measure.
    pub fn deeds(&self) -> Vec<(&str, Vec<&Step>)> {
        let mut deeds: Vec<(&str, Vec<&Step>)> = Vec::new();
        for step in &self.steps {
            match deeds.iter_mut().find(|deed| deed.0 == step.action) {
                Some(deed) => deed.1.push(step),
                None => deeds.push((&step.action, vec![step])),
            }
        }
        deeds
    }
}

/// One measure brought to its best, or one cap lifted.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// The measure or cap.
    pub name: String,
    /// What to do, in words.
    pub action: String,
    /// Points that it adds when the steps are taken in order: of a cap to the health shown, of a measure to the
    /// health before caps.
    pub gain: f64,
}

/// Whether a CSM can bring a measure to its best; usage and sentiment are the customer's.
fn can_reach(measure: Measure) -> bool {
    !matches!(measure.group(), Group::Usage | Group::Sentiment)
}

/// Caps that a CSM can lift.
fn can_lift(cap: Cap) -> bool {
    !matches!(cap, Cap::Silent | Cap::ChurnNotice)
}

/// The best score of a measure: all goals on track, everything closed, met today.
fn best(measure: Measure, policy: &Policy) -> f64 {
    let value = match measure {
        Measure::Goals => policy.outcomes.worth.achieved,
        Measure::LiveContacts => policy.measure(measure).curve.last_value(),
        measure if measure.rises() => 1.0,
        _ => 0.0,
    };
    policy.measure(measure).curve.at(value)
}

/// A measure that could be better. A missing one that applies counts in full once it is done.
struct Choice {
    measure: Measure,
    /// What it adds to the weight present, and to the weighted sum of the scores.
    weight: f64,
    sum: f64,
    missing: bool,
}

/// Weight present and weighted sum of the scores.
#[derive(Clone, Copy)]
struct Sums {
    weight: f64,
    sum: f64,
}

impl Sums {
    fn with(self, choice: &Choice) -> Sums {
        Sums { weight: self.weight + choice.weight, sum: self.sum + choice.sum }
    }

    fn health(self) -> Option<f64> {
        (self.weight > 0.0).then(|| (self.sum / self.weight).clamp(0.0, 100.0))
    }
}

pub(super) fn to_green(case: &Case, score: &Score) -> ToGreen {
    if score.band == Band::Green {
        let note = "It is green".to_string();
        return ToGreen { already: true, reachable: true, steps: Vec::new(), note };
    }
    let policy = case.policy;
    let low: Vec<Cap> = score
        .caps(policy)
        .into_iter()
        .filter(|held| band_of(tenths(held.at_most), policy) != Band::Green)
        .map(|held| held.cap)
        .collect();
    let found = if low.iter().all(|cap| can_lift(*cap)) { least(score, policy) } else { None };
    let Some(chosen) = found else {
        let note = in_the_way(case, score, &low);
        return ToGreen { already: false, reachable: false, steps: Vec::new(), note };
    };
    let mut steps = cap_steps(case, score, &low);
    steps.extend(measure_steps(case, score, chosen));
    ToGreen { already: false, reachable: true, steps, note: String::new() }
}

/// What keeps an account from green that a CSM cannot do alone.
fn in_the_way(case: &Case, score: &Score, low: &[Cap]) -> String {
    const ALONE: &str = "Not reachable by what you can do yourself";
    let theirs: Vec<String> =
        low.iter().filter(|cap| !can_lift(**cap)).map(|cap| super::caps::reason(case, *cap)).collect();
    if !theirs.is_empty() {
        return format!("{ALONE}: {}", words::and(&theirs));
    }
    if score.uncapped.is_none() {
        return "Nothing is known yet: import usage, contracts, tickets or survey answers, or record contacts, \
                touchpoints and goals"
            .to_string();
    }
    let lost = |group: Group| {
        let own = score.measures().filter(|(measure, _)| measure.group() == group);
        own.filter_map(|(measure, _)| score.points_lost(measure)).any(|lost| lost > 0.0)
    };
    let groups = [Group::Usage, Group::Sentiment].into_iter().filter(|group| lost(*group));
    let groups: Vec<String> = groups.map(|group| group.name().to_string()).collect();
    if groups.is_empty() {
        return "Too little is known to judge: import usage or survey answers".to_string();
    }
    format!("{ALONE}: {} must improve", words::and(&groups))
}

fn now(score: &Score) -> Sums {
    let sum = score.readings.iter().map(|reading| reading.counts() * reading.score.unwrap_or(0.0)).sum();
    Sums { weight: score.weight_present(), sum }
}

/// The fewest measures that, at their best, give enough health and coverage; of those the least health.
/// Caps are left out: all that are too low must be lifted in any case.
fn least(score: &Score, policy: &Policy) -> Option<Vec<Choice>> {
    let applying = weight_applying(&score.readings);
    let choices: Vec<Choice> = Measure::ALL
        .into_iter()
        .filter(|measure| can_reach(*measure))
        .filter_map(|measure| choice(score, policy, measure))
        .collect();
    let green = |sums: Sums| {
        sums.health().filter(|health| {
            band_of(tenths(*health), policy) == Band::Green && covers(sums.weight / applying, policy)
        })
    };
    // Every subset, as bits; of equals the first.
    let chosen = |set: u32, place: usize| set & (1 << place) != 0;
    let taken = |set: u32| {
        let picked = choices.iter().enumerate().filter(move |(place, _)| chosen(set, *place));
        picked.fold(now(score), |sums, (_, choice)| sums.with(choice))
    };
    let (_, set) = (0..1_u32 << choices.len())
        .filter_map(|set| Some(((set.count_ones(), round9(green(taken(set))?)), set)))
        .min_by(|(a, _), (b, _)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    let picked = choices.into_iter().enumerate().filter(|(place, _)| chosen(set, *place));
    Some(picked.map(|(_, choice)| choice).collect())
}

fn choice(score: &Score, policy: &Policy, measure: Measure) -> Option<Choice> {
    let reading = score.reading(measure);
    let best = best(measure, policy);
    let missing = match reading.state {
        State::NotApplicable => return None,
        State::Missing => true,
        State::Present => false,
    };
    let weight = reading.weight - reading.counts();
    let sum = reading.weight * best - reading.counts() * reading.score.unwrap_or(0.0);
    (reading.weight > 0.0 && (missing || sum > 0.0)).then_some(Choice { measure, weight, sum, missing })
}

/// Lifts the caps, the lowest first: each gains what the health shown rises by.
fn cap_steps(case: &Case, score: &Score, low: &[Cap]) -> Vec<Step> {
    let policy = case.policy;
    let held = score.caps(policy);
    let mut left: Vec<Cap> = held.iter().map(|held| held.cap).collect();
    let limited = |left: &[Cap]| {
        let caps = left.iter().map(|cap| policy.at_most(*cap));
        score.uncapped.map_or(0.0, |health| shown(tenths(caps.fold(health, f64::min))))
    };
    low.iter()
        .map(|cap| {
            let before = limited(&left);
            left.retain(|held| held != cap);
            let gain = round9(limited(&left) - before);
            Step { name: cap.name().to_string(), action: super::caps::action(case, *cap), gain }
        })
        .collect()
}

/// Brings the measures to their best, present ones first, then by gain.
fn measure_steps(case: &Case, score: &Score, mut chosen: Vec<Choice>) -> Vec<Step> {
    let first = now(score);
    let gain = |sums: Sums, choice: &Choice| {
        sums.with(choice).health().unwrap_or(0.0) - sums.health().unwrap_or(0.0)
    };
    chosen.sort_by(|a, b| a.missing.cmp(&b.missing).then(gain(first, b).total_cmp(&gain(first, a))));
    let mut sums = first;
    chosen
        .iter()
        .map(|choice| {
            let gained = gain(sums, choice);
            sums = sums.with(choice);
            Step {
                name: choice.measure.name().to_string(),
                action: words::action(case, choice.measure),
                gain: gained,
            }
        })
        .collect()
}
