//! What answers add up to, and what became of them over time.

use super::{Answer, Question, Taken, Template, Worse};
use crate::domain::{Day, Level, Result};

/// What the answers of one day add up to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Weighted mean of the scores of the answered questions, 0 to 100, rounded half up. None: nothing is answered.
    pub total: Option<u8>,
    /// By the thresholds of the template, from the rounded total: what is shown is what is judged.
    pub level: Option<Level>,
    /// How many questions are answered.
    pub answered: usize,
    /// How many are asked.
    pub asked: usize,
    /// The part of the weight that is answered, 0 to 1.
    pub coverage: f64,
}

impl Template {
    /// What answers add up to. Answers to questions that are no longer asked are left out.
    pub fn outcome(&self, answers: &[Answer]) -> Outcome {
        let (mut sum, mut weight, mut all, mut answered) = (0_u32, 0_u32, 0_u32, 0);
        for question in &self.questions {
            all += question.weight;
            if let Some(answer) = answers.iter().find(|answer| answer.question == question.key) {
                sum += question.weight * u32::from(answer.score);
                weight += question.weight;
                answered += 1;
            }
        }
        // Half up in whole numbers: (2 x sum + weight) / (2 x weight).
        let total = (2 * sum + weight).checked_div(2 * weight).and_then(|total| u8::try_from(total).ok());
        Outcome {
            total,
            level: total.map(|total| self.level(total)),
            answered,
            asked: self.questions.len(),
            coverage: if all == 0 { 0.0 } else { f64::from(weight) / f64::from(all) },
        }
    }

    /// How high a total is.
    pub fn level(&self, total: u8) -> Level {
        match total {
            high if high >= self.high_from => Level::High,
            medium if medium >= self.medium_from => Level::Medium,
            _ => Level::Low,
        }
    }

    /// Whether a level is the bad end.
    pub fn is_bad(&self, level: Level) -> bool {
        level == if self.worse == Worse::High { Level::High } else { Level::Low }
    }

    /// How much a score takes from the best that there is, 0 to 100.
    fn badness(&self, score: u8) -> u8 {
        match self.worse {
            Worse::High => score.min(100),
            Worse::Low => 100 - score.min(100),
        }
    }

    /// The answers that hurt the total most, the worst first; those at the good end are none.
    pub fn worst<'t, 'a>(&'t self, answers: &'a [Answer], most: usize) -> Vec<(&'t Question, &'a Answer)> {
        let hurt =
            |question: &Question, answer: &Answer| question.weight * u32::from(self.badness(answer.score));
        let mut worst: Vec<(&Question, &Answer)> = self
            .questions
            .iter()
            .filter_map(|question| {
                let answer = answers.iter().find(|answer| answer.question == question.key)?;
                (hurt(question, answer) > 0).then_some((question, answer))
            })
            .collect();
        // Stable: of two that hurt alike the one that is asked first.
        worst.sort_by_key(|(question, answer)| std::cmp::Reverse(hurt(question, answer)));
        worst.truncate(most);
        worst
    }
}

/// Where a total went since the assessment before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    Better,
    Worse,
    Same,
}

impl Trend {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Trend::Better => "better",
            Trend::Worse => "worse",
            Trend::Same => "as before",
        }
    }
}

/// How an account stands by one template on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The template.
    pub template: Template,
    /// Every assessment up to the day, the latest first.
    pub taken: Vec<Taken>,
    /// The day.
    pub day: Day,
}

impl Standing {
    /// The latest assessment, and what it adds up to.
    pub fn latest(&self) -> Option<(&Taken, Outcome)> {
        self.taken.first().map(|taken| (taken, self.template.outcome(&taken.answers)))
    }

    /// The last answer to a question up to a day, and when it was given; the assessment of an id is passed over, since
    /// it is the one being corrected.
    pub fn last_answer(&self, question: &str, up_to: Day, but: Option<i64>) -> Option<(Day, &Answer)> {
        let earlier =
            self.taken.iter().filter(|taken| taken.on <= up_to && (but.is_none() || taken.id != but));
        earlier.filter_map(|taken| Some((taken.on, taken.answer(question)?))).next()
    }

    /// Whether the latest one is older than the template allows.
    pub fn is_stale(&self) -> bool {
        self.taken.first().is_some_and(|taken| self.day - taken.on > self.template.stale_days)
    }

    /// The totals of all assessments, the oldest first.
    pub fn totals(&self) -> Vec<(Day, u8)> {
        let total = |taken: &Taken| Some((taken.on, self.template.outcome(&taken.answers).total?));
        self.taken.iter().rev().filter_map(total).collect()
    }

    /// Where the total went between the last two; None: there are not two.
    pub fn trend(&self) -> Option<Trend> {
        let totals = self.totals();
        let [.., (_, before), (_, now)] = totals.as_slice() else { return None };
        let (before, now) = (self.template.badness(*before), self.template.badness(*now));
        Some(match now.cmp(&before) {
            std::cmp::Ordering::Less => Trend::Better,
            std::cmp::Ordering::Greater => Trend::Worse,
            std::cmp::Ordering::Equal => Trend::Same,
        })
    }

    /// The worst answers of the latest assessment in words, the worst first: `Governance: nothing agreed`.
    pub fn worst(&self, most: usize) -> Vec<String> {
        let answers = self.taken.first().map_or(&[][..], |taken| &taken.answers);
        let words = |(question, answer): (&Question, &Answer)| {
            format!("{}: {}", question.text, question.words(answer))
        };
        self.template.worst(answers, most).into_iter().map(words).collect()
    }

    /// The level, total, day and trend in a line: `high, 64 of 100, 12 days ago, worse, was 40`.
    pub fn words(&self) -> String {
        let Some((taken, outcome)) = self.latest() else { return "not assessed yet".to_owned() };
        let mut parts = Vec::new();
        match (outcome.level, outcome.total) {
            (Some(level), Some(total)) => parts.push(format!("{level}, {total} of 100")),
            _ => parts.push("nothing answered".to_owned()),
        }
        let age = self.day - taken.on;
        let ago = match age {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        parts.push(if self.is_stale() { format!("stale: {ago}") } else { ago });
        if outcome.answered < outcome.asked {
            parts.push(format!("{} of {} answered", outcome.answered, outcome.asked));
        }
        if let (Some(trend), [.., (_, before), _]) = (self.trend(), self.totals().as_slice()) {
            parts.push(match trend {
                Trend::Same => trend.name().to_owned(),
                moved => format!("{}, was {before}", moved.name()),
            });
        }
        parts.join(", ")
    }
}

/// An answer to a question by what was typed for it.
///
/// # Errors
/// The template does not ask that, or it is no answer to it.
pub fn given(template: &Template, question: &str, typed: &str) -> Result<Answer> {
    let question = template.question(question)?;
    let choice = question.choice(typed)?;
    Ok(Answer {
        question: question.key.clone(),
        choice: Some(choice.key.clone()),
        score: choice.score,
        note: None,
    })
}
