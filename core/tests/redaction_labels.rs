//! Numbers behind a label that ends with a number sign or is glued on with its dot. Each text is masked at every split.

mod support;

use support::splits::{check, check_none};

#[test]
fn numbers_behind_a_number_sign() {
    check(&[
        (
            "SSN #219-09-9998, SSN: #219-09-9998, **SSN** #219099998",
            "SSN #[SSN_1], SSN: #[SSN_1], **SSN** #[SSN_1]",
        ),
        (
            "Phone #202-555-0177; fax: #(202) 555-0178",
            "Phone #[PHONE_1]; fax: #[PHONE_2]",
        ),
        (
            "Card number: #4012 8888 8888 1881.",
            "Card number: #[CREDIT_CARD_1].",
        ),
    ]);
    check_none(&["#219-09-9998, order #202-555-0177, loom #219-09-9998, phone #12, SSN #4"]);
}

#[test]
fn numbers_behind_the_dot_of_an_abbreviation() {
    check(&[
        (
            "SSN no.219-09-9998, Social Security No.219099998",
            "SSN no.[SSN_1], Social Security No.[SSN_1]",
        ),
        (
            "Tel.202-555-0177, phone no.202 555 0178",
            "Tel.[PHONE_1], phone no.[PHONE_2]",
        ),
        (
            "Telefon-Nr.0171 2345678 oder Tel.(0171) 2345679",
            "Telefon-Nr.[PHONE_1] oder Tel.[PHONE_2]",
        ),
        ("IP.198.51.100.23 now", "IP.[IP_1] now"),
        (
            "Card no.4012888888881881, Karten-Nr.4012 8888 8888 1881",
            "Card no.[CREDIT_CARD_1], Karten-Nr.[CREDIT_CARD_1]",
        ),
    ]);
    check_none(&[
        "no.202-555-0177, see no.219-09-9998, v.198.51.100.23, lib.1.2.3.4.jar, server.12.1.0.2",
        "phone.2026-11-20.log, Tel.2026-11-20, fax.03.11.2026.pdf, ip.1.2.3, x.posts.4012888888881881.json",
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
    ]);
}

#[test]
fn cards_in_other_groups() {
    check(&[
        (
            "n=4012+8888+8888+1881&x=1 4012%208888%208888%201881 4012&nbsp;8888&nbsp;8888&nbsp;1881.",
            "n=[CREDIT_CARD_1]&x=1 [CREDIT_CARD_2] [CREDIT_CARD_3].",
        ),
        (
            "4012 8888-8888 1881, 40128888 88881881 or 40128888-88881881",
            "[CREDIT_CARD_1], [CREDIT_CARD_1] or [CREDIT_CARD_1]",
        ),
        (
            "https://looms.example/payments/4012888888881881/done",
            "https://looms.example/payments/[CREDIT_CARD_1]/done",
        ),
    ]);
    check_none(&[
        "4012+8888+8888+1881+7, 40128888 88881882, 40128888.88881881, 4012 8888-8888 1882, 40128888 looms",
        "1000+2000+3000+4000, 2024-2025 2026-2027, https://looms.example/posts/4012888888881881/done",
    ]);
}

#[test]
fn addresses_with_an_escaped_sign() {
    check(&[(
        "weaver\\@looms.example and **mill\\@looms.example**",
        "[EMAIL_1] and **[EMAIL_2]**",
    )]);
    check_none(&["weaver\\@looms, mill\\\\@looms.example, \\@looms.example"]);
}

#[test]
fn versions_of_languages_and_models_that_name_themselves() {
    check(&[
        ("Python 10.0.0.5", "Python [IP_1]"),
        (
            "I am Claude, a weaver from Lyon.",
            "I am [PERSON_1], a weaver from Lyon.",
        ),
    ]);
    check_none(&[
        "Python 3.12.1.0 and Ruby 3.3.5.1",
        "I am Claude, made by Anthropic. I'm Claude, an AI that reads streams.",
    ]);
}
