//! Small pieces that several screens draw.

pub mod bar;
pub mod bignum;
pub mod chart;
pub mod columns;
pub mod doc;
pub mod dossier;
pub mod frame;
pub mod headed;
pub mod highlight;
pub mod lines;
pub mod listing;
pub mod longtext;
pub mod markdown;
pub mod options;
pub mod plot;
pub mod prospect;
pub mod search;
pub mod sparkline;
pub mod textinput;
