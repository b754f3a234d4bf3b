//! What became of every request, and which failures each fault excuses.

use std::{
    fmt::Write as _,
    sync::Mutex,
    time::{Duration, Instant},
};

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// As it should.
    Good,
    /// 503 with `Retry-After`.
    Busy,
    /// The connection to the replica was lost, or not taken.
    Cut,
    /// Anything else.
    Wrong(String),
}

/// A request.
#[derive(Debug)]
pub struct Note {
    pub what: String,
    pub replica: Option<usize>,
    pub from: Instant,
    pub to: Instant,
    pub end: End,
}

/// What a phase excuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excuses {
    Nothing,
    /// 503 with `Retry-After`.
    Busy,
    /// A connection to this replica.
    Cut(usize),
}

struct Phase {
    name: &'static str,
    excuses: Excuses,
    from: Instant,
    to: Instant,
}

/// All of it.
pub struct Notes {
    began: Instant,
    requests: Mutex<Vec<Note>>,
    phases: Mutex<Vec<Phase>>,
}

impl Notes {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            requests: Mutex::default(),
            phases: Mutex::default(),
        }
    }

    pub fn add(&self, note: Note) {
        self.requests.lock().unwrap().push(note);
    }

    /// What is done while this goes on is this phase's. Gives what it gives.
    pub async fn phase<T>(
        &self,
        name: &'static str,
        excuses: Excuses,
        goes_on: impl Future<Output = T>,
    ) -> T {
        let from = Instant::now();
        let done = goes_on.await;
        let to = Instant::now();
        self.phases.lock().unwrap().push(Phase {
            name,
            excuses,
            from,
            to,
        });
        done
    }

    /// The failures that no phase excuses which they fall into, even in part.
    pub fn unexpected(&self) -> Vec<String> {
        let (requests, phases) = (self.requests.lock().unwrap(), self.phases.lock().unwrap());
        assert!(!requests.is_empty(), "nobody asked for anything");
        let is_excused = |note: &Note| {
            let mut met = phases.iter().filter(|phase| phase.meets(note));
            met.any(|phase| phase.excuses.cover(note))
        };
        let failed = requests.iter().filter(|note| note.end != End::Good);
        let unexpected = failed.filter(|note| !is_excused(note)).map(|note| {
            let met: Vec<_> = phases.iter().filter(|phase| phase.meets(note)).collect();
            let during: Vec<_> = met.iter().map(|phase| phase.name).collect();
            let (at, took) = (note.from - self.began, note.to - note.from);
            let (what, end, replica) = (&note.what, &note.end, note.replica);
            format!("{what}: {end:?} of replica {replica:?} at {at:.1?}, after {took:.1?}, during {during:?}")
        });
        unexpected.collect()
    }

    /// One line a phase.
    pub fn table(&self) -> String {
        let (requests, phases) = (self.requests.lock().unwrap(), self.phases.lock().unwrap());
        let mut table = format!(
            "{:<44}{:>7}{:>9}{:>9}{:>9}{:>8}  {}\n",
            "phase", "s", "requests", "p50 ms", "max ms", "failed", "excused"
        );
        let mut line = |name: &str, of: Vec<&Note>, length: Duration, excuses: &str| {
            let mut took: Vec<_> = of
                .iter()
                .map(|note| (note.to - note.from).as_millis())
                .collect();
            took.sort_unstable();
            let failed = of.iter().filter(|note| note.end != End::Good).count();
            let (median, longest) = (took.get(took.len() / 2), took.last());
            writeln!(
                table,
                "{name:<44}{:>7.1}{:>9}{:>9}{:>9}{failed:>8}  {excuses}",
                length.as_secs_f32(),
                of.len(),
                median.unwrap_or(&0),
                longest.unwrap_or(&0),
            )
            .unwrap();
        };
        for phase in phases.iter() {
            let of = requests.iter().filter(|note| phase.meets(note)).collect();
            let excuses = match phase.excuses {
                Excuses::Nothing => "nothing".to_owned(),
                Excuses::Busy => "503 with Retry-After".to_owned(),
                Excuses::Cut(at) => format!("connections to replica {at}"),
            };
            line(phase.name, of, phase.to - phase.from, &excuses);
        }
        let ended = phases.last().map_or(self.began, |phase| phase.to);
        line("all", requests.iter().collect(), ended - self.began, "");
        table
    }
}

impl Phase {
    fn meets(&self, note: &Note) -> bool {
        note.from <= self.to && note.to >= self.from
    }
}

impl Excuses {
    fn cover(self, note: &Note) -> bool {
        match self {
            Self::Nothing => false,
            Self::Busy => note.end == End::Busy,
            Self::Cut(at) => note.end == End::Cut && note.replica == Some(at),
        }
    }
}
