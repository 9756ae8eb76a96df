use super::*;
use crate::health::Cap;

#[test]
fn the_built_in_policy_has_the_weights_of_the_design() {
    let policy = policy();
    let weights: Vec<f64> = policy.rules().map(|(_, rule)| rule.weight).collect();
    assert_eq!(weights, [15.0, 12.0, 8.0, 10.0, 6.0, 4.0, 8.0, 7.0, 5.0, 9.0, 6.0, 4.0, 3.0, 3.0]);
    let caps = Cap::ALL.map(|cap| policy.at_most(cap));
    assert_eq!(caps, [49.0, 49.0, 60.0, 0.0, 74.0, 74.0, 49.0]);
    let fresh: Vec<Option<i32>> = policy.rules().map(|(_, rule)| rule.fresh_days).collect();
    let mut expected = [None; 14];
    for (place, days) in [(0, 28), (1, 28), (11, 180), (13, 90)] {
        expected[place] = Some(days);
    }
    assert_eq!(fresh, expected);
    assert_eq!((policy.cadence_days, policy.target_days), (60, 30));
    let training = &policy.training;
    assert_eq!((training.window_days, training.quiet_after), (90, 14));
    assert_eq!((training.least_attended, training.least_trained), (0.5, 0.3));
}

#[test]
fn later_layers_win_key_by_key() {
    let book = "target_days = 40\n[usage.usage_trend]\nweight = 2\n[segment.High-Touch]\ntarget_days = 20\n\
                [segment.high-touch.usage.usage_trend]\nweight = 3";
    let segments = [
        SegmentPolicy { cadence_days: Some(10), ..segment(1, "high touch") },
        SegmentPolicy {
            cadence_days: Some(10),
            toml: Some("cadence_days = 5\n[caps.silent]\ndays = 14"),
            ..segment(2, "Own")
        },
        segment(3, "mid-touch"),
    ];
    let set = PolicySet::resolve(Some(book), &segments).unwrap();
    let of = |id| {
        let policy = set.of(id);
        let weight = policy.measure(Measure::UsageTrend).weight;
        (policy.cadence_days, policy.target_days, weight, policy.caps.silent_days)
    };
    assert_eq!(of(None), (60, 40, 2.0, 30));
    assert_eq!(of(Some(1)), (10, 20, 3.0, 30));
    assert_eq!(of(Some(2)), (5, 40, 2.0, 14));
    assert_eq!(of(Some(3)), (60, 40, 2.0, 30));
}

#[test]
fn a_policy_that_cannot_be_is_refused_by_its_key() {
    let error = |toml: &str| PolicySet::resolve_from("my.toml", Some(toml), &[]).unwrap_err().to_string();
    for (toml, expected) in [
        ("[usage.nps]\nweight = 1", "my.toml: usage.nps is not a key of the policy"),
        (
            "[sentiment.nps]\nweigth = 1",
            "sentiment.nps.weigth is not a key of the policy; did you mean sentiment.nps.weight?",
        ),
        ("weight = 1", "my.toml: weight is not a key"),
        ("[sentiment.nps]\nweight = \"4\"", "sentiment.nps.weight is text, where a number is wanted"),
        ("[sentiment.nps]\nweight = -1", "sentiment.nps.weight is -1, where a number from 0 to"),
        ("[sentiment.nps]\nweight = inf", "sentiment.nps.weight is inf"),
        (
            "[sentiment.nps]\nfresh_days = 1.5",
            "sentiment.nps.fresh_days is 1.5, where a whole number of days",
        ),
        ("[sentiment.nps]\nfresh_days = 0", "sentiment.nps.fresh_days is 0"),
        ("[sentiment]\nnps = 4", "sentiment.nps is a number, where a section is wanted"),
        ("sentiment = 4", "sentiment is a number, where a section is wanted"),
        (
            "[usage.licence_utilisation]\ncurve = []",
            "usage.licence_utilisation.curve is [], where a list of at least one",
        ),
        ("[usage.licence_utilisation]\ncurve = [[0, 0], [0, 9]]", "with ascending values"),
        ("[usage.licence_utilisation]\ncurve = [[0, 0], [1, 101]]", "points from 0 to 100"),
        ("[usage.licence_utilisation]\ncurve = [[0, 9], [1, 0]]", "whose points only rise"),
        ("[support.backlog]\ncurve = [[0, 0], [1, 9]]", "whose points only fall"),
        (
            "[support.backlog]\ncurve = [0, 1]",
            "support.backlog.curve is [0, 1], where a list of [value, points]",
        ),
        ("[outcomes.first_outcome]\npace = [[0, 2]]", "outcomes.first_outcome.pace"),
        ("[training]\nleast_attended = 1.5", "training.least_attended is 1.5, where a number from 0 to 1"),
        ("[training]\nwindow_days = 0", "training.window_days is 0, where a whole number of days from 1"),
        ("[segment.smb.training]\nquiet_after_days = -1", "segment.smb.training.quiet_after_days is -1"),
        (
            "[outcomes.goals.worth]\nat_risk = 0.1\noff_track = 0.2",
            "outcomes.goals.worth.off_track is 0.2, more than outcomes.goals.worth.at_risk, which is 0.1",
        ),
        (
            "[usage.usage_trend]\nkey_metric = []",
            "usage.usage_trend.key_metric is [], where a list of at least one name",
        ),
        ("[usage.usage_trend]\nkey_metric = [\" \"]", "key_metric"),
        // The built-in limits are 50 and 75.
        ("[bands]\nyellow_from = 80", "bands.yellow_from is 80, more than bands.green_from, which is 75"),
        ("[bands]\ngreen_from = 40", "bands.yellow_from is 50, more than bands.green_from, which is 40"),
        (
            "[segment.x.bands]\ngreen_from = 40",
            "segment.x.bands.yellow_from is 50, more than segment.x.bands.green_from, which is 40",
        ),
        ("[sentiment.nps]\nweight = 1\nweight = 2", "my.toml: line 3: weight is there twice"),
        ("[caps.p1_open]\nat_most = 101", "caps.p1_open.at_most is 101, where a number from 0 to 100"),
        ("cadence_days = 0", "cadence_days is 0"),
        ("segment = 3", "segment is not a section"),
        ("[segment]\nx = 3", "segment.x is not a section"),
        (
            "[segment.x]\ncadence = 3",
            "segment.x.cadence is not a key of the policy; did you mean cadence_days?",
        ),
        ("[segment.x]\ncadence_days = -3", "segment.x.cadence_days is -3"),
        ("a = 1\nb = = 2", "my.toml: line 2: "),
        ("\u{1b}[31m = 1", "my.toml: line 1: "),
        ("\"\\u001b[31m\" = 1", "my.toml: ␛[31m is not a key"),
    ] {
        let found = error(toml);
        assert!(found.contains(expected), "{toml:?}: {found}");
        assert!(!found.contains('\n') && !found.contains('\u{1b}'), "{found:?}");
    }
    let weightless: String = Measure::ALL
        .iter()
        .map(|measure| format!("[{}.{}]\nweight = 0\n", measure.group().name(), measure.name()))
        .collect();
    assert!(error(&weightless).contains("weight is 0 in every measure"));
}

#[test]
fn an_error_of_a_segments_own_policy_names_the_segment() {
    let bad = SegmentPolicy { toml: Some("[caps.silent]\nday = 3"), ..segment(1, "Gold\u{202E}") };
    let error = PolicySet::resolve(None, &[bad]).unwrap_err().to_string();
    let expected = "the policy of segment \"Gold\": caps.silent.day is not a key of the policy; did you mean caps.silent.days?";
    assert_eq!(error, expected);
    let bad = SegmentPolicy { cadence_days: Some(0), ..segment(1, "Gold") };
    let error = PolicySet::resolve(None, &[bad]).unwrap_err().to_string();
    assert!(error.starts_with("the policy of segment \"Gold\": cadence_days is 0"), "{error}");
}

#[test]
fn what_a_segment_says_of_itself_holds_for_no_other_of_a_name_like_it() {
    let segments = [
        SegmentPolicy {
            cadence_days: Some(7),
            toml: Some("[caps.silent]\ndays = 14"),
            ..segment(1, "High Touch")
        },
        segment(2, "high-touch"),
    ];
    let set = PolicySet::resolve(Some("[segment.high_touch]\ntarget_days = 20"), &segments).unwrap();
    let of = |id| {
        let policy = set.of(id);
        (policy.cadence_days, policy.target_days, policy.caps.silent_days)
    };
    // The built-in text says 30 days for both, the book's own 20.
    assert_eq!((of(Some(1)), of(Some(2))), ((7, 20, 14), (30, 20, 30)));
}

#[test]
fn the_policy_in_force_reads_back_as_the_same_policy() {
    let book = "target_days = 21\n[usage.licence_utilisation]\ncurve = [[0.1, 0], [0.9, 99.5]]\n\
                [usage.usage_trend]\nkey_metric = [\"logins\"]\n[segment.\"Größe #1\"]\ntarget_days = 9";
    let segments = [
        SegmentPolicy { cadence_days: Some(9), ..segment(1, "high-touch") },
        segment(2, "größe 1"),
        SegmentPolicy { toml: Some("[support.backlog]\nweight = 0"), ..segment(3, "a.b \"c\"") },
    ];
    let set = PolicySet::resolve(Some(book), &segments).unwrap();
    let text = set.to_toml();
    let bare = [(1, "high-touch"), (2, "größe 1"), (3, "a.b \"c\"")].map(|(id, name)| segment(id, name));
    let again = PolicySet::resolve(Some(&text), &bare).unwrap();
    for id in [None, Some(1), Some(2), Some(3)] {
        assert_eq!(set.of(id), again.of(id), "{id:?}");
    }
    assert!(text.contains("# How Mainstay judges"), "comments are kept");
    assert!(text.contains("curve = [[0.1, 0], [0.9, 99.5]]"), "{text}");
    // Without anything of its own, every value stands as in the built-in text.
    let builtin = BUILT_IN.to_toml();
    for line in PolicySet::DEFAULT.lines().filter(|line| !line.is_empty()) {
        assert!(builtin.lines().any(|found| found == line), "{line}");
    }
}

#[test]
fn the_fingerprint_differs_when_a_score_could() {
    let of = |toml, segments: &[SegmentPolicy<'_>]| PolicySet::resolve(toml, segments).unwrap().fingerprint();
    let builtin = BUILT_IN.fingerprint();
    assert_eq!(builtin, of(None, &[]));
    assert_eq!(builtin, of(Some("# nothing but a comment"), &[]));
    assert_eq!(builtin, of(Some("[sentiment.nps]\nweight = 4.0"), &[]));
    let changes = [
        of(Some("[sentiment.nps]\nweight = 4.5"), &[]),
        of(Some("[bands]\ngreen_from = 74"), &[]),
        of(None, &[segment(1, "high-touch")]),
        of(None, &[segment(1, "tech-touch")]),
        of(None, &[segment(2, "tech-touch")]),
    ];
    for (place, one) in changes.iter().enumerate() {
        assert!(*one != builtin && !changes[..place].contains(one), "{place}");
    }
}
