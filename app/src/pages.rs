//! Every page by its address, and what pages show instead of themselves.

pub(crate) mod admin;
pub(crate) mod enrollments;
mod home;
mod not_found;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod problem;
pub(crate) mod profile;
mod session;
pub(crate) mod settings;
pub(crate) mod teach;

use crate::{
    error::Problem,
    visit::{Me, visit},
};
use admin::{
    applications::{Applications, OpenApplication},
    audit::Audit,
    overview::Overview,
    user::User,
    users::Users,
};
use contract::profile::ProfileView;
use enrollments::Enrollments;
use home::Home;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};
use not_found::NotFound;
use people::People;
use person::Person;
use problem::ProblemPage;
use profile::{edit::EditProfile, show::ShowProfile};
use session::{sign_in::SignIn, sign_out::SignOut};
use settings::{
    blocked::Blocked, general::General, notifications::Notifications, privacy::Privacy,
    sessions::Sessions,
};
use std::sync::Arc;
use teach::{Teach, withdraw::Withdraw};

/// Every page.
#[component]
pub(crate) fn Pages() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Home ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignIn ssr=SsrMode::Async/>
                <Route path=path!("/sign-out") view=SignOut ssr=SsrMode::Async/>
                <Route path=path!("/profile") view=ShowProfile ssr=SsrMode::Async/>
                <Route path=path!("/enrollments") view=Enrollments ssr=SsrMode::Async/>
                <Route path=path!("/profile/edit") view=EditProfile ssr=SsrMode::Async/>
                <Route path=path!("/people") view=People ssr=SsrMode::Async/>
                <Route path=path!("/people/:handle") view=Person ssr=SsrMode::Async/>
                <Route path=path!("/settings") view=General ssr=SsrMode::Async/>
                <Route path=path!("/settings/notifications") view=Notifications ssr=SsrMode::Async/>
                <Route path=path!("/settings/privacy") view=Privacy ssr=SsrMode::Async/>
                <Route path=path!("/settings/blocked") view=Blocked ssr=SsrMode::Async/>
                <Route path=path!("/settings/sessions") view=Sessions ssr=SsrMode::Async/>
                <Route path=path!("/teach") view=Teach ssr=SsrMode::Async/>
                <Route path=path!("/teach/withdraw") view=Withdraw ssr=SsrMode::Async/>
                <Route path=path!("/admin") view=Overview ssr=SsrMode::Async/>
                <Route path=path!("/admin/audit") view=Audit ssr=SsrMode::Async/>
                <Route path=path!("/admin/users") view=Users ssr=SsrMode::Async/>
                <Route path=path!("/admin/users/:id") view=User ssr=SsrMode::Async/>
                <Route path=path!("/admin/applications") view=Applications ssr=SsrMode::Async/>
                <Route path=path!("/admin/applications/:id") view=OpenApplication ssr=SsrMode::Async/>
            </FlatRoutes>
        </Router>
    }
}

/// The signed-in person, or what to show instead: what is wrong with the form that was sent, the way to
/// sign-in, or why they cannot be shown.
pub(crate) fn signed_in() -> Result<Arc<ProfileView>, AnyView> {
    if let Some(problem) = use_context::<Problem>() {
        return Err(view! { <ProblemPage problem/> }.into_any());
    }
    let Some(visit) = visit() else {
        return Err(().into_any());
    };
    match &visit.me {
        Me::Person(view) => Ok(Arc::clone(view)),
        Me::Hidden(error) => {
            let problem = Problem::noted(error);
            Err(view! { <ProblemPage problem/> }.into_any())
        }
        Me::Nobody => {
            redirect(&format!("/sign-in?return_to={}", visit.here.encoded()));
            Err(().into_any())
        }
    }
}

/// Sends the browser to another page of ours.
pub(crate) fn redirect(path: &str) {
    if let (Some(response), Ok(location)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(path),
    ) {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(header::LOCATION, location);
    }
}

/// Sets the status of the answer.
pub(crate) fn set_status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}
