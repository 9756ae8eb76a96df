//! Presets for the exports of known systems, as data: `assets/sources/*.toml`.
//!
//! A preset says by which headers an export is recognised, which of its columns fills which native column, what is the
//! same on every row, and what the system's own words mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::kind::header_key;
use crate::domain::text::{clean, fold};
use crate::domain::{Error, Result};

/// A system with its presets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What `--source` says.
    pub name: String,
    /// Its presets by kind: a system may have several exports of one kind.
    pub kinds: BTreeMap<String, Vec<Preset>>,
}

/// How one export of a system becomes rows of a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Headers that the export has, all of them: by these it is recognised.
    pub needs: Vec<String>,
    /// Native column <- the first of these headers that is there.
    #[serde(default)]
    pub columns: BTreeMap<String, OneOrMany>,
    /// Native column <- the filled cells of these headers, ": " between.
    #[serde(default)]
    pub join: BTreeMap<String, Vec<String>>,
    /// Native column <- the filled cells of these headers, a space between: first and last name.
    #[serde(default)]
    pub words: BTreeMap<String, Vec<String>>,
    /// Native column <- the same on every row.
    #[serde(default)]
    pub constants: BTreeMap<String, String>,
    /// Native column -> word of the system -> word of ours ("" for nothing).
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// Headers that are not what their names suggest.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// Usage with a column a metric.
    #[serde(default)]
    pub wide: bool,
}

/// A header or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One header.
    One(String),
    /// Alternatives, best first.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The headers.
    pub fn headers(&self) -> &[String] {
        match self {
            OneOrMany::One(header) => std::slice::from_ref(header),
            OneOrMany::Many(headers) => headers,
        }
    }
}

const FILES: [(&str, &str); 11] = [
    ("gainsight", include_str!("../../assets/sources/gainsight.toml")),
    ("hubspot", include_str!("../../assets/sources/hubspot.toml")),
    ("intercom", include_str!("../../assets/sources/intercom.toml")),
    ("maven_crm", include_str!("../../assets/sources/maven_crm.toml")),
    ("pendo", include_str!("../../assets/sources/pendo.toml")),
    ("pipedrive", include_str!("../../assets/sources/pipedrive.toml")),
    ("ravenstack", include_str!("../../assets/sources/ravenstack.toml")),
    ("saasguard", include_str!("../../assets/sources/saasguard.toml")),
    ("salesforce", include_str!("../../assets/sources/salesforce.toml")),
    ("stripe", include_str!("../../assets/sources/stripe.toml")),
    ("zendesk", include_str!("../../assets/sources/zendesk.toml")),
];

/// Every source.
///
/// # Errors
/// A preset of the program is broken (a test holds that none is).
pub fn all() -> Result<&'static [Source]> {
    static PARSED: LazyLock<Result<Vec<Source>>> = LazyLock::new(|| {
        let parse = |(name, text): &(&str, &str)| {
            toml::from_str::<Source>(text)
                .map_err(|error| Error::invalid(format!("the preset {name} is broken ({error})")))
        };
        FILES.iter().map(parse).collect()
    });
    PARSED.as_deref().map_err(Clone::clone)
}

/// The preset for a file of a kind: of the source that was named, else of the one that most of the headers tell.
///
/// # Errors
/// No source of that name, it has nothing of this kind, or the file is not its export.
pub fn choose<'s>(
    sources: &'s [Source],
    named: Option<&str>,
    kind: &str,
    headers: &[String],
) -> Result<Option<(&'s Source, &'s Preset)>> {
    let keys: Vec<String> = headers.iter().map(|header| header_key(header)).collect();
    let fits = |preset: &Preset| preset.needs.iter().all(|need| keys.contains(&header_key(need)));
    let presets = |source: &'s Source| source.kinds.get(kind).into_iter().flatten();
    let Some(named) = named else {
        return Ok(sources
            .iter()
            .flat_map(|source| presets(source).map(move |preset| (source, preset)))
            .filter(|(_, preset)| fits(preset))
            .max_by_key(|(_, preset)| preset.needs.len()));
    };
    let same = |source: &&Source| fold(&source.name).replace(' ', "") == fold(named).replace(' ', "");
    let Some(source) = sources.iter().find(same) else {
        let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        return Err(Error::invalid(format!("\"{}\" is no source", clean(named)))
            .hint(format!("use one of {}, or leave --source out", names.join(", "))));
    };
    if presets(source).next().is_none() {
        let kinds: Vec<&str> = source.kinds.keys().map(String::as_str).collect();
        return Err(Error::invalid(format!("the source {} has no {kind}", source.name))
            .hint(format!("it has {}", kinds.join(", "))));
    }
    let preset = presets(source).filter(|preset| fits(preset)).max_by_key(|preset| preset.needs.len());
    match preset {
        Some(preset) => Ok(Some((source, preset))),
        None => {
            let wanted: Vec<String> = presets(source).map(|preset| preset.needs.join(", ")).collect();
            Err(Error::invalid(format!("is not an export of {kind} from {}", source.name))
                .hint(format!("such a file has the columns {}", wanted.join("; or "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::kind::ALL;
    use super::*;

    #[test]
    fn every_preset_speaks_of_kinds_and_columns_that_exist() {
        let sources = all().unwrap();
        for (source, (file, _)) in sources.iter().zip(FILES) {
            assert_eq!(source.name, file);
            for (name, presets) in &source.kinds {
                let kind = ALL.iter().find(|kind| kind.name == name).expect(name);
                for preset in presets {
                    assert!(!preset.needs.is_empty(), "{file} {name}");
                    let fields = preset.columns.keys().chain(preset.join.keys()).chain(preset.words.keys());
                    for field in fields.chain(preset.constants.keys()).chain(preset.values.keys()) {
                        assert!(kind.column(field).is_some(), "{file} {name}: {field}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_most_telling_preset_is_chosen() {
        let sources = all().unwrap();
        let headers = |names: &str| names.split(',').map(str::to_owned).collect::<Vec<_>>();
        let file = headers("account_id,account_name,industry,country,signup_date,churn_flag,referral_source");
        let chosen = choose(sources, None, "accounts", &file).unwrap();
        assert_eq!(chosen.map(|chosen| chosen.0.name.as_str()), Some("ravenstack"));
        assert!(choose(sources, None, "accounts", &headers("a,b")).unwrap().is_none());
        assert!(
            choose(sources, Some("cows"), "accounts", &file).unwrap_err().to_string().contains("hubspot")
        );
        assert!(choose(sources, Some("zendesk"), "tickets", &file).is_err());
    }
}
