//! People: who has an account.

pub(crate) mod email;
pub(crate) mod known_person;
pub(crate) mod service;
pub(crate) mod store;

pub use email::{Email, NotAnEmail};
pub use known_person::{Account, FirstPassword, NewPerson, PersonState};
pub use service::{PersonError, create_person, person_by_email};
