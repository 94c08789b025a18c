//! Keeping to the limits of the hour.

use std::time::Duration;

use commons_network::Network;

use crate::line::{Plan, TimeOfDay, in_words};

/// How often the clock is looked at: it may be set, and the machine may have slept.
const LOOK: Duration = Duration::from_secs(30);

/// Has the network keep to the plan, until the node stops.
pub(super) async fn keep(plan: Plan, network: Network) -> std::io::Result<()> {
    if plan.night.is_none() {
        // What held at the start holds for good.
        return std::future::pending().await;
    }
    loop {
        tokio::time::sleep(LOOK).await;
        let now = TimeOfDay::now();
        let rates = plan.at(now);
        if rates != network.rates() {
            network.set_rates(rates);
            let line = in_words(&plan.to_json(rates, now)).unwrap_or_default();
            tracing::info!(%line, "other limits hold now");
        }
    }
}
