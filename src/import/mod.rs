pub mod kind;
mod mapping;
pub mod read;
mod source;
pub mod value;
