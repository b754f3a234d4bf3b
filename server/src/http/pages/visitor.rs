//! Who visits a page, and in which language: from the browser session and cookies, never from a
//! bearer token.

use crate::http::{
    AppState,
    browser::Browser,
    middleware::{
        rate_limit::{self, PageLimits},
        request_id::RequestId,
    },
    session_store::RedisSessionStore,
    sign_in::{Identity, Keeping},
};
use app::Arrival;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request, State},
    middleware::{Next, from_fn_with_state},
    response::{Html, IntoResponse, Response},
};
use contract::Language;
use http::{HeaderMap, StatusCode, header};
use service::{Actor, Ctx, account};
use std::sync::Arc;
use tower_http::csrf::CsrfLayer;
use tower_sessions::{Expiry, Session, SessionManagerLayer, cookie::SameSite};

/// The cookie that keeps a chosen language.
const LANGUAGE_COOKIE: &str = "language";
const YEAR_S: u32 = 365 * 24 * 3600;
/// Forms are text: far smaller than this.
const FORM_MAX: usize = 256 * 1024;

/// Puts these routes behind session, visitor and protection from other sites' forms.
pub(crate) fn with_session(routes: Router, state: &AppState) -> Router {
    let https = state.config.server.is_https();
    let ttl = time::Duration::try_from(state.oidc.session_ttl()).unwrap_or(time::Duration::DAY);
    // `__Host-` pins the cookie to this host, path and TLS (RFC 6265bis, section 4.1.3.2).
    let sessions = SessionManagerLayer::new(RedisSessionStore(state.services.session.clone()))
        .with_name(if https { "__Host-session" } else { "session" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnInactivity(ttl));
    let limits = PageLimits {
        limits: state.limits.clone(),
        app: Arc::new(super::app_state(state)),
    };
    routes
        .layer(from_fn_with_state(limits, rate_limit::pages))
        .layer(from_fn_with_state(state.clone(), visitor))
        .layer(sessions)
        .layer(DefaultBodyLimit::max(FORM_MAX))
        .layer(CsrfLayer::new().with_rejection_response(|_| foreign_form()))
}

/// What a form of another site gets, in every language: whose session it is, is not looked at. A request
/// that says neither `Sec-Fetch-Site` nor `Origin` comes from no browser of today, and from an old
/// one without its session: the cookie is `SameSite=Lax`.
const FOREIGN_FORM: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Matricula</title></head>
<body><main>
<h1>Nothing was done</h1>
<p>This form came from another site. <a href=\"/\">Go to the start page</a></p>
<h2 lang=\"es\">No se ha hecho nada</h2>
<p lang=\"es\">Este formulario viene de otro sitio. <a href=\"/\">Ir a la página de inicio</a></p>
</main></body>
</html>
";

fn foreign_form() -> Response {
    (StatusCode::FORBIDDEN, Html(FOREIGN_FORM)).into_response()
}

/// Makes the `Ctx` of a page.
async fn visitor(
    State(state): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let request_id = request
        .extensions()
        .get::<RequestId>()
        .cloned()
        .unwrap_or_default();
    let asked = asked_language(request.headers(), &state.config.languages);
    let browser = Browser::of(&state, request.extensions(), request.headers());
    let actor = actor(&state, &session, &browser).await;
    let mut ctx = Ctx::new(&state.services.clock, actor, request_id.0, asked);
    let arrival = arrival(&state, &ctx).await;
    // Until somebody signed in has chosen a language, their browser decides.
    if let Arrival::Person(desk) = &arrival
        && desk.settings.document.language_chosen
    {
        ctx.locale = desk.settings.settings().language;
    }
    request.extensions_mut().insert(ctx);
    request.extensions_mut().insert(arrival);
    next.run(request).await
}

async fn arrival(state: &AppState, ctx: &Ctx) -> Arrival {
    if ctx.actor == Actor::Anonymous {
        return Arrival::Nobody;
    }
    match state.services.profile.desk(ctx).await {
        Ok(desk) => Arrival::Person(desk),
        Err(error) => Arrival::Hidden(error),
    }
}

async fn actor(state: &AppState, session: &Session, browser: &Browser) -> Actor {
    let identity = match Identity::of(session).await {
        Ok(Some(identity)) => identity,
        Ok(None) => return Actor::Anonymous,
        Err(error) => {
            tracing::warn!(%error, "a session cannot be read, its owner counts as signed out for now");
            return Actor::Anonymous;
        }
    };
    let (user_id, auth_id, tenant) = (identity.user_id, identity.auth_id, identity.tenant_id);
    let identified = state
        .services
        .account
        .identify(tenant, Some(user_id), auth_id, service::cache::Sight::Far)
        .await;
    // Signed-in people go on while the database is away; the page will say what it cannot show.
    let Ok(found) = identified else {
        return Actor::User(identity.as_last_known());
    };
    if let Some(person) = &found {
        let keeping = Keeping {
            session,
            sessions: &state.services.session,
            browser,
            clock: &state.services.clock,
            ttl: state.oidc.session_ttl(),
        };
        match identity.keep(&keeping, person.role).await {
            Ok(true) => {}
            Ok(false) => return Actor::Anonymous,
            Err(error) => tracing::warn!(%error, "a session could not be kept alive"),
        }
    }
    account::actor_of(found, tenant, auth_id)
}

/// The language that was chosen, else what the browser asks for.
fn asked_language(headers: &HeaderMap, on_offer: &[Language]) -> Language {
    let offered = |language: &Language| on_offer.contains(language);
    let chosen = cookie(headers, LANGUAGE_COOKIE)
        .and_then(|tag| tag.parse().ok())
        .filter(offered);
    let asked = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::from_accept_language(header).filter(offered)
    };
    chosen
        .or_else(asked)
        .or_else(|| on_offer.first().copied())
        .unwrap_or_default()
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The cookie that keeps a chosen language for a year.
pub(crate) fn language_cookie(language: Language, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!(
        "{LANGUAGE_COOKIE}={language}; Path=/; Max-Age={YEAR_S}; SameSite=Lax; HttpOnly{secure}"
    )
}
