//! Small pieces that several screens draw.

pub mod bignum;
pub mod chart;
pub mod doc;
pub mod frame;
pub mod sparkline;
pub mod textinput;
