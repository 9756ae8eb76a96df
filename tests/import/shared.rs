//! The real data beside the project, where it is there.

use std::path::{Path, PathBuf};

/// A folder of the shared data; None, said aloud, where it is absent.
pub fn shared(folder: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found =
        here.ancestors().map(|above| above.join("shared/data").join(folder)).find(|path| path.is_dir());
    if found.is_none() {
        eprintln!("skipped: there is no folder ../shared/data/{folder}");
    }
    found
}

/// The files of RavenStack, in the order in which an empty book takes them.
pub const RAVENSTACK: [(&str, &str); 5] = [
    ("accounts", "ravenstack_accounts.csv"),
    ("contracts", "ravenstack_subscriptions.csv"),
    ("features", "ravenstack_feature_usage.csv"),
    ("tickets", "ravenstack_support_tickets.csv"),
    ("signals", "ravenstack_churn_events.csv"),
];
