//! `PostgreSQL`, Redis and `RabbitMQ` of a test's own, which it may kill.

use std::{
    collections::BTreeMap,
    fs::File,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Command,
};

/// The parts by their variables.
pub type Variables = BTreeMap<String, String>;

/// Parts in a folder of their own. They end with the test.
pub struct Parts {
    pub folder: PathBuf,
    pub variables: Variables,
    /// Another run of this test waits until this one is over.
    _alone: File,
}

impl Parts {
    /// Starts these parts, new and empty. Of the others the variables name places where nothing is.
    pub async fn start(test: &str, parts: &'static [&'static str]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let folder = root.join(".dev/test/faults").join(test);
        let alone = alone(folder.with_extension("lock")).await;
        // What an interrupted run has left.
        clear_away(&folder).unwrap();
        let mut started = Self {
            folder,
            variables: BTreeMap::new(),
            _alone: alone,
        };
        started
            .script("start", &[&["--private"], parts].concat())
            .await;
        let nowhere = nowhere();
        for (variable, scheme) in [("REDIS_URL", "redis"), ("RABBITMQ_URL", "amqp")] {
            let url = format!("{scheme}://{nowhere}");
            started.variables.insert(variable.into(), url);
        }
        let told = started
            .script("env", &[&["--private"], parts].concat())
            .await;
        let told = told.lines().filter_map(|line| line.split_once('='));
        let told = told.map(|(name, value)| (name.to_owned(), value.replace('\\', "")));
        started.variables.extend(told);
        started
    }

    /// Ends a part without warning.
    pub async fn kill(&self, part: &str) {
        self.script("kill", &[part]).await;
    }

    /// Starts it again, on the same port and with what it has kept.
    pub async fn start_again(&self, part: &str) {
        self.script("start", &["--private", part]).await;
    }

    async fn script(&self, verb: &str, arguments: &[&str]) -> String {
        let mut command = script(&self.folder, verb, arguments);
        let done = tokio::task::spawn_blocking(move || command.output());
        let done = done
            .await
            .unwrap()
            .expect("deploy/dev/services.sh can be run");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(
            done.status.success(),
            "services.sh {verb} {arguments:?}: {said}"
        );
        String::from_utf8(done.stdout).unwrap()
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        let cleared = clear_away(&self.folder);
        // A test that fails has said enough.
        assert!(cleared.is_ok() || std::thread::panicking(), "{cleared:?}");
    }
}

/// Waits until nobody else holds this file.
async fn alone(path: PathBuf) -> File {
    let held = tokio::task::spawn_blocking(move || {
        std::fs::create_dir_all(path.parent().unwrap())?;
        let file = File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    held.await.unwrap().unwrap()
}

fn script(folder: &Path, verb: &str, arguments: &[&str]) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(root.join("deploy/dev/services.sh"));
    command.arg(verb).args(arguments).arg("--dir").arg(folder);
    // What survives a kill is the question here.
    command.env_remove("PG_FAST");
    command
}

/// Ends what runs in the folder, and removes it.
fn clear_away(folder: &Path) -> Result<(), String> {
    if !folder.exists() {
        return Ok(());
    }
    let stopped = script(folder, "stop", &[])
        .output()
        .map_err(|e| e.to_string())?;
    if !stopped.status.success() {
        return Err(String::from_utf8_lossy(&stopped.stderr).into_owned());
    }
    // Its data may lie elsewhere, where its user can reach it.
    let home = std::fs::read_to_string(folder.join("postgres.home")).unwrap_or_default();
    for path in [Path::new(home.trim()), folder] {
        if path.exists() {
            std::fs::remove_dir_all(path).map_err(|e| format!("{}: {e}", path.display()))?;
        }
    }
    Ok(())
}

/// The first port from here on that is free, and those so much higher too. It is below 20,000: neither
/// `services.sh` nor the kernel takes one there for somebody else before it is used.
pub fn free_port(from: u16, beside: &[u16]) -> u16 {
    let is_free = |port| TcpListener::bind(("127.0.0.1", port)).is_ok();
    let mut ports = from..20_000;
    let port = ports.find(|port| beside.iter().all(|more| is_free(port + more)));
    port.expect("a free port")
}

/// An address of this machine where nothing listens.
pub fn nowhere() -> SocketAddr {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let address = socket.local_addr().unwrap();
    // As long as it is bound, nobody else gets the port.
    std::mem::forget(socket);
    address
}
