//! Outgoing mail: into a folder by default, by SMTP when configured.

use crate::MailSettings;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::path::Path;

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Address of the receiver.
    pub to: String,
    /// Their name.
    pub name: String,
    /// Subject, one line.
    pub subject: String,
    /// Body, plain text.
    pub body: String,
}

/// Sends letters.
#[derive(Clone)]
pub struct Mailer {
    sender: Mailbox,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Folder(AsyncFileTransport<Tokio1Executor>),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

/// Why a letter was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address cannot be one.
    #[error("cannot address the letter")]
    Address,
    /// The letter cannot be put together.
    #[error("cannot write the letter")]
    Letter(#[source] lettre::error::Error),
    /// The folder or the server did not take it.
    #[error("cannot hand over the letter")]
    Transport(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Mailer {
    pub(crate) fn new(settings: &MailSettings, data: &Path) -> Result<Self, String> {
        let sender = settings.sender.parse().map_err(|e| format!("sender: {e}"))?;
        let way = match settings.kind.as_str() {
            "folder" => {
                let folder = match settings.folder.as_str() {
                    "" => data.join("mail"),
                    named => Path::new(named).to_owned(),
                };
                std::fs::create_dir_all(&folder).map_err(|e| format!("folder: {e}"))?;
                Way::Folder(AsyncFileTransport::new(folder))
            }
            "smtp" => Way::Smtp(smtp(settings)?),
            other => return Err(format!("kind {other} is neither folder nor smtp")),
        };
        Ok(Self { sender, way })
    }

    /// Hands a letter over.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let address = letter.to.parse().map_err(|_unreadable| MailError::Address)?;
        let name = Some(letter.name.clone()).filter(|n| !n.is_empty());
        let subject: String = letter.subject.chars().filter(|c| !c.is_control()).collect();
        let message = Message::builder()
            .from(self.sender.clone())
            .to(Mailbox::new(name, address))
            .subject(subject)
            .body(letter.body.clone())
            .map_err(MailError::Letter)?;
        match &self.way {
            Way::Folder(way) => {
                way.send(message).await.map(drop).map_err(|e| MailError::Transport(Box::new(e)))
            }
            Way::Smtp(way) => {
                way.send(message).await.map(drop).map_err(|e| MailError::Transport(Box::new(e)))
            }
        }
    }
}

fn smtp(settings: &MailSettings) -> Result<AsyncSmtpTransport<Tokio1Executor>, String> {
    let host = &settings.host;
    let builder = match settings.security.as_str() {
        "tls" => AsyncSmtpTransport::<Tokio1Executor>::relay(host).map_err(|e| e.to_string())?,
        "starttls" => {
            AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host).map_err(|e| e.to_string())?
        }
        "none" => AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host),
        other => return Err(format!("security {other} is none of starttls, tls, none")),
    };
    let builder = builder.port(settings.port);
    if settings.user.is_empty() {
        return Ok(builder.build());
    }
    let password =
        std::fs::read_to_string(&settings.password_file).map_err(|e| format!("password file: {e}"))?;
    Ok(builder.credentials(Credentials::new(settings.user.clone(), password.trim().to_owned())).build())
}
