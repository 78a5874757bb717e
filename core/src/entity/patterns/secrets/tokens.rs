//! Keys and tokens that providers give a form of their own.
//!
//! The forms are those that the providers document, as gitleaks (MIT) has collected them in
//! `config/gitleaks.toml`; the names are its names. Where a provider has changed the length, the least holds.

use super::chains::Chains;
use super::shape;
use super::value::{Value, ends, padding, rest_behind};
use crate::text::list::{List, list};

/// A form by name, with the least entropy of a token, in bits a character.
struct Form(&'static str, &'static str, f32);

/// Forms that begin with letters of their own.
#[rustfmt::skip]
const FORMS: &[Form] = &[
    Form("1password-secret-key", "A3-<u6>-<u11>-<u5>-<u5>-<u5>", 3.8),
    Form("1password-secret-key", "A3-<u6>-<u6>-<u5>-<u5>-<u5>-<u5>", 3.8),
    Form("1password-service-account-token", "ops_eyJ<b250+>", 4.0),
    Form("adobe-client-secret", "p8e-<a32>", 2.0),
    Form("age-secret-key", "AGE-SECRET-KEY-1<u58>", 2.0),
    Form("alibaba-access-key-id", "LTAI<a20>", 2.0),
    Form("anthropic-api-key", "sk-ant-api03-<w93>AA", 2.0),
    Form("anthropic-admin-api-key", "sk-ant-admin01-<w64+>", 3.5),
    Form("anthropic-oauth-access-token", "sk-ant-oat01-<w64+>", 3.5),
    Form("anthropic-oauth-refresh-token", "sk-ant-ort01-<w64+>", 3.5),
    Form("anthropic-session-key", "sk-ant-sid01-<w64+>", 3.5),
    Form("artifactory-api-key", "AKCp<a69>", 4.5),
    Form("artifactory-reference-token", "cmVmd<a59>", 4.5),
    Form("atlassian-api-token", "ATATT3<x186>", 3.5),
    Form("aws-access-token", "AKIA<t16>", 3.0),
    Form("aws-access-token", "ASIA<t16>", 3.0),
    Form("aws-access-token", "ABIA<t16>", 3.0),
    Form("aws-access-token", "ACCA<t16>", 3.0),
    Form("aws-access-token", "A3T<u1><t16>", 3.0),
    Form("aws-amazon-bedrock-api-key-long-lived", "ABSK<b109-269>", 3.0),
    Form("aws-amazon-bedrock-api-key-short-lived", "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t", 3.0),
    Form("clickhouse-cloud-api-secret-key", "4b1d<a38>", 3.0),
    Form("clojars-api-token", "CLOJARS_<a60>", 2.0),
    Form("cloudflare-origin-ca-key", "v1.0-<h24>-<h146>", 2.0),
    Form("databricks-api-token", "dapi<h32>", 3.0),
    Form("defined-networking-api-token", "dnkey-<x26>-<x52>", 2.0),
    Form("digitalocean-access-token", "doo_v1_<h64>", 3.0),
    Form("digitalocean-pat", "dop_v1_<h64>", 3.0),
    Form("digitalocean-refresh-token", "dor_v1_<h64>", 3.0),
    Form("doppler-api-token", "dp.pt.<a43>", 2.0),
    Form("duffel-api-token", "duffel_test_<x43>", 2.0),
    Form("duffel-api-token", "duffel_live_<x43>", 2.0),
    Form("dynatrace-api-token", "dt0c01.<a24>.<a64>", 4.0),
    Form("easypost-api-token", "EZAK<a54>", 2.0),
    Form("easypost-test-api-token", "EZTK<a54>", 2.0),
    Form("facebook-page-access-token", "EAAM<a100+>", 4.0),
    Form("facebook-page-access-token", "EAAC<a100+>", 4.0),
    Form("flutterwave-public-key", "FLWPUBK_TEST-<a32>-X", 2.0),
    Form("flutterwave-secret-key", "FLWSECK_TEST-<a32>-X", 2.0),
    Form("flutterwave-encryption-key", "FLWSECK_TEST-<a12>", 2.0),
    Form("flyio-access-token", "fo1_<w43>", 4.0),
    Form("flyio-access-token", "fm1a_<b100+>", 4.0),
    Form("flyio-access-token", "fm1r_<b100+>", 4.0),
    Form("flyio-access-token", "fm2_<b100+>", 4.0),
    Form("frameio-api-token", "fio-u-<x64>", 2.0),
    Form("gcp-api-key", "AIza<w35>", 4.0),
    Form("gcp-oauth-access-token", "ya29.<w30+>", 3.5),
    Form("gcp-oauth-access-token", "ya29.<a1-2>.<w30+>", 3.5),
    Form("gcp-oauth-client-secret", "GOCSPX-<w28>", 3.0),
    Form("github-app-token", "ghs_<a36>", 3.0),
    Form("github-app-token", "ghu_<a36>", 3.0),
    Form("github-fine-grained-pat", "github_pat_<w82>", 3.0),
    Form("github-oauth", "gho_<a36>", 3.0),
    Form("github-pat", "ghp_<a36>", 3.0),
    Form("github-refresh-token", "ghr_<a36>", 3.0),
    Form("gitlab-cicd-job-token", "glcbt-<w20-300>", 3.0),
    Form("gitlab-deploy-token", "gldt-<w20-300>", 3.0),
    Form("gitlab-feature-flag-client-token", "glffct-<w20-300>", 3.0),
    Form("gitlab-feed-token", "glft-<w20-300>", 3.0),
    Form("gitlab-incoming-mail-token", "glimt-<w20-300>", 3.0),
    Form("gitlab-kubernetes-agent-token", "glagent-<w50-300>", 3.0),
    Form("gitlab-oauth-app-secret", "gloas-<w64>", 3.0),
    Form("gitlab-pat-routable", "glpat-<w20-300>.<a2>.<a9>", 3.5),
    Form("gitlab-pat-routable", "glpat-<w20-300>.<a9>", 3.5),
    Form("gitlab-pat", "glpat-<w20-300>", 3.0),
    Form("gitlab-ptt", "glptt-<w40-300>", 3.0),
    Form("gitlab-rrt", "GR1348941<w20>", 3.0),
    Form("gitlab-runner-authentication-token-routable", "glrt-<w20-300>.<a2>.<a9>", 3.5),
    Form("gitlab-runner-authentication-token-routable", "glrt-<w20-300>.<a9>", 3.5),
    Form("gitlab-runner-authentication-token", "glrt-<w20-300>", 3.0),
    Form("gitlab-runner-authentication-token", "glrtr-<w20-300>", 3.0),
    Form("gitlab-scim-token", "glsoat-<w20-300>", 3.0),
    Form("gitlab-workspace-token", "glwt-<w20-300>", 3.0),
    Form("gitlab-session-cookie", "_gitlab_session=<h32>", 3.0),
    Form("grafana-api-key", "eyJrIjoi<b70-400>", 3.0),
    Form("grafana-cloud-api-token", "glc_<b32-400>", 3.0),
    Form("grafana-service-account-token", "glsa_<a32>_<h8>", 3.0),
    Form("groq-api-key", "gsk_<a52>", 3.0),
    Form("harness-api-key", "pat.<w22>.<h24>.<a20>", 3.0),
    Form("harness-api-key", "sat.<w22>.<h24>.<a20>", 3.0),
    Form("heroku-api-key-v2", "HRKU-AA<w58>", 4.0),
    Form("huggingface-access-token", "hf_<l34>", 2.0),
    Form("huggingface-organization-api-token", "api_org_<l34>", 2.0),
    Form("infracost-api-token", "ico-<a32>", 3.0),
    Form("intra42-client-secret", "s-s4t2ud-<h64>", 3.0),
    Form("intra42-client-secret", "s-s4t2af-<h64>", 3.0),
    Form("jwt-base64", "ZXlK<b60+>", 3.5),
    Form("linear-api-key", "lin_api_<a40>", 2.0),
    Form("notion-api-token", "ntn_<d11><a35>", 4.0),
    Form("npm-access-token", "npm_<a36>", 2.0),
    Form("octopus-deploy-api-key", "API-<u26>", 3.0),
    Form("openai-api-key", "sk-proj-<w48+>", 3.5),
    Form("openai-api-key", "sk-svcacct-<w48+>", 3.5),
    Form("openai-api-key", "sk-admin-<w48+>", 3.5),
    Form("openai-api-key", "sk-<a48>", 3.5),
    Form("openrouter-api-key", "sk-or-v1-<h64>", 3.0),
    Form("openshift-user-token", "sha256~<w43>", 3.5),
    Form("perplexity-api-key", "pplx-<a48>", 4.0),
    Form("planetscale-api-token", "pscale_tkn_<x32-64>", 3.0),
    Form("planetscale-oauth-token", "pscale_oauth_<x32-64>", 3.0),
    Form("planetscale-password", "pscale_pw_<x32-64>", 3.0),
    Form("postman-api-token", "PMAK-<h24>-<h34>", 3.0),
    Form("prefect-api-token", "pnu_<a36>", 2.0),
    Form("pulumi-api-token", "pul-<h40>", 2.0),
    Form("pypi-upload-token", "pypi-AgEIcHlwaS5vcmc<w50-1000>", 3.0),
    Form("readme-api-token", "rdme_<a70>", 2.0),
    Form("replicate-api-token", "r8_<a37>", 3.0),
    Form("rubygems-api-token", "rubygems_<h48>", 2.0),
    Form("scalingo-api-token", "tk-us-<w48>", 2.0),
    Form("sendgrid-api-token", "SG.<x66>", 2.0),
    Form("sendinblue-api-token", "xkeysib-<h64>-<a16>", 2.0),
    Form("sentry-org-token", "sntrys_eyJpYXQiO<b20-400>", 4.0),
    Form("sentry-user-token", "sntryu_<h64>", 3.5),
    Form("settlemint-application-access-token", "sm_aat_<a16>", 3.0),
    Form("settlemint-personal-access-token", "sm_pat_<a16>", 3.0),
    Form("settlemint-service-access-token", "sm_sat_<a16>", 3.0),
    Form("shippo-api-token", "shippo_live_<h40>", 2.0),
    Form("shippo-api-token", "shippo_test_<h40>", 2.0),
    Form("shopify-access-token", "shpat_<h32>", 2.0),
    Form("shopify-custom-access-token", "shpca_<h32>", 2.0),
    Form("shopify-private-app-access-token", "shppa_<h32>", 2.0),
    Form("shopify-shared-secret", "shpss_<h32>", 2.0),
    Form("slack-app-token", "xapp-<d1>-<a1+>-<d1+>-<a1+>", 2.0),
    Form("slack-bot-token", "xoxb-<d10-13>-<d10-13>-<w10-60>", 3.0),
    Form("slack-legacy-bot-token", "xoxb-<d8-14>-<a18-26>", 2.0),
    Form("slack-config-access-token", "xoxe.xoxp-<d1>-<a100-255>", 3.0),
    Form("slack-config-access-token", "xoxe.xoxb-<d1>-<a100-255>", 3.0),
    Form("slack-config-refresh-token", "xoxe-<d1>-<a100-255>", 3.0),
    Form("slack-user-token", "xoxp-<d10-13>-<d10-13>-<d10-13>-<w28-34>", 2.0),
    Form("slack-user-token", "xoxe-<d10-13>-<d10-13>-<d10-13>-<w28-34>", 2.0),
    Form("slack-legacy-token", "xoxs-<d1+>-<d1+>-<d1+>-<h1+>", 2.0),
    Form("slack-legacy-token", "xoxo-<d1+>-<d1+>-<d1+>-<h1+>", 2.0),
    Form("slack-legacy-workspace-token", "xoxa-<d1>-<a8-48>", 2.0),
    Form("slack-legacy-workspace-token", "xoxr-<a8-48>", 2.0),
    Form("discord-webhook-url", "https://discord.com/api/webhooks/<d17-20>/<w60-90>", 3.0),
    Form("discord-webhook-url", "https://discordapp.com/api/webhooks/<d17-20>/<w60-90>", 3.0),
    Form("slack-webhook-url", "https://hooks.slack.com/services/<b43+>", 2.0),
    Form("slack-webhook-url", "https://hooks.slack.com/workflows/<b43+>", 2.0),
    Form("slack-webhook-url", "https://hooks.slack.com/triggers/<b43+>", 2.0),
    Form("sourcegraph-access-token", "sgp_<h16>_<h40>", 3.0),
    Form("sourcegraph-access-token", "sgp_local_<h40>", 9.0),
    Form("sourcegraph-access-token", "sgp_<h40>", 3.0),
    Form("square-access-token", "EAAA<w22-60>", 2.0),
    Form("square-access-token", "sq0atp-<w22-60>", 2.0),
    Form("stripe-access-token", "sk_test_<a10-99>", 2.0),
    Form("stripe-access-token", "sk_live_<a10-99>", 2.0),
    Form("stripe-access-token", "sk_prod_<a10-99>", 2.0),
    Form("stripe-access-token", "rk_test_<a10-99>", 2.0),
    Form("stripe-access-token", "rk_live_<a10-99>", 2.0),
    Form("stripe-access-token", "rk_prod_<a10-99>", 2.0),
    Form("stripe-webhook-secret", "whsec_<a32-64>", 3.0),
    Form("twilio-api-key", "SK<h32>", 3.0),
    Form("typeform-api-token", "tfp_<x59>", 3.0),
    Form("vault-batch-token", "hvb.<w138-300>", 4.0),
    Form("vault-service-token", "hvs.<w90-120>", 3.5),
    Form("xai-api-key", "xai-<a80>", 3.5),
    Form("airtable-pat", "pat<a14>.<h64>", 3.0),
    Form("cerebras-api-key", "csk-<a48>", 3.0),
    Form("fireworks-api-key", "fw_<a22-24>", 3.5),
    Form("llamacloud-api-key", "llx-<a48>", 3.5),
    Form("nvidia-api-key", "nvapi-<w64>", 3.5),
    Form("together-api-key", "tgp_v1_<w43>", 3.5),
    Form("e2b-api-key", "e2b_<h40>", 3.0),
    Form("firecrawl-api-key", "fc-<h32>", 3.0),
    Form("vercel-blob-token", "vercel_blob_rw_<a16>_<a30+>", 3.5),
    Form("litellm-virtual-key", "sk-<a22>", 3.8),
    Form("deepseek-api-key", "sk-<h32>", 3.0),
    Form("docker-pat", "dckr_pat_<w27>", 3.0),
    Form("elevenlabs-api-key", "sk_<h48>", 3.0),
    Form("figma-pat", "figd_<w40>", 3.0),
    Form("langfuse-secret-key", "sk-lf-<h8>-<h4>-<h4>-<h4>-<h12>", 2.5),
    Form("langsmith-api-key", "lsv2_pt_<h32>_<h10>", 3.0),
    Form("langsmith-api-key", "lsv2_sk_<h32>_<h10>", 3.0),
    Form("mailgun-private-api-token", "key-<h32>", 3.0),
    Form("mapbox-api-token", "sk.eyJ<w40+>.<w22>", 3.0),
    Form("netlify-access-token", "nfp_<a36>", 3.0),
    Form("new-relic-user-api-key", "NRAK-<u27>", 3.0),
    Form("notion-api-token", "secret_<a43>", 3.5),
    Form("pinecone-api-key", "pcsk_<w50+>", 3.5),
    Form("posthog-api-key", "phx_<a40+>", 3.0),
    Form("resend-api-key", "re_<a8>_<a20+>", 3.0),
    Form("supabase-pat", "sbp_<h40>", 3.0),
    Form("supabase-secret-key", "sb_secret_<w22>_<w8>", 3.0),
    Form("tailscale-key", "tskey-auth-<a10+>-<a20+>", 3.0),
    Form("tavily-api-key", "tvly-<w20+>", 3.0),
    Form("telegram-bot-api-token", "bot<d8-10>:AA<w33>", 3.0),
];

/// Forms with their mark within.
#[rustfmt::skip]
const INNER: &[Form] = &[
    Form("azure-ad-client-secret", "<z3><d1>Q~<y31-34>", 3.0),
    Form("facebook-access-token", "<d15-16>|<w27-40>", 3.0),
    Form("hashicorp-tf-api-token", "<a14>.atlasv1.<x60-70>", 3.5),
    Form("maxmind-license-key", "<a6>_<a29>_mmk", 4.0),
    Form("mailchimp-api-key", "<h32>-us<d1-2>", 3.0),
    Form("discord-bot-token", "<w24-26>.<w6>.<w38>", 3.5),
    Form("telegram-bot-api-token", "<d8-10>:AA<w33>", 3.0),
];

/// Google's keys that documentation and many pages show; they open nothing.
const PUBLIC: &[&str] = &[
    "AIzaSyA4UrcGxgwQFTfaI3no3t7Lt1sjmdnP5sQ",
    "AIzaSyA5_iVawFQ8ABuTZNUdcwERLJv_a_p4wtM",
    "AIzaSyA8vmApnrHNFE0bApF4hoZ11srVL_n0nvY",
    "AIzaSyANUvH9H9BsUccjsu2pCmEkOPjjaXeDQgY",
    "AIzaSyASWm6HmTMdYWpgMnjRBjxcQ9CKctWmLd4",
    "AIzaSyAdOS2zB6NCsk1pCdZ4-P6GBdi_UUPwX7c",
    "AIzaSyAnLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs",
    "AIzaSyB8qGxt4ec15vitgn44duC5ucxaOi4FmqE",
    "AIzaSyBF2RrAIm4a0mO64EShQfqfd2AFnzAvvuU",
    "AIzaSyBcE-OOIbhjyR83gm4r2MFCu4MJmprNXsw",
    "AIzaSyCkEhVjf3pduRDt6d1yKOMitrUEke8agEM",
    "AIzaSyD3asb-2pEZVqMkmL6M9N6nHZRR_znhrh0",
    "AIzaSyDMAScliyLx7F0NPDEJi1QmyCgHIAODrlU",
    "AIzaSyDSb51JiIcB6OJpwwMicseKRhhrOq1cS7g",
    "AIzayDNSXIbFmlXbIE6mCzDLQAqITYefhixbX4A",
    "AIzaSyabcdefghijklmnopqrstuvwxyz1234567",
];

static BY_FIRST: Chains<{ FORMS.len() }> = {
    let (mut bytes, mut at) = ([0; FORMS.len()], 0);
    while at < bytes.len() {
        bytes[at] = FORMS[at].1.as_bytes()[0];
        at += 1;
    }
    Chains::of(bytes)
};

/// The forms that begin with `byte`.
fn beginning(byte: u8) -> impl Iterator<Item = &'static Form> {
    BY_FIRST.places(byte).map(|at| &FORMS[at])
}

/// The token that begins `text`, with its rule.
pub(super) fn find(text: &str) -> Option<Value> {
    let begin = beginning(text.bytes().next()?);
    begin.chain(INNER).find_map(|form| form.find(text))
}

/// The token that begins `text` although that goes on behind it.
pub(super) fn with_rest(text: &str) -> Option<Value> {
    let begin = beginning(text.bytes().next()?);
    let found = begin.filter_map(|form| form.with_rest(text));
    found.max_by_key(|value| value.length)
}

/// Whether `text` begins with the letters that stand for themselves at the front of a form.
pub(super) fn has_head(text: &str) -> bool {
    let first = text.bytes().next().unwrap_or_default();
    beginning(first).any(|form| text.starts_with(form.head()))
}

/// Whether `word` begins as a token does and goes on with a digit or capital.
pub(super) fn begin(word: &str) -> bool {
    let random = |rest: &str| {
        rest.bytes()
            .any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    let Some(first) = word.bytes().next().filter(|_| random(word)) else {
        return false;
    };
    let mut heads = beginning(first).map(Form::head).chain(["eyJ"]);
    heads.any(|head| head.len() > 2 && word.strip_prefix(head).is_some_and(random))
}

/// Whether a file name goes on so that bears a hash: what a page loads is named like that.
fn is_asset(rest: &[u8]) -> bool {
    let ending = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
    let (ending, _) = rest.split_at(ending.count());
    core::str::from_utf8(ending).is_ok_and(|ending| ASSETS.has(ending))
}

const ASSETS: &List =
    list!("png jpg jpeg gif svg ico webp avif css js mjs map woff woff2 wasm html");

impl Form {
    /// The letters that stand for themselves at its front.
    fn head(&self) -> &'static str {
        self.1.split('<').next().unwrap_or_default()
    }

    fn find(&self, text: &str) -> Option<Value> {
        let value = self.sound(text)?;
        // `AKIA…/20251120/us-east-1`
        let parted = || text[value.length..].starts_with('/') && self.is_exact();
        (ends(text, value.length) || parted()).then_some(value)
    }

    /// Whether it begins with letters of its own and says how many follow, so that nothing goes on with it behind a
    /// stroke. Where the letters have a mark, `with_rest` looks.
    fn is_exact(&self) -> bool {
        self.head().len() > 2 && !self.1.bytes().any(|byte| b"_-/+".contains(&byte))
    }

    /// The token, with what stands behind a mark where that is no word.
    fn with_rest(&self, text: &str) -> Option<Value> {
        let marks: &[u8] = match self.head() {
            head if head.contains(['_', '-', '/']) || head == "bot" => b".:@/-+~",
            head if head.len() > 3 => b".:@",
            _ => return None,
        };
        let value = self.sound(text)?;
        let behind = &text[value.length..];
        let (mark, rest) = behind.as_bytes().split_first()?;
        let length = value.length + rest_behind(behind);
        (marks.contains(mark) && !is_asset(rest)).then_some(Value { length, ..value })
    }

    fn sound(&self, text: &str) -> Option<Value> {
        let length = shape::length(self.1, text)?;
        let length = length + padding(&text[length..], 3);
        let token = &text[..length];
        let sound = super::entropy::bits(token) >= self.2;
        let shown = PUBLIC.contains(&token) || token.ends_with("EXAMPLE") && token.len() == 20;
        (sound && !shown).then_some(Value {
            rule: self.0,
            length,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_begins_with_itself() {
        for Form(name, form, _) in FORMS {
            assert!(!form.starts_with('<'), "{name}");
        }
    }
}
