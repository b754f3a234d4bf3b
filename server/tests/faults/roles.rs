//! The two-way loop: what the provider tells of people and what we tell of their roles, through the real
//! broker, with the broker down in between.

use crate::{
    app::App,
    browser::{Browser, Site},
    ears::Ears,
    parts::{Parts, Variables},
    patience::eventually,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const ADA: &str = "ada@example.test";
const ALAN: &str = "alan@example.test";
const MOTIVATION: &str = "I have taught algebra to my neighbours for ten years now.";

/// A provider and a server that know each other.
struct Loop {
    parts: Parts,
    app: App,
    site: Site,
    stop: CancellationToken,
}

impl Loop {
    async fn start() -> Self {
        let parts = Parts::start("roles", &["postgres", "redis", "rabbitmq"]).await;
        let product = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = |listener: &TcpListener| format!("http://{}", listener.local_addr().unwrap());
        let (origin, issuer) = (address(&product), address(&provider));
        let more = [
            ("PUBLIC_URL", origin.as_str()),
            ("OIDC_ISSUER", &issuer),
            ("JWT_ALGORITHMS", "HS256,RS256,EdDSA"),
            ("JWT_JWKS_URL", &format!("{issuer}/jwks")),
        ];
        let more = more.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let app = App::start_on(product, &parts.variables, Variables::from(more)).await;
        let config = &app.process.state().config;
        let (client_id, client_secret) = (
            config.oidc.client_id.clone(),
            config.oidc.client_secret.clone(),
        );
        let site = Site {
            client_id: client_id.clone(),
            client_secret: secrecy::ExposeSecret::expose_secret(&client_secret).to_owned(),
            origin: origin.clone(),
            issuer: issuer.clone(),
        };
        let told = dev_auth::Config {
            issuer: issuer.parse().unwrap(),
            database_url: parts.variables["DATABASE_URL"].clone(),
            rabbitmq_url: parts.variables["RABBITMQ_URL"].clone(),
            exchange: "lms.events".into(),
            queue: dev_auth::DEFAULT_QUEUE.into(),
            client: dev_auth::Client {
                id: client_id,
                secret: client_secret,
                redirect_uris: vec![format!("{origin}/auth/callback")],
                post_logout_redirect_uris: vec![format!("{origin}/")],
            },
            audience: "matricula".into(),
            key_rotation: dev_auth::DEFAULT_KEY_ROTATION,
            personas: true,
        };
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        app.process.run(async move {
            dev_auth::run(told, provider, stopped).await.unwrap();
        });
        Self {
            parts,
            app,
            site,
            stop,
        }
    }

    /// Calls the API with a token that the provider has made.
    async fn me(&self, browser: &Browser) -> Value {
        let answer = self
            .app
            .callers
            .read_me_by(&browser.token().await.text)
            .await;
        answer.body["data"].clone()
    }

    fn end(self) {
        self.stop.cancel();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_goes_round_the_loop_with_the_broker_down_in_between() {
    let school = Loop::start().await;
    let (parts, app) = (&school.parts, &school.app);
    let (ada, alan) = (Browser::new(&school.site), Browser::new(&school.site));
    let url = &parts.variables["RABBITMQ_URL"];
    eventually("the provider does not listen", async || {
        Ears::at(url).await.consumers(dev_auth::DEFAULT_QUEUE).await == 1
    })
    .await;
    Ears::at(url).await.follow().await;

    // In: the provider tells of its people, who are known before they ever come.
    eventually("the provider's people are not known here", async || {
        let sql = "SELECT count(*) FROM users WHERE email LIKE '%@example.test'";
        let known: i64 = sqlx::query_scalar(sql).fetch_one(app.pool()).await.unwrap();
        known == 4
    })
    .await;
    assert_eq!(ada.sign_in(ADA).await.0, 200);
    assert_eq!(alan.sign_in(ALAN).await.0, 200);
    let before = ada.token().await;
    assert_eq!(before.claims["role"], "student");
    let me = school.me(&ada).await;
    assert_eq!(
        (&me["role"], &me["email"]),
        (&json!("student"), &json!(ADA))
    );
    let sessions = (ada.session(), alan.session());

    let apply = json!({"motivation": MOTIVATION, "expertise": ["Algebra"], "links": []});
    let path = "/api/users/me/apply-for-instructor";
    let applied = app.callers.post(path, &before.text, &apply).await;
    assert_eq!(applied.status, 201, "{}", applied.body);
    app.outbox_is_empty().await;

    // Out, with nobody to tell: the decision stands here, and waits for the broker.
    parts.kill("rabbitmq").await;
    let admin = alan.token().await;
    assert_eq!(admin.claims["role"], "admin");
    let path = format!(
        "/api/admin/users/{}/approve-instructor",
        me["id"].as_str().unwrap()
    );
    let version = &applied.body["data"]["version"];
    let approved = app
        .callers
        .post(&path, &admin.text, &json!({ "version": version }))
        .await;
    assert_eq!(approved.status, 200, "{}", approved.body);
    assert_eq!(
        school.me(&ada).await["role"],
        "instructor",
        "our own table says who may what"
    );
    let (status, _) = ada.page("/profile").await;
    assert_eq!(status, 200);
    assert_ne!(ada.session(), sessions.0, "another role, another secret");
    assert_eq!(
        ada.token().await.claims["role"],
        "student",
        "the provider cannot know yet"
    );
    // What the provider tells meanwhile waits as well.
    let mina = Browser::new(&school.site);
    assert_eq!(mina.sign_in("mina@example.test").await.0, 200);

    parts.start_again("rabbitmq").await;
    eventually("the provider does not hear of the role", async || {
        ada.token().await.claims["role"] == "instructor"
    })
    .await;
    eventually("we do not hear of the sign-in", async || {
        let sql = "SELECT login_count FROM users WHERE email = 'mina@example.test'";
        let logins: i64 = sqlx::query_scalar(sql).fetch_one(app.pool()).await.unwrap();
        logins == 1
    })
    .await;
    let again = Browser::new(&school.site);
    assert_eq!(again.sign_in(ADA).await.0, 200);
    assert_eq!(school.me(&again).await["role"], "instructor");
    assert_eq!(
        alan.session(),
        sessions.1,
        "nobody else gets another secret"
    );

    // Told once: the follower is bound to everything about people.
    app.outbox_is_empty().await;
    let kept = Ears::at(url).await.kept().await;
    let told: Vec<_> = kept
        .iter()
        .filter(|(_, event)| event["type"] == "user.role_changed")
        .collect();
    assert_eq!(told.len(), 1, "once, though it is routed under two keys");
    assert_eq!(told[0].1["data"]["newRole"], "instructor");
    school.end();
}
