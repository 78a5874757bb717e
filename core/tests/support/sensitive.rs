//! Values that must not be told.

use midflight_core::Kind;

/// A value of each kind that is masked from the start.
pub const VALUES: [(Kind, &str); 15] = [
    (Kind::Email, "ada.park+x@looms.example"),
    (Kind::Phone, "+1 (415) 555-0132"),
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
    (Kind::Person, "Kofi Mensah"),
];
