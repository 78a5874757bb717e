//! Telephone numbers as they are dialled within a country, behind what announces them. Each text is masked at every
//! split.

mod support;

use midflight_core::Kinds;
use support::splits::{check, check_none};
use support::{engine, redacted};

#[test]
fn numbers_behind_their_label() {
    check(&[
        ("Tel.: 0171 2345678", "Tel.: [PHONE_1]"),
        ("Phone: 01 42 68 53 00.", "Phone: [PHONE_1]."),
        ("Telefon 030/123456", "Telefon [PHONE_1]"),
        ("tel 03-1234-5678, so", "tel [PHONE_1], so"),
        (
            "phone_number: \"0412 345 678\"",
            "phone_number: \"[PHONE_1]\"",
        ),
        (
            "Mobile: 98765 43210, fax: 040 1234-0",
            "Mobile: [PHONE_1], fax: [PHONE_2]",
        ),
        (
            "**Phone:** 01 42 68 53 00 | Phone | 912 345 678 |",
            "**Phone:** [PHONE_1] | Phone | [PHONE_2] |",
        ),
        (
            "📞 030 1234567, ☎️ (030) 1234567",
            "📞 [PHONE_1], ☎️ [PHONE_2]",
        ),
        (
            "Tel. (office): (0171) 2345678 10:30",
            "Tel. (office): [PHONE_1] 10:30",
        ),
        ("<b>Tel:</b> 089 / 636 48018", "<b>Tel:</b> [PHONE_1]"),
        (
            "Teléfono: 912 345 678 Tlf: 12 34 56 78",
            "Teléfono: [PHONE_1] Tlf: [PHONE_2]",
        ),
        ("Phone: 555-0132", "Phone: [PHONE_1]"),
    ]);
}

#[test]
fn numbers_behind_a_word_that_announces_them() {
    check(&[
        (
            "call me on 020 7946 0958 or text 07700 900123.",
            "call me on [PHONE_1] or text [PHONE_2].",
        ),
        (
            "Reach us at (02) 9374 4000 today",
            "Reach us at [PHONE_1] today",
        ),
        (
            "My phone number is 0171 2345678.",
            "My phone number is [PHONE_1].",
        ),
    ]);
}

#[test]
fn numbers_behind_the_key_of_an_argument() {
    let check = |arguments: &str, expected: &str| {
        let redactor = engine().arguments_redactor(Kinds::sensitive());
        let out = redacted(redactor, arguments.as_bytes().chunks(3));
        assert_eq!(String::from_utf8_lossy(&out), expected);
    };
    check(
        r#"{"phone":"0171 2345678","homePhone":"030/123456"}"#,
        r#"{"phone":"[PHONE_1]","homePhone":"[PHONE_2]"}"#,
    );
    check(r#"{"mobile":"98765 43210"}"#, r#"{"mobile":"[PHONE_1]"}"#);
    check(
        r#"{"phone_id":"98765 43210","size":"0171 2345678"}"#,
        r#"{"phone_id":"98765 43210","size":"0171 2345678"}"#,
    );
}

#[test]
fn other_numbers() {
    check_none(&[
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        "order 0171 2345678, ticket 030/123456, 0171 2345678, 98765 43210",
        "Tel: 09.00-17.00, phone: 2026-11-20, Mobile: 2010-2020, mobile 2021 2022 2023",
        "phone_number_id: 123456789012345, phone_count: 1234567, phone 1234567 users",
        "Windows Phone 8.1.10.14393, mobile: 51.507351, iPhone 12345678, iPhone: 1234-5678",
        "\"mobile\": 1234567, \"desktop\": 2345678",
        "call 12 34 56 78 times; call id 0171 2345678, the phone costs 1 234 567 won",
        "Phone: 1 200 000 users, phone: 555, tel 030 12",
        "SKU: 415-555-0132, part no. 415-555-0132, P/N: 415-555-0132",
    ]);
}

#[test]
fn limits_of_ten_digits_are_left() {
    check_none(&["random.randint(1000000000, 9999999999)", "x > 9999999999"]);
    check(&[("call 9999999999", "call [PHONE_1]")]);
}
