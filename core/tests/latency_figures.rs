//! What is recorded, merged and grouped, seen through the figures.

use std::cell::Cell;

use midflight_core::latency::{Figures, Latency, Probe, Stage, Timed, Timing, Wait};
use midflight_core::{Clock, Timestamp};
use proptest::prelude::*;

fn figures(times: impl IntoIterator<Item = u64>) -> Figures {
    let mut latency = Latency::new();
    times
        .into_iter()
        .for_each(|time| latency.record(Stage::Wire, time));
    latency.figures(Stage::Wire)
}

/// Whether `found` is `expected` within the two digits that a histogram keeps.
fn check_near(found: u64, expected: u64) {
    assert!(
        found >= expected && found <= expected + expected / 100 + 1,
        "{found} for {expected}"
    );
}

#[test]
fn known_times_give_known_figures() {
    let of = |count, p50, p95, p99, max| Figures {
        count,
        p50,
        p95,
        p99,
        max,
    };
    assert_eq!(figures([]), Figures::default());
    assert_eq!(figures([7]), of(1, 7, 7, 7, 7));
    assert_eq!(figures(1..=100), of(100, 50, 95, 99, 100));
    assert_eq!(
        figures((0..98).map(|_| 3).chain([90, 100])),
        of(100, 3, 3, 90, 100)
    );
    assert_eq!(figures([0, 0, 0, 8]), of(4, 0, 8, 8, 8));
    let wide = figures((1..=1000).map(|n| n * 1_000_000));
    assert_eq!(wide.count, 1000);
    check_near(wide.p50, 500_000_000);
    check_near(wide.p95, 950_000_000);
    check_near(wide.p99, 990_000_000);
    check_near(wide.max, 1_000_000_000);
}

#[test]
fn the_longest_time_stands_for_all_beyond_it() {
    assert_eq!(figures([u64::MAX]), figures([60_000_000_000]));
    check_near(figures([u64::MAX]).max, 60_000_000_000);
    assert_eq!(figures([0]).count, 1);
}

#[test]
fn a_group_counts_with_its_mean() {
    let mut latency = Latency::new();
    latency.record_group(Stage::Text, 1000, 10);
    latency.record_group(Stage::Text, 7, 2);
    latency.record_group(Stage::Text, 999, 0);
    let text = latency.figures(Stage::Text);
    assert_eq!((text.count, text.p50, text.max), (12, 100, 100));
    latency.record_group(Stage::Text, u64::MAX, 1);
    check_near(latency.figures(Stage::Text).max, 60_000_000_000);
    latency.record_group(Stage::Graph, 5, u32::MAX);
    latency.record_group(Stage::Graph, 9 * u64::from(u32::MAX), u32::MAX);
    let graph = latency.figures(Stage::Graph);
    assert_eq!(
        (graph.count, graph.p99, graph.max),
        (2 * u64::from(u32::MAX), 9, 9)
    );
}

#[test]
fn a_full_bin_stays_full() {
    let mut latency = Latency::new();
    for _ in 0..3 {
        latency.record_group(Stage::Graph, 5 * u64::from(u32::MAX), u32::MAX);
    }
    let graph = latency.figures(Stage::Graph);
    assert_eq!(
        (graph.count, graph.p50, graph.max),
        (3 * u64::from(u32::MAX), 5, 5)
    );
}

#[test]
fn stages_and_waits_are_apart_and_reset_forgets() {
    let mut latency = Latency::new();
    for (stage, time) in Stage::ALL.into_iter().zip(1..) {
        latency.record(stage, time);
    }
    latency.record_wait(Wait::First(20));
    latency.record_wait(Wait::Next(30));
    for (stage, time) in Stage::ALL.into_iter().zip(1..) {
        assert_eq!(
            (latency.figures(stage).count, latency.figures(stage).max),
            (1, time)
        );
    }
    assert_eq!(
        (latency.first_token().max, latency.inter_token().max),
        (20, 30)
    );
    latency.reset();
    let all = Stage::ALL.map(|stage| latency.figures(stage));
    assert_eq!(all, [Figures::default(); 7]);
    assert_eq!(latency.first_token(), latency.inter_token());
}

proptest! {
    #[test]
    fn merging_equals_recording_all_in_one(
        times in prop::collection::vec((any::<u64>().prop_map(|n| n >> (n % 64)), any::<bool>()), 0..200),
    ) {
        let (mut one, mut a, mut b) = (Latency::new(), Latency::new(), Latency::new());
        for &(time, first) in &times {
            for latency in [&mut one, if first { &mut a } else { &mut b }] {
                latency.record(Stage::Total, time);
                latency.record_group(Stage::Frame, time, 3);
                latency.record_wait(if first { Wait::First(time) } else { Wait::Next(time) });
            }
        }
        let (mut ab, mut ba) = (a.clone(), b.clone());
        ab.merge(&b);
        ba.merge(&a);
        for merged in [ab, ba] {
            for stage in Stage::ALL {
                prop_assert_eq!(merged.figures(stage), one.figures(stage));
            }
            prop_assert_eq!(merged.first_token(), one.first_token());
            prop_assert_eq!(merged.inter_token(), one.inter_token());
        }
    }

    #[test]
    fn percentiles_are_within_a_hundredth(mut times in prop::collection::vec(1_u64..60_000_000_000, 1..300)) {
        let found = figures(times.clone());
        times.sort_unstable();
        let at = |percent: usize| times[(times.len() * percent).div_ceil(100) - 1];
        check_near(found.p50, at(50));
        check_near(found.p95, at(95));
        check_near(found.p99, at(99));
        check_near(found.max, *times.last().unwrap());
    }
}

/// A clock that shows the given times, one a reading.
fn clock(times: &[u64]) -> impl Clock + use<'_> {
    let next = Cell::new(0);
    move || Timestamp(times[next.replace(next.get() + 1)])
}

#[test]
fn a_write_is_recorded_as_one_group_a_stage() {
    let mut latency = Latency::new();
    let times = [0, 10, 30, 60, 70, 90, 100];
    let mut probe = Timed::new(clock(&times), &mut latency);
    probe.begin();
    probe.lap(Stage::Frame, 1);
    probe.lap(Stage::Wire, 1);
    probe.lap(Stage::Text, 1);
    probe.lap(Stage::Frame, 1);
    probe.lap(Stage::Text, 1);
    assert_eq!(probe.latency().figures(Stage::Frame).count, 0);
    probe.end();
    let check = |stage, count, mean| {
        let found = latency.figures(stage);
        assert_eq!(
            (found.count, found.p50, found.max),
            (count, mean, mean),
            "{stage:?}"
        );
    };
    check(Stage::Frame, 2, 10);
    check(Stage::Wire, 1, 20);
    check(Stage::Text, 2, 25);
    check(Stage::Entity, 0, 0);
    check(Stage::Total, 2, 50);
}

#[test]
fn time_without_units_waits_for_them() {
    let times = [0, 40, 50, 100, 120, 130];
    let mut probe = Timed::new(clock(&times), Latency::new());
    probe.begin();
    probe.lap(Stage::Frame, 0);
    probe.end();
    assert_eq!(probe.latency().figures(Stage::Frame).count, 0);
    probe.begin();
    probe.lap(Stage::Frame, 2);
    probe.end();
    let latency = probe.into_latency();
    assert_eq!(
        (
            latency.figures(Stage::Frame).count,
            latency.figures(Stage::Frame).max
        ),
        (2, 30)
    );
    assert_eq!(latency.figures(Stage::Total).count, 0, "no delta came");
}

#[test]
fn a_clock_that_runs_backwards_counts_as_standing_still() {
    let times = [100, 40, 60, 20];
    let mut probe = Timed::new(clock(&times), Box::new(Latency::new()));
    probe.begin();
    probe.lap(Stage::Wire, 1);
    probe.lap(Stage::Text, 1);
    probe.end();
    let latency = probe.into_latency();
    assert_eq!(
        (
            latency.figures(Stage::Wire).count,
            latency.figures(Stage::Wire).max
        ),
        (1, 0)
    );
    assert_eq!(latency.figures(Stage::Text).max, 20);
    assert_eq!(
        (
            latency.figures(Stage::Total).count,
            latency.figures(Stage::Total).max
        ),
        (1, 0)
    );
}

#[test]
fn a_streams_pace() {
    use Wait::{First, Next};

    let pace = |start: Option<u64>, writes: &[u64], tokens: &[u64]| {
        let mut timing = Timing::default();
        if let Some(now) = start {
            timing.start(Timestamp(now));
        }
        for &now in writes {
            timing.write(Timestamp(now));
        }
        let waits: Vec<_> = tokens
            .iter()
            .map(|&now| timing.token(Timestamp(now)))
            .collect();
        (
            timing.time_to_first_token(),
            timing.inter_token(),
            timing.tokens_per_second(),
            waits,
        )
    };
    assert_eq!(pace(Some(10), &[], &[]), (None, None, None, vec![]));
    assert_eq!(
        pace(Some(10), &[30], &[50]),
        (Some(40), None, None, vec![First(40)])
    );
    assert_eq!(
        pace(None, &[30, 40], &[50]),
        (Some(20), None, None, vec![First(20)])
    );
    assert_eq!(
        pace(None, &[], &[50, 50]),
        (Some(0), Some(0), None, vec![First(0), Next(0)])
    );
    let second = 1_000_000_000;
    assert_eq!(
        pace(Some(0), &[], &[second, 2 * second, 2 * second, 3 * second]),
        (
            Some(second),
            Some(2 * second / 3),
            Some(1.5),
            vec![First(second), Next(second), Next(0), Next(second)]
        )
    );
    let backwards = pace(Some(100), &[], &[50, 80, 60, 90]);
    assert_eq!(backwards.3, [First(0), Next(30), Next(0), Next(10)]);
    assert_eq!((backwards.0, backwards.1), (Some(0), Some(13)));
}
