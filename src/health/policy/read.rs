//! From a complete table to a checked [`Policy`].

use toml::Table;

use super::keys::Keys;
use super::{
    Bands, CapRules, EngagementRules, GoalWorth, MeasureRule, OutcomeRules, Policy, SentimentRules,
    SupportRules, UsageRules, expansion, renewal, today,
};
use crate::domain::{ContactRole, Result};
use crate::health::caps::Cap;
use crate::health::measure::Measure;
use crate::training;

/// Checks every value of a complete table. `prefix` stands before the keys in errors.
pub(super) fn read(table: &Table, prefix: &str) -> Result<Policy> {
    let keys = Keys { table, prefix };
    let mut policy = Policy {
        cadence_days: keys.days("cadence_days", 1)?,
        target_days: keys.days("target_days", 1)?,
        asks_a_year: keys.whole("advocacy.asks_a_year", 0..=365)?,
        bands: bands(&keys)?,
        usage: UsageRules {
            licence_metric: keys.name("usage.licence_utilisation.metric")?,
            licence_days: keys.days("usage.licence_utilisation.window_days", 1)?,
            min_uses: keys.number("usage.feature_adoption.min_uses", 0.0..=f64::MAX)?,
            adoption_days: keys.days("usage.feature_adoption.window_days", 1)?,
            key_metric: keys.names("usage.usage_trend.key_metric")?,
            trend_days: keys.days("usage.usage_trend.window_days", 1)?,
        },
        outcomes: OutcomeRules {
            closed_days: keys.days("outcomes.goals.closed_days", 1)?,
            worth: worth(&keys)?,
            pace: keys.curve("outcomes.first_outcome.pace", 1.0, false)?,
            ended_days: keys.days("outcomes.onboarding.ended_days", 1)?,
        },
        engagement: EngagementRules {
            never_days: keys.days("engagement.sponsor.never_days", 0)?,
            live_days: keys.days("engagement.live_contacts.window_days", 1)?,
            cadence: cadence(&keys)?,
        },
        support: SupportRules {
            p2_share: keys.number("support.severe_age.p2_share", 0.0..=1.0)?,
            old_days: keys.days("support.backlog.old_days", 0)?,
            window_days: keys.days("support.backlog.window_days", 1)?,
        },
        sentiment: SentimentRules {
            nps_days: keys.days("sentiment.nps.window_days", 1)?,
            good_from: keys.number("sentiment.csat.good_from", 0.0..=5.0)?,
            csat_days: keys.days("sentiment.csat.window_days", 1)?,
        },
        training: training::Rule {
            window_days: keys.days("training.window_days", 1)?,
            least_attended: keys.number("training.least_attended", 0.0..=1.0)?,
            least_trained: keys.number("training.least_trained", 0.0..=1.0)?,
            quiet_after: keys.days("training.quiet_after_days", 0)?,
        },
        caps: CapRules {
            p1_older_than_days: keys.days("caps.p1_open.older_than_days", 0)?,
            silent_days: keys.days("caps.silent.days", 1)?,
            silent_metrics: keys.names("caps.silent.metrics")?,
            renewal_within_days: keys.days("caps.renewal_unplanned.within_days", 1)?,
            ..CapRules::default()
        },
        renewal: renewal::read(&keys)?,
        today: today::read(&keys)?,
        expansion: expansion::read(&keys)?,
        measures: std::array::from_fn(|_| MeasureRule::default()),
    };
    for (measure, rule) in Measure::ALL.into_iter().zip(&mut policy.measures) {
        *rule = measure_rule(&keys, measure)?;
    }
    if policy.measures.iter().all(|rule| rule.weight == 0.0) {
        return Err(keys
            .error("weight", "is 0 in every measure, so that nothing would be judged")
            .hint("give at least one measure a weight above 0"));
    }
    for (cap, at_most) in Cap::ALL.into_iter().zip(&mut policy.caps.at_most) {
        *at_most = keys.number(&format!("caps.{}.at_most", cap.name()), 0.0..=100.0)?;
    }
    Ok(policy)
}

fn measure_rule(keys: &Keys, measure: Measure) -> Result<MeasureRule> {
    let key = |name| format!("{}.{}.{name}", measure.group().name(), measure.name());
    let fresh = key("fresh_days");
    Ok(MeasureRule {
        weight: keys.number(&key("weight"), 0.0..=1e6)?,
        curve: keys.curve(&key("curve"), 100.0, measure.rises())?,
        fresh_days: if keys.has(&fresh) { Some(keys.days(&fresh, 1)?) } else { None },
    })
}

fn cadence(keys: &Keys) -> Result<[i32; ContactRole::ALL.len()]> {
    let mut cadence = [0; ContactRole::ALL.len()];
    for (role, days) in ContactRole::ALL.iter().zip(&mut cadence) {
        *days = keys.days(&format!("engagement.cadence.{}", role.name().replace([' ', '-'], "_")), 1)?;
    }
    Ok(cadence)
}

fn bands(keys: &Keys) -> Result<Bands> {
    let bands = Bands {
        green_from: keys.number("bands.green_from", 0.0..=100.0)?,
        yellow_from: keys.number("bands.yellow_from", 0.0..=100.0)?,
        min_coverage: keys.number("bands.min_coverage", 0.0..=1.0)?,
        veto_at_most: keys.number("bands.veto_at_most", 0.0..=100.0)?,
    };
    if bands.yellow_from > bands.green_from {
        return Err(keys.above("bands.yellow_from", "bands.green_from"));
    }
    Ok(bands)
}

fn worth(keys: &Keys) -> Result<GoalWorth> {
    let key = |status| format!("outcomes.goals.worth.{status}");
    let of = |status| keys.number(&key(status), 0.0..=1.0);
    let worth = GoalWorth {
        achieved: of("achieved")?,
        on_track: of("on_track")?,
        at_risk: of("at_risk")?,
        off_track: of("off_track")?,
        missed: of("missed")?,
    };
    let falling = [
        ("achieved", worth.achieved),
        ("on_track", worth.on_track),
        ("at_risk", worth.at_risk),
        ("off_track", worth.off_track),
        ("missed", worth.missed),
    ];
    for (better, worse) in falling.iter().zip(falling.iter().skip(1)) {
        if worse.1 > better.1 {
            return Err(keys.above(&key(worse.0), &key(better.0)));
        }
    }
    Ok(worth)
}
