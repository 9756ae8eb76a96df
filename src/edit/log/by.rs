//! Who a touchpoint is by.

use crate::domain::Day;
use crate::domain::Result;
use crate::edit::entity::{ACCOUNT, TOUCHPOINT};
use crate::edit::{Context, Value, parse, read};
use crate::store::Reads;

/// A member of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// Row id of the member.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Nobody said who the user is, so the CSM of the account is taken.
    pub is_guess: bool,
}

/// Who a touchpoint with an account is by: the member that the user is (`me`: the name, or its beginning), else the
/// account's CSM, else nobody knows.
///
/// # Errors
/// `me` is nobody of the team, or several; or the book cannot be read.
pub fn by(on: &impl Reads, account: i64, me: Option<&str>) -> Result<Option<By>> {
    let field = TOUCHPOINT.field("by")?;
    let context = Context::load(on, [field], None, Day::default())?;
    let member = match me.map(str::trim).filter(|me| !me.is_empty()) {
        Some(me) => parse(field, me, &context).map_err(|error| {
            error.hint("name a member of the team with --me or --by, or add them: the dashboard's key a")
        })?,
        None => read(on, &ACCOUNT, account)?
            .into_iter()
            .find(|(field, _)| field.name == "csm")
            .map_or(Value::Null, |(_, csm)| csm),
    };
    Ok(member.int().map(|id| By {
        id,
        name: crate::edit::show(field, &member, &context),
        is_guess: me.is_none_or(|me| me.trim().is_empty()),
    }))
}
