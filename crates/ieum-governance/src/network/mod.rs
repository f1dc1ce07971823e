//! Platform roles: what an organisation is to the platform.

mod platform_role;
pub(crate) mod routes;
pub(crate) mod service;
mod store;

pub use platform_role::PlatformRole;
pub use service::set_platform_role;
