//! Contacts, touchpoints, surveys and signals.

use std::collections::BTreeSet;

use super::{Kind, Maker, Mood};
use crate::book::{Account, Contact, Day, Signal, Survey, Touchpoint};

impl Maker {
    pub(super) fn contacts(&mut self) -> Vec<Contact> {
        const NAMES: [&str; 6] = ["Ida Berg", "Jon Reyes", "Kim Tran", "Lea Novak", "Max Osei", "Nia Patel"];
        if !self.has(Kind::Contacts) || self.rng.percent(10) {
            return Vec::new();
        }
        let mut roles = Vec::new();
        if self.has(Kind::Sponsors) && self.leaning(95, 80, 60) {
            roles.push(self.rng.pick(&["executive sponsor", "Executive_Sponsor", "EXECUTIVE SPONSOR"]));
            if self.rng.percent(35) {
                roles.push("executive-sponsor");
            }
        }
        if self.rng.percent(60) {
            roles.push(self.rng.pick(&["champion", "Champion"]));
            if self.rng.percent(20) {
                roles.push("champion");
            }
        }
        for _ in 0..self.rng.between(0, 2) {
            roles.push(self.rng.pick(&["admin", "economic buyer", "procurement", "end-user lead", ""]));
        }
        let number = self.number;
        roles
            .into_iter()
            .enumerate()
            .map(|(n, role)| {
                let name = format!("{} {number:02}", NAMES[n]);
                let left = self.leaning(10, 20, 40);
                Contact {
                    external_id: if self.rng.percent(70) {
                        format!("P-{number:02}-{n}")
                    } else {
                        String::new()
                    },
                    email: if self.rng.percent(70) {
                        format!("p{n}@customer{number:02}.example")
                    } else {
                        String::new()
                    },
                    name,
                    role: role.to_owned(),
                    left_on: left.then(|| self.aged(&[-1, 0, 1, 40])),
                }
            })
            .collect()
    }

    /// A text by which a contact is known to the import.
    fn called(&mut self, contact: &Contact, with_id: bool) -> String {
        let mut texts = vec![contact.name.clone()];
        if !contact.email.is_empty() {
            texts.push(contact.email.clone());
        }
        if with_id && !contact.external_id.is_empty() {
            texts.push(contact.external_id.clone());
        }
        self.rng.pick(&texts)
    }

    pub(super) fn touchpoints(&mut self, account: &Account) -> Vec<Touchpoint> {
        if !self.has(Kind::Touchpoints) || self.rng.percent(8) {
            return Vec::new();
        }
        let cadence = account.cadence();
        let only_notes = self.rng.percent(8);
        let edges = [
            0,
            1,
            cadence - 1,
            cadence,
            cadence + 1,
            cadence * 3 / 2,
            cadence * 2,
            cadence * 3,
            89,
            90,
            91,
            135,
            180,
            181,
        ];
        let frequent = self.leaning(75, 45, 10);
        let mut days: Vec<Day> = (0..self.rng.between(1, 4)).map(|_| self.aged(&edges)).collect();
        if frequent {
            let gap = self.rng.between(12, 35);
            days.extend(
                (0..).map(|n| self.last_day() - 3 - n * gap).take_while(|on| *on > self.last_day() - 250),
            );
        }
        let distinct: BTreeSet<Day> = days.into_iter().collect();
        let number = self.number;
        let mut touchpoints = Vec::new();
        for (n, day) in distinct.into_iter().enumerate() {
            let kind = if only_notes || self.rng.percent(20) {
                "note"
            } else {
                self.rng.pick(&["call", "meeting", "email", "review", "training", "Call"])
            };
            let mut attendees = Vec::new();
            for contact in &account.contacts {
                if !only_notes && self.leaning(70, 45, 20) {
                    attendees.push(self.called(contact, false));
                }
            }
            let pulse = (self.has(Kind::Pulses) && self.rng.percent(20)).then(|| {
                let low = if self.mood == Mood::Thriving { 4 } else { 1 };
                self.rng.between(low, 5)
            });
            touchpoints.push(Touchpoint {
                external_id: format!("T-{number:02}-{n}"),
                day,
                kind: kind.to_owned(),
                attendees,
                pulse,
            });
        }
        if self.has(Kind::Pulses) && self.rng.percent(30) {
            let day = self.aged(&[0, 90, 91, 135, 179, 180]);
            if touchpoints.iter().all(|touch| touch.day != day) {
                let external_id = format!("T-{number:02}-p");
                let pulse = Some(self.rng.between(1, 5));
                touchpoints.push(Touchpoint {
                    external_id,
                    day,
                    kind: "note".to_owned(),
                    attendees: Vec::new(),
                    pulse,
                });
            }
        }
        touchpoints
    }

    pub(super) fn surveys(&mut self, contacts: &[Contact]) -> Vec<Survey> {
        let mut surveys: Vec<Survey> = Vec::new();
        if self.has(Kind::Nps) && self.rng.percent(80) {
            for _ in 0..self.rng.between(0, 6) {
                let contact = match self.rng.between(0, 9) {
                    0..2 => String::new(),
                    2..4 => self.rng.pick(&["Sam Stranger", "Uma Unknown"]).to_owned(),
                    _ if contacts.is_empty() => "Sam Stranger".to_owned(),
                    _ => {
                        let contact = self.rng.pick(contacts);
                        self.called(&contact, true)
                    }
                };
                let day = self.aged(&[0, 1, 30, 100, 179, 180, 181, 240, 270, 330, 359, 360, 364, 365]);
                surveys.push(self.nps(contact.clone(), day));
                if self.rng.percent(25) {
                    // The same person answers again on that day.
                    surveys.push(self.nps(contact, day));
                }
            }
        }
        if self.has(Kind::Csat) && self.rng.percent(75) {
            for _ in 0..self.rng.between(0, 8) {
                let scale = self.rng.pick(&[None, None, Some(5), Some(10), Some(100), Some(7), Some(3)]);
                let most = scale.unwrap_or(5);
                let low = if self.leaning(90, 50, 10) { (most * 4 + 4) / 5 } else { 1 };
                let score = self.rng.between(low, most);
                let day = self.aged(&[-1, 0, 10, 40, 89, 90]).min(self.last_day());
                let contact = if contacts.is_empty() { String::new() } else { self.rng.pick(contacts).name };
                surveys.push(Survey {
                    contact,
                    kind: self.rng.pick(&["csat", "CSAT"]).to_owned(),
                    score,
                    scale,
                    day,
                    ..Survey::default()
                });
            }
        }
        for kind in ["ces", "onboarding"] {
            if self.rng.percent(15) {
                let day = self.aged(&[0, 10]);
                surveys.push(Survey {
                    kind: kind.to_owned(),
                    score: 2,
                    scale: Some(7),
                    day,
                    ..Survey::default()
                });
            }
        }
        for (n, survey) in surveys.iter_mut().enumerate() {
            if self.rng.percent(60) {
                survey.external_id = format!("S-{:02}-{n}", self.number);
            }
        }
        surveys
    }

    fn nps(&mut self, contact: String, day: Day) -> Survey {
        let score = if self.leaning(85, 40, 10) { self.rng.between(8, 10) } else { self.rng.between(0, 8) };
        let scale = self.rng.pick(&[None, None, None, Some(10)]);
        Survey {
            contact,
            kind: self.rng.pick(&["nps", "NPS"]).to_owned(),
            score,
            scale,
            day,
            ..Survey::default()
        }
    }

    pub(super) fn signals(&mut self) -> Vec<Signal> {
        let count = if self.leaning(10, 25, 60) { self.rng.between(1, 3) } else { 0 };
        let number = self.number;
        (0..count)
            .map(|n| {
                let kind = self.rng.pick(&[
                    "churn notice",
                    "Churn_Notice",
                    "competitor",
                    "competitor evaluation",
                    "Competitor-Evaluation",
                    "sponsor left",
                    "technical issue",
                    "budget cut",
                    "growth plan",
                    "office move",
                ]);
                let day = self.aged(&[0, 1, 20, 70]).min(self.last_day());
                let closed_on = match self.rng.between(0, 3) {
                    0 => None,
                    1 => Some(self.anchor().max(day)),
                    2 => Some((self.anchor() + 1).max(day)),
                    _ => Some(day + self.rng.between(0, 30)),
                };
                Signal { external_id: format!("G-{number:02}-{n}"), day, kind: kind.to_owned(), closed_on }
            })
            .collect()
    }
}
