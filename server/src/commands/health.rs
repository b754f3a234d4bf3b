//! `health`: whether the process beside this one takes requests, for images that have no shell to ask with.

use super::{Variables, one, print_line};
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

/// The default of `PORT`.
const PORT: u16 = 3002;
/// Longer than the process itself waits for its database, by default.
const PATIENCE: Duration = Duration::from_secs(6);

/// Asks on `HOST` and `PORT`, or on the port that was named.
pub(super) async fn run(
    variables: &Variables,
    port: Option<u16>,
    path: &str,
) -> Result<(), Vec<String>> {
    let address = SocketAddr::new(host(variables)?, port.map_or_else(|| named(variables), Ok)?);
    // The process is on this machine: no proxy leads to it.
    let client = reqwest::Client::builder()
        .no_proxy()
        .timeout(PATIENCE)
        .build();
    let asked = client.map_err(one)?.get(format!("http://{address}{path}"));
    match asked.send().await {
        Ok(answer) if answer.status().is_success() => {
            print_line(&format!("The process on {address} is ready."));
            Ok(())
        }
        Ok(answer) => Err(vec![format!(
            "The process on {address} is not ready: it answered {}.",
            answer.status().as_u16()
        )]),
        Err(_) => Err(vec![format!("Nothing answers on {address}.")]),
    }
}

/// Where it listens: an address that stands for all of them is asked for at home.
fn host(variables: &Variables) -> Result<IpAddr, Vec<String>> {
    let home = IpAddr::V4(Ipv4Addr::LOCALHOST);
    match said(variables, "HOST").map(str::parse::<IpAddr>) {
        None => Ok(home),
        Some(Ok(host)) if host.is_unspecified() => Ok(home),
        Some(Ok(host)) => Ok(host),
        Some(Err(_)) => Err(vec!["HOST must be an address such as 127.0.0.1.".into()]),
    }
}

fn named(variables: &Variables) -> Result<u16, Vec<String>> {
    match said(variables, "PORT").map(str::parse) {
        None => Ok(PORT),
        Some(Ok(port)) => Ok(port),
        Some(Err(_)) => Err(vec!["PORT must be a number from 0 to 65535.".into()]),
    }
}

fn said<'a>(variables: &'a Variables, name: &str) -> Option<&'a str> {
    let text = variables.get(name)?.trim();
    (!text.is_empty()).then_some(text)
}
