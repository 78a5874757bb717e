//! The instruments that the figures are pushed through.

use std::sync::{Arc, Weak};

use opentelemetry::metrics::{AsyncInstrument, Counter, Histogram, Meter};

use crate::proxy::observe::live::Live;
use crate::proxy::observe::metrics::named::{self, COUNTERS, Figure, GAUGES};
use crate::proxy::observe::metrics::recorded::{Counters, Histograms, attributes};
use crate::proxy::observe::metrics::{quantiles, stages};

/// What figures that are read when they are pushed see. It does not keep them.
#[derive(Clone)]
struct Seen(Weak<Live>);

impl Seen {
    fn look(&self, look: impl FnOnce(&Live)) {
        if let Some(live) = self.0.upgrade() {
            look(&live);
        }
    }
}

/// From now on, what is counted is pushed too.
pub(super) fn record(meter: &Meter, live: &Arc<Live>) {
    use named::{FIRST_TOKEN_BOUNDS, OUTPUT_TOKEN_BOUNDS, TOKEN_BOUNDS};

    let metrics = &live.metrics;
    let histograms: [(&Histograms, Figure, &[f64]); 3] = [
        (
            &metrics.first_token,
            named::TIME_TO_FIRST_TOKEN,
            &FIRST_TOKEN_BOUNDS,
        ),
        (
            &metrics.output_token,
            named::TIME_PER_OUTPUT_TOKEN,
            &OUTPUT_TOKEN_BOUNDS,
        ),
        (&metrics.token_usage, named::TOKEN_USAGE, &TOKEN_BOUNDS),
    ];
    for (histograms, figure, bounds) in histograms {
        // Nothing was recorded before, and a second start changes nothing.
        let _ = histograms.pushed.set(histogram(meter, figure, bounds));
    }
    count(meter, &metrics.requests, named::REQUESTS);
    count(meter, &metrics.streams, named::STREAMS);
    count(meter, &metrics.forwarded, named::FORWARDED);
    count(meter, &metrics.mentions, named::MENTIONS);
    let seen = Seen(Arc::downgrade(live));
    for (at, figure) in COUNTERS.into_iter().enumerate() {
        observe_counter(meter, figure, at, seen.clone());
    }
    for (at, figure) in GAUGES.into_iter().enumerate() {
        observe_gauge(meter, figure, at, seen.clone());
    }
    observe_stages(meter, seen.clone());
    observe_held(meter, seen);
}

fn histogram(meter: &Meter, figure: Figure, bounds: &[f64]) -> Histogram<f64> {
    let builder = meter.f64_histogram(figure.name).with_unit(figure.unit);
    builder
        .with_description(figure.help)
        .with_boundaries(bounds.to_vec())
        .build()
}

fn count<const N: usize>(meter: &Meter, counters: &Counters<N>, figure: Figure) {
    let builder = meter.u64_counter(figure.name).with_unit(figure.unit);
    let counter: Counter<u64> = builder.with_description(figure.help).build();
    let _ = counters.pushed.set(counter);
}

fn observe_counter(meter: &Meter, figure: Figure, at: usize, seen: Seen) {
    let builder = meter.u64_observable_counter(figure.name);
    builder
        .with_unit(figure.unit)
        .with_description(figure.help)
        .with_callback(move |counter: &dyn AsyncInstrument<u64>| {
            seen.look(|live| counter.observe(live.metrics.counters()[at].get(), &[]));
        })
        .build();
}

fn observe_gauge(meter: &Meter, figure: Figure, at: usize, seen: Seen) {
    let builder = meter.i64_observable_gauge(figure.name);
    builder
        .with_unit(figure.unit)
        .with_description(figure.help)
        .with_callback(move |gauge: &dyn AsyncInstrument<i64>| {
            seen.look(|live| {
                live.refresh();
                gauge.observe(live.metrics.gauges()[at].get(), &[]);
            });
        })
        .build();
}

fn observe_stages(meter: &Meter, seen: Seen) {
    let builder = meter.f64_observable_gauge(named::STAGE.name);
    builder
        .with_unit(named::STAGE.unit)
        .with_description(named::STAGE.help)
        .with_callback(move |gauge: &dyn AsyncInstrument<f64>| {
            seen.look(|live| {
                for (labels, nanoseconds) in stages(&live.latency()) {
                    gauge.observe(nanoseconds as f64 / 1e9, &attributes(&labels));
                }
            });
        })
        .build();
}

fn observe_held(meter: &Meter, seen: Seen) {
    let builder = meter.u64_observable_gauge(named::HELD.name);
    builder
        .with_unit(named::HELD.unit)
        .with_description(named::HELD.help)
        .with_callback(move |gauge: &dyn AsyncInstrument<u64>| {
            seen.look(|live| {
                for (label, bytes) in quantiles(&live.held()) {
                    gauge.observe(bytes, &attributes(&[label]));
                }
            });
        })
        .build();
}
