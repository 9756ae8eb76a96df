//! A message that was drafted: what it is about, where its file goes.

use std::path::PathBuf;

use super::papers::{folder, free, refused};
use super::tale::Which;
use crate::domain::{Error, Result};
use crate::engine::Desk;
use crate::health::facts::AccountId;
use crate::playbook::Letter;
use crate::store::access::write_private;
use crate::store::play as book;

/// A message for an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Drafted {
    pub account: AccountId,
    pub letter: Letter,
    /// Where a file of it would be written.
    pub folder: PathBuf,
}

/// Fills a message with what is known of an account.
///
/// # Errors
/// The step names no message, or there is none of its name; the account is gone; or the book cannot be read.
pub fn drafted(desk: &Desk, account: AccountId, which: Which) -> Result<Drafted> {
    let on = desk.view().reader();
    let name = match which {
        Which::Place(place) => {
            let known = book::messages(on)?.all.into_iter().nth(place);
            known.map(|known| known.name)
        }
        Which::Task(task) => {
            let library = book::library(on)?;
            let play = book::of_task(on, task)?;
            play.and_then(|play| {
                let title = &play.tasks.iter().find(|own| own.id == task)?.title;
                library.named(&play.playbook)?.step(title)?.message.clone()
            })
        }
    };
    let none = || Error::not_found("the step has no message").hint("choose one of the list");
    let name = name.ok_or_else(none)?;
    let letter = desk.judged(|judge| desk.view().letter(judge, account, &name))?;
    Ok(Drafted { account, letter, folder: folder(desk.place()) })
}

impl Drafted {
    /// Writes it into a file of its own that nobody else can read; gives its path.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn keep(&self) -> Result<PathBuf> {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let name: String = self.letter.name.chars().take(60).map(plain).collect();
        let stem = free(&self.folder, &format!("message-{name}"), "txt")?;
        let file = self.folder.join(format!("{stem}.txt"));
        write_private(&file, self.letter.as_mail().as_bytes()).map_err(|error| refused(&file, &error))?;
        Ok(file)
    }

    /// The line that logs it, for when it was sent.
    pub fn log_line(&self) -> String {
        let with = self.letter.to.as_deref().and_then(|name| name.split_whitespace().next());
        let with = with.map_or(String::new(), |name| format!(" @{name}"));
        format!("email{with} {}", self.letter.subject.replace(['"', '>', '@', '+'], " "))
    }
}
