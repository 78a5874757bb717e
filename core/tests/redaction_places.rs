//! Secrets that their place tells: codes behind their label, arguments, commands, the queries of signed URLs. Each text
//! is masked at every split.

mod support;

use support::splits::{check, check_none};

#[test]
fn codes_of_digits() {
    check(&[
        (
            "PIN: 4821, pin: \"4822\", PIN 4823. The PIN is 4824",
            "PIN: [SECRET_1], pin: \"[SECRET_2]\", PIN [SECRET_3]. The PIN is [SECRET_4]",
        ),
        (
            "Your verification code is 482913. OTP 482914",
            "Your verification code is [SECRET_1]. OTP [SECRET_2]",
        ),
        (
            "482913 is your Looms verification code, security_code=482-914",
            "[SECRET_1] is your Looms verification code, security_code=[SECRET_2]",
        ),
        (
            "CVV: 123, cvc: 4567, Sicherheitscode: 48291",
            "CVV: [SECRET_1], cvc: [SECRET_2], Sicherheitscode: [SECRET_3]",
        ),
    ]);
    check_none(&[
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        "pin 4821, pin: 12, PIN: 0000, error code: 4821, code 482913, zip code: 94105, pin_count: 1024",
        "OTP 27.1.2, status code is 4004, pin: 4821.5, PIN: 12%, version code: 48291, postal code is 94105",
        "2024 is your year\n1998 was it\n482913 is your number of steps",
    ]);
}

#[test]
fn passwords_behind_a_user() {
    check(&[
        (
            "requests.get(url, auth=(\"admin\", \"S3cret!x9\"))",
            "requests.get(url, auth=(\"admin\", \"[SECRET_1]\"))",
        ),
        (
            "HTTPBasicAuth('ada', 'S3cret!x9') smtp.login(USER, \"S3cret!x8\")",
            "HTTPBasicAuth('ada', '[SECRET_1]') smtp.login(USER, \"[SECRET_2]\")",
        ),
        (
            "echo 'root:S3cret!x9' | chpasswd",
            "echo 'root:[SECRET_1]' | chpasswd",
        ),
        (
            "echo \"bob:sunshine9\" | sudo chpasswd; chpasswd <<< \"bob:S3cretp!\"",
            "echo \"bob:[SECRET_1]\" | sudo chpasswd; chpasswd <<< \"bob:[SECRET_2]\"",
        ),
        (
            "net user bob S3cret!x9 /add",
            "net user bob [SECRET_1] /add",
        ),
        (
            "htpasswd -b .htpasswd bob S3cret!x9\nhtpasswd -nbB bob 'S3cret!x8'",
            "htpasswd -b .htpasswd bob [SECRET_1]\nhtpasswd -nbB bob '[SECRET_2]'",
        ),
        (
            "curl -u user:S3cretpw https://x.org",
            "curl -u [SECRET_1] https://x.org",
        ),
    ]);
    check_none(&[
        "auth=('u','p'), auth=(\"user\", \"password\"), curl -u user:pass https://x.org",
        "t(\"count\", \"Hallo123x\") print(\"user\", \"S3cret!x9\") login(\"ada\", \"Signed in\")",
        "echo \"time:12:30pm1\" | cat; net user bob /delete; user bob S3cret!x9; htpasswd .htpasswd bob S3cret!x9",
    ]);
}

#[test]
fn what_gives_access_in_a_url() {
    check(&[
        (
            "https://discord.com/api/webhooks/1012345678901234567/aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ012345",
            "[SECRET_1]",
        ),
        (
            "https://a.blob.core.windows.net/b?sv=2022-11-02&sr=b&sig=Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdo%2Fx%3D",
            "https://a.blob.core.windows.net/b?sv=2022-11-02&sr=b&sig=[SECRET_1]",
        ),
        (
            "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=IQoJb3JpZ2luX2VjEJr%2F%2F%2FwEaCXVzLWVhc3QtMSJH&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024&x=1",
            "https://b.s3.amazonaws.com/k?X-Amz-Security-Token=[SECRET_1]&X-Amz-Signature=[SECRET_2]&x=1",
        ),
    ]);
    check_none(&["https://x.org/?sig=short1&signature=abc&a=1"]);
}

#[test]
fn versions_of_four_parts() {
    check(&[
        (
            "Oracle: 10.1.2.3, oracle 192.168.0.7, Server 10.0.0.5",
            "Oracle: [IP_1], oracle [IP_2], Server [IP_3]",
        ),
        (
            "Oracle 10.0.0.5 and Citrix 10.0.3.17.",
            "Oracle [IP_1] and Citrix [IP_2].",
        ),
    ]);
    check_none(&["Oracle 10.2.0.4, oracle 10.1.0.2, WebLogic 10.0.1.0, Chrome 10.0.0.0"]);
    check_none(&["Oracle 12.1.0.2, Chrome 124.0.6.7, build 10.0.19.1, release: 7.2.0.1"]);
}

#[test]
fn addresses_of_every_machine_are_left() {
    check_none(&[
        "curl -s http://127.0.0.1:8080/health and http://[::1]:8080/",
        "app.run(host='0.0.0.0', port=8000)",
        "route add 0.0.0.0/0, netmask 255.255.255.0, broadcast 255.255.255.255",
        "127.0.0.1 localhost\n::1 localhost",
    ]);
    check(&[(
        "127.0.0.1 and 198.51.100.7, mask 255.255.240.0 of 203.0.113.0/20",
        "127.0.0.1 and [IP_1], mask 255.255.240.0 of [IP_2]",
    )]);
}

#[test]
fn keys_of_model_providers() {
    let (short, long) = (
        "9xKq2LmZ7vTbR4wYc8NpJd3H",
        "sFg6AeUo5xKq2LmZ7vTbR4wYc8NpJd3HsFg6AeUo",
    );
    let hex = "3f9a1c7be2d84f60a5b8c1d2e3f40596";
    for key in [
        format!("csk-{short}{}", &short.to_lowercase()),
        format!("fw_{short}"),
        format!("llx-{short}{short}"),
        format!("nvapi-{short}{long}"),
        format!("tgp_v1_{}_{}", &short[..20], &long[..22]),
        format!("e2b_{hex}{}", &hex[..8]),
        format!("fc-{hex}"),
        format!("sk-{}", &short[..22]),
        format!("vercel_blob_rw_{}_{long}", &short[..16]),
    ] {
        check(&[(&format!("Use {key} now"), "Use [SECRET_1] now")]);
    }
    check_none(&["sk-toggleable__content-box fc-list csk-row fw_version llx-x e2b_template"]);
}

#[test]
fn addresses_and_cards_in_markup() {
    check(&[
        (
            "Mail ada@**northwind.org** or `ada`@`northwind.org`.",
            "Mail [EMAIL_1] or `[EMAIL_2].",
        ),
        ("Mail **ada**@northwind.org, she", "Mail **[EMAIL_1], she"),
        (
            "| 4111<br>1111<br>1111<br>1111 | 5500<br/>0000<br/>0000<br/>0004 |",
            "| [CREDIT_CARD_1] | [CREDIT_CARD_2] |",
        ),
        ("$4111\\,1111\\,1111\\,1111$", "$[CREDIT_CARD_1]$"),
    ]);
    check_none(&[
        "call(a@*b, **kwargs), x@**y, `a`@`b`, **so**@all",
        "1024<br>2048<br>4096<br>8192, 1\\,000\\,000",
    ]);
}
