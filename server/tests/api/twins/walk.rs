//! Every route of the table, asked by everybody from whom the other person is hidden, in several ways.

use super::{
    hidden::Caller,
    table::{self, Row, Try},
    worlds::{Asked, Twins},
};
use reqwest::Method;

/// A method that no route has.
const ODD: &[u8] = b"PURGE";

/// What is different, request by request.
pub async fn walk(twins: &Twins) -> Vec<String> {
    let mut differences = Vec::new();
    for row in table::rows() {
        let tries = row
            .tries
            .iter()
            .filter(|request| request.counts(twins.hidden));
        for (number, request) in tries.enumerate() {
            for asked in questions(twins, row, request, number == 0) {
                differences.extend(twins.compare(&asked).await);
            }
        }
    }
    differences
}

/// A request as each caller sends it; the first of a route also in all the ways that there are, by the first
/// caller.
fn questions(twins: &Twins, row: &Row, request: &Try, in_all_ways: bool) -> Vec<Asked> {
    let is_api = row.path().starts_with("/api/");
    let callers = twins.hidden.callers().iter();
    let callers = callers.filter(|caller| is_api || **caller != Caller::Service);
    let plain = |caller: &Caller| Asked {
        method: Method::from_bytes(row.method().as_bytes()).unwrap(),
        body: request.body().map(|body| twins.fill(body)),
        ..twins.asked(*caller, request.path())
    };
    let questions: Vec<_> = callers.map(plain).collect();
    let first = questions.first().filter(|_| in_all_ways);
    let ways = first.map(|first| ways(twins, row, first));
    ways.into_iter()
        .flatten()
        .chain(questions.clone())
        .collect()
}

/// The same request in other ways.
fn ways(twins: &Twins, row: &Row, plain: &Asked) -> Vec<Asked> {
    let with = |name, value: &str| Asked {
        header: Some((name, value.to_owned())),
        ..plain.clone()
    };
    let by = |method: &[u8]| Asked {
        method: Method::from_bytes(method).unwrap(),
        ..plain.clone()
    };
    let own = match row.method() {
        "GET" => vec![
            by(b"HEAD"),
            with("if-none-match", &twins.tag),
            with("if-none-match", "*"),
            with("accept", "text/html"),
            with("accept", "application/json"),
        ],
        // Twice, so that the second gets the first answer again.
        "POST" => vec![
            with("idempotency-key", row.route),
            with("idempotency-key", row.route),
        ],
        _ => vec![with("if-match", "\"1\"")],
    };
    [by(b"OPTIONS"), by(ODD)].into_iter().chain(own).collect()
}
