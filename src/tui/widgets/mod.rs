//! Small pieces that several screens draw.

pub mod bar;
pub mod bignum;
pub mod chart;
pub mod columns;
pub mod doc;
pub mod headed;
pub mod highlight;
pub mod listing;
pub mod longtext;
pub mod options;
pub mod sparkline;
pub mod textinput;
