//! Who may do what in this room.

use ieum_kernel::{Permission, Role};
use ieum_web::{ANYBODY, SIGNED_IN};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $key:literal, $roles:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: Permission = Permission { key: $key, roles: $roles };)*
        /// Every permission of this room.
        pub(crate) const ALL: &[Permission] = &[$(Permission { key: $key, roles: $roles }),*];
    };
}

permissions! {
    /// Sign in and out, join, replace a forgotten password.
    ENTER = "account.enter", ANYBODY;
    /// One's own account, sessions, tokens and notices.
    KEEP = "account.keep", SIGNED_IN;
    /// See and change the members of an organisation; which one, the room decides.
    MEMBERS = "membership.manage", SIGNED_IN;
    /// See what organisations are to the platform.
    NETWORK = "network.look", ANYBODY;
    /// Say what an organisation is to the platform.
    ASSIGN = "network.assign", &[Role::Operator];
    /// The home of operators.
    ADMIN = "admin.look", &[Role::Operator];
    /// Find people, change their roles, close accounts.
    PEOPLE = "admin.people", &[Role::Operator];
    /// Read the audit trail.
    AUDIT = "admin.audit", &[Role::Operator];
}
