//! The templates that can be chosen.

use super::Template;
use crate::domain::Result;
use crate::domain::shelf::{self, Sheet};

pub use crate::domain::shelf::Origin;

/// Every template that can be chosen.
pub type Templates = shelf::Shelf<Template>;
/// A template that can be chosen, or what is wrong with it.
pub type Known = shelf::Known<Template>;

impl Sheet for Template {
    const BUILT_IN: &'static [(&'static str, &'static str)] = &[
        ("core.toml", include_str!("../../../assets/onboarding/core.toml")),
        ("smb-digital.toml", include_str!("../../../assets/onboarding/smb-digital.toml")),
        ("enterprise.toml", include_str!("../../../assets/onboarding/enterprise.toml")),
        ("expansion.toml", include_str!("../../../assets/onboarding/expansion.toml")),
        ("admin-change.toml", include_str!("../../../assets/onboarding/admin-change.toml")),
    ];

    fn parse(source: &str, text: &str) -> Result<Template> {
        Template::parse(source, text)
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn renamed(self, name: &str) -> Template {
        Template { name: name.into(), ..self }
    }
}
