//! What is masked for the requests to one upstream.

use midflight_core::Kinds;
use midflight_core::redact::{Redaction, Style};

use crate::proxy::{Config, Upstream};

/// What is masked in requests and in their answers.
#[derive(Clone, Copy)]
pub(in crate::proxy) struct Masks {
    pub(in crate::proxy) answers: Redaction,
    /// In the style that can be turned back.
    pub(in crate::proxy) requests: Redaction,
}

impl Masks {
    /// What the upstream's part of the configuration says, and else what the whole says.
    pub(in crate::proxy) fn of(config: &Config, upstream: &Upstream) -> Self {
        Self {
            answers: Redaction {
                kinds: upstream.redact.unwrap_or(config.redact.kinds),
                style: config.redact.style,
            },
            requests: Redaction {
                kinds: upstream.redact_requests.unwrap_or(config.redact_requests),
                style: Style::Placeholder,
            },
        }
    }

    /// Whether anything is masked at all.
    pub(in crate::proxy) fn any(&self) -> bool {
        self.in_answers() || self.in_requests()
    }

    /// Whether anything is masked in answers.
    pub(in crate::proxy) fn in_answers(&self) -> bool {
        self.answers.kinds != Kinds::NONE
    }

    /// Whether anything is masked in requests.
    pub(in crate::proxy) fn in_requests(&self) -> bool {
        self.requests.kinds != Kinds::NONE
    }
}
