//! Faults: processes are killed, stopped and started together, and then what was acknowledged is counted.

mod kill;
mod leases;
mod practiser;
mod starting;
