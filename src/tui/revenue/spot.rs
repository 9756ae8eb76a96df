//! The figures that the page shows, a line each.

use super::Retained;
use crate::domain::{Month, Quarter};
use crate::engine::Revenue;
use crate::revenue::{Figures, GroupId, Grr, Stage, waterfall};

/// A ratio of the period.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ratio {
    Nrr,
    Grr(Grr),
    Logos,
    GrossChurn,
    NetChurn,
    ExpansionMrr,
    ExpansionAccounts,
}

impl Ratio {
    /// Every ratio, in the order of the page.
    pub const ALL: [Ratio; 8] = [
        Ratio::Nrr,
        Ratio::Grr(Grr::Endpoint),
        Ratio::Grr(Grr::Movements),
        Ratio::Logos,
        Ratio::GrossChurn,
        Ratio::NetChurn,
        Ratio::ExpansionMrr,
        Ratio::ExpansionAccounts,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Ratio::Nrr => "NRR",
            Ratio::Grr(Grr::Endpoint) => "GRR, endpoint form",
            Ratio::Grr(Grr::Movements) => "GRR, movements form",
            Ratio::Logos => "Logo retention",
            Ratio::GrossChurn => "Gross MRR churn",
            Ratio::NetChurn => "Net MRR churn",
            Ratio::ExpansionMrr => "Expansion, of MRR",
            Ratio::ExpansionAccounts => "Expansion, of accounts",
        }
    }

    /// Its value; None: there was no MRR at the start.
    pub fn of(self, figures: &Figures) -> Option<f64> {
        match self {
            Ratio::Nrr => figures.nrr(),
            Ratio::Grr(form) => figures.grr(form),
            Ratio::Logos => figures.logo_retention(),
            Ratio::GrossChurn => figures.gross_churn(Grr::Endpoint),
            Ratio::NetChurn => figures.net_churn(),
            Ratio::ExpansionMrr => figures.expansion_mrr_rate(),
            Ratio::ExpansionAccounts => figures.expansion_rate(),
        }
    }

    /// The same of the years up to the ends of the last months, where it is followed.
    pub fn followed(self) -> Option<fn(&Retained) -> Option<f64>> {
        match self {
            Ratio::Nrr => Some(|year| year.nrr),
            Ratio::Grr(Grr::Endpoint) => Some(|year| year.grr),
            Ratio::Logos => Some(|year| year.logos),
            _ => None,
        }
    }
}

/// A line of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spot {
    Step(Stage),
    Ratio(Ratio),
    /// By its place among the reasons.
    Reason(usize),
    Group(Option<GroupId>),
    Cohort(Quarter),
    Month(Month),
}

/// Lines of one kind, under a heading.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    Movements,
    Retention,
    Reasons,
    Groups,
    Cohorts,
    Months,
}

/// The lines of the page with the sections that they begin; a section without a line has none.
pub fn lines(read: &Revenue) -> (Vec<Spot>, Vec<(usize, Section)>) {
    let revenue = &read.measured.revenue;
    let sections: [(Section, Vec<Spot>); 6] = [
        (Section::Movements, waterfall(&revenue.total).iter().map(|step| Spot::Step(step.stage)).collect()),
        (Section::Retention, Ratio::ALL.into_iter().map(Spot::Ratio).collect()),
        (Section::Reasons, (0..revenue.reasons.len()).map(Spot::Reason).collect()),
        (Section::Groups, read.measured.groups.iter().map(|group| Spot::Group(group.id)).collect()),
        (Section::Cohorts, revenue.cohorts.iter().map(|cohort| Spot::Cohort(cohort.quarter)).collect()),
        (Section::Months, revenue.months.iter().map(|month| Spot::Month(month.month)).collect()),
    ];
    let (mut all, mut starts) = (Vec::new(), Vec::new());
    for (section, spots) in sections {
        if !spots.is_empty() {
            starts.push((all.len(), section));
            all.extend(spots);
        }
    }
    (all, starts)
}
