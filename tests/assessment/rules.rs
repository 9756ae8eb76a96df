//! What answers add up to, by hand.

use mainstay::assessment::{Answer, Library, Standing, Taken, Template, Trend};
use mainstay::domain::{Day, Level};

/// Weights 3, 1 and 1; a high total is bad.
const RISK: &str = r#"
name = "risk"
worse = "high"
medium_from = 30
high_from = 60
stale_days = 30
[[question]]
key = "sponsor"
text = "Sponsor"
weight = 3
answers = [{ key = "good", text = "good", score = 0 }, { key = "bad", text = "bad", score = 100 }]
[[question]]
key = "plan"
text = "Plan"
answers = [{ key = "good", text = "good", score = 0 }, { key = "so", text = "so so", score = 25 }, { key = "bad", text = "bad", score = 100 }]
[[question]]
key = "dates"
text = "Dates"
answers = [{ key = "good", text = "good", score = 0 }, { key = "bad", text = "bad", score = 100 }]
"#;

fn risk() -> Template {
    Template::parse("risk.toml", RISK).unwrap()
}

fn answers(template: &Template, given: &[(&str, &str)]) -> Vec<Answer> {
    let answer =
        |(question, choice): &(&str, &str)| mainstay::assessment::given(template, question, choice).unwrap();
    given.iter().map(answer).collect()
}

fn taken(template: &Template, id: i64, on: i32, given: &[(&str, &str)]) -> Taken {
    Taken {
        id: Some(id),
        template: template.name.clone(),
        on: Day(on),
        by: None,
        note: None,
        answers: answers(template, given),
    }
}

#[test]
fn the_total_is_the_weighted_mean_of_what_is_answered() {
    let risk = risk();
    let of = |given: &[(&str, &str)]| risk.outcome(&answers(&risk, given));
    // (3 x 100 + 1 x 0 + 1 x 0) / 5 = 60.
    let all = of(&[("sponsor", "bad"), ("plan", "good"), ("dates", "good")]);
    assert_eq!((all.total, all.level, all.coverage), (Some(60), Some(Level::High), 1.0));
    // (0 + 25) / 2 = 12.5, half up. Of the weight 5, 2 is answered.
    let half = of(&[("plan", "so"), ("dates", "good")]);
    assert_eq!((half.total, half.level), (Some(13), Some(Level::Low)));
    assert_eq!((half.answered, half.asked, half.coverage), (2, 3, 0.4));
    // Nothing answered is no zero.
    let none = of(&[]);
    assert_eq!((none.total, none.level, none.coverage), (None, None, 0.0));
}

#[test]
fn a_level_begins_at_its_threshold() {
    let risk = risk();
    let levels = [0, 29, 30, 59, 60, 100].map(|total| risk.level(total));
    use Level::{High, Low, Medium};
    assert_eq!(levels, [Low, Low, Medium, Medium, High, High]);
    assert!(risk.is_bad(High) && !risk.is_bad(Low));
    let fit = Template::parse("fit.toml", &RISK.replace("\"high\"", "\"low\"")).unwrap();
    assert!(fit.is_bad(Low) && !fit.is_bad(High));
}

#[test]
fn the_answers_that_cost_most_come_first_and_good_ones_are_none() {
    let risk = risk();
    // 3 x 100 before 1 x 100; the third is at the good end.
    let given = answers(&risk, &[("dates", "bad"), ("sponsor", "bad"), ("plan", "good")]);
    let worst: Vec<&str> = risk.worst(&given, 3).iter().map(|(question, _)| question.key.as_str()).collect();
    assert_eq!(worst, ["sponsor", "dates"]);
    // Where a low total is bad, the same answers are the good ones.
    let fit = Template::parse("fit.toml", &RISK.replace("\"high\"", "\"low\"")).unwrap();
    let worst: Vec<&str> = fit.worst(&given, 3).iter().map(|(question, _)| question.key.as_str()).collect();
    assert_eq!(worst, ["plan"]);
}

#[test]
fn what_became_of_it_is_told_by_the_template_s_own_good_end() {
    let standing = |template: &Template| Standing {
        taken: vec![
            taken(template, 2, 130, &[("plan", "bad")]),
            taken(template, 1, 100, &[("plan", "so"), ("dates", "good")]),
        ],
        template: template.clone(),
        day: Day(160),
    };
    let risk = risk();
    let seen = standing(&risk);
    // 12.5 rounds to 13; 100 of one answered question.
    assert_eq!(seen.totals(), [(Day(100), 13), (Day(130), 100)]);
    assert_eq!(seen.trend(), Some(Trend::Worse));
    assert_eq!(seen.words(), "high, 100 of 100, 30 days ago, 1 of 3 answered, worse, was 13");
    let fit = Template::parse("fit.toml", &RISK.replace("\"high\"", "\"low\"")).unwrap();
    assert_eq!(standing(&fit).trend(), Some(Trend::Better));
    // An answer stays the last one until the question is answered again.
    assert_eq!(seen.last_answer("dates", Day(160), None).unwrap().0, Day(100));
    assert_eq!(seen.last_answer("plan", Day(160), Some(2)).unwrap().0, Day(100));
    assert!(seen.last_answer("sponsor", Day(160), None).is_none());
}

#[test]
fn an_assessment_is_stale_when_it_is_older_than_the_template_allows() {
    let risk = risk();
    let on = |day| Standing {
        taken: vec![taken(&risk, 1, 100, &[("plan", "bad")])],
        template: risk.clone(),
        day: Day(day),
    };
    assert!(!on(130).is_stale());
    assert!(on(131).is_stale());
    assert!(on(131).words().contains("stale: 31 days ago"), "{}", on(131).words());
}

#[test]
fn the_built_in_questionnaires_reach_from_0_to_100() {
    let library = Library::built_in().unwrap();
    let names: Vec<&str> = library.all().map(|template| template.name.as_str()).collect();
    assert_eq!(names, ["acquisition fit", "onboarding risk"]);
    for template in library.all() {
        for (wanted, score) in [(0, 0), (100, 100)] {
            let choice = |question: &mainstay::assessment::Question| {
                let chosen = question.answers.iter().find(|choice| choice.score == score);
                // A question need not offer the worst of all.
                let chosen = chosen.or(question.answers.iter().min_by_key(|own| own.score.abs_diff(score)));
                Answer {
                    question: question.key.clone(),
                    choice: chosen.map(|own| own.key.clone()),
                    score: chosen.unwrap().score,
                    note: None,
                }
            };
            let answers: Vec<Answer> = template.questions.iter().map(choice).collect();
            let total = template.outcome(&answers).total.unwrap();
            assert!(total.abs_diff(wanted) <= 15, "{}: {total}", template.name);
        }
    }
}

#[test]
fn a_template_of_the_book_takes_the_place_of_its_name_and_a_broken_one_takes_nothing_along() {
    let own = |name: &str, toml: &str| (name.to_owned(), toml.to_owned());
    let (library, troubles) =
        Library::with_own(&[own("Onboarding Risk", RISK), own("mine", "worse = 1")]).unwrap();
    let names: Vec<&str> = library.all().map(|template| template.name.as_str()).collect();
    assert_eq!(names, ["acquisition fit", "Onboarding Risk"]);
    assert_eq!(library.get("onboarding risk").unwrap().questions.len(), 3);
    assert_eq!(library.find("risk").unwrap().name, "Onboarding Risk");
    assert!(troubles[0].to_string().starts_with("template mine: "), "{}", troubles[0]);
}
