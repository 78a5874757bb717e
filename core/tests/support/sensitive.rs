//! Values that must not be told, at least one of each kind.

use midflight_core::Kind;

/// A value of each kind that is masked from the start.
pub const VALUES: [(Kind, &str); 18] = [
    (Kind::Email, "ada.park+x@looms.example"),
    (Kind::Phone, "+1 (415) 555-0132"),
    (Kind::Phone, "(415) 555-0132"),
    (Kind::Phone, "415-555-0132"),
    (Kind::Phone, "+44 20 7946 0958"),
    (Kind::CreditCard, "4111 1111 1111 1111"),
    (Kind::Iban, "DE89 3704 0044 0532 0130 00"),
    (Kind::Ssn, "536-90-4399"),
    (Kind::Ip, "192.0.2.117"),
    (Kind::Ip, "2001:db8::8a2e:370:7334"),
    (Kind::Mac, "00:1b:44:11:3a:b7"),
    (Kind::CryptoAddress, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
    (Kind::Secret, "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
    (Kind::Secret, "AKIAQ3EGRIDZ5XW7KPLM"),
    (
        Kind::Secret,
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    ),
    (Kind::Secret, "postgres://ada:s3cr3tpw@db.looms.internal/a"),
    (Kind::Secret, "https://ada:s3cr3tpw@looms.example/a"),
    (Kind::Person, "Kofi Mensah"),
];

/// Values of kinds that are masked where they are asked for.
pub const OTHERS: [(Kind, &str); 17] = [
    (Kind::Organization, "Brightwater Labs Ltd"),
    (Kind::Location, "New York City"),
    (Kind::Product, "iPhone 15"),
    (Kind::Work, "Abbey Road"),
    (Kind::Event, "Second World War"),
    (Kind::Url, "https://looms.example/orders/417?key=a1b2"),
    (Kind::Domain, "brightwater-labs.org"),
    (Kind::Date, "14 March 2019"),
    (Kind::Time, "14:37:52"),
    (Kind::Duration, "37 minutes"),
    (Kind::Money, "$1,250.00"),
    (Kind::Percent, "37.25 %"),
    (Kind::Quantity, "3.75 kg"),
    (Kind::Number, "417,263"),
    (Kind::Uuid, "123e4567-e89b-12d3-a456-426614174000"),
    (Kind::FilePath, "/usr/lib/park.so"),
    (Kind::Version, "v2.4.1"),
];

/// Secrets with a form of their own, put together here so that nobody takes them for real ones.
pub fn keys() -> Vec<String> {
    const DIGITS: &str = "0123456789";
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let both = [LETTERS, DIGITS].concat();
    let any = |length: usize| random(length, &both);
    vec![
        format!("sk-proj-{}", any(64)),
        format!("sk-ant-api03-{}AA", any(93)),
        format!("glpat-{}", any(20)),
        format!("AIza{}", any(35)),
        format!(
            "xoxb-{}-{}-{}",
            random(12, DIGITS),
            random(12, DIGITS),
            any(24)
        ),
        format!("sk_live_{}", any(24)),
        format!("hf_{}", random(34, LETTERS)),
        format!("npm_{}", any(36)),
        format!("pypi-AgEIcHlwaS5vcmc{}", any(80)),
        format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n{}\n-----END PRIVATE KEY-----",
            any(64),
            any(40)
        ),
    ]
}

/// Letters and digits that look random, the same in every run.
fn random(length: usize, of: &str) -> String {
    let mut numbers = super::Numbers(length as u64);
    let characters = (0..length).map(|_| of.as_bytes()[numbers.below(of.len())] as char);
    characters.collect()
}
