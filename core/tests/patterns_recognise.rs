//! What the pattern recognisers find, kind by kind.

mod patterns_support;

use midflight_core::entity::Kind;
use patterns_support::mentions;

/// Checks that exactly `expected` is found of `kind` in each text, as `text|mention|mention`.
fn check(kind: Kind, rows: &[&str]) {
    for row in rows {
        let mut parts = row.split('|');
        let text = parts.next().unwrap_or_default();
        let expected: Vec<&str> = parts.collect();
        let found = mentions(text, midflight_core::Kinds::ALL);
        let of_kind: Vec<&str> = found
            .iter()
            .filter(|(_, of)| *of == kind)
            .map(|(mention, _)| mention.as_str())
            .collect();
        assert_eq!(
            of_kind,
            expected,
            "{} in {text:?}, of {found:?}",
            kind.name()
        );
    }
}

#[test]
fn email_addresses() {
    check(
        Kind::Email,
        &[
            "Write to ada.l+new@mail.x.org, please.|ada.l+new@mail.x.org",
            r#"{"email":"ada@x.org","to":["bob@y.net"]}|ada@x.org|bob@y.net"#,
            "<ada@x.org> and mailto:bob@y.net.|ada@x.org|bob@y.net",
            "**ada@x.org** or _bob@y.net_|ada@x.org|bob@y.net",
            "(root@[10.0.0.1])|root@[10.0.0.1]",
            "so...ada@x.org, ..b@x.org|ada@x.org|b@x.org",
            "ada@localhost, @ada, a..b@x.org, .c@x.org, d@x_y.org, 5 @ 3.20",
        ],
    );
}

#[test]
fn urls() {
    check(
        Kind::Url,
        &[
            "See https://x.org/a_(b).|https://x.org/a_(b)",
            "(https://x.org/a?b=c#d)|https://x.org/a?b=c#d",
            "[here](https://x.org/a) and <http://y.org>.|https://x.org/a|http://y.org",
            "'https://x.org/' \"ftp://x.org/f\"|https://x.org/|ftp://x.org/f",
            r#"{"u":"https://x.org/a","v":1}|https://x.org/a"#,
            "At http://localhost:8080/#/1, ws://10.0.0.1:9/s!|http://localhost:8080/#/1|ws://10.0.0.1:9/s",
            "www.example.org and example.org/path.|www.example.org|example.org/path",
            "https:// and http://# and a://b, and/or, 1/2",
        ],
    );
}

#[test]
fn domains() {
    check(
        Kind::Domain,
        &[
            "Ask example.com or api.example.co.uk.|example.com|api.example.co.uk",
            "e.g. this, i.e. that, main.rs, os.path.join, README.md, 7.am, end.Then more",
        ],
    );
}

#[test]
fn ip_addresses() {
    check(
        Kind::Ip,
        &[
            "From 192.168.0.1:8080, to 10.0.0.0/8.|192.168.0.1|10.0.0.0/8",
            "[2001:db8::1]:443 fe80::1%eth0 ::1|2001:db8::1|fe80::1%eth0|::1",
            "::ffff:192.0.2.1 is mapped|::ffff:192.0.2.1",
            "256.1.1.1, 1.2.3, 1.2.3.4.5, version 1.2.3.4, std::cout, a::b, 12:30:45, 1:2:3:4",
        ],
    );
}

#[test]
fn hexadecimal_identifiers() {
    check(
        Kind::Uuid,
        &[
            "Job {123e4567-e89b-12d3-a456-426614174000}.|123e4567-e89b-12d3-a456-426614174000",
            "123e4567-e89b-12d3-a456-42661417400, 123e4567-e89b-12d3-a456-426614174000f",
        ],
    );
    check(
        Kind::Mac,
        &[
            "0a:1b:2c:3d:4e:5f, 0A-1B-2C-3D-4E-5F and 0a1b.2c3d.4e5f|0a:1b:2c:3d:4e:5f|0A-1B-2C-3D-4E-5F|0a1b.2c3d.4e5f",
            "00:00:00:00:00:00 0a:1b:2c:3d:4e 0a:1b:2c:3d:4e:5f:60 zz:1b:2c:3d:4e:5f",
        ],
    );
}

#[test]
fn versions() {
    check(
        Kind::Version,
        &[
            "Use v1.2.3 or 1.2.3-rc.1+b5, not v2.|v1.2.3|1.2.3-rc.1+b5|v2",
            "Python 3.10.12 and version 2.0.|3.10.12|2.0",
            "It is 2.0 m, 12.05.2025, 10.0.0.1 or 1,234.5.",
            "lodash from 4.17.20 to 4.17.21, lodash@4.17.21, \"^1.2.21\"|4.17.20|4.17.21|4.17.21|1.2.21",
            "urllib3==1.2.18, >= 1.2.24, \"version\": \"4.1.21\"|1.2.18|1.2.24|4.1.21",
            "## [1.12.24]|1.12.24",
            "TLS 1.3, kernel 5.15, kernel 5.10.21, OpenSSL 1.1.1k, Bluetooth 5.3|1.3|5.15|5.10.21|1.1.1k|5.3",
            "from PHP 7.4 to PHP 8.1, DeepSeek V3|7.4|8.1|V3",
            "Section 4.2.1, Table 1.2.3, § 2.3.4, a V8 engine, V6, Python 3.5 times, Linux 3.5 million, Prius 1.8 L",
        ],
    );
}

#[test]
fn file_paths() {
    check(
        Kind::FilePath,
        &[
            "In /etc/hosts, ~/a/b, ./run.sh and ../x.|/etc/hosts|~/a/b|./run.sh|../x",
            r"C:\Users\ada\x.txt or \\srv\share\f|C:\Users\ada\x.txt|\\srv\share\f",
            "Edit `src/main.rs`.|src/main.rs",
            "and/or, he/she, 1/2, 12/05/2025, km/h, </b>, 24/7",
        ],
    );
}

#[test]
fn numbers() {
    check(
        Kind::Number,
        &[
            "12 boxes, 3.5 and 1,234.5 or -7 of 1/2|12|3.5|1,234.5|-7|1/2",
            "a ratio of 4:3",
            "12,00,000 people, 1,23,456.7 and 1.299|12,00,000|1,23,456.7|1.299",
            "two million, five, COVID-19, GPT-4, x2, 3rd, 10%, 5 kg, $3",
        ],
    );
}

#[test]
fn money() {
    check(
        Kind::Money,
        &[
            "$1,234.56, $3.5 million, €5, 5 EUR, 5€|$1,234.56|$3.5 million|€5|5 EUR|5€",
            "five dollars or 20 bucks; C$ 30, US$5bn|five dollars|20 bucks|C$ 30|US$5bn",
            "**$5** to 12 million dollars (£3m)|$5|12 million dollars|£3m",
            "USD3.14 and 100 yuan, 3 dollars 50 cents|USD3.14|100 yuan|3 dollars 50 cents",
            "PHP 500, COP 25,000, CAD 3.03, PHP 5 million|PHP 500|COP 25,000|CAD 3.03|PHP 5 million",
            "₹12,00,000, €2.500,00, 1.299,00 €, $.99, 3,2 €|₹12,00,000|€2.500,00|1.299,00 €|$.99|3,2 €",
            "5 kg, 5%, the dollar, $HOME, try 5",
            "PHP 8.2, COP 28, COP26, a PEN 2 device, CAD 2019, a PHP script",
        ],
    );
}

#[test]
fn percentages() {
    check(
        Kind::Percent,
        &[
            "5%, 5 %, 5.5 percent, 5 per cent, five percent|5%|5 %|5.5 percent|5 per cent|five percent",
            "_20 %_ off, +3%|20 %|+3%",
            "3,5 %, 5.25%-5.50%|3,5 %|5.25%|5.50%",
            "percent, 5 persons, a percent, %d",
        ],
    );
}

#[test]
fn quantities() {
    check(
        Kind::Quantity,
        &[
            "5 kg, 3.5 km/h, 20 °C, 10 MB, two miles|5 kg|3.5 km/h|20 °C|10 MB|two miles",
            "a **5 kg** bag, a six-mile walk, 68-ounce cans|5 kg|six-mile|68-ounce",
            "34,500 metric tons, 5 ft 2 in, 30 miles per hour|34,500 metric tons|5 ft 2 in|30 miles per hour",
            "110 mg/dL, 19.3 g/cm3, 6.5 L/100 km, 30 kilowatt-hours|110 mg/dL|19.3 g/cm3|6.5 L/100 km|30 kilowatt-hours",
            "250 hp, 50 megawatts, 72 bpm, 120/80 mmHg, 400 IU|250 hp|50 megawatts|72 bpm|120/80 mmHg|400 IU",
            "a 12 MP or 48-megapixel camera of 500 nits|12 MP|48-megapixel|500 nits",
            "10 A, 10 kΩ, 10 µF, -70 dBm|10 A|10 kΩ|10 µF|-70 dBm",
            "8 fl oz, 500 sq. ft. and a 10,000-square-foot house|8 fl oz|500 sq. ft|10,000-square-foot",
            "4.2 light years, 4 light-years, a 5-kilowatt-hour pack|4.2 light years|4 light-years|5-kilowatt-hour",
            "10 A Street, 10 A.D., 12 mp, 5 mi/x, 5kg/7lb|5 mi|5kg",
            "5 boxes, one in ten, SCP-173m, 23456 F Block, $5, 2 in April",
        ],
    );
}

#[test]
fn dates() {
    check(
        Kind::Date,
        &[
            "2025-05-12, 2025-05-12T14:30:00Z, 12/05/2025|2025-05-12|2025-05-12T14:30:00Z|12/05/2025",
            "On 12 May 2025, May 12th, 2025 or May 2025.|12 May 2025|May 12th, 2025|May 2025",
            "The 1990s, in 2024, from 1939–1945|1990s|2024|1939–1945",
            "Monday, next Tuesday and yesterday|Monday|next Tuesday|yesterday",
            "Q3 2025, early March, the end of 2019|Q3 2025|early March|end of 2019",
            "two weeks ago, the first week of July, 21.5.21|two weeks ago|first week of July|21.5.21",
            "on 5.12.21 and 31.12.24, not kernel 5.10.21 nor 4.17.21|5.12.21|31.12.24",
            "753 BC, 206 BCE to 220 CE, AD 9, 79 AD, 300–200 BC|753 BC|206 BCE|220 CE|AD 9|79 AD|300–200 BC",
            "the 4th century BC, AD hoc, AD 500 users, 10 AD groups, 5 bc|4th century BC",
            "January 5–7, 2024, June 10-14, 2025, 3–5 June 2024|January 5–7, 2024|June 10-14, 2025|3–5 June 2024",
            "Jan–Mar 2024, May–June, March 3-1|Jan–Mar 2024|May–June|March 3",
            "the '80s, the 90s, mid 60s, a wait of 30s, the 30s timeout|80s|90s|60s",
            "You may go, march on, in 3 days, 32/13/2020, 4111-22, 1.2.3, 10,000 in 1500 cases",
        ],
    );
}

#[test]
fn years() {
    check(
        Kind::Date,
        &[
            "It won in 1958, 1962 (Chile), 1970, and 2002.|1958|1962|1970|2002",
            "From 1804 to 1806, he ruled; between 1605 and 1615.|1804|1806|1605|1615",
            "© 2024 Acme, Copyright 2023 Acme, (c) 2022 Acme|2024|2023|2022",
            "(Smith et al., 2019; Lee, 2021), [Wu, 1998]|2019|2021|1998",
            "Events:\n- **1804**: He is crowned\n- 1969: Apollo lands\n1970 – It ends|1804|1969|1970",
            "## 2021\n\n**Founded:** 1998\nYear: 2019|2021|1998|2019",
            "{\"year\": 1984, \"size\": 1985}|1984",
            "The 1960 Olympics, the 2011 census, his 1999 album and an 1815 novel|1960|2011|1999|1815",
            "Tesla's 2023 earnings, the 2020 elections|2023|2020",
            "2019–present, the 2024-25 season, 1914–18|2019–present|2024-25|1914–18",
            "1,950 schools and 2010 hospitals, the 2000 employees, an 1800 page book, her 1800 workers",
            "between 1500 and 2000 people, 1500 to 2000 units, a 2000 mile trip, a total of 2010 cases",
            "In 2020, 1500 employees; pp. 1815–30 and 2015-32|2020",
            "- 1006: closed\n- 2000 - 1500 = 500",
        ],
    );
}

#[test]
fn years_in_tables() {
    let table =
        "| A | B |\n|---|---|\n| 1804 | $2 |\n| X | **2021** |\n| Y | 1850 |\n| Born | 1850 |\n";
    let found = mentions(table, [Kind::Date].into_iter().collect());
    let found: Vec<&str> = found.iter().map(|(mention, _)| mention.as_str()).collect();
    assert_eq!(found, ["1804", "2021", "1850"]);
}

#[test]
fn times() {
    check(
        Kind::Time,
        &[
            "At 14:30, 3 pm, 3:30 p.m. or noon|14:30|3 pm|3:30 p.m.|noon",
            "10 o'clock, 14:30:05Z, half past seven, 9am|10 o'clock|14:30:05Z|half past seven|9am",
            "Call John at 3:30 or 3:16 pm, Daniel 3:16 pm|3:30|3:16 pm|3:16 pm",
            "a ratio of 1:2 or 4:3, 25:00, 3 people, I am",
            "John 3:16, case 1:21-cv-01234, the ratio is 1:10 or 2:15, a 1:25 scale",
        ],
    );
}

#[test]
fn durations() {
    check(
        Kind::Duration,
        &[
            "5 hours, two weeks, 3h 20m and a decade|5 hours|two weeks|3h 20m|a decade",
            "a two-week trip, half an hour, 500 ms|two-week|half an hour|500 ms",
            "10 µs, 3 h, 24 h, 2 h 30 min|10 µs|3 h|24 h|2 h 30 min",
            "5 km, a second round, three quarters of a cup, five, in his 30s, 20 days ago, 3 horses, 4 light years",
        ],
    );
}

#[test]
fn telephone_numbers() {
    check(
        Kind::Phone,
        &[
            "+1 (415) 555-0132 ext. 5, +44 20 7946 0958|+1 (415) 555-0132 ext. 5|+44 20 7946 0958",
            "Call 415-555-0132 or (415) 555 0132.|415-555-0132|(415) 555 0132",
            "0049 176 12345678 or 415.555.0132 x12|0049 176 12345678|415.555.0132 x12",
            "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
            "16-04-2010, 10.0.0.1, 1234567, 1700000000, 415-555-0132a, $415-555-0132",
            "4111 1111 1111 1111, order 4155550132, 123-45-6789",
        ],
    );
}

#[test]
fn cards() {
    check(
        Kind::CreditCard,
        &[
            "4111 1111 1111 1111, 5555-5555-5555-4444|4111 1111 1111 1111|5555-5555-5555-4444",
            "378282246310005 and 3782 822463 10005.|378282246310005|3782 822463 10005",
            "4111 1111 1111 1112, 41111111-1111-1111, 0000000000000000, 12 boxes, 1748503543012",
            "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        ],
    );
}

#[test]
fn bank_accounts() {
    check(
        Kind::Iban,
        &[
            "DE89 3704 0044 0532 0130 00, GB82WEST12345698765432.|DE89 3704 0044 0532 0130 00|GB82WEST12345698765432",
            "DE89 3704 0044 0532 0130 01, GB82WEST1234569876543, XX82 WEST",
        ],
    );
}

#[test]
fn social_security_numbers() {
    check(
        Kind::Ssn,
        &[
            "123-45-6789 and 123 45 6789|123-45-6789|123 45 6789",
            "My SSN is 123456789.|123456789",
            "000-45-6789, 666-45-6789, 900-45-6789, 123-00-6789, 123-45-0000, 123456789",
            "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        ],
    );
}

#[test]
fn crypto_addresses() {
    check(
        Kind::CryptoAddress,
        &[
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa|1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4.|bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "0x52908400098527886E0F7030069857D2E4169EE7|0x52908400098527886E0F7030069857D2E4169EE7",
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 0x529084",
        ],
    );
}

#[test]
fn kinds_that_nobody_wants_are_not_found() {
    let wanted = [Kind::Email, Kind::Ip].into_iter().collect();
    let found = mentions("https://ada@x.org/ costs $5 at 10.0.0.1 on Monday", wanted);
    let expected = [
        ("ada@x.org".into(), Kind::Email),
        ("10.0.0.1".into(), Kind::Ip),
    ];
    assert_eq!(found, expected);
}
