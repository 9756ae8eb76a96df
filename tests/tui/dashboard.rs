//! A small book for the dashboard's tests, on a fixed day, and the dashboard over it: keys in, screen out.

use mainstay::book::detail::{Contract, Detail, Person, Plan, Ticket, Touchpoint};
use mainstay::book::row::WEEKS;
use mainstay::book::{Board, Lookups, Row, Totals};
use mainstay::domain::{
    Band, ContactRole, Currency, Day, GoalStatus, Money, Priority, Stage, TouchpointKind,
};
use mainstay::health::facts::{
    AccountFacts, AccountId, BookFacts, ContactFacts, ContractFacts, GoalFacts, MetricFacts, OverrideFacts,
    Series, TicketFacts, TouchpointFacts,
};
use mainstay::tui::runs::Run;
use mainstay::tui::source::{Source, answer};
use mainstay::tui::{App, Config, Effect};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::shot::{lines, styled};

/// The day of every test: a Saturday.
pub fn today() -> Day {
    Day::parse("2026-11-21").unwrap()
}

/// Names behind the ids.
pub fn lookups() -> Lookups {
    Lookups {
        segments: vec![(1, "high-touch".into()), (2, "mid-touch".into()), (3, "tech-touch".into())],
        team: vec![(1, "Ada Boyd".into()), (2, "Jonas Weiß".into()), (3, "Mei Tanaka".into())],
        currency: Currency::USD,
        day: today(),
        breadth: 0.85,
        usage_on: Some(today() - 7),
    }
}

/// Name, health, band, trend of 28 days, ARR in dollars, days to the renewal, CSM, segment, stage, driver, cap.
type Told = (
    &'static str,
    Option<i16>,
    Band,
    Option<i16>,
    i64,
    Option<i32>,
    i64,
    i64,
    Stage,
    &'static str,
    Option<&'static str>,
);

const ACCOUNTS: &[Told] = &[
    (
        "Northwind Traders",
        Some(490),
        Band::Red,
        Some(-182),
        48_000,
        Some(26),
        1,
        1,
        Stage::Renewal,
        "severe_age",
        Some("p1_open"),
    ),
    (
        "Halcyon Biotech",
        Some(312),
        Band::Red,
        Some(-64),
        126_000,
        Some(74),
        2,
        1,
        Stage::Adoption,
        "licence_utilisation",
        None,
    ),
    (
        "Pinnacle Freight",
        Some(0),
        Band::Red,
        Some(-401),
        9_600,
        Some(9),
        3,
        3,
        Stage::Renewal,
        "usage_trend",
        Some("churn_notice"),
    ),
    (
        "東京メディア株式会社",
        Some(584),
        Band::Yellow,
        Some(12),
        72_000,
        Some(141),
        3,
        2,
        Stage::Adoption,
        "sponsor",
        None,
    ),
    (
        "Alder & Finch Advisory",
        Some(641),
        Band::Yellow,
        Some(73),
        31_200,
        Some(203),
        1,
        2,
        Stage::Onboarding,
        "onboarding",
        None,
    ),
    (
        "Quarry Stone Supply",
        Some(600),
        Band::Yellow,
        Some(-88),
        22_400,
        Some(48),
        2,
        3,
        Stage::Adoption,
        "touch",
        Some("sponsor_left"),
    ),
    (
        "Brightwater Utilities",
        Some(740),
        Band::Yellow,
        Some(-9),
        210_000,
        Some(55),
        1,
        1,
        Stage::Renewal,
        "goals",
        Some("renewal_unplanned"),
    ),
    (
        "Cobalt Logistics",
        Some(829),
        Band::Green,
        Some(21),
        96_000,
        Some(310),
        1,
        1,
        Stage::Expansion,
        "nps",
        None,
    ),
    (
        "Evergreen Clinics",
        Some(768),
        Band::Green,
        Some(58),
        54_000,
        Some(122),
        2,
        2,
        Stage::Adoption,
        "live_contacts",
        None,
    ),
    (
        "Harbor & Pine Interiors",
        Some(912),
        Band::Green,
        Some(0),
        18_000,
        None,
        3,
        3,
        Stage::Adoption,
        "csat",
        None,
    ),
    ("Zephyr Games", None, Band::Grey, None, 6_000, Some(330), 3, 3, Stage::Acquisition, "", None),
    ("Old Mill Bakery", Some(220), Band::Red, None, 0, None, 2, 3, Stage::Churned, "usage_trend", None),
];

/// Every account: ids from 1 in the order of the table. Churned ones too.
pub fn rows() -> Vec<Row> {
    ACCOUNTS.iter().zip(1..).map(|(told, id)| row(id, told)).collect()
}

fn row(id: AccountId, told: &Told) -> Row {
    let (name, health, band, trend_28d, dollars, renewal, csm, segment, stage, driver, cap) = *told;
    let mut weeks = [-1; WEEKS];
    for (ago, week) in (0_i16..).zip(weeks.iter_mut().rev()) {
        let slope = trend_28d.unwrap_or(0) / 4;
        *week = health.map_or(-1, |health| (health - slope * ago.min(8)).clamp(0, 1000));
    }
    Row {
        id,
        external_id: Some(format!("A-{id:03}").into()),
        name: name.into(),
        segment: Some(segment),
        csm: Some(csm),
        stage,
        tags: None,
        arr: Some(Money { minor: dollars * 100, currency: Currency::USD }),
        arr_book: Some(dollars * 100),
        health,
        band,
        override_band: (id == 1).then_some(Band::Yellow),
        coverage: if band == Band::Grey { 0.3 } else { 0.9 },
        trend_7d: trend_28d.map(|trend| trend / 4),
        trend_28d,
        trend_90d: trend_28d.map(|trend| trend * 2),
        renewal_on: renewal.map(|days| today() + days),
        top_driver: Some(driver).filter(|driver| !driver.is_empty()),
        cap,
        weeks,
    }
}

/// The board with every account.
pub fn board() -> Board {
    board_of(rows())
}

/// A board of some rows.
pub fn board_of(rows: Vec<Row>) -> Board {
    let totals = Totals::of(&rows);
    Board::whole(rows, lookups(), totals)
}

/// A source that knows one account inside out, whichever is asked for.
#[derive(Default)]
pub struct Fake {
    /// The days that it was told of.
    pub told: Vec<Day>,
    /// The onboardings that run.
    pub runs: Vec<Run>,
}

/// What the scorer reads about the account: a P1 open for 9 days, seats half used, a sponsor met long ago.
pub fn facts() -> AccountFacts {
    let ago = |days: i32| today() - days;
    let touch = |row, days, attendees: &[i64]| TouchpointFacts {
        row,
        day: ago(days),
        kind: TouchpointKind::Call,
        pulse: (row == 2).then_some(2),
        attended: true,
        attendees: attendees.to_vec(),
    };
    let contact = |id, role| ContactFacts { id, role, left_on: None };
    let ticket = |days, priority| TicketFacts {
        opened_on: ago(days),
        resolved_on: None,
        priority,
        satisfaction: None,
    };
    // 59 users 20 weeks ago, one less each week: 40 in the latest, of 60 seats.
    let points = (1..=20).rev().map(|week| (ago(week * 7), f64::from(39 + week))).collect();
    let mut facts = AccountFacts {
        id: 1,
        stage: Some(Stage::Renewal),
        signed_on: Some(ago(400)),
        go_live_on: Some(ago(380)),
        contracts: vec![ContractFacts {
            id: 1,
            start: ago(340),
            end: Some(today() + 26),
            seats: Some(60),
            plan: None,
        }],
        contacts: vec![contact(1, ContactRole::ExecutiveSponsor), contact(2, ContactRole::Champion)],
        usage: vec![Series { metric: 1, points }],
        tickets: vec![ticket(9, Priority::P1), ticket(20, Priority::P3)],
        touchpoints: vec![touch(1, 120, &[1]), touch(2, 35, &[2])],
        goals: vec![GoalFacts {
            started_on: Some(ago(200)),
            updates: vec![(1, ago(60), GoalStatus::AtRisk)],
        }],
        overrides: vec![OverrideFacts {
            band: Band::Yellow,
            reason: "Fix is promised for Monday".into(),
            set_on: ago(3),
            expires_on: today() + 11,
        }],
        ..AccountFacts::default()
    };
    facts.finish();
    facts
}

pub fn book() -> BookFacts {
    let long_ago = Some(today() - 400);
    BookFacts {
        metrics: vec![MetricFacts { id: 1, name: "active_users".into(), first_on: long_ago }],
        usage_days: (1..=20).rev().map(|week| today() - week * 7).collect(),
        contract_with_seats: long_ago,
        goal: long_ago,
        touchpoint: long_ago,
        sponsor: true,
        contact: true,
        ticket: long_ago,
        pulse: long_ago,
        ..BookFacts::default()
    }
}

pub fn detail(id: AccountId) -> Detail {
    let ago = |days: i32| today() - days;
    let name = rows().iter().find(|row| row.id == id).map_or("Unknown".into(), |row| row.name.clone());
    let person = |id, name: &str, role, met: i32| Person {
        id,
        name: name.into(),
        email: None,
        title: None,
        role,
        influence: None,
        sentiment: None,
        reports_to: None,
        left_on: None,
        last_touch: Some(ago(met)),
    };
    let ticket = |days, priority, subject: &str| Ticket {
        external_id: None,
        opened_on: ago(days),
        priority,
        subject: Some(subject.into()),
        escalated: priority == Priority::P1,
    };
    let touch = |days, who: &str, text: &str, pulse| Touchpoint {
        day: ago(days),
        kind: TouchpointKind::Call,
        text: Some(text.into()),
        attendees: Some(who.into()),
        pulse,
        by: None,
    };
    Detail {
        id,
        day: today(),
        external_id: Some(format!("A-{id:03}").into()),
        name,
        domain: None,
        segment: Some("high-touch".into()),
        csm: Some("Ada Boyd".into()),
        stage: Stage::Renewal,
        signed_on: Some(ago(400)),
        go_live_on: Some(ago(380)),
        first_outcome_on: None,
        industry: None,
        country: None,
        employees: None,
        parent: None,
        tags: Some("pilot;reference".into()),
        contracts: vec![Contract {
            id: 1,
            external_id: None,
            start: ago(340),
            end: Some(today() + 26),
            yearly: Money { minor: 4_800_000, currency: Currency::USD },
            seats: Some(60),
            plan: Some("Business".into()),
            auto_renew: Some(false),
            notice_days: Some(30),
            notice_given_on: None,
        }],
        people: vec![
            person(1, "Ines Duarte", ContactRole::ExecutiveSponsor, 120),
            person(2, "Tom Okafor", ContactRole::Champion, 35),
        ],
        open_tickets: vec![
            ticket(9, Priority::P1, "Orders are lost when two stores sync at once"),
            ticket(20, Priority::P3, "Export misses a column"),
        ],
        touchpoints: vec![
            touch(35, "Tom Okafor", "Wants a date for the sync fix\nbefore renewing", Some(2)),
            touch(120, "Ines Duarte", "Quarterly review", None),
        ],
        signals: Vec::new(),
        goals: vec![crate::screens::goal_at_risk(today() + 40, ago(60))],
        usage: Vec::new(),
        onboarding: None,
        plan: None::<Plan>,
        renewals: Vec::new(),
        assessments: Vec::new(),
        training: None,
        alerts: Vec::new(),
    }
}

/// The dashboard at a size, with a source behind it.
pub struct Desk {
    pub app: App,
    pub source: Fake,
    /// Effects that are done outside, in order.
    pub effects: Vec<Effect>,
    size: (u16, u16),
}

impl Desk {
    /// The dashboard with the default settings over a board.
    pub fn over(board: Board, size: (u16, u16)) -> Desk {
        Desk::with("", board, size)
    }

    /// The dashboard with settings.
    pub fn with(config: &str, board: Board, size: (u16, u16)) -> Desk {
        let app = App::new(Config::parse(config, false).unwrap(), board, size.into());
        Desk { app, source: Fake::default(), effects: Vec::new(), size }
    }

    /// The small book at a size.
    pub fn at(width: u16, height: u16) -> Desk {
        Desk::over(board(), (width, height))
    }

    /// The same dashboard on a screen of another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.app.resize(self.size.into());
    }

    /// Presses keys as a config writes them, with spaces between; `"text"` is typed letter by letter.
    pub fn press(mut self, keys: &str) -> Desk {
        for key in crate::keys::parse(keys) {
            let effects = self.app.input(key);
            self.follow(effects);
        }
        self.app.settle();
        self
    }

    /// Does the reads at once and keeps the other effects.
    pub fn follow(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Read(request) => {
                    let more = self.app.reply(answer(request, &self.source));
                    self.follow(more);
                }
                Effect::Changed(day) => self.source.changed(day),
                other => self.effects.push(other),
            }
        }
        self.app.settle();
    }

    /// What is on screen.
    pub fn buffer(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        self.app.draw(&mut buffer);
        buffer
    }

    /// The lines on screen, without blanks at their ends.
    pub fn lines(&mut self) -> Vec<String> {
        lines(&self.buffer())
    }

    /// The whole screen as text.
    pub fn text(&mut self) -> String {
        self.lines().join("\n")
    }

    /// The screen with the style of every run of cells that has one, below the text.
    pub fn styled(&mut self) -> String {
        styled(&self.buffer())
    }
}
