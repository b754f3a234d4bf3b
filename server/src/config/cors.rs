//! Which other sites' scripts may call the API.

use super::Env;
use http::{HeaderName, HeaderValue, Method};
use std::str::FromStr;
use url::Url;

/// Stands for everybody, every method, every header.
const ALL: &str = "*";

/// `CORS_…`
#[derive(Clone, Debug)]
pub struct CorsSection {
    /// `CORS_ORIGIN`: whose scripts; none: nobody else's.
    pub origins: OneOf<HeaderValue>,
    /// `CORS_CREDENTIALS`: whether they may send what proves who is calling.
    pub credentials: bool,
    /// `CORS_METHODS`
    pub methods: OneOf<Method>,
    /// `CORS_ALLOWED_HEADERS`
    pub headers: OneOf<HeaderName>,
}

/// All there are, or those that are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OneOf<T> {
    /// Whatever comes.
    All,
    /// One of these.
    These(Vec<T>),
}

/// An origin as browsers write it.
struct Origin(HeaderValue);

impl FromStr for Origin {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let url = Url::parse(text).map_err(drop)?;
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        if !(matches!(url.scheme(), "http" | "https") && bare && nobody) {
            return Err(());
        }
        let origin = url.origin().ascii_serialization();
        HeaderValue::from_str(&origin).map(Self).map_err(drop)
    }
}

impl CorsSection {
    /// In production nobody else's scripts, unless they are named: the default is a developer's.
    pub(super) fn read(env: &mut Env) -> Self {
        let origins = if env.is_production() && env.get("CORS_ORIGIN").is_none() {
            OneOf::These(Vec::new())
        } else {
            read(env, "CORS_ORIGIN", "http://localhost:3000", |Origin(it)| it)
        };
        let section = Self {
            origins,
            credentials: env.flag("CORS_CREDENTIALS", true),
            methods: read(env, "CORS_METHODS", "GET,POST,PUT,DELETE,OPTIONS", |it| it),
            headers: read(
                env,
                "CORS_ALLOWED_HEADERS",
                "Content-Type,Authorization,X-Requested-With",
                |it| it,
            ),
        };
        section.check(env);
        section
    }

    /// Beside credentials browsers take `*` for a name (Fetch, section 3.2.2), so nothing would work.
    fn check(&self, env: &mut Env) {
        let open = [
            ("CORS_ORIGIN", self.origins == OneOf::All),
            ("CORS_METHODS", self.methods == OneOf::All),
            ("CORS_ALLOWED_HEADERS", self.headers == OneOf::All),
        ];
        for (name, _) in open.iter().filter(|(_, open)| *open && self.credentials) {
            env.problem(format!(
                "{name} must name each one where CORS_CREDENTIALS is true, * does not work there."
            ));
        }
    }
}

fn read<T: FromStr, U>(env: &mut Env, name: &str, default: &str, into: fn(T) -> U) -> OneOf<U> {
    if env.get(name).as_deref() == Some(ALL) {
        return OneOf::All;
    }
    OneOf::These(env.list(name, default).into_iter().map(into).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn config(pairs: &[(&str, &str)]) -> Result<CorsSection, Vec<String>> {
        let pairs = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::read(pairs.collect()).map(|config| config.cors)
    }

    #[test]
    fn the_defaults_are_the_specifications() {
        let cors = config(&[]).expect("every variable has a default");
        let origin = HeaderValue::from_static("http://localhost:3000");
        assert_eq!(cors.origins, OneOf::These(vec![origin]));
        assert!(cors.credentials);
        assert!(matches!(cors.methods, OneOf::These(methods) if methods.len() == 5));
    }

    #[test]
    fn origins_are_named_with_commas_and_written_as_browsers_write_them() {
        let list = "https://A.example.test/, http://b.example.test:80 ,http://c.test:8080";
        let cors = config(&[("CORS_ORIGIN", list)]).expect("a good list");
        let expected = [
            "https://a.example.test",
            "http://b.example.test",
            "http://c.test:8080",
        ];
        let expected = expected.map(HeaderValue::from_static).to_vec();
        assert_eq!(cors.origins, OneOf::These(expected));
    }

    #[test]
    fn a_wildcard_beside_credentials_is_a_problem_and_alone_it_is_none() {
        let all = [
            ("CORS_ORIGIN", "*"),
            ("CORS_METHODS", "*"),
            ("CORS_ALLOWED_HEADERS", "*"),
        ];
        let problems = config(&all).expect_err("credentials are on by default");
        assert_eq!(problems.len(), 3, "{problems:?}");
        for (name, _) in all {
            assert!(problems.iter().any(|it| it.starts_with(name)), "{name}");
        }
        let open = config(&[&all[..], &[("CORS_CREDENTIALS", "false")]].concat());
        assert_eq!(open.expect("good").origins, OneOf::All);
    }

    #[test]
    fn what_is_no_origin_is_a_problem() {
        for bad in [
            "localhost:3000",
            "https://a.example.test/path",
            "ftp://a.example.test",
            "null",
            "https://*.example.test/x",
            "https://me@a.example.test",
            "http://a.test,*",
            ",",
        ] {
            let problems = config(&[("CORS_ORIGIN", bad)]).expect_err("no origin");
            assert!(
                problems.len() == 1 && problems[0].starts_with("CORS_ORIGIN"),
                "{bad}: {problems:?}"
            );
        }
    }
}
