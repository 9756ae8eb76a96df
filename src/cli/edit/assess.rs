//! `assess ACCOUNT [TEMPLATE] [question=answer...]`: how an account stands, and an assessment of today or before.

use serde::Serialize;

use super::super::args::Format;
use super::super::context::Context;
use super::super::out::Out;
use super::super::page::Page;
use super::super::table::{Column, Table};
use super::super::{account, json};
use super::{Done, Editor, Side, day_or_today};
use crate::assessment::{Answer, Question, Standing, Taken, given};
use crate::domain::text::clean;
use crate::domain::{Error, Kind, Result};
use crate::edit::assess::Assess as Change;
use crate::edit::entity::ASSESSMENT;
use crate::store::assessment;
use crate::store::edit::{Names, account_name, names};

/// Answers that are named as the worst.
const WORST: usize = 3;

/// An assessment, or how an account stands.
#[derive(Debug, clap::Args)]
pub struct Assess {
    /// The account's id, external id, domain or name
    pub account: String,
    /// The assessment, such as "onboarding risk", fit; without it, all of them are listed
    pub template: Option<String>,
    /// Answers, such as sponsor=engaged; nothing after = takes an answer back; without any, the questions are listed
    #[arg(value_name = "QUESTION=ANSWER")]
    pub answers: Vec<String>,
    /// The day, such as 2026-03-01, yesterday, fri; without it, today
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub on: Option<String>,
    /// Who assessed, of the team
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// What is to be remarked
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// `assess ...`
pub fn run(args: &Assess, context: &Context, out: &mut Out) -> Result<()> {
    if args.answers.is_empty() && (args.on.is_some() || args.by.is_some() || args.note.is_some()) {
        return Err(Error::new(Kind::Usage, "no question is answered")
            .hint("answer some, such as: mainstay assess Acme \"onboarding risk\" sponsor=engaged"));
    }
    match &args.template {
        Some(template) if !args.answers.is_empty() => write(args, template, context.for_writing()?, out),
        asked => list(&args.account, asked.as_deref(), context, out),
    }
}

fn write(args: &Assess, template: &str, context: &Context, out: &mut Out) -> Result<()> {
    let mut editor = Editor::open(context)?;
    let account = editor.account(&args.account)?;
    let (library, _) = assessment::library(editor.writer.book())?;
    let mut change = Change::new(library.find(template)?.clone());
    for entry in &args.answers {
        let Some((question, typed)) = entry.split_once('=') else {
            return Err(Error::new(Kind::Usage, format!("\"{}\" is no question=answer", clean(entry)))
                .hint("write it as sponsor=engaged; with spaces in quotes"));
        };
        if typed.trim().is_empty() {
            change.cleared.push(change.template.question(question)?.key.clone());
        } else {
            let answer = given(&change.template, question, typed)?;
            change.answers.retain(|earlier| earlier.question != answer.question);
            change.answers.push(answer);
        }
    }
    change.on = Some(day_or_today(args.on.as_deref(), Side::Behind, context)?);
    change.note = args.note.clone();
    if let Some(name) = &args.by {
        let typed = editor.typed(&ASSESSMENT, Some(account), &Vec::new(), &[("by", name)])?;
        change.by = typed.first().and_then(|(_, by)| by.int());
    }
    let day = context.day();
    let label = change.label(editor.writer.book(), account, day)?;
    let taken = editor.write(&label, |tx| change.apply(tx, account, day))?;
    let outcome = change.template.outcome(&taken.answers);
    let mut changed: Vec<String> = change
        .template
        .questions
        .iter()
        .filter_map(|question| Some((question, taken.answer(&question.key)?)))
        .map(|(question, answer)| format!("{}: {}", question.text, question.words(answer)))
        .collect();
    if outcome.answered < outcome.asked {
        changed.push(format!(
            "{} of {} questions answered, {:.0}% of the weight",
            outcome.answered,
            outcome.asked,
            outcome.coverage * 100.0
        ));
    }
    editor.tell(&Done { label, id: taken.id, changed, nothing: false }, out)
}

fn list(asked: &str, template: Option<&str>, context: &Context, out: &mut Out) -> Result<()> {
    let view = context.view()?;
    let on = view.reader();
    let id = account::resolve(on, asked)?;
    let (library, troubles) = assessment::library(on)?;
    let mut standings = assessment::standings(on, id, context.day())?;
    if let Some(template) = template {
        let name = library.find(template)?.name.clone();
        standings.retain(|standing| standing.template.name == name);
    }
    let team = names(on, Names::Members)?;
    let by =
        |taken: &Taken| team.iter().find(|member| Some(member.0) == taken.by).map(|member| member.1.clone());
    if context.format == Format::Json {
        return out.json(&standings.iter().map(|own| shape(own, &by)).collect::<Vec<_>>());
    }
    let mut page = Page::new(account_name(on, id)?.unwrap_or_default());
    match standings.as_slice() {
        [only] if template.is_some() => questions(&mut page, only),
        all => page.table("", summary(all)),
    }
    page.table("History", history(&standings, &by));
    let gone = assessment::taken(on, id, context.day())?;
    let gone = gone.iter().filter(|taken| template.is_none() && library.get(&taken.template).is_none());
    page.lines(
        "By templates that are gone",
        gone.map(|taken| format!("{} {}", taken.on, taken.template)).collect(),
    );
    page.lines("Templates with an error", troubles.iter().map(ToString::to_string).collect());
    page.write(context.format, out)
}

fn summary(standings: &[Standing]) -> Table {
    let mut table =
        Table::new([Column::Word("assessment"), Column::Text("stands"), Column::Text("worst answers")]);
    for standing in standings {
        table.push(vec![standing.template.name.clone(), standing.words(), standing.worst(WORST).join("; ")]);
    }
    table
}

/// The questions of one template with the last answer, and what can be answered.
fn questions(page: &mut Page, standing: &Standing) {
    let template = &standing.template;
    page.facts("", vec![("assessment", Some(template.name.clone())), ("stands", Some(standing.words()))]);
    let mut table = Table::new([
        Column::Word("question"),
        Column::Text("asks"),
        Column::Number("weight"),
        Column::Text("last answer"),
        Column::Text("answers"),
    ]);
    let last = standing.taken.first();
    for question in &template.questions {
        let answer = last.and_then(|taken| taken.answer(&question.key));
        table.push(vec![
            question.key.clone(),
            question.text.clone(),
            question.weight.to_string(),
            answer.map(|answer| question.words(answer)).unwrap_or_default(),
            question.answers.iter().map(|own| own.key.as_str()).collect::<Vec<_>>().join(", "),
        ]);
    }
    page.table("Questions", table);
}

fn history(standings: &[Standing], by: &dyn Fn(&Taken) -> Option<String>) -> Table {
    let mut table = Table::new([
        Column::Word("date"),
        Column::Word("assessment"),
        Column::Number("total"),
        Column::Word("level"),
        Column::Number("answered"),
        Column::Text("by"),
        Column::Text("note"),
    ]);
    let mut lines: Vec<(&Standing, &Taken)> =
        standings.iter().flat_map(|own| own.taken.iter().map(move |taken| (own, taken))).collect();
    lines.sort_by_key(|(_, taken)| std::cmp::Reverse(taken.on));
    for (standing, taken) in lines {
        let outcome = standing.template.outcome(&taken.answers);
        table.push(vec![
            taken.on.to_string(),
            standing.template.name.clone(),
            outcome.total.map(|total| total.to_string()).unwrap_or_default(),
            outcome.level.map(|level| level.to_string()).unwrap_or_default(),
            format!("{}/{}", outcome.answered, outcome.asked),
            by(taken).unwrap_or_default(),
            taken.note.clone().unwrap_or_default(),
        ]);
    }
    table
}

/// How an account stands by a template, for scripts.
#[derive(Serialize)]
struct Shape {
    template: String,
    level: Option<&'static str>,
    total: Option<u8>,
    coverage: f64,
    answered: usize,
    asked: usize,
    on: Option<String>,
    stale: bool,
    trend: Option<&'static str>,
    worst: Vec<String>,
    history: Vec<Past>,
}

/// One assessment, for scripts.
#[derive(Serialize)]
struct Past {
    id: Option<i64>,
    on: String,
    by: Option<String>,
    total: Option<u8>,
    level: Option<&'static str>,
    coverage: f64,
    note: Option<String>,
    answers: Vec<Given>,
}

#[derive(Serialize)]
struct Given {
    question: String,
    answer: Option<String>,
    score: u8,
    note: Option<String>,
}

fn shape(standing: &Standing, by: &dyn Fn(&Taken) -> Option<String>) -> Shape {
    let template = &standing.template;
    let latest = standing.latest();
    let outcome = latest.as_ref().map_or_else(|| template.outcome(&[]), |latest| latest.1.clone());
    let given = |answer: &Answer| Given {
        question: answer.question.clone(),
        answer: answer.choice.clone(),
        score: answer.score,
        note: answer.note.clone(),
    };
    let past = |taken: &Taken| {
        let outcome = template.outcome(&taken.answers);
        Past {
            id: taken.id,
            on: json::iso(taken.on),
            by: by(taken),
            total: outcome.total,
            level: outcome.level.map(|level| level.name()),
            coverage: outcome.coverage,
            note: taken.note.clone(),
            answers: taken.answers.iter().map(given).collect(),
        }
    };
    Shape {
        template: template.name.clone(),
        level: outcome.level.map(|level| level.name()),
        total: outcome.total,
        coverage: outcome.coverage,
        answered: outcome.answered,
        asked: outcome.asked,
        on: latest.map(|(taken, _)| json::iso(taken.on)),
        stale: standing.is_stale(),
        trend: standing.trend().map(|trend| trend.name()),
        worst: worst_keys(standing),
        history: standing.taken.iter().map(past).collect(),
    }
}

fn worst_keys(standing: &Standing) -> Vec<String> {
    let Some(taken) = standing.taken.first() else { return Vec::new() };
    let key = |(question, _): (&Question, &Answer)| question.key.clone();
    standing.template.worst(&taken.answers, WORST).into_iter().map(key).collect()
}
