//! The signed-in reader.

use async_graphql::{Context, Object, Result};
use mpaka_domain::handling::Compartment;
use mpaka_domain::{Role, Viewer};

use crate::code::Code;
use crate::session::Request;
use crate::values::Agency;

/// Who you are to this service.
pub struct Me(Viewer);

/// Who you are to this service.
#[Object]
impl Me {
    /// The name you sign in with.
    async fn user(&self) -> &str {
        self.0.user.as_str()
    }

    /// The agency you act for.
    async fn agency(&self) -> Agency {
        Agency(self.0.agency.clone())
    }

    /// The role you signed in with.
    async fn role(&self) -> Code<Role> {
        Code(self.0.role)
    }

    /// The compartments you are read into.
    async fn compartments(&self) -> Vec<&str> {
        self.0.compartments.iter().map(Compartment::as_str).collect()
    }
}

/// What can be read of yourself.
#[derive(Default)]
pub struct MeQuery;

/// What can be read of yourself.
#[Object]
impl MeQuery {
    /// Who you are to this service.
    async fn me(&self, ctx: &Context<'_>) -> Result<Me> {
        Ok(Me(ctx.viewer()?.clone()))
    }
}
