//! What is counted of the process managers; how far their states are behind the log is counted of the
//! view `process_managers`.

use mpaka_persistence::ProcessStatus;
use prometheus::{Error, IntGaugeVec, Opts, Registry};

/// The counters of the process managers.
pub struct Processes {
    instances: IntGaugeVec,
    waiting: IntGaugeVec,
    sleeping: IntGaugeVec,
    retrying: IntGaugeVec,
    attempts: IntGaugeVec,
    refused: IntGaugeVec,
}

impl Processes {
    /// Counters that all stand at zero.
    pub fn new(registry: &Registry) -> Result<Self, Error> {
        let counter = |name: &str, help: &str| {
            let counter = IntGaugeVec::new(Opts::new(name, help), &["process"])?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, Error>(counter)
        };
        Ok(Self {
            instances: counter("mpaka_process_instances", "Instances of a process")?,
            waiting: counter(
                "mpaka_process_waiting_instances",
                "Instances of a process that changed and were not looked at since",
            )?,
            sleeping: counter(
                "mpaka_process_sleeping_instances",
                "Instances of a process that are looked at again at a later time",
            )?,
            retrying: counter(
                "mpaka_process_retrying_instances",
                "Instances of a process with an order that is tried again",
            )?,
            attempts: counter(
                "mpaka_process_retry_attempts",
                "How often in a row an order of a process was tried in vain, at most",
            )?,
            refused: counter(
                "mpaka_process_refused_orders",
                "Orders of a process that a rule refused",
            )?,
        })
    }

    /// Takes over how the processes stand.
    pub fn set(&self, standing: &[ProcessStatus]) {
        for process in standing {
            let of = [process.name.as_str()];
            self.instances.with_label_values(&of).set(process.instances);
            self.waiting.with_label_values(&of).set(process.waiting);
            self.sleeping.with_label_values(&of).set(process.sleeping);
            self.retrying.with_label_values(&of).set(process.retrying);
            self.attempts.with_label_values(&of).set(process.attempts.into());
            self.refused.with_label_values(&of).set(process.refused);
        }
    }
}
