//! Links sent by mail that prove a mailbox, once.

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To choose a new password.
    Reset,
    /// To show that the address is theirs.
    Confirm,
}

impl Purpose {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Confirm => "confirm",
        }
    }
}
