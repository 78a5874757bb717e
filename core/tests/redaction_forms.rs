//! The ways in which answers write values: glued to labels, in Markdown, with the hyphens of typography,
//! between scripts without spaces. Each text is masked at every split.

mod support;

use midflight_core::{Kinds, Wire};
use support::splits::{check, check_none};
use support::{engine, masked, redacted};

#[test]
fn values_that_are_glued_to_a_label() {
    check(&[
        ("Card:4111111111111111", "Card:[CREDIT_CARD_1]"),
        ("card:4111 1111 1111 1111 ok", "card:[CREDIT_CARD_1] ok"),
        ("#4111111111111111.", "#[CREDIT_CARD_1]."),
        ("(#4111111111111111)", "(#[CREDIT_CARD_1])"),
        ("visa/4111111111111111", "visa/[CREDIT_CARD_1]"),
        (
            "user.creditCard2=4111111111111111",
            "user.creditCard2=[CREDIT_CARD_1]",
        ),
        ("карта:4111111111111111", "карта:[CREDIT_CARD_1]"),
        ("SSN:219-09-9999", "SSN:[SSN_1]"),
        ("{user:{ssn:219099999}}", "{user:{ssn:[SSN_1]}}"),
        ("pii:ssn:219-09-9999", "pii:ssn:[SSN_1]"),
        ("ssn/219-09-9999", "ssn/[SSN_1]"),
        ("IP:2001:db8::8a2e:370:7334", "IP:[IP_1]"),
        (
            "ip6:2001:db8::/32 remote_addr:fe80::1%eth0",
            "ip6:[IP_1] remote_addr:[IP_2]",
        ),
        ("mac:00:1b:44:11:3a:b7", "mac:[MAC_1]"),
        ("phone=415-555-0132", "phone=[PHONE_1]"),
        (
            "phone=+14155550132 homePhone=(415) 555-0199",
            "phone=[PHONE_1] homePhone=[PHONE_2]",
        ),
        (
            "/x?a=1&phone_number=+14155550132&b=2",
            "/x?a=1&phone_number=[PHONE_1]&b=2",
        ),
        ("tel:+14155550132", "tel:[PHONE_1]"),
        (
            "Tel/415-555-0132, fax#415-555-0199",
            "Tel/[PHONE_1], fax#[PHONE_2]",
        ),
    ]);
    check_none(&[
        "it rose by +7052617.5°C then",
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        "10:30, 16:9, 1:2:3:4, 12:30:45, src:12:34, host:8080, 10:4111111111111111",
        "#123, issue #4111, v1.2.3, #4111111111111112, x.html#4111111111111111",
        "/posts/4111111111111111, https://looms.example/4111111111111111/edit",
        "urn:li:activity:4111111111111111, urn:isbn:9780306406157, ISBN:9780306406157",
        "std::vec::Vec, crate::2::b, foo:1::2, zone:1::2",
        "x=415-555-0132, 5*415-555-0132, /415-555-0132, #415-555-0132",
        "1/219-09-9999, #219-09-9999, 10:219-09-9999",
    ]);
}

/// The cells of a table, and lists, without spaces.
#[test]
fn values_in_lists_without_spaces() {
    check(&[
        (
            "7,4111111111111111,12/27\n8,5555-5555-5555-4444,1",
            "7,[CREDIT_CARD_1],12/27\n8,[CREDIT_CARD_2],1",
        ),
        (
            "1,415-555-0132,x\n22,(415) 555-0199,7\n3,1-415-555-0177",
            "1,[PHONE_1],x\n22,[PHONE_2],7\n3,[PHONE_3]",
        ),
        (
            "1,4155550132,+14155550133,42\n+442079460958,2026-11-20",
            "1,[PHONE_1],[PHONE_2],42\n[PHONE_3],2026-11-20",
        ),
        (
            "415-555-0132,415-555-0133,415.555.0134/415.555.0135",
            "[PHONE_1],[PHONE_2],[PHONE_3]/[PHONE_4]",
        ),
        ("1,536-90-4399,536-90-4398,0", "1,[SSN_1],[SSN_2],0"),
        (
            "3,192.0.2.117,10.1.2.3,80 [5,2001:db8::8a2e:370:7334]",
            "3,[IP_1],[IP_2],80 [5,[IP_3]]",
        ),
        ("1,00:1b:44:11:3a:b7,2", "1,[MAC_1],2"),
        (
            "1,1BoatSLRHtKNngkdXEeobR76b53LETtpyT,0.5",
            "1,[CRYPTO_ADDRESS_1],0.5",
        ),
    ]);
    check_none(&[
        "1,234,567.89 and 1.234.567,89; 3,141592653; 12,5 kg; 1,5-2,5 %; 10,200,300",
        "1,2026-11-20,10:30,3.5,415,12 [0.25,1e9,1024] 52.5200,13.4050 v1.2,v1.3",
        "rgb(255,128,0), f(1,200-300,4), it rose by +7052617,5 or +7052617,50",
        "1,4111111111111112,415-555,536-90-439,300.1.2.3",
    ]);
}

#[test]
fn values_in_brackets_and_behind_names() {
    check(&[
        (
            "((415) 555-0132) or (+1 (415) 555-0132)",
            "([PHONE_1]) or ([PHONE_2])",
        ),
        ("call(0044 20 7946 0958)", "call([PHONE_1])"),
        (
            "to=+14155550132&user=415-555-0132 a=+1 (415) 555-0199 x=(415) 555-0177",
            "to=[PHONE_1]&user=[PHONE_2] a=[PHONE_3] x=[PHONE_4]",
        ),
        (
            "value:2001:db8::8a2e:370:7334 device:00:1b:44:11:3a:b7",
            "value:[IP_1] device:[MAC_1]",
        ),
        (
            "-4111111111111111\n+5555555555554444\n-536-90-4399\n-DE89370400440532013000",
            "-[CREDIT_CARD_1]\n+[CREDIT_CARD_2]\n-[SSN_1]\n-[IBAN_1]",
        ),
        (
            "ada@example.org¹, 4111111111111111² and 415-555-0132³",
            "[EMAIL_1]¹, [CREDIT_CARD_1]² and [PHONE_1]³",
        ),
    ]);
    check_none(&[
        "x=415-555-0132, a=b=415-555, n=4155550132, x=+4155550, y=+1e10, total=+705261.5",
        "f((415), 555), ((1)), (00415555), 5-4111111111111111, a-4111111111111111, m²",
    ]);
}

#[test]
fn passwords_in_connection_strings_and_code() {
    check(&[
        (
            "ada:horse7staple@tcp(db:3306)/x?parseTime=true",
            "[SECRET_1]@tcp(db:3306)/x?parseTime=true",
        ),
        (
            "jdbc:oracle:thin:ada/horse7staple@//db:1521/xe",
            "jdbc:oracle:thin:[SECRET_1]@//db:1521/xe",
        ),
        (
            "Server=db;Uid=sa;Pwd={horse7staple};X=1",
            "Server=db;Uid=sa;Pwd=[SECRET_1];X=1",
        ),
        (
            "Server=db;Password=horsestaple;X=1 /x?user=a&password=horsestaple&y=1",
            "Server=db;Password=[SECRET_1];X=1 /x?user=a&password=[SECRET_1]&y=1",
        ),
        (
            r#"password="horse7;staple,x)&y" pwd='horse"7staple'"#,
            r#"password="[SECRET_1]" pwd='[SECRET_2]'"#,
        ),
        (
            r#"os.environ["DB_PASSWORD"] = "horse7staple""#,
            r#"os.environ["DB_PASSWORD"] = "[SECRET_1]""#,
        ),
        (
            r#""{\"password\":\"horse7staple\",\"b\":1}""#,
            r#""{\"password\":\"[SECRET_1]\",\"b\":1}""#,
        ),
        ("DB_PASS=horse7staple", "DB_PASS=[SECRET_1]"),
    ]);
    check_none(&[
        r#"f(password=word), f"Password={pw}", password: ${DB_PASSWORD}; fmt("%s:%s@tcp(%s)")"#,
        r#"first_pass=0.123456, compass: 12/14/15, key[i] = "word", x["password"] = None"#,
    ]);
}

/// Small letters are an account's where they can be no hash's.
#[test]
fn accounts_in_small_letters() {
    check(&[
        (
            "iban: gb29nwbk60161331926819, de89 3704 0044 0532 0130 00",
            "iban: [IBAN_1], [IBAN_2]",
        ),
        ("See 536-90-4399.txt", "See [SSN_1].txt"),
    ]);
    check_none(&["ee38b2a0c1d2e3f40516, de12345678901234567890, 536-90-4399.5"]);
}

/// What looks like a value and is none.
#[test]
fn sizes_and_pictures() {
    check(&[(
        "Call 2147483647 or 4155550132.",
        "Call [PHONE_1] or [PHONE_2].",
    )]);
    check_none(&[
        "i32::MAX is 2147483647, u32::MAX 4294967295; 2147483648, 4294967296, 8589934592",
        "x = -2147483648, 5368709120 bytes, 1,2147483647,3, icon@2x.png, img/logo@3x.webp",
    ]);
}

/// A part of a place that nobody masks is no person, and a key within it is a key.
#[test]
fn places_are_no_persons() {
    check(&[(
        "San Francisco is warmer than San Diego, says Francisco Castellan of Port AKIAQ3EGRIDZ5XW7KPLM.",
        "San Francisco is warmer than San Diego, says [PERSON_1] of Port [SECRET_1].",
    )]);
}

/// What has the words of a secret beside it, and is of the program.
#[test]
fn types_and_constants_of_programs() {
    check_none(&[
        "const HASH: u32 = 2166136261; k *= 2654435761; h ^= 3432918353; crc = 3988292384;",
        "LoomError::InvalidPassword => io::ErrorKind::InvalidInput,",
        "pub shed_password: warp_sys::core::PCWSTR,",
        "use super::{PrivateKeyDer, PrivatePkcs8KeyDer, SignatureScheme};",
        "let raw_private_key: Curve25519SeedBin<'_> = seed;",
        "secret_key: &WarpPrivateKey, shared_secret: &WarpSharedSecret<SIZE>",
        "Ok(TrafficSecrets::Chacha20Poly1305 { iv })",
        "RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY",
        "let le = F32::<LE>::new(bits); c::B0 => Some(0), const FF1: u8 = c::FF1;",
    ]);
    check(&[
        (
            "FE80::1, fe80::b0, host=c::B0",
            "[IP_1], [IP_2], host=[IP_3]",
        ),
        ("password: Summer::2024!", "password: [SECRET_1]"),
        ("<key>Zq8vTr31xPm2Kd9W</key>", "<key>[SECRET_1]</key>"),
        ("api_key, Zq8vTr31xPm2Kd9Wn4Ls", "api_key, [SECRET_1]"),
        ("secret_key: &Zq8vTr31xPm2", "secret_key: [SECRET_1]"),
    ]);
}

/// Low lines are part of keys, and those of emphasis are not.
#[test]
fn keys_in_emphasis() {
    check(&[
        (
            "_ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8_ __AKIAQ3EGRIDZ5XW7KPLM__.",
            "_[SECRET_1]_ __[SECRET_2]__.",
        ),
        ("_glpat-x1_B2c3D4e5F6g7H8i9J_", "_[SECRET_1]_"),
    ]);
}

/// Some digits of a number may stand out, and pages write signs in code.
#[test]
fn values_in_pages() {
    check(&[
        (
            "Card 4111 1111 1111 **1111**, or 4111 **1111** 1111 1111; `4111` 1111 1111 1111.",
            "Card [CREDIT_CARD_1], or [CREDIT_CARD_2]; `[CREDIT_CARD_3].",
        ),
        ("4111-1111-1111-__1111__ now", "[CREDIT_CARD_1] now"),
        (
            "ada&#64;looms.example, ADA&#x40;looms.example ada@looms.example &#x40;home",
            "[EMAIL_1], [EMAIL_1] [EMAIL_1] &#x40;home",
        ),
    ]);
    check_none(&["4111 * 1111 * 1111 * 1111", "4111 **1111** 1111 **1112**"]);
}

/// What a terminal is told of colours is no part of the words behind it.
#[test]
fn values_in_colour() {
    check(&[
        (
            "\u{1b}[32mada@example.org\u{1b}[0m \u{1b}[1;38;5;9m415-555-0132\u{1b}[m",
            "\u{1b}[32m[EMAIL_1]\u{1b}[0m \u{1b}[1;38;5;9m[PHONE_1]\u{1b}[m",
        ),
        (
            "\u{1b}[33m4111111111111111\u{1b}[39m\u{1b}[2K\u{1b}[34m192.0.2.117\u{1b}[0m",
            "\u{1b}[33m[CREDIT_CARD_1]\u{1b}[39m\u{1b}[2K\u{1b}[34m[IP_1]\u{1b}[0m",
        ),
        (
            "\u{1b}[31mghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\u{1b}[0m",
            "\u{1b}[31m[SECRET_1]\u{1b}[0m",
        ),
    ]);
    check_none(&["\u{1b}[", "\u{1b}[32", "\u{1b}[32mfine\u{1b}[0m \u{1b}ada"]);
}

/// Quotes, brackets and dividers as Go, .NET and PHP write them in JSON, and as URLs have them.
#[test]
fn values_between_coded_marks() {
    check(&[
        (
            r#""\u003cada@example.org\u003e \u0022415-555-0132\u0022""#,
            r#""\u003c[EMAIL_1]\u003e \u0022[PHONE_1]\u0022""#,
        ),
        (
            r"\x22ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\x22 \u00274111111111111111\u0027",
            r"\x22[SECRET_1]\x22 \u0027[CREDIT_CARD_1]\u0027",
        ),
        (
            r"tel \u002B14155550132, \u0026+1 (415) 555-0199",
            r"tel [PHONE_1], \u0026[PHONE_2]",
        ),
        (
            "/s?q=%22ada@example.org%22%2C4111111111111111%0A192.0.2.117%26x",
            "/s?q=%22[EMAIL_1]%22%2C[CREDIT_CARD_1]%0A[IP_1]%26x",
        ),
        (
            "https://x.org/?to=%2B442079460958&go=u%3Fkey%3Dghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8%26b",
            "https://x.org/?to=[PHONE_1]&go=u%3Fkey%3D[SECRET_1]%26b",
        ),
        (
            r"Konto:\nDE89 3704 0044 0532 0130 00\n",
            r"Konto:\n[IBAN_1]\n",
        ),
    ]);
    check_none(&[
        r"\u0041da, \u00e9t\u00e9, C:\new2, \x41\x42, 100%204, 5%3A, a%20b%2Fc, \u0022x\u0022",
        "%E4%BD%A0%E5%A5%BD %2F2026-11-20%2F12 w%3D1%26h%3D4155550",
    ]);
}

#[test]
fn values_in_markdown() {
    check(&[
        ("Call **415-555-0132** now", "Call **[PHONE_1]** now"),
        ("*415-555-0132*, _415-555-0132_", "*[PHONE_1]*, _[PHONE_1]_"),
        (
            "__415-555-0132__ ***+14155550199***",
            "__[PHONE_1]__ ***[PHONE_2]***",
        ),
        ("_(415) 555-0132_ `415-555-0132`", "_[PHONE_1]_ `[PHONE_2]`"),
        (
            "__ada@example.org__ _ada@example.org_",
            "__[EMAIL_1]__ _[EMAIL_1]_",
        ),
        (
            "~~4111 1111 1111 1111~~ __4111111111111111__",
            "~~[CREDIT_CARD_1]~~ __[CREDIT_CARD_1]__",
        ),
        (
            "__219-09-9999__ **_219-09-9999_**",
            "__[SSN_1]__ **_[SSN_1]_**",
        ),
        ("__10.1.2.3__ **2001:db8::1**", "__[IP_1]__ **[IP_2]**"),
        (
            "**SSN:**219-09-9999 **Tel**:415-555-0132",
            "**SSN:**[SSN_1] **Tel**:[PHONE_1]",
        ),
    ]);
    check_none(&[
        "__init__.py, _foo_4111_, snake_415_555_0132, 4111111111111111__x",
        "5*415-555-0132, 2**415, **12** boxes, *3.5 kg*, _2026-11-20_",
    ]);
}

#[test]
fn hyphens_and_dashes_of_typography() {
    check(&[
        ("415‑555‑0132 or 415‐555‐0132", "[PHONE_1] or [PHONE_1]"),
        (
            "415–555–0132, 415‒555‒0132, 415−555−0132",
            "[PHONE_1], [PHONE_1], [PHONE_1]",
        ),
        ("415-555-0132 is 415‑555‑0132", "[PHONE_1] is [PHONE_1]"),
        ("+1 (415) 555‑0132, (415) 555–0132", "[PHONE_1], [PHONE_2]"),
        (
            "+44 20‑7946‑0958 and 1–415–555–0132.",
            "[PHONE_1] and [PHONE_2].",
        ),
        ("219‑09‑9999, 219–09–9999", "[SSN_1], [SSN_1]"),
        (
            "4111‑1111‑1111‑1111 4111–1111–1111–1111",
            "[CREDIT_CARD_1] [CREDIT_CARD_1]",
        ),
        (
            "3782–822463–10005 4111−1111−1111−1111",
            "[CREDIT_CARD_1] [CREDIT_CARD_2]",
        ),
        ("415-555-0132–415-555-0199", "[PHONE_1]–[PHONE_2]"),
        ("+14155550132–+14155550199", "[PHONE_1]–[PHONE_2]"),
        (
            "4111111111111111–5555555555554444",
            "[CREDIT_CARD_1]–[CREDIT_CARD_2]",
        ),
    ]);
    check_none(&[
        "1939–1945, 12–14 May, pp. 123–456, 2026–11–20, 2026‑11‑20",
        "10:30–11:45, 9–5, 3–4–2, 10–20 %, Mon–Fri, 100−200=−100",
        "978‑0‑306‑40615‑7, 978–3–16–148410–0, 100−200−3000, 100–200–3000",
        "415 – 555 – 0132, 415 − 555 − 0132, 123–456 7890, 415 555–0132",
        "1000−200−3000, 5–219–09–9999, 41‑555‑0132, 4111–1111‑1111–1111",
        "415‑555‑0132‑9, 219‑09‑9999‑1, 4111‑1111‑1111‑1111‑1",
    ]);
}

#[test]
fn values_between_scripts_without_spaces() {
    check(&[
        ("联系ada@example.org吧", "联系[EMAIL_1]吧"),
        ("メールはada@example.orgです", "メールは[EMAIL_1]です"),
        ("อีเมลada@example.orgครับ", "อีเมล[EMAIL_1]ครับ"),
        (
            "电话415-555-0132。卡号4111111111111111吧",
            "电话[PHONE_1]。卡号[CREDIT_CARD_1]吧",
        ),
        ("電話は+14155550132です", "電話は[PHONE_1]です"),
    ]);
    check_none(&["在2026-11-20有12箱，房间415。", "éada@x, ünada@"]);
}

/// Fields of scripts without spaces, which the parts of an address are.
#[test]
fn addresses_in_scripts_without_spaces() {
    check(&[
        ("用户@例子.广告", "[EMAIL_1]"),
        (
            "用户@example.com, ada@例子.com吧 用户@例子.公司。",
            "[EMAIL_1], [EMAIL_2]吧 [EMAIL_3]。",
        ),
        (
            "ユーザー@例え.jp ada@bücher.example ада@пример.рф",
            "[EMAIL_1] [EMAIL_2] [EMAIL_3]",
        ),
    ]);
    check_none(&["请联系@张三，用户@张三说 ada@ x ada@例子 我们@example 12@34 ada@"]);
}

#[test]
fn addresses_behind_dots() {
    check(&[
        (
            "Ask at the mill...weaver@looms.example or …weaver@looms.example",
            "Ask at the mill...[EMAIL_1] or …[EMAIL_1]",
        ),
        (
            "..weaver@looms.example, (...w.eaver@looms.example) mill....weaver%40looms.example",
            "..[EMAIL_1], (...[EMAIL_2]) mill....[EMAIL_1]",
        ),
    ]);
    check_none(&[
        "weaver.@looms.example, weaver...@looms.example, $..weaver@mill, ...@looms",
        ".weaver@looms.example, weaver..mill@looms.example",
    ]);
}

#[test]
fn addresses_with_an_apostrophe() {
    check(&[
        ("Ask o'brien@example.ie.", "Ask [EMAIL_1]."),
        (
            "'o'brien@example.ie' or 'ada@example.org'",
            "'[EMAIL_1]' or '[EMAIL_2]'",
        ),
        ("x='ada@example.org'", "x='[EMAIL_1]'"),
    ]);
    check_none(&[
        "It isn't @example.ie, nor o'@example.ie",
        "the bee's, so isn't they'll",
    ]);
}

#[test]
fn wide_signs_and_digits() {
    check(&[
        ("Mail ada＠example.org now", "Mail [EMAIL_1] now"),
        ("メールはａｄａ＠example.orgです", "メールは[EMAIL_1]です"),
        (
            "卡号４１１１１１１１１１１１１１１１吧",
            "卡号[CREDIT_CARD_1]吧",
        ),
        (
            "４１１１　１１１１　１１１１　１１１１ ok",
            "[CREDIT_CARD_1] ok",
        ),
        ("４１１１－１１１１－１１１１－１１１１", "[CREDIT_CARD_1]"),
        ("電話は４１５－５５５－０１３２です", "電話は[PHONE_1]です"),
        (
            "＋１４１５５５５０１３２ or ４１５５５５０１３２",
            "[PHONE_1] or [PHONE_2]",
        ),
        ("SSN ５３６－９０－４３９９.", "SSN [SSN_1]."),
    ]);
    check_none(&[
        "２０２６年１１月２０日、１２箱、３．５ｋｇ、４１５号室",
        "４１１１１１１１１１１１１１１２, ４１５－５５５, １２３－４５６－７８９０",
        "＠example, ada＠, ＠",
    ]);
}

#[test]
fn addresses_in_the_code_of_urls_and_strings() {
    check(&[
        (
            "https://x.org/u?to=ada%40example.org&n=1",
            "https://x.org/u?to=[EMAIL_1]&n=1",
        ),
        ("/u/ada.park%2Bx%40example.org/edit", "/u/[EMAIL_1]/edit"),
        ("mailto:ada%40example.org", "mailto:[EMAIL_1]"),
        (r#"{"a":"ada\u0040example.org"}"#, r#"{"a":"[EMAIL_1]"}"#),
        (r#""x\nada\u0040example.org\n""#, r#""x\n[EMAIL_1]\n""#),
        (
            "ada@example.org, ada%40example.org, ada＠example.org, bo@example.org",
            "[EMAIL_1], [EMAIL_1], [EMAIL_1], [EMAIL_2]",
        ),
    ]);
    check_none(&[
        "100%40.5, a%20b.org, https://x.org/a%40b, 3.5%40, %40example.org",
        r#""\u0041da.x1", "\u0040x1.org""#,
    ]);
}

#[test]
fn values_behind_an_escape() {
    check(&[
        (r#""a":"x\n415-555-0132""#, r#""a":"x\n[PHONE_1]""#),
        (
            r#""x\n4111111111111111\r\n536-90-4399\t""#,
            r#""x\n[CREDIT_CARD_1]\r\n[SSN_1]\t""#,
        ),
        (
            r#""Dear,\nada@example.org\nbob@example.org""#,
            r#""Dear,\n[EMAIL_1]\n[EMAIL_2]""#,
        ),
        (r#""a\\n4155550132""#, r#""a\\n[PHONE_1]""#),
        (
            r#""x\n(415) 555-0132\n+14155550132""#,
            r#""x\n[PHONE_1]\n[PHONE_2]""#,
        ),
        (r#""x\n192.0.2.117\n""#, r#""x\n[IP_1]\n""#),
        (
            r#""x\nghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\n""#,
            r#""x\n[SECRET_1]\n""#,
        ),
    ]);
    check_none(&[
        r"C:\new\n415, \nabla, \text{x}, \times 12, a\r\n12 boxes\n3.5 kg\n2026-11-20",
        r"n415-555-0132, rada, \n415-555",
    ]);
}

#[test]
fn private_keys_of_putty() {
    let lines = "AAAAC3NzaC1lZDI1NTE5AAAAIBb0xDJ0bZ0aPpTqR9uXvV8kQpTq\n".repeat(2);
    let key = format!(
        "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: ada\nPublic-Lines: 2\n{lines}Private-Lines: 2\n{lines}Private-MAC: 0123456789abcdef0123456789abcdef"
    );
    let escaped = key.replace('\n', "\\n");
    let engine = engine();
    for key in [&key, &escaped] {
        let text = format!("It is {key}\n\nindeed.");
        for size in [1, 2, 3, 7, 64, text.len()] {
            let out = masked(
                &engine,
                Wire::Text,
                Kinds::sensitive(),
                text.as_bytes().chunks(size),
            );
            let out = String::from_utf8(out).unwrap();
            assert!(
                !out.contains("AAAAC3") && !out.contains("01234567"),
                "{size}: {out}"
            );
            assert!(
                out.starts_with("It is ") && out.ends_with("]\n\nindeed."),
                "{size}: {out}"
            );
        }
    }
    let code = format!("```\n{key}\n```\nSo it is.");
    let out = masked(&engine, Wire::Text, Kinds::sensitive(), [code.as_bytes()]);
    let out = String::from_utf8(out).unwrap();
    assert!(
        !out.contains("AAAAC3") && !out.contains("01234567"),
        "{out}"
    );
    assert!(out.ends_with("```\nSo it is."), "{out}");
    check_none(&["A PuTTY-User-Key-File-3: is a file of PuTTY. It has lines of base64."]);
}

/// A model that answers with JSON says numbers bare; masked they are strings.
#[test]
fn numbers_of_json_stay_json() {
    check(&[
        (
            r#"{"phone": 4155550132, "card":4111111111111111}"#,
            r#"{"phone": "[PHONE_1]", "card":"[CREDIT_CARD_1]"}"#,
        ),
        (
            "{\n  \"phone\": 4155550132\n}",
            "{\n  \"phone\": \"[PHONE_1]\"\n}",
        ),
        (
            "```json\n[4155550132, 4155550199]\n```",
            "```json\n[\"[PHONE_1]\", \"[PHONE_2]\"]\n```",
        ),
        (
            r#""{\"phone\": 4155550132}""#,
            r#""{\"phone\": \"[PHONE_1]\"}""#,
        ),
        (r#"{"phone": "4155550132"}"#, r#"{"phone": "[PHONE_1]"}"#),
        ("Call 4155550132, 4155550199.", "Call [PHONE_1], [PHONE_2]."),
    ]);
}

/// The key of an argument is a label, in arguments that come in any two pieces.
#[test]
fn keys_of_arguments() {
    let rows = [
        (r#"{"ssn":"219099999"}"#, r#"{"ssn":"[SSN_1]"}"#),
        (r#"{"ssn":219099999}"#, r#"{"ssn":"[SSN_1]"}"#),
        (
            r#"{"socialSecurityNumber":"219099999"}"#,
            r#"{"socialSecurityNumber":"[SSN_1]"}"#,
        ),
        (r#"{"phone":"4155550132"}"#, r#"{"phone":"[PHONE_1]"}"#),
        (
            r#"{"order_id":"4155550132"}"#,
            r#"{"order_id":"4155550132"}"#,
        ),
        (r#"{"size":219099999}"#, r#"{"size":219099999}"#),
        (
            r#"{"lesson":"219099999","assn":1}"#,
            r#"{"lesson":"219099999","assn":1}"#,
        ),
    ];
    let engine = engine();
    for (arguments, expected) in rows {
        for cut in 1..arguments.len() {
            let redactor = engine.arguments_redactor(Kinds::sensitive());
            let (first, second) = arguments.as_bytes().split_at(cut);
            let out = redacted(redactor, [first, second]);
            assert_eq!(String::from_utf8_lossy(&out), expected);
        }
    }
}

/// What a token is followed by in a file's name, a path, a sentence or a pair.
#[test]
fn keys_that_the_text_goes_on_behind() {
    let key = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
    let rows = [
        ("see §.txt", "see [SECRET_1].txt"),
        ("It is §.Keep it", "It is [SECRET_1].Keep it"),
        ("keys/§.txt", "keys/[SECRET_1].txt"),
        ("§/x §:x §-old", "[SECRET_1]/x [SECRET_1]:x [SECRET_1]-old"),
        (
            "https://x.org/§.git?a=§.b",
            "https://x.org/[SECRET_1].git?a=[SECRET_1].b",
        ),
        ("§.a1b2c3d4e5 so", "[SECRET_1] so"),
    ];
    let rows = rows.map(|(text, expected)| (text.replace('§', key), expected));
    check(&rows.each_ref().map(|(text, expected)| (&**text, *expected)));
    check(&[
        (
            "AKIAQ3EGRIDZ5XW7KPLM.json AKIAQ3EGRIDZ5XW7KPLM:wJalrXUtnFEMI/K7MDENG/bPxRfiCYabcd.",
            "[SECRET_1].json [SECRET_2].",
        ),
        (
            "eyJhbGciOiJIUzI1NiIsInR5cCI6.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0.txt",
            "[SECRET_1].txt",
        ),
        (
            "Credential=AKIAQ3EGRIDZ5XW7KPLM/20260114/eu-west-3/s3, AIzaSyB7wR2nK9pX4mL6tV8cZ1qH3jF5dG0sAeY/v2",
            "Credential=[SECRET_1]/20260114/eu-west-3/s3, [SECRET_2]/v2",
        ),
        (
            "https://x.org/k?X-Amz-Credential=AKIAQ3EGRIDZ5XW7KPLM/20260114/eu-west-3&X-Amz-Date=1",
            "https://x.org/k?X-Amz-Credential=[SECRET_1]/20260114/eu-west-3&X-Amz-Date=1",
        ),
    ]);
    check_none(&[
        "AKIAQ3EGRIDZ5EXAMPLE/20260114 lib/SK0123456789abcdef0123456789abcdef/x.js xAKIAQ3EGRIDZ5XW7KPLM/x",
        "ico-0123456789abcdef0123456789abcdef.png and x.ico-0123456789abcdef0123456789abcdef.y",
        "https://x.org/assets/ico-0123456789abcdef0123456789abcdef.js?v=1",
    ]);
}

/// Spaces of no width part fields, and a soft hyphen is a hyphen.
#[test]
fn values_beside_what_is_not_seen() {
    check(&[
        (
            "a\u{200b}ada@example.org\u{200b} x",
            "a\u{200b}[EMAIL_1]\u{200b} x",
        ),
        (
            "x\u{feff}415-555-0132\u{2060}192.0.2.117",
            "x\u{feff}[PHONE_1]\u{2060}[IP_1]",
        ),
        (
            "x\u{200b}ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8\u{200b}.",
            "x\u{200b}[SECRET_1]\u{200b}.",
        ),
        (
            "Call \u{200b}Kofi\u{200b}Mensah, Kofi Mensah.",
            "Call \u{200b}[PERSON_1], [PERSON_1].",
        ),
        (
            "4111\u{200b}1111\u{200b}1111\u{200b}1111 x\u{ad}4111111111111111",
            "[CREDIT_CARD_1] x\u{ad}[CREDIT_CARD_1]",
        ),
        (
            "415\u{ad}555\u{ad}0132 415\u{200b}-555-0132",
            "[PHONE_1] [PHONE_1]",
        ),
        ("a\u{ad}da@exam\u{ad}ple.org", "[EMAIL_1]"),
        ("password:\u{200b}hunter2!x", "password:\u{200b}[SECRET_1]"),
        (
            r#""\u200b415-555-0132\uFEFFada@example.org\u2060192.0.2.117""#,
            r#""\u200b[PHONE_1]\uFEFF[EMAIL_1]\u2060[IP_1]""#,
        ),
    ]);
    check_none(&[
        "So\u{200b}\u{200b} \u{200b}\n\u{200b}\n\u{200b}Then. \u{200b} Then\u{200b}",
        "So \u{feff}\u{200b}12\u{200b}boxes,\u{200b}3.5\u{2060}kg so\u{ad}ft ภาษา\u{200b}ไทย\u{200b}",
        "\u{200b}\u{200b}\n\n\u{2060}",
    ]);
}

#[test]
fn cards_and_numbers_grouped_by_dots() {
    check(&[
        ("Pay with 4111.1111.1111.1111.", "Pay with [CREDIT_CARD_1]."),
        ("3782.822463.10005, x", "[CREDIT_CARD_1], x"),
        ("0011.2233.4455 or 0011.2233.4455.", "[MAC_1] or [MAC_1]."),
        ("SSN: 536.90.4399", "SSN: [SSN_1]"),
    ]);
    check_none(&[
        "4111.1111.1111.1112, v4111.1111.1111.1111, 4111.1111.1111.1111.2, 1.4111.1111.1111.1111",
        "536.90.4399, 00:1b:44:11:3a:b7:11, 12.34, 3.1415.9265",
    ]);
}

/// A line end in a string of code begins a word; what a URL asks for and what is assigned is a value.
#[test]
fn values_behind_a_line_end_in_code_and_an_equals_sign() {
    check(&[
        (r#""Dear,\nKofi Mensah""#, r#""Dear,\n[PERSON_1]""#),
        (
            r#"{"text":"Dear,\\nKofi Mensah\r\n\tKofi Mensah"}"#,
            r#"{"text":"Dear,\\n[PERSON_1]\r\n\t[PERSON_1]"}"#,
        ),
        (
            r#""x\nAKIAQ3EGRIDZ5XW7KPLM\nDE89 3704 0044 0532 0130 00""#,
            r#""x\n[SECRET_1]\n[IBAN_1]""#,
        ),
        ("user=Kofi Mensah; x", "user=[PERSON_1]; x"),
        (
            "/?q=415-555-0132 https://x.org/?a=1&b=415.555.0199",
            "/?q=[PHONE_1] https://x.org/?a=1&b=[PHONE_2]",
        ),
        (
            "tel:415-555-0132 <mailto:ada@example.org?cc=bo@example.org>",
            "tel:[PHONE_1] <mailto:[EMAIL_1]?cc=[EMAIL_2]>",
        ),
    ]);
    check_none(&[
        r"C:\new\Temp\rest, $\nRightarrow$ \nabla \Text, x\nLine",
        "type=String class=Main Method state=In Progress x=Foo Bar, x=415-555-0132 ?id=4155550132",
    ]);
}

/// What looks like a value, and what is said of it tells that it is none.
#[test]
fn what_is_named_or_counted() {
    check(&[
        ("Call 7942645086.", "Call [PHONE_1]."),
        (
            "Dear Kofi Mensah,\nHi Kofi Mensah",
            "Dear [PERSON_1],\nHi [PERSON_1]",
        ),
        ("/x?password=horsestaple", "/x?password=[SECRET_1]"),
    ]);
    check_none(&[
        "There are 7942645086 people, 7942645086 bytes and 7942645086 tokens.",
        "/login?password=required&x=1 Server=db;Password=optional;",
        "Turing machine. A Markov chain. Fourier transform and Hilbert space.",
    ]);
}

#[test]
fn numbers_that_are_part_of_something_else() {
    check(&[
        (
            "Server 10.0.0.1, host/10.0.0.5, http://[2001:db8::5]:8080 fe80::1 1:22:333:4:5:6:7:8",
            "Server [IP_1], host/[IP_2], http://[[IP_3]]:8080 [IP_4] [IP_5]",
        ),
        (
            "call 415 555 0132 now, 415 555 0132 415 555 0133",
            "call [PHONE_1] now, [PHONE_1] [PHONE_2]",
        ),
        ("SSN 219 09 9999", "SSN [SSN_1]"),
        ("ada.git@x.org: git@x.org", "[EMAIL_1]: [EMAIL_2]"),
    ]);
    check_none(&[
        "Chrome/124.0.0.0 Safari/537.36 HeadlessChrome/119.0.0.0 Edg/125.0.0.0",
        "\"version\": \"1.2.3.4\", newVersion=\"13.0.0.0\" numpy==1.26.4.1 foo-1.2.3.4.jar section 14.9.1.1",
        "x[1::2] a[:, ::2] the ratio 1:2:3:4:5:6:7:8",
        "128 256 512 1024 2048, then 256 512 1024 2048; 212   415  1555 main.rs; 472  76  3795",
        "INV-5663621868 3513061117.jpg views: 2125550147 elapsed_ns: 4155550132 \"count\": 3125550198",
        "git@github.com:acme/repo.git LIKE '%@gmail.com' q@k.transpose(-2, -1)",
    ]);
}

#[test]
fn a_value_that_the_field_beside_it_names() {
    let check = |arguments: &str, expected: &str| {
        let redactor = engine().arguments_redactor(Kinds::sensitive());
        let out = redacted(redactor, arguments.as_bytes().chunks(3));
        assert_eq!(String::from_utf8_lossy(&out), expected);
    };
    check(
        r#"{"env":[{"name":"DB_PASSWORD","value":"S3cretpw"},{"name":"LEVEL","value":"S3cretpw"}]}"#,
        r#"{"env":[{"name":"DB_PASSWORD","value":"[SECRET_1]"},{"name":"LEVEL","value":"S3cretpw"}]}"#,
    );
    check(
        r#"[{"ParameterKey":"DBPassword","ParameterValue":"S3cretpw"},{"name":"password"},{"value":"S3cretpx"}]"#,
        r#"[{"ParameterKey":"DBPassword","ParameterValue":"[SECRET_1]"},{"name":"password"},{"value":"S3cretpx"}]"#,
    );
    check(
        r#"{"name":["password","S3cretpx"],"value":"S3cretpx"}"#,
        r#"{"name":["password","S3cretpx"],"value":"S3cretpx"}"#,
    );
}
